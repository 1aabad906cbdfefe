# SPDX-License-Identifier: Apache-2.0
"""A small agency with a real ledger, and packs made from it, for the tests of this folder."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from holdfast.ledger.body import seal
from holdfast.ledger.face import Face
from holdfast.ledger.lines import LineTree, make_line
from holdfast.ledger.log import Log
from holdfast.ledger.signer import Signer
from holdfast.ledger.verifier import SignatureType
from holdfast.packs import (
    EntryProof,
    ItemTimes,
    PackContents,
    PackEvent,
    PackFact,
    PackItem,
    PackLine,
    PackOriginal,
    PackPlayable,
    PackProofs,
    RecordedTime,
    StagedPack,
    finish_pack,
    stage_pack,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

AGENCY = "example.police.nz/ledger"
START = datetime(2026, 11, 22, 21, 14, 5, 123456, tzinfo=UTC)
ROLE = "drone operator"
PERSON = {"username": "jsmith", "name": "J. Smith", "roles": ["operator"], "role": "operator"}


def signer(name: str = AGENCY, seed: int = 1, kind: SignatureType | None = None) -> Signer:
    return Signer(name, bytes([seed]) * 32, kind or SignatureType.ED25519)


def witness(number: int, kind: SignatureType = SignatureType.COSIGNATURE_ED25519) -> Signer:
    return Signer(f"court{number}.example/witness", bytes([100 + number]) * 32, kind)


def picture() -> bytes:
    """Draw a hillside, so that no one's photograph stands in a test."""
    image = Image.new("RGB", (960, 540), "#9cc3d5")
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 380), (300, 220), (560, 330), (960, 180), (960, 540), (0, 540)], "#55764f")
    draw.polygon([(0, 470), (420, 380), (960, 460), (960, 540), (0, 540)], "#36523a")
    draw.ellipse((760, 60, 830, 130), "#f6e7b4")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


