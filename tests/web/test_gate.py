# SPDX-License-Identifier: Apache-2.0
"""Every address, as every role, in a home where nothing is permitted: no content, and a denial.

Which addresses give content is derived from the code (`endpoints`). One that gives none is listed
here by somebody who has looked at it; a new address that is in neither fails a test.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest

from analysis.motion.scenes import film
from holdfast.accounts.roles import ROLES
from holdfast.analysis.motion import read_picture, read_scene
from holdfast.demo.cameras import ENTRANCE, write_camera
from holdfast.records import derivatives
from holdfast.records.models import Acquisition, Entry, Hold, ItemFile, PackMade
from holdfast.records.stores import open_vault
from holdfast.web import pack_shelf
from homes import Template, copy_of, make_template
from records.making import files_of, small_card
from web.endpoints import endpoints
from web.rich_home import (
    FILMED,
    GATE,
    SLICE,
    Rich,
    body_of,
    fill,
    of_the_drone,
    pieces_of,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import Settings
    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.accounts.models import Person
    from holdfast.home import Home

# They reach what content comes from, and answer with words or with what is public.
IN_WORDS: Final = {
    "item_damage": "reads an original again and says what of it is lost, never what it shows",
    "public_bundle": "the published record: faces and public records, for everybody",
}
# They show the denial in the page, because the rest of the page is not content.
SAY_SO: Final = {"item"}
# Somebody has looked at these: none gives a byte of a recording, a picture, a pack or what a
# search found. What is said about items (times, places, tracks, custody) is no content.
NO_CONTENT: Final = frozenset(
    """
    today first_steps styleguide system
    account_login account_logout account_inactive my_account enrol account_reauthenticate
    account_change_password account_set_password mfa_index mfa_authenticate mfa_reauthenticate
    mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes
    mfa_download_recovery_codes
    take_in_upload take_in_piece
    receipts receipt receipt_confirm receipt_json receipt_pdf
    cases case_open break_glass hold_release case case_flights case_people case_exhibits
    case_receipts case_purpose case_classify case_hold case_packs case_withdraw pack
    case_recordings case_movement_stop
    case_recordings case_notes case_notes_csv item_note_withdraw
    case_recordings case_together
    item_facts item_custody item_derivatives item_access item_change item_track item_track_csv
    flights flights_tracks flights_csv
    flying flight flight_prepare flight_record flight_correct flight_withdraw flight_cancel
    flights_proposed flights_unmatched flight_figures logbook pilots pilot_keep
    asset asset_upkeep asset_ground
    engagements engagement_new engagement engagement_tie engagement_agreement engagement_remind
    engagement_close engagement_reminder engagement_step public_contractors
    reports was_used tool_logs tool_log_hand_in tool_log report report_make report_file
    technologies fleet device_register technology_new baseline technology technology_approvals
    technology_assessments technology_advice technology_uses technology_history technology_act
    technology_tests network_test network_test_file network_test_compare
    advice_answer decisions decision_new decision_touch decision decision_confirm
    permissions my_permissions permission_new permission permission_end
    quarantine quarantine_release
    ledger ledger_checkpoint ledger_entry ledger_proof ledger_body ledger_face
    people person_enrol person person_roles person_os_user person_code
    public public_register public_entry public_reports public_report public_file
    public_checkpoints public_check public_verifier public_log_checkpoint public_log_vkey
    public_log_tile public_record public_check_js public_bundle_json
    public_flights public_flights_file
    public_complain public_ask public_status public_receipt
    complaints complaint_new complaint complaint_receipt complaint_acknowledge
    complaint_transfer complaint_answer complaint_freeze desk_figures
    requests request_new request request_decide request_receipt request_letter
    request_acknowledgement request_extend request_transfer request_close
    answer answer_approve answer_give
    """.split()  # noqa: SIM905 # a list that is read as words
)
ALL: Final = endpoints()
CONTENT: Final = [one for one in ALL if one.gives_content and one.name not in IN_WORDS]
HANDLERS: Final = ("investigator", "exhibit_officer", "operator")
# Who may ask for the rest of it, where an investigator may not.
ASKS: Final = {"network_test_new": "operator", "network_test_progress": "operator"}


@pytest.fixture(scope="session")
def _rich_template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    folder = tmp_path_factory.mktemp("rich")
    card = small_card(folder / "card", photographs=1, video_seconds=1.0)
    files_of(card, note__txt=b"the very words of a recording, whole")
    write_camera(card / FILMED, replace(ENTRANCE, seconds=12.0), claims=datetime.now(UTC))
    film(card / "GATE.mp4", GATE)
    film(card / "YARD.mp4", replace(GATE, seconds=1.0))
    with django_db_blocker.unblock():
        return make_template(
            folder,
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime.now(UTC),
            found=lambda home: fill(home, card),
        )


@pytest.fixture
def home(
    tmp_path: Path,
    settings: Settings,
    _rich_template: Template,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Home]:
    with django_db_blocker.unblock(), copy_of(_rich_template, tmp_path / "home") as made:
        settings.HOLDFAST_HOME = made.root
        settings.SECOND_FACTOR_REQUIRED = False
        yield made


@pytest.fixture
def rich(
    home: Home, people: Mapping[str, Person], _rich_template: Template, settings: Settings
) -> Rich:
    card = _rich_template.root.parent / "card"
    settings.SITE = replace(settings.SITE, media=(str(card.parent),))
    vault, pack = open_vault(home), PackMade.objects.get().number
    originals = [vault.path(one) for one in ItemFile.objects.values_list("original", flat=True)]
    copies = [one for one in home.derivatives.rglob("*-*") if one.suffix not in (".json", ".lock")]
    assert len(copies) >= 4
    archive = pack_shelf.folder(home, f"{pack}.zip")
    gate = ItemFile.objects.get(role="main", path__endswith="GATE.mp4")
    moved = derivatives.find(home, gate.original_id, "motion")
    assert moved is not None
    jpegs = (read_scene(moved.path), read_picture(moved.path, 1))
    return Rich(
        home=home,
        people=people,
        photograph=ItemFile.objects.get(item__kind="photograph", role="main"),
        filmed=ItemFile.objects.get(path__endswith=FILMED, role="main"),
        video=of_the_drone(),
        gate=gate,
        acquisition=Acquisition.objects.get().number,
        pack=pack,
        hold=Hold.objects.get().number,
        medium=card,
        pieces=frozenset(pieces_of(iter((*originals, *copies, archive))))
        | {jpeg[-2 * SLICE : -SLICE] for jpeg in jpegs},
    )


@pytest.fixture
def clients(rich: Rich, browse: Callable[[str], Client]) -> Mapping[str, Client]:
    """Give a browser of every role, in which the handlers have stated a purpose; "" is nobody."""
    from django.test import Client

    found = {role: browse(role) for role in ROLES} | {"": Client()}
    for role in HANDLERS:
        answer = found[role].post("/cases/1/purpose/", {"purpose": "investigation"})
        assert answer.status_code == 302, role
    assert rich.pieces
    return found


def content_requests(rich: Rich) -> Mapping[str, list[tuple[str, str, Mapping[str, Any]]]]:
    """Say how each address that gives content is asked for it: method, more, data."""
    form = {"purpose": "investigation", "purpose_text": "", "authority": "", "whose": "agency"}
    return {
        "take_in": [("post", "", {"way": "here", "path": str(rich.medium), "case": "C-1", **form})],
        "take_in_progress": [("post", "", {})],
        "pack_new": [("post", "", {"items": "", "recipient": "Counsel", **form})],
        "pack_progress": [("post", "", {})],
        "pack_download": [("get", "", {})],
        "item": [("get", "", {})],
        "item_original": [("get", "", {})],
        "item_picture": [("get", "thumbnail", {}), ("get", "viewable", {})],
        "item_playable": [("get", "", {})],
        "item_watch_times": [("get", "", {})],
        "item_watch_making": [("get", "", {})],
        "item_watch_axis": [("get", "", {})],
        "item_watch_strip": [("get", "", {})],
        "item_watch_notes": [("get", "", {})],
        "item_watch_clip_new": [("post", "", {"at": "0", "until": "0.5"})],
        "item_watch_clip_page": [("get", "", {})],
        "item_watch_clip": [("get", "", {})],
        "item_note_write": [("post", "", {"at": "0", "text": "a gate"})],
        "network_test_new": [
            (
                "post",
                "",
                {
                    "items": "1",
                    "case": "C-1",
                    "firmware": "1",
                    "tester": "x",
                    "network": "not stated",
                },
            )
        ],
        "network_test_progress": [("post", "", {})],
        "case_together_play": [("get", "", {"items": str(rich.video.item_id)})],
        "item_align": [("get", "", {})],
        "item_align_compare": [("post", "", {"reference": str(rich.video.item_id)})],
        "item_align_save": [("post", "", {"second": "0"})],
        "item_align_remove": [("get", "", {})],
        "item_leaving": [("get", "", {})],
        "item_leaving_clean": [("post", "", {})],
        "item_leaving_copy": [("get", "", {})],
        "item_leaving_review": [("get", "", {})],
        "item_integrity": [("get", "", {})],
        "item_integrity_salvage": [("post", "", {})],
        "item_integrity_json": [("get", "", {})],
        "item_integrity_pdf": [("get", "", {})],
        "item_integrity_copy": [("get", "", {})],
        "item_integrity_copy_json": [("get", "", {})],
        "item_synopsis": [("get", "", {})],
        "item_synopsis_make": [("post", "", {})],
        "item_synopsis_analyse": [("post", "", {})],
        "item_synopsis_made": [("get", "", {})],
        "item_synopsis_video": [("get", "", {})],
        "item_synopsis_json": [("get", "", {})],
        "item_synopsis_figures": [("get", "", {})],
        "item_movement": [("get", "", {})],
        "item_movement_json": [("get", "", {})],
        "item_scene": [("get", "", {})],
        "item_track_picture": [("get", "", {})],
        "case_movement": [("get", "", {"colour": "red"})],
        "case_movement_begin": [("post", "", {})],
        "case_movement_work": [("post", "", {})],
        "case_examine": [("post", "", {})],
        "case_examining": [("post", "", {})],
        "find": [("get", "", {"text": "DJI"}), ("get", "", {"status": "unclassified"})],
    }


def test_every_address_is_known_to_give_content_or_to_give_none() -> None:
    content, known = {one.name for one in CONTENT}, {one.name for one in ALL}
    unknown = known - content - NO_CONTENT - IN_WORDS.keys()
    assert not unknown, f"look at {sorted(unknown)}: can they give content? Then list them"
    assert not content & NO_CONTENT, "they are listed as giving none, and reach content"
    assert known >= IN_WORDS.keys()


def test_without_a_permission_no_address_gives_content_and_each_says_why(
    rich: Rich, clients: Mapping[str, Client]
) -> None:
    asked = content_requests(rich)
    assert asked.keys() == {one.name for one in CONTENT}, "say how a new one is asked for content"
    rich.end_every_permission()
    pages = set((rich.home.work / "pages").iterdir())
    before = (Acquisition.objects.count(), PackMade.objects.count())
    for one in CONTENT:
        for role, client in clients.items():
            for method, kind, data in asked[one.name]:
                address = rich.address(one, role, **({"kind": kind} if kind else {}))
                denials = Entry.objects.filter(outcome="denied").count()
                answer = getattr(client, method)(address, data)
                assert not rich.holds_content(answer), (address, role)
                assert answer.status_code not in (200, 206) or one.name in SAY_SO, (address, role)
                if role != ASKS.get(one.name, "investigator"):
                    continue
                assert answer.status_code == (200 if one.name in SAY_SO else 403), address
                words = body_of(answer).decode()
                assert "may not be used" in words, address
                assert "technology governance" in words, address
                assert "/items/" not in words or one.name in SAY_SO, address
                assert Entry.objects.filter(outcome="denied").count() == denials + 1, address
    assert set((rich.home.work / "pages").iterdir()) == pages
    assert not any(page.joinpath("running").exists() for page in pages)
    assert (Acquisition.objects.count(), PackMade.objects.count()) == before
    assert not Entry.objects.filter(act="item.view", outcome="done").exists()


def test_with_the_baseline_the_same_addresses_give_it(
    rich: Rich, clients: Mapping[str, Client]
) -> None:
    """The test above proves something only where there is something to be had."""
    gave = set()
    asked = content_requests(rich)
    for one in CONTENT:
        for method, kind, data in asked[one.name]:
            if method == "post":
                continue  # it begins a process, which the tests in a real browser follow
            address = rich.address(one, **({"kind": kind} if kind else {}))
            answer = clients["investigator"].get(address, data)
            assert answer.status_code == 200, address
            if rich.holds_content(answer):
                gave.add(f"{one.name} {kind}".strip())
            elif one.name == "find":
                assert b"/items/" in body_of(answer)
    assert gave == {
        "pack_download",
        "item_original",
        "item_picture thumbnail",
        "item_picture viewable",
        "item_playable",
        "item_watch_clip",
        "item_watch_strip",
        "item_leaving_copy",
        "item_leaving_review",
        "item_integrity_copy",
        "item_scene",
        "item_track_picture",
        "item_integrity_json",
        "item_synopsis_video",
    }


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_without_a_permission_no_address_whatever_gives_content(
    rich: Rich, clients: Mapping[str, Client], role: str
) -> None:
    rich.end_every_permission()
    client = clients[role]
    client.raise_request_exception = False
    # Whoever signs out sees nothing more, so that goes last.
    for one in sorted(ALL, key=lambda each: each.name.startswith(("account_", "mfa_"))):
        if one.name == "public_bundle":
            continue  # it begins a process, and has a test of its own
        address = rich.address(one, role)
        for answer in (client.get(address), client.post(address, {})):
            assert answer.status_code != 500, (address, role)
            assert not rich.holds_content(answer), (address, role)
    assert not Entry.objects.filter(act="item.view", outcome="done").exists()
