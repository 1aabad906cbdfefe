# SPDX-License-Identifier: Apache-2.0
"""The pages of recordings on one clock: who sees what, what is asked first, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from analysis.recordings import make
from analysis.sync.scenes import recorded, scene, write_sound
from holdfast.accounts.models import Person
from holdfast.analysis.sync import RATE
from holdfast.oversight import uses
from holdfast.records import derivatives
from holdfast.records.models import CaseMember, Entry, Item, ItemFile, Placing
from holdfast.records.queries.together import together
from holdfast.web.play import play_of, read_items
from holdfast.web.together import lines_of, read_window
from homes import Template, make_template
from records.test_aligning import SRT
from web.conftest import found_with_people

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home


def _cards(folder: Path) -> tuple[Path, Path]:
    card = folder / "card"
    card.mkdir(parents=True)
    talk = scene(40, 71)
    write_sound(card / "A.mp4", recorded(talk, seed=1), video_s=40)
    write_sound(card / "B.mp4", recorded(talk[6 * RATE :], seed=2), video_s=34)
    make(card / "SILENT.mp4", seconds=2.0, sound=None)
    make(card / "GX010003.MP4", seconds=2.0, drawn=lambda number: number + 50)
    make(card / "GX020003.MP4", seconds=2.0, drawn=lambda number: number + 90)
    make(card / "DJI_0001.MP4", seconds=2.0, drawn=lambda number: number + 300)
    (card / "DJI_0001.SRT").write_text(SRT, encoding="utf-8")
    other = folder / "other"
    other.mkdir()
    make(other / "ELSEWHERE.mp4", seconds=2.0, drawn=lambda number: number + 700)
    return card, other


def _take_in(home: Home, card: Path, other: Path) -> None:
    found_with_people(home)
    officer = Person.objects.get(username="exhibit_officer")
    for path, case in ((card, "C-1"), (other, "C-2")):
        uses.take_in_medium(
            home=home, actor=officer, path=path, case=case, purpose="investigation", whose="outside"
        )


@pytest.fixture(scope="module")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    folder = tmp_path_factory.mktemp("together")
    card, other = _cards(folder)
    with django_db_blocker.unblock():
        return make_template(
            folder,
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime.now(UTC),
            found=lambda home: _take_in(home, card, other),
        )


def _number(name: str) -> int:
    return ItemFile.objects.get(role="main", path__endswith=name).item_id


def _by_hand(officer: Client, name: str, beside: str, **more: str) -> str:
    data = {
        "reference": str(_number(beside)), "seconds": "5", "sense": "after", "reason": "both show it",
        "agreed": "yes", **more,
    }  # fmt: skip
    answer = officer.post(f"/items/{_number(name)}/align/by/hand/", data, follow=True)
    return answer.content.decode()


def test_sound_is_compared_shown_with_its_evidence_and_used_only_when_agreed(
    officer: Client, home: Home
) -> None:
    a, b = _number("A.mp4"), _number("B.mp4")
    page = officer.post(
        f"/items/{b}/align/compare/", {"reference": a}, follow=True
    ).content.decode()
    for words in ("It begins 6.0", "Confidence", "Places that agree", "Drift", "Use this"):
        assert words in page, words
    assert not Placing.objects.exists()
    first = officer.post(f"/items/{b}/align/by/sound/", {"reference": a, "piece": 0})
    assert "What would change" in first.content.decode()
    assert not Placing.objects.exists()
    done = officer.post(
        f"/items/{b}/align/by/sound/", {"reference": a, "piece": 0, "agreed": "yes"}, follow=True
    ).content.decode()
    assert "Placed. What was said before stays in the ledger." in done
    assert "by its sound" in done
    assert Placing.objects.get(item=b).how == "sound"
    made = derivatives.find(home, ItemFile.objects.get(item=a, role="main").original_id, "sync",
                            [ItemFile.objects.get(item=b, role="main").original_id])  # fmt: skip
    assert made is not None
    listed = officer.get(f"/items/{a}/derivatives/").content.decode()
    assert "Alignment by sound" in listed
    entries = Entry.objects.filter(act="item.process", technology="holdfast-sync")
    assert entries.count() == 1
    officer.post(f"/items/{b}/align/compare/", {"reference": a})
    assert entries.count() == 1, "it is not compared twice"


def test_a_refusal_is_said_with_its_reason_and_what_to_do_instead(officer: Client) -> None:
    silent, a = _number("SILENT.mp4"), _number("A.mp4")
    answer = officer.post(f"/items/{silent}/align/compare/", {"reference": a}, follow=True)
    page = answer.content.decode()
    assert "No answer" in page
    assert "SILENT.mp4 has no sound" in page
    assert "or by hand" in page
    refused = officer.post(
        f"/items/{silent}/align/by/sound/", {"reference": a, "piece": 0, "agreed": "yes"}
    )
    assert refused.status_code == 422
    assert not Placing.objects.exists()


def test_by_hand_by_clock_and_by_telemetry_are_placed_and_taken_away(officer: Client) -> None:
    assert "5.000 s after item" in _by_hand(officer, "SILENT.mp4", "A.mp4")
    circle = _by_hand(officer, "A.mp4", "SILENT.mp4")
    assert "neither would be known" in circle
    number = _number("SILENT.mp4")
    clock = {
        "second": "0:01", "shown": "2026-02-03T22:00:05", "zone": "Pacific/Auckland",
        "wrong": "2", "sense": "slow", "reason": "radio clock", "agreed": "yes",
    }  # fmt: skip
    officer.post(f"/items/{number}/align/by/clock/", clock)
    placing = Placing.objects.get(item=number)
    assert placing.begins_at == datetime(2026, 2, 3, 9, 0, 6, tzinfo=UTC)
    drone = _number("DJI_0001.MP4")
    page = officer.get(f"/items/{drone}/align/").content.decode()
    assert "2026-02-03T22:15:02.500" in page
    address = f"/items/{drone}/align/by/telemetry/"
    assert "whose zone it does not give" in officer.post(address, {"zone": ""}).content.decode()
    officer.post(address, {"zone": "Pacific/Auckland", "agreed": "yes"})
    assert Placing.objects.get(item=drone).how == "telemetry"
    assert officer.post(f"/items/{drone}/align/remove/", {"reason": ""}).status_code == 422
    officer.post(f"/items/{drone}/align/remove/", {"reason": "wrong drone"})
    assert not Placing.objects.filter(item=drone).exists()
    told = officer.get(f"/items/{drone}/align/").content.decode()
    assert "took it from the common clock" in told


BAD: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("hand", {}),
    ("hand", {"reference": "x", "seconds": "y", "sense": "z"}),
    ("hand", {"reference": "999", "seconds": "5", "sense": "after", "reason": "x"}),
    ("hand", {"reference": "{elsewhere}", "seconds": "5", "sense": "after", "reason": "x"}),
    ("clock", {"second": "-1", "shown": "2026-02-03T22:00:05", "zone": "UTC"}),
    ("clock", {"second": "1", "shown": "yesterday", "zone": "UTC"}),
    ("clock", {"second": "1", "shown": "2026-04-05T02:30:00", "zone": "Pacific/Auckland"}),
    ("clock", {"second": "1", "shown": "2026-02-03T22:00:05+13:00", "zone": "UTC"}),
    ("clock", {"second": "1", "shown": "2026-02-03T22:00:05", "zone": "../etc/passwd"}),
    ("clock", {"second": "900", "shown": "2026-02-03T22:00:05", "zone": "UTC"}),
    ("clock", {"second": "1", "shown": "9999-12-31T23:59:59", "zone": "UTC"}),
    ("clock", {"second": "1", "shown": "2026-02-03T22:00:05", "zone": "UTC", "wrong": "9"}),
    ("telemetry", {"zone": "UTC"}),
    ("sound", {}),
    ("sound", {"reference": "1", "piece": "-1"}),
)


def test_bad_input_changes_nothing_and_stays_in_the_form(officer: Client) -> None:
    number = _number("SILENT.mp4")
    before = Entry.objects.filter(act="item.align").count()
    for way, data in BAD:
        sent = {
            name: value.replace("{elsewhere}", str(_number("ELSEWHERE.mp4")))
            for name, value in data.items()
        }
        answer = officer.post(f"/items/{number}/align/by/{way}/", {**sent, "agreed": "yes"})
        assert answer.status_code in {404, 422}, (way, data)
    assert Entry.objects.filter(act="item.align").count() == before
    assert officer.post(f"/items/{number}/align/by/magic/", {}).status_code == 404


def test_who_is_outside_the_case_learns_nothing(
    browse: Callable[[str], Client], officer: Client, people: Mapping[str, Person]
) -> None:
    stranger = browse("investigator")
    number = _number("A.mp4")
    for address in (
        "/cases/1/together/",
        f"/cases/1/together/play/?items={number}",
        f"/items/{number}/align/",
        f"/items/{number}/align/remove/",
    ):
        assert stranger.get(address).status_code == 404, address
    for way in ("compare", "by/hand", "by/clock", "remove"):
        assert stranger.post(f"/items/{number}/align/{way}/", {}).status_code == 404, way
    Item.objects.filter(number=number).update(access_class="restricted")
    CaseMember.objects.filter(person=people["exhibit_officer"]).delete()
    page = officer.get("/cases/1/together/").content.decode()
    assert "A.mp4" not in page
    assert officer.get(f"/cases/1/together/play/?items={number}").status_code == 404
    other = officer.get(f"/items/{_number('B.mp4')}/align/").content.decode()
    assert "A.mp4" not in other
    hidden = {"reference": str(number)}
    assert officer.post(f"/items/{_number('B.mp4')}/align/compare/", hidden).status_code == 404


def test_an_operator_places_nothing_and_a_purpose_is_asked_first(
    browse: Callable[[str], Client],
) -> None:
    number = _number("A.mp4")
    Item.objects.update(claimed_at=datetime(2026, 2, 3, tzinfo=UTC), claimed_zone="UTC")
    fresh = browse("exhibit_officer")
    for address in (f"/items/{number}/align/", f"/cases/1/together/play/?items={number}"):
        answer = fresh.get(address)
        assert answer.status_code == 302
        assert "purpose" in answer["Location"]
    fresh.post("/cases/1/people/", {"username": "operator"})
    assert browse("operator").get(f"/items/{number}/align/").status_code == 403


def test_playing_opens_every_recording_and_makes_the_copies_one_after_the_other(
    officer: Client, home: Home
) -> None:
    _by_hand(officer, "B.mp4", "A.mp4")
    chosen = f"{_number('A.mp4')},{_number('B.mp4')}"
    views = Entry.objects.filter(act="item.view").count()
    page = officer.get(f"/cases/1/together/play/?items={chosen}").content.decode()
    assert "2 copies that play are being made" in page
    assert Entry.objects.filter(act="item.view").count() > views
    made = Entry.objects.filter(act="item.process", technology="holdfast-playable")
    assert made.count() <= 2
    for name in ("A.mp4", "B.mp4"):
        sha256 = ItemFile.objects.get(item=_number(name), role="main").original_id
        for _ in range(200):
            officer.get(f"/cases/1/together/play/?items={chosen}", headers={"HX-Request": "true"})
            if (found := derivatives.find(home, sha256, "playable")) is not None:
                assert found.is_there
                break
    part = officer.get(f"/cases/1/together/play/?items={chosen}", headers={"HX-Request": "true"})
    assert part["HX-Refresh"] == "true"
    page = officer.get(f"/cases/1/together/play/?items={chosen}&at=7").content.decode()
    assert page.count("data-part") == 2
    assert 'data-from="5"' in page
    assert f"/items/{_number('B.mp4')}/?at=2" in page


def test_a_recording_that_says_no_length_is_as_long_as_its_copy(
    officer: Client, home: Home
) -> None:
    number = _number("SILENT.mp4")
    _by_hand(officer, "SILENT.mp4", "A.mp4")
    Item.objects.filter(number=number).update(duration_s=None)
    address = f"/cases/1/together/play/?items={number}"
    assert "do not say how long they are" in officer.get(address).content.decode()
    sha256 = ItemFile.objects.get(item=number, role="main").original_id
    for _ in range(200):
        page = officer.get(address).content.decode()
        if derivatives.find(home, sha256, "playable") is not None:
            break
    page = officer.get(address).content.decode()
    assert "data-together" in page
    assert "data-part" in page


def test_a_moment_that_is_none_is_one_that_is(officer: Client) -> None:
    _by_hand(officer, "B.mp4", "A.mp4")
    items = f"items={_number('A.mp4')}&items={_number('B.mp4')}"
    for at in ("nan", "inf", "-5", "1e999", "x", "", "99999"):
        answer = officer.get(f"/cases/1/together/play/?{items}&at={at}")
        assert answer.status_code == 200, at
        assert "Side by side" in answer.content.decode()


def test_nothing_chosen_leads_back(officer: Client) -> None:
    for items in ("", ",", "x", "1;2", "²"):
        page = officer.get("/cases/1/together/play/", {"items": items}).content.decode()
        assert "Choose the recordings to play side by side" in page, items
    assert officer.get("/cases/1/together/play/?items=999999").status_code == 404


def test_chapters_are_one_camera_and_what_lies_elsewhere_is_left_out_in_words(
    officer: Client, people: Mapping[str, Person]
) -> None:
    Item.objects.update(claimed_at=None)
    _by_hand(officer, "GX020003.MP4", "A.mp4")
    found = together(people["exhibit_officer"], 1)
    play = play_of(found, [_number("A.mp4"), _number("GX010003.MP4"), _number("SILENT.mp4")])
    assert play is not None
    assert [len(camera.parts) for camera in play.cameras] == [1, 2]
    first, second = play.cameras[1].parts
    assert first.until_s == pytest.approx(second.from_s, abs=0.1)
    assert second.from_s - play.cameras[0].parts[0].from_s == pytest.approx(5)
    assert [words for words in play.left_out if "SILENT.mp4" in words]
    assert read_items(["1,2", "2", "x", "3"]) == [1, 2, 3]
    page = officer.get(f"/items/{_number('GX010003.MP4')}/").content.decode()
    assert "Chapter 1 of 2" in page
    assert "Watch them as one" in page


def test_a_day_or_hour_that_is_none_shows_everything(officer: Client) -> None:
    clock = {"second": "0", "shown": "2026-02-03T22:00:05", "zone": "UTC", "agreed": "yes"}
    officer.post(f"/items/{_number('A.mp4')}/align/by/clock/", clock)
    for query in ("", "?day=x", "?day=2026-02-30", "?day=2026-02-03&hour=99", "?day=0001-01-01",
                  "?day=9999-12-31"):  # fmt: skip
        answer = officer.get(f"/cases/1/together/{query}")
        assert answer.status_code == 200, query
        assert "Recordings on one clock" in answer.content.decode()


def test_an_hour_shows_what_lies_in_it(officer: Client, people: Mapping[str, Person]) -> None:
    Item.objects.update(claimed_at=None)
    for name, shown in (("A.mp4", "2026-02-03T09:59:50"), ("SILENT.mp4", "2026-02-03T12:00:00")):
        clock = {"second": "0", "shown": shown, "zone": "UTC", "agreed": "yes"}
        officer.post(f"/items/{_number(name)}/align/by/clock/", clock)
    found = together(people["exhibit_officer"], 1)
    for hour, names in (("22", ["A.mp4"]), ("23", ["A.mp4"]), ("3", [])):
        line = lines_of(found, read_window("2026-02-03", hour))[0]
        assert [row.one.title for row in line.rows] == names, hour
    assert [part.words for part in lines_of(found, read_window("2026-02-03", ""))[0].hours] == [
        "22:00",
        "23:00",
    ]
