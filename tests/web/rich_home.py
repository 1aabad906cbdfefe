# SPDX-License-Identifier: Apache-2.0
"""A home that has some of everything, and the address of each thing in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse

from analysis.motion.scenes import Figure, Scene, along
from gating import permit_for
from holdfast.accounts.models import Person
from holdfast.accounts.roles import ROLES
from holdfast.gate import Support
from holdfast.oversight import services as oversight
from holdfast.oversight import uses
from holdfast.oversight.asking import Errand, Use, stated
from holdfast.oversight.models import PermissionRow
from holdfast.records import derivatives, services
from holdfast.records.derivatives import Companion, Wanted
from holdfast.records.models import Item, ItemFile
from holdfast.records.permitted import class_of
from holdfast.web import pack_shelf
from holdfast.web.synopsis import known_by
from web.conftest import found_with_people

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from django.http.response import HttpResponseBase

    from holdfast.home import Home
    from web.endpoints import Endpoint

SLICE: Final = 48
FILMED: Final = "CH01_ENTRANCE.mp4"
GATE: Final = Scene([Figure(along((-10, 120), (330, 120), 0.5, 3.5))], seconds=4.0)
DRONE: Final = "dji-mavic-2"


@dataclass(frozen=True, slots=True)
class Rich:
    """A home that has some of everything: items 1.. in case 1, their pictures, a pack, a hold."""

    home: Home
    people: Mapping[str, Person]
    photograph: ItemFile
    video: ItemFile
    filmed: ItemFile
    gate: ItemFile
    acquisition: str
    pack: str
    hold: str
    medium: Path
    pieces: frozenset[bytes]

    def end_every_permission(self) -> None:
        for number in PermissionRow.objects.filter(ended_at__isnull=True).values_list(
            "number", flat=True
        ):
            oversight.end_row(
                home=self.home,
                actor=self.people["governance"],
                number=number,
                reason="nothing is permitted",
            )

    def address(self, one: Endpoint, role: str = "investigator", **more: object) -> str:
        """Give the address, with what there is in this home for each of its parameters."""
        given: dict[str, object] = {
            "number": 1,
            "sha256": self.photograph.original_id,
            "kind": "viewable",
            "pack": self.pack,
            "hold": self.hold,
            "username": "operator",
            "index": 3,
            "what": "classify",
            "work": f"pack{role.replace('_', '')}",
            "quarter": "2026Q4",
            "path": "entries/000",
            "entry": 1,
            "name": "report.json",
            "question": "A-1",
            "does": "pause",
            "step": 1,
            "track": 1,
            "condition": "no-cloud",
            "note": "N-2026-0001",
            "way": "clock",
        }
        of = one.route.split("/")[1]
        special: dict[str, dict[str, object]] = {
            "receipts": {"number": self.acquisition},
            "take-in": {"number": f"intake{role.replace('_', '')}", "index": 0},
            "items": {"number": self.photograph.item_id},
            "technologies": {"number": "holdfast-viewer"},
            "permissions": {"number": "P-001", "kind": "permit"},
            "decisions": {"number": "D-2026-001"},
            "complaints": {"number": "K-2026-001"},
            "public": {"number": "holdfast-viewer", "kind": "json"},
            "reports": {"kind": "json"},
        }
        if one.name.startswith("network_test"):
            work = f"test{role.replace('_', '')}"
            special["technologies"] = {"number": DRONE, "test": "NT-2026-0001", "work": work}
        if one.name.startswith(("item_playable", "item_watch", "item_integrity", "item_align")):
            copies = derivatives.find_all(self.home, self.video.original_id, "salvage")
            special["items"] = {"number": self.video.item_id, "sha256": copies[0].sha256}
        if one.name.startswith("item_synopsis"):
            (made,) = derivatives.find_all(self.home, self.filmed.original_id, "synopsis")
            special["items"] = {"number": self.filmed.item_id, "known": known_by(made)}
        if one.name in {"item_scene", "item_track_picture"} or "item_movement" in one.name:
            special["items"] = {"number": self.gate.item_id}
        if one.name.startswith("case_movement"):
            special["cases"] = {"work": f"finding{role.replace('_', '')}"}
        if one.name.startswith("item_watch_clip"):
            clip = derivatives.find_all(self.home, self.video.original_id, "clip")[0]
            key = derivatives.chosen_key("clip", clip.provenance["settings"])
            special["items"] |= {"sha256": clip.sha256, "key": key}
        if one.name == "item_note_write":
            special["items"] = {"number": self.video.item_id}
        if one.name == "case_examining":
            special["cases"] = {"work": f"examining{role.replace('_', '')}"}
        wanted = given | special.get(of, {}) | more
        return reverse(one.name, kwargs={name: wanted[name] for name in one.parameters})

    def holds_content(self, answer: HttpResponseBase) -> bool:
        """Say whether any piece of a recording, a picture, a copy or a pack is in the answer."""
        body = body_of(answer)
        return any(piece in body for piece in self.pieces)


def body_of(answer: HttpResponseBase) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]  # both kinds of response


def pieces_of(paths: Iterator[Path]) -> Iterator[bytes]:
    """Take pieces from everywhere in each file, none of them so plain that it is elsewhere too."""
    for path in paths:
        data = path.read_bytes()
        for at in range(0, len(data), max(SLICE, len(data) // 16)):
            piece = data[at : at + SLICE]
            if len(set(piece)) > SLICE // 2 or len(data) <= SLICE:
                yield piece


def fill(home: Home, card: Path) -> None:
    """Do some of everything, as the exhibit officer."""
    found_with_people(home)
    officer = Person.objects.get(username="exhibit_officer")
    uses.take_in_medium(home=home, actor=officer, path=card, case="C-1", purpose="investigation")
    for username in ("investigator", "operator"):
        services.add_member(home=home, actor=officer, case=1, username=username)
    uses.make_pictures(
        home=home,
        actor=officer,
        items=list(Item.objects.values_list("number", flat=True)),
        processors=(
            "thumbnail",
            "poster",
            "viewable",
            "playable",
            "release-review",
            "cleaning",
            "integrity",
            "salvage",
            "filmstrip",
            "waveform",
        ),
        purpose=stated(home, "investigation"),
        case="C-1",
    )
    # What flew is quarantined, because no device of ours is registered, and is not analysed; of the
    # fixed cameras one is, and one is left to do.
    uses.find_movement(
        home=home,
        actor=officer,
        items=[ItemFile.objects.get(role="main", path__endswith="GATE.mp4").item_id],
        purpose=stated(home, "investigation"),
        case="C-1",
    )
    _clip(home, officer)
    shelf = pack_shelf.folder(home, "being-made")
    shelf.parent.mkdir(parents=True, exist_ok=True)
    made = uses.make_pack(home=home, actor=officer, case="C-1", purpose="investigation", to=shelf)
    shelf.rename(pack_shelf.folder(home, made.number))
    pack_shelf.zipped(pack_shelf.folder(home, made.number))
    services.place_hold(home=home, actor=officer, case=1, reason="appeal")
    oversight.register_technology(
        home=home,
        actor=Person.objects.get(username="governance"),
        number=DRONE,
        name="DJI Mavic 2 Pro",
        kind="drone",
    )
    _make_synopsis(home)
    stop_work(home)


def _make_synopsis(home: Home) -> None:
    """Show together what moved in the recording of the fixed camera, without opening it."""
    main = ItemFile.objects.get(role="main", path__endswith=FILMED)
    moving = derivatives.wanted(
        home, Wanted(main.original_id, FILMED), "motion", permit_for("holdfast-motion")
    )
    beside = (Companion(moving.sha256, "motion", moving.path),)
    wanted = Wanted(main.original_id, FILMED, companions=beside)
    made = derivatives.wanted(home, wanted, "synopsis", permit_for("holdfast-synopsis"))
    assert made.is_there, made.reason


def of_the_drone() -> ItemFile:
    """Give the recording of the drone, which is quarantined; the others are of fixed cameras."""
    held = ItemFile.objects.exclude(item__quarantine="").exclude(path__endswith=FILMED)
    return held.get(item__kind="video", role="main")


def _clip(home: Home, officer: Person) -> None:
    video = of_the_drone().item_id
    errand = Errand(home, officer, stated(home, "investigation"), Support("case", "C-1"))
    use = Use("item.process", "holdfast-clip", class_of(home, "unclassified"), (video,))
    services.process(
        home=home,
        actor=officer,
        permits=[errand.permit(use)],
        processor="clip",
        items=[video],
        settings={"from_s": 0.0, "until_s": 0.5, "label": ""},
    )


def stop_work(home: Home) -> None:
    """Leave work of every role that stopped, which its page offers to begin again."""
    for role in ROLES:
        why = {"purpose": "investigation", "purpose_text": ""}
        asked: dict[str, dict[str, Any]] = {
            "pack": {"case": 1, "items": [], "recipient": "x", **why},
            "take-in": {
                "name": role, "path": "/nothing", "medium": "", "case": "C-1", "authority": "", **why,
            },
            "integrity": {"case": 1},
            "motion": {"case": 1, "purpose": "investigation"},
            "network-test": {
                "technology": DRONE, "case": "C-1", "items": [1],
                "about": {"firmware": "1", "tester": "x"},
            },
        }  # fmt: skip
        words = {
            "pack": "pack", "take-in": "intake", "network-test": "test", "integrity": "examining",
            "motion": "finding",
        }  # fmt: skip
        for kind, told in asked.items():
            folder = home.work / "pages" / f"{words[kind]}{role.replace('_', '')}"
            folder.mkdir(parents=True)
            ask = {"kind": kind, "username": role, "asked": told}
            (folder / "ask.json").write_text(json.dumps(ask), encoding="utf-8")
            (folder / "state.json").write_text('{"problem": "it stopped"}', encoding="utf-8")
