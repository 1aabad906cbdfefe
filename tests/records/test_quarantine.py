# SPDX-License-Identifier: Apache-2.0
"""Evidence is kept from whatever device; what analyses it waits until the device is decided on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from holdfast.analysis import PROCESSORS
from holdfast.demo.card import generate_card
from holdfast.oversight import uses
from holdfast.oversight.asking import stated
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.records import derivatives, queries, services
from holdfast.records.errors import NotPermittedError, RefusedError
from holdfast.records.models import Entry, Item, ItemFile
from holdfast.records.queries.values import Wanted
from records.making import SESSION, Agency, files_of
from records.overseeing import approve_model, decide, pause
from records.projection import everything

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.demo.card import GeneratedCard
    from holdfast.records.receipt import Receipt

MODEL = "dji-mavic-2"


@pytest.fixture(scope="session")
def flown(tmp_path_factory: pytest.TempPathFactory) -> GeneratedCard:
    """Make a card with one photograph and one video with its track."""
    return generate_card(
        tmp_path_factory.mktemp("flown") / "card",
        seed=5,
        model="mavic-2",
        photographs=1,
        videos=1,
        video_seconds=2.0,
        video_size=(320, 180),
    )


def register(agency: Agency, card: GeneratedCard) -> None:
    services.register_device(
        home=agency.home,
        actor=agency["governance"],
        asset="UAS-07",
        maker="DJI",
        model="Mavic 2 Pro",
        serials=[card.serial],
        technology=MODEL,
    )


def take_in(agency: Agency, card: GeneratedCard, **more: str) -> Receipt:
    agency.open_case()
    services.state_purpose(
        home=agency.home,
        actor=agency["investigator"],
        case=1,
        purpose="crime-scene",
        session=SESSION,
    )
    return agency.take_in(card.folder, who="investigator", **more)


def reasons() -> set[str]:
    """Give why the photographs and videos are quarantined."""
    found = Item.objects.filter(kind__in=("photograph", "video"))
    assert found.count() == 2
    return set(found.values_list("quarantine", flat=True))


def test_a_recording_of_a_device_that_nobody_registered_is_kept_shown_and_flagged(
    agency: Agency, flown: GeneratedCard
) -> None:
    receipt = take_in(agency, flown)
    assert receipt.stored == receipt.seen
    (reason,) = reasons()
    assert "is not on the register of devices" in reason
    assert {one.quarantine for one in receipt.devices} >= {reason}
    number = Item.objects.get(kind="photograph").number
    assert queries.item(agency["investigator"], agency.home, number).item.number == number
    view = uses.open_item(
        home=agency.home, actor=agency["investigator"], item=number, session=SESSION
    )
    assert queries.content_file(view, ItemFile.objects.get(item=number).original_id).size > 0


def test_a_recording_that_names_no_device_is_not_quarantined(
    agency: Agency, tmp_path: Path
) -> None:
    agency.open_case()
    agency.take_in(files_of(tmp_path / "m", note__txt=b"a note"))
    assert Item.objects.get().quarantine == ""


def test_a_device_of_a_model_without_an_approval_is_quarantined(
    agency: Agency, flown: GeneratedCard
) -> None:
    register(agency, flown)
    take_in(agency, flown)
    assert reasons() == {"UAS-07 is of a model without an approval in force"}


def test_a_device_of_an_approved_model_is_not_and_one_of_a_suspended_model_is_again(
    agency: Agency, flown: GeneratedCard, tmp_path: Path
) -> None:
    register(agency, flown)
    approve_model(agency, MODEL)
    take_in(agency, flown)
    assert reasons() == {""}
    pause(agency, MODEL)
    later = generate_card(tmp_path / "later", seed=5, model="mavic-2", photographs=2, videos=0)
    assert later.serial == flown.serial
    agency.take_in(tmp_path / "later")
    newest = Item.objects.filter(kind="photograph").order_by("-number")[0]
    assert newest.quarantine == "UAS-07 is of a model without an approval in force"


def test_somebody_elses_device_is_not_on_our_register_and_not_quarantined(
    agency: Agency, flown: GeneratedCard
) -> None:
    take_in(agency, flown, whose="outside")
    assert reasons() == {""}


def test_viewing_aids_work_on_what_is_quarantined(agency: Agency, flown: GeneratedCard) -> None:
    take_in(agency, flown)
    numbers = list(Item.objects.exclude(quarantine="").values_list("number", flat=True))
    uses.make_pictures(
        home=agency.home,
        actor=agency["investigator"],
        items=numbers,
        processors=["thumbnail"],
        purpose=stated(agency.home, "crime-scene"),
        case="C-1",
    )
    for file in ItemFile.objects.filter(item__in=numbers, role="main"):
        made = derivatives.find(agency.home, file.original_id, "thumbnail")
        assert made is not None
        assert made.is_there or made.reason, file


def test_a_processor_that_analyses_refuses_what_is_quarantined(
    agency: Agency, flown: GeneratedCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of ours analyses, so that one of ours is said to, for the length of this test."""
    take_in(agency, flown)
    analysing = {**PROCESSORS, "thumbnail": replace(PROCESSORS["thumbnail"], analyses=True)}
    monkeypatch.setattr("holdfast.records.services.processing.PROCESSORS", analysing)
    permit = agency.permit("investigator", "item.process", "holdfast-thumbnail")
    number = Item.objects.get(kind="photograph").number

    def process() -> int:
        return services.process(
            home=agency.home,
            actor=agency["investigator"],
            permits=[permit],
            processor="thumbnail",
            items=[number],
        )

    before = everything(agency.home)
    with pytest.raises(RefusedError, match=f"Item {number} is quarantined: .* Nothing|nothing"):
        process()
    assert everything(agency.home) == before
    decision = decide(agency, "other")
    uses.release_items(
        home=agency.home,
        actor=agency["governance"],
        items=[number],
        reason="it is ours",
        decision=decision,
    )
    assert process() == 1