@dataclass
class Agency:
    """A vault of plain files and a log; every entry remembers its face, body and time."""

    folder: Path
    name: str = AGENCY
    seed: int = 1
    entries: list[tuple[Face, bytes, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.signer = signer(self.name, self.seed)
        self.log = Log.create(self.folder / "ledger", self.signer, now=START)

    def keep(self, data: bytes) -> tuple[Path, str, int]:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.folder / sha256
        path.write_bytes(data)
        return path, sha256, len(data)

    def enter(
        self, act: str, details: Mapping[str, object], lines: LineTree | None = None
    ) -> PackEvent:
        number = len(self.entries)
        at = START + timedelta(minutes=7 * number)
        content: dict[str, object] = {
            "v": 1,
            "act": act,
            "at": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "actor": PERSON,
            "subjects": [],
            "details": dict(details),
        }
        if lines is not None:
            content["lines"] = {"root": lines.root, "count": lines.count}
        body = seal(content, hashlib.sha256(b"salt %d" % number).digest())
        face = Face(act=act, day=f"{at:%Y-%m-%d}", role="operator", sealed=body.commitment)
        self.log.append([(face.to_bytes(), body.data)], now=at)
        self.entries.append((face, body.data, at))
        return PackEvent(
            entry=number,
            at=at,
            act=act,
            actor=f"J. Smith ({ROLE})",
            words="",
            face=face.to_bytes(),
            body=body.data,
        )

    def prove(self, staged: StagedPack) -> PackProofs:
        """Enter pack.make, and prove every entry under the checkpoint that follows."""
        return self.proofs(self.enter("pack.make", {"to": "defence", **staged.details}))

    def proofs(self, made: PackEvent) -> PackProofs:
        assert made.body is not None
        proofs = {
            index: self.log.inclusion(index).render().decode() for index in range(self.log.size)
        }
        return PackProofs(
            checkpoint=self.log.checkpoint().data.decode(),
            pack=EntryProof(made.face, made.body, proofs[made.entry]),
            entries=proofs,
        )


def line_of(tree: LineTree, index: int, entry: int) -> PackLine:
    return PackLine(
        entry=entry,
        line=tree.lines[index],
        index=index,
        count=tree.count,
        root=tree.root,
        hashes=tuple(tree.proof(index)),
    )


def contents_of(agency: Agency, *, policy: str = "") -> PackContents:
    """Take in a card of a video with its subtitles and a photograph, and classify both items."""
    files = {
        "DJI_0031.MP4": b"moving pictures " * 5000,
        "DJI_0031.SRT": b"1\n00:00:00,000 --> 00:00:01,000\n[latitude: -41.2] \n",
        "DJI_0032.JPG": picture(),
    }
    kept = {name: agency.keep(data) for name, data in files.items()}
    lines = [
        make_line(
            {"path": f"DCIM/100MEDIA/{name}", "sha256": sha256, "size": size, "item": 17 + at // 2},
            bytes([at]) * 16,
        )
        for at, (name, (_, sha256, size)) in enumerate(kept.items())
    ]
    card = LineTree(lines)
    agency.enter("home.create", {})
    taken = agency.enter("acquisition.take_in", {"acquisition": "A-2026-0001"}, card)
    classed = LineTree(
        [make_line({"item": item, "to": "evidential"}, b"s" * 16) for item in (17, 18)]
    )
    judged = agency.enter("item.classify", {}, classed)
    viewed = agency.enter("item.view", {"purpose": "charging advice"})

    def custody(item: int) -> tuple[PackEvent, ...]:
        told = "took in the card “DJI Mavic 3, slot 1” into acquisition A-2026-0001."
        return (
            _worded(taken, told),
            _worded(judged, "classified this item as evidential.", line_of(classed, item - 17, 2)),
            _worded(viewed, "opened this item for: charging advice."),
        )

    def original(at: int, role: str) -> PackOriginal:
        name = list(kept)[at]
        path, sha256, size = kept[name]
        line = line_of(card, at, taken.entry)
        return PackOriginal(name, f"DCIM/100MEDIA/{name}", path, sha256, size, role, line)

    source, sha256, size = agency.keep(picture())
    still = PackPlayable(
        source, sha256, size, ".jpg", "image",
        "Made from DJI_0032.JPG by Holdfast 0.1.0 (thumbnail 1, longest side 960).",
        "A hillside under a low sun, seen from the air.",
    )  # fmt: skip
    claimed = RecordedTime("2026-11-20T15:02:11", "unknown", "From the photograph's EXIF.")
    times = ItemTimes(
        claimed=claimed,
        corrected=RecordedTime(
            "2026-11-20T15:04:11+13:00", "Pacific/Auckland",
            "J. Smith: the aircraft's clock was two minutes slow against the radio log.",
        ),
        file_system=RecordedTime("2026-11-20T15:02:12", "unknown", "exFAT gives no zone."),
        taken_in=RecordedTime(START.isoformat(), "UTC", "When the first byte was read."),
    )  # fmt: skip
    facts = (
        PackFact("Position", "41.29061° S, 174.77811° E", "GPS in the photograph's EXIF"),
        PackFact("Aircraft", "DJI Mavic 3 (L2D-20c)", "Make and Model in the EXIF"),
    )
    return PackContents(
        agency="Example District Police",
        case_reference="261123/4567",
        case_title="Search near Te Ahumairangi",
        purpose="Disclosure to the defence under section 13",
        made_at=START + timedelta(hours=2),
        made_by="K. Tāmati (exhibit officer)",
        zone="Pacific/Auckland",
        software="Holdfast 0.1.0",
        items=(
            PackItem(17, "JS-1", "Flight over the ridge", "video", ItemTimes(claimed=claimed), (),
                     (original(0, "main"), original(1, "sidecar")), None, custody(17)),
            PackItem(18, "JS-2", "The ridge from the south", "photograph", times, facts,
                     (original(2, "main"),), still, custody(18)),
        ),
        vkey=agency.signer.verifier.vkey,
        policy=policy,
    )  # fmt: skip


def make_pack(folder: Path, **asked: str) -> Path:
    """Make a whole pack below `folder` and return it."""
    agency = Agency(folder / "agency")
    staged = stage_pack(contents_of(agency, **asked), folder / "pack")
    return finish_pack(staged, agency.prove(staged))


def _worded(event: PackEvent, words: str, line: PackLine | None = None) -> PackEvent:
    return PackEvent(
        event.entry, event.at, event.act, event.actor, words, event.face, event.body, line
    )
