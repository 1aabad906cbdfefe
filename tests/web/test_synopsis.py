# SPDX-License-Identifier: Apache-2.0
"""A synopsis on its pages: asked for, made behind the page under a view, and clicked through."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.accounts.models import Person
from holdfast.analysis.motion import Query, Recording, TrackIndex, read_motion
from holdfast.analysis.synopsis import SynopsisSettings, planned
from holdfast.demo.cameras import ENTRANCE, write_camera
from holdfast.oversight import uses
from holdfast.oversight.asking import stated
from holdfast.records import derivatives
from holdfast.records.models import Entry, Item, ItemFile
from homes import Template, make_template
from web.conftest import found_with_people

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home

CLAIMS = datetime(2026, 11, 24, 21, 14, 5, tzinfo=UTC)
FILMED, SHORT = "CH01_ENTRANCE.mp4", "CH02_ENTRANCE.mp4"


def _take_in(home: Home, export: Path) -> None:
    found_with_people(home)
    actor = Person.objects.get(username="exhibit_officer")
    uses.take_in_medium(
        home=home, actor=actor, path=export, case="C-1", purpose="investigation", whose="outside"
    )
    uses.make_pictures(
        home=home,
        actor=actor,
        items=[_file(FILMED).item_id],
        processors=["motion"],
        purpose=stated(home, "investigation"),
        case="C-1",
    )


@pytest.fixture(scope="module")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    folder = tmp_path_factory.mktemp("cameras")
    export = folder / "export"
    export.mkdir()
    write_camera(export / FILMED, replace(ENTRANCE, seconds=37.0), claims=CLAIMS)
    write_camera(export / SHORT, replace(ENTRANCE, seconds=4.0), claims=CLAIMS)
    with django_db_blocker.unblock():
        return make_template(
            folder,
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime.now(UTC),
            found=lambda home: _take_in(home, export),
        )


def _file(name: str) -> ItemFile:
    return ItemFile.objects.get(role="main", path__endswith=name)


def _address(name: str = FILMED) -> str:
    return f"/items/{_file(name).item_id}/synopsis/"


def _runs(processor: str, outcome: str = "done") -> int:
    return Entry.objects.filter(
        act="item.process", technology=f"holdfast-{processor}", outcome=outcome
    ).count()


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def _made(client: Client, query: str = "", **chosen: str) -> str:
    """Make a synopsis through the page, and give the page that shows it."""
    answer = client.post(f"{_address()}make/?{query}", chosen)
    assert answer.status_code == 302
    for _ in range(200):
        page = _page(client, answer["Location"])
        if "being made" not in page:
            return page
        time.sleep(0.05)
    raise AssertionError("it was not made")


def _links(page: str) -> list[float]:
    return [float(one) for one in re.findall(r"\?at=([\d.]+)", page)]


def test_a_synopsis_is_made_under_a_view_and_is_on_the_ledger_with_its_question(
    home: Home, browse: Callable[[str], Client]
) -> None:
    client, address = browse("exhibit_officer"), _address()
    assert client.get(address).status_code == 302, "a purpose is asked for first"
    client.post("/cases/1/purpose/", {"purpose": "investigation"})
    page = _page(client, f"{address}?colour=red")
    assert "Partly red.</strong> 1 of 3 tracks" in page
    assert "It shows together what was not there together" in page
    assert "Make a synopsis of 1 track" in page
    assert _runs("synopsis") == 0, "nothing by looking"
    page = _made(client, "colour=red", density="0.2", longest="60")
    assert "1 figure in" in page
    assert Entry.objects.filter(act="item.view").count() == 1
    entry = Entry.objects.get(act="item.process", technology="holdfast-synopsis")
    assert entry.body is not None
    details = json.loads(bytes(entry.body))["details"]
    assert details["settings"] == {
        "asked": '{"colour":"red"}', "density": 0.2, "longest_s": 60,
        "began": CLAIMS.isoformat(), "zone": "Pacific/Auckland",
    }  # fmt: skip
    found = derivatives.find(home, _file(FILMED).original_id, "motion")
    assert found is not None
    assert details["made_from_sha256"] == found.sha256
    assert "show together in a short video what moved in it" in page
    _made(client, "colour=red", density="0.2", longest="60")
    assert _runs("synopsis") == 1, "made once"


def test_every_figure_leads_to_its_true_moment(officer: Client) -> None:
    page = _made(officer)
    starts = {one.name: one.stops[0][0] for one in ENTRANCE.walkers[:3]}
    for at, start in zip(sorted(_links(page)), sorted(starts.values()), strict=True):
        assert abs(at + 1 - start) < 1.5
    # The device claims 21:14:05 UTC, which is 10:14:05 in its zone; blue comes four seconds later.
    assert "25 Nov 2026, 10:14:09 NZDT" in page
    assert "Times are those that the device claims." in page
    assert page.count("data:image/jpeg;base64,") == 3
    for word in ("FR", "CR", "OR", "CD", "What it does not show", "Where it comes from"):
        assert word in page


def test_what_a_script_is_told_and_what_is_taken_away_is_what_the_command_prints(
    home: Home, officer: Client
) -> None:
    page = _made(officer, "towards=right", density="0.05")
    match = re.search(r"synopsis/([0-9a-f]{64})\.mp4", page)
    assert match is not None
    known = match[1]
    sent = officer.get(f"{_address()}{known}.mp4", headers={"Range": "bytes=0-99"})
    assert (sent.status_code, sent["Content-Type"]) == (206, "video/mp4")
    whole = json.loads(officer.get(f"{_address()}{known}.json").content)
    found = derivatives.find(home, _file(FILMED).original_id, "motion")
    assert found is not None
    motion = read_motion(found.path)
    hits = TrackIndex([Recording("", motion)]).search(Query(direction_deg=0.0)).hits
    plain = planned(motion, [one.track for one in hits], SynopsisSettings(density=0.05)).to_json()
    assert {name: whole[name] for name in plain} == json.loads(json.dumps(plain))
    assert whole["provenance"]["sources"] == [_file(FILMED).original_id, found.sha256]
    told: dict[str, Any] = officer.get(f"{_address()}{known}/figures.json").json()
    assert len(told["figures"]) == len(whole["placements"]) == 2
    assert told["figures"][0]["label"].startswith("Figure 1, 25 Nov 2026, 10:14:")
    assert officer.get(f"{_address()}{'0' * 64}.mp4").status_code == 404


def test_two_choices_that_give_the_same_video_are_told_apart(officer: Client) -> None:
    pages = [_made(officer, "colour=red", density=density) for density in ("0.05", "0.1")]
    found = [re.findall(r"synopsis/([0-9a-f]{64})\.json", page)[0] for page in pages]
    told = [json.loads(officer.get(f"{_address()}{one}.json").content) for one in found]
    assert told[0]["sha256"] == told[1]["sha256"]
    assert [one["provenance"]["settings"]["density"] for one in told] == [0.05, 0.1]
    assert "figures may cover each other by 5 %" in pages[1], "it is listed"


def test_others_of_the_same_recording_are_listed_and_shown(officer: Client) -> None:
    _made(officer, "colour=red")
    page = _made(officer)
    assert "Other synopses of this recording" in page
    match = re.search(r'href="(/items/\d+/synopsis/[0-9a-f]{64}/)">Partly red', page)
    assert match is not None
    before = _page(officer, match[1])
    assert "Partly red." in before
    assert "1 figure in" in before
    listed = _page(officer, f"/items/{_file(FILMED).item_id}/derivatives/")
    assert "asked: partly red" in listed
    assert "asked: everything that moved" in listed
    assert "&quot;colour&quot;" not in listed, "what was asked, not how it is kept"
    assert listed.count("Synopsis") >= 2


def test_a_time_that_is_corrected_later_is_said_and_makes_another(officer: Client) -> None:
    page = _made(officer, "colour=red")
    match = re.search(r"synopsis/([0-9a-f]{64})\.mp4", page)
    assert match is not None
    Item.objects.filter(pk=_file(FILMED).item_id).update(
        corrected_at=datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    )
    assert "they were corrected since" in _page(officer, f"{_address()}{match[1]}/")
    assert "Make a synopsis of 1 track" in _page(officer, f"{_address()}?colour=red")
    assert "25 Nov 2026, 09:00:23 NZDT" in _made(officer, "colour=red")


@pytest.mark.parametrize(
    ("zone", "at", "shown"),
    [
        ("unknown", CLAIMS, "24 Nov 2026, 21:14:28 zone unknown"),
        ("", None, "second 23."),
    ],
)
def test_what_is_not_known_of_the_time_is_not_invented(
    officer: Client, zone: str, at: datetime | None, shown: str
) -> None:
    Item.objects.filter(pk=_file(FILMED).item_id).update(claimed_at=at, claimed_zone=zone)
    assert shown in _made(officer, "colour=red")
    asked = _page(officer, f"{_address()}?clock_from=10:00&clock_until=11:00")
    assert "so nothing of it can be asked by it" in asked


def test_a_recording_that_was_not_analysed_is_offered_to_be(home: Home, officer: Client) -> None:
    page = _page(officer, f"{_address(SHORT)}?colour=red")
    assert "What moves in this recording was not found yet" in page
    assert officer.post(f"{_address(SHORT)}make/").status_code == 404
    answer = officer.post(f"{_address(SHORT)}analyse/?colour=red")
    assert answer["Location"] == f"{_address(SHORT)}?colour=red"
    for _ in range(200):
        if derivatives.find(home, _file(SHORT).original_id, "motion"):
            break
        asked = officer.get(answer["Location"], headers={"HX-Request": "true"})
        assert asked.status_code in {200, 204}
        time.sleep(0.05)
    assert officer.get(answer["Location"], headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    page = _page(officer, answer["Location"])
    assert "No track meets the question" in page
    assert _runs("motion") == 2


def test_a_question_that_cannot_be_asked_is_refused_beside_its_field(officer: Client) -> None:
    for query in ("colour=beige", "area=1,2", "density=7", "entered=on"):
        answer = officer.get(f"{_address()}?{query}")
        assert answer.status_code == 400, query
        assert "This cannot be asked" in answer.content.decode()
        assert officer.post(f"{_address()}make/?{query}", {"density": "7"}).status_code == 404


def test_what_does_not_fit_is_refused_in_words(officer: Client) -> None:
    home_page = _page(officer, f"{_address()}?colour=green&towards=right")
    assert "No track meets the question, so there is nothing to show" in home_page
    assert "Make a synopsis of" not in home_page


def test_a_quarantined_recording_is_not_analysed_and_makes_no_synopsis(officer: Client) -> None:
    Item.objects.update(quarantine="its device is not on the register")
    assert "The recording is quarantined from analysis" in _page(officer, _address())
    assert "recording is quarantined" in _page(officer, _address(SHORT))
    for address in (f"{_address()}make/", f"{_address(SHORT)}analyse/"):
        answer = officer.post(address)
        assert answer.status_code == 409
        assert "is quarantined" in answer.content.decode()
    assert _runs("synopsis") == 0


def test_without_a_permission_it_is_denied_and_the_denial_is_on_the_ledger(
    home: Home, officer: Client
) -> None:
    from holdfast.oversight.models import PermissionRow

    PermissionRow.objects.filter(technology="holdfast-synopsis").delete()
    answer = officer.post(f"{_address()}make/")
    assert answer.status_code == 403
    assert (_runs("synopsis", "denied"), _runs("synopsis")) == (1, 0)
    assert not derivatives.find_all(home, _file(FILMED).original_id, "synopsis")


def test_a_stranger_a_photograph_and_a_get_make_nothing(
    officer: Client, browse: Callable[[str], Client]
) -> None:
    stranger = browse("investigator")
    assert stranger.get(_address()).status_code == 404
    assert stranger.post(f"{_address()}make/").status_code == 404
    assert officer.get(f"{_address()}make/").status_code == 405
    Item.objects.filter(pk=_file(FILMED).item_id).update(kind="photograph")
    assert officer.get(_address()).status_code == 404