def test_a_quarantine_ends_by_a_decision_on_record(agency: Agency, flown: GeneratedCard) -> None:
    take_in(agency, flown)
    number = Item.objects.get(kind="photograph").number
    before = everything(agency.home)

    def release(decision: str, who: str = "governance", item: int = number) -> int:
        return uses.release_items(
            home=agency.home,
            actor=agency[who],
            items=[item],
            reason="it is ours",
            decision=decision,
        ).entry

    with pytest.raises(NotDecidedError, match="by a decision"):
        release("")
    with pytest.raises(NotOnRegisterError, match="There is no decision"):
        release("D-2026-9999")
    assert everything(agency.home) == before
    decision = decide(agency, "other")
    with pytest.raises(NotPermittedError, match="needs the role"):
        release(decision, who="operator")
    entry = Entry.objects.get(index=release(decision))
    assert entry.act == "item.release"
    details = json.loads(bytes(entry.body or b""))["details"]
    assert details["decision"] == decision
    assert "not on the register" in details["was"]
    assert Item.objects.get(number=number).quarantine == ""
    assert Item.objects.get(kind="video").quarantine
    custody = queries.item_custody(agency["investigator"], agency.home, number)
    assert custody[-1].sentence == (
        "let it be analysed although it was quarantined, because: it is ours"
    )
    with pytest.raises(RefusedError, match="is not quarantined"):
        release(decision)


def test_where_a_quarantined_recording_was_is_not_searched(
    agency: Agency, flown: GeneratedCard
) -> None:
    take_in(agency, flown)
    video = Item.objects.get(kind="video")
    assert video.has_track
    wanted = Wanted(with_track=True)
    assert agency.find("investigator", wanted).rows == ()
    assert video.number in {line.number for line in agency.find("investigator").rows}
    decision = decide(agency, "other")
    uses.release_items(
        home=agency.home,
        actor=agency["governance"],
        items=[video.number],
        reason="it is ours",
        decision=decision,
    )
    assert [line.number for line in agency.find("investigator", wanted).rows] == [video.number]
