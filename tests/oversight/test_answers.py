# SPDX-License-Identifier: Apache-2.0
"""The question "was it used on me?" is answered from the ledger, by two people, and by month."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.forms.models import model_to_dict

from holdfast.information import DecisionRefusedError, Reason
from holdfast.oversight import services, uses
from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.models import Answer, InformationRequest, RequestStep
from holdfast.oversight.queries.requests import letter_of
from holdfast.oversight.services import Linked
from holdfast.oversight.services.answers import drafted, lines_of
from holdfast.records.errors import NotFoundError, NotPermittedError
from holdfast.records.models import Entry, Item
from holdfast.records.rebuild import rebuild
from holdfast.records.services import set_roles, state_purpose
from oversight.desk import MONDAY, later

if TYPE_CHECKING:
    from pathlib import Path

    from oversight.desk import Desk

CASE = "231123/0042"
SESSION = "a session of these tests"
SAID = {"identity": "Passport seen at the counter.", "text": "This is what we hold."}


@pytest.fixture
def asked(desk: Desk) -> str:
    """Ask whether it was used on me; give the request's number."""
    return desk.ask("the-asker", text="Was a drone used on me?")[0].number


@pytest.fixture
def item(desk: Desk, tmp_path: Path) -> int:
    """Take a file in, for a case, and look at it; give its number."""
    folder = tmp_path / "card"
    folder.mkdir()
    (folder / "notes.txt").write_text("a file", encoding="utf-8")
    case = desk.case(CASE)
    who = desk.as_("investigator")
    uses.take_in_medium(**who, path=folder, case=CASE, purpose="investigation")
    number = Item.objects.get().number
    state_purpose(**who, case=case, purpose="investigation", text="To look", session=SESSION)
    uses.open_item(**who, item=number, session=SESSION)
    return number


def _propose(desk: Desk, number: str, who: str = "exhibit_officer", **more: Any) -> int:
    named: dict[str, Any] = {**desk.as_(who), "number": number, "linked": Linked(), **SAID, **more}
    return services.propose_answer(**named).entry


def _approve(desk: Desk, number: str, who: str = "governance", **more: Any) -> None:
    draft = drafted(number).entry.index
    services.approve_answer(**{**desk.as_(who), "number": number, "draft": draft, **more})


def test_the_answer_is_computed_from_the_entries_on_the_items(
    desk: Desk, asked: str, item: int
) -> None:
    found = services.find_uses(
        home=desk.home, actor=desk["exhibit_officer"], number=asked, linked=Linked((item,))
    )
    told = {(one.technology, one.month, one.count) for one in found}
    assert ("holdfast-intake", "2026-11", 1) in told
    assert ("holdfast-viewer", "2026-11", 1) in told
    assert all(one.approval.startswith("ETA-2026-") for one in found)
    by_case = services.find_uses(
        home=desk.home, actor=desk["exhibit_officer"], number=asked, linked=Linked((), (CASE,))
    )
    assert by_case == found


def test_two_people_answer_and_the_letter_says_month_and_approval(
    desk: Desk, asked: str, item: int
) -> None:
    _propose(desk, asked, linked=Linked((item,)))
    assert InformationRequest.objects.get().state == "received"
    with pytest.raises(NotDecidedError, match="second person"):
        services.give_answer(**desk.as_("governance"), number=asked)
    _approve(desk, asked)
    services.give_answer(**desk.as_("governance"), number=asked)
    step = RequestStep.objects.get()
    letter = letter_of(step)
    assert letter is not None
    assert InformationRequest.objects.get().state == "answered"
    assert "November 2026" in letter.text
    assert "(holdfast-viewer) was used once, under ETA-2026-" in letter.text
    assert "Privacy Commissioner" in letter.text
    for hidden in (CASE, "investigator", "notes.txt", f"item {item}"):
        assert hidden not in letter.text


def test_the_same_person_cannot_approve_their_own_draft(desk: Desk, asked: str) -> None:
    _propose(desk, asked, "governance")
    with pytest.raises(NotDecidedError, match="You drafted the answer"):
        _approve(desk, asked, "governance")
    set_roles(
        home=desk.home, actor=desk["admin"], username="governance",
        roles=["governance", "auditor", "exhibit_officer"], now=MONDAY,
    )  # fmt: skip
    with pytest.raises(NotDecidedError, match="another person"):
        _approve(desk, asked, "governance")
    assert Answer.objects.get().approved_at is None
    _approve(desk, asked, "auditor")
    assert Answer.objects.get().approved_by == desk["auditor"]


def test_what_was_drafted_again_is_read_again_before_it_is_approved(desk: Desk, asked: str) -> None:
    first = _propose(desk, asked)
    _propose(desk, asked, text="Something else.")
    with pytest.raises(NotDecidedError, match="newer draft"):
        _approve(desk, asked, draft=first)
    _approve(desk, asked)
    with pytest.raises(NotDecidedError, match="approved"):
        _propose(desk, asked, text="A third.")
    with pytest.raises(NotDecidedError, match="approved already"):
        _approve(desk, asked, "auditor")


def test_a_use_after_the_draft_asks_for_a_new_draft(desk: Desk, asked: str, item: int) -> None:
    _propose(desk, asked, linked=Linked((item,)))
    again: dict[str, Any] = {**desk.as_("investigator"), "now": MONDAY + timedelta(minutes=5)}
    case = 1
    state_purpose(**again, case=case, purpose="investigation", text="Again", session="another")
    uses.open_item(**again, item=item, session="another")
    with pytest.raises(NotDecidedError, match="more uses since"):
        _approve(desk, asked, now=later(1))


def test_a_line_is_withheld_on_a_ground_of_the_privacy_act_and_counted(
    desk: Desk, asked: str, item: int
) -> None:
    found = services.find_uses(
        home=desk.home, actor=desk["exhibit_officer"], number=asked, linked=Linked((item,))
    )
    viewed = next(one for one in found if one.technology == "holdfast-viewer")
    _propose(
        desk, asked, linked=Linked((item,)), withheld={viewed.key: "privacy-53-c"},
        reasons=[Reason("privacy-53-c")],
    )  # fmt: skip
    answer = Answer.objects.get()
    assert answer.outcome == "granted-in-part"
    assert [one.ground for one in lines_of(answer) if one.key == viewed.key] == ["privacy-53-c"]
    letter = services.preview_answer(
        home=desk.home, actor=desk["auditor"], number=asked, now=MONDAY
    )
    assert "holdfast-viewer" not in letter.text
    assert "1 line is withheld" in letter.text
    assert "s 53(c)" in letter.text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"refused_on": "oia-9-2-a"}, "no ground for a request under"),
        ({"refused_on": "privacy-49-1-b"}, "practitioner"),
        ({"reasons": [Reason("privacy-53-c")]}, "no ground for withholding"),
    ],
)
def test_a_ground_that_does_not_stand_is_refused(
    desk: Desk, asked: str, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(DecisionRefusedError, match=words):
        _propose(desk, asked, **more)
    assert not Answer.objects.exists()


def test_a_refused_answer_does_not_tell_how_much_there_is(
    desk: Desk, asked: str, item: int
) -> None:
    letters = []
    for linked in (Linked((item,)), Linked()):
        _propose(desk, asked, linked=linked, refused_on="privacy-53-c", text="We cannot say.")
        assert Answer.objects.get().outcome == "refused"
        letter = services.preview_answer(
            home=desk.home, actor=desk["auditor"], number=asked, now=MONDAY
        )
        letters.append(letter.text)
    assert letters[0] == letters[1]
    assert "holdfast-" not in letters[0]


def test_nothing_found_is_said_in_words_about_the_ledger(desk: Desk, asked: str) -> None:
    _propose(desk, asked)
    letter = services.preview_answer(
        home=desk.home, actor=desk["governance"], number=asked, now=MONDAY
    )
    assert "Our ledger has no use of a registered technology" in letter.text


def test_who_drafts_may_see_all_that_they_name(desk: Desk, asked: str, item: int) -> None:
    with pytest.raises(NotFoundError):
        _propose(desk, asked, "governance", linked=Linked((item,)))
    with pytest.raises(NotFoundError):
        _propose(desk, asked, "governance", linked=Linked((), (CASE,)))
    with pytest.raises(NotFoundError):
        _propose(desk, asked, linked=Linked((item, 999)))
    with pytest.raises(NotPermittedError):
        _propose(desk, asked, "investigator")


@pytest.mark.parametrize("missing", ["identity", "text"])
def test_an_answer_says_how_it_was_made_sure_who_asks(desk: Desk, asked: str, missing: str) -> None:
    with pytest.raises(NotDecidedError, match="is empty"):
        _propose(desk, asked, **{missing: " "})


def test_a_question_about_the_agency_has_no_such_answer(desk: Desk) -> None:
    (got,) = desk.ask()
    with pytest.raises(NotDecidedError, match="one person decides"):
        _propose(desk, got.number)


def test_rebuild_gives_the_same(desk: Desk, asked: str, item: int) -> None:
    _propose(desk, asked, linked=Linked((item,)))
    _approve(desk, asked)
    before = model_to_dict(Answer.objects.get())
    entries = Entry.objects.count()
    rebuild(home=desk.home, permits_to_read=tuple, now=later(1))
    assert Entry.objects.count() == entries
    assert model_to_dict(Answer.objects.get()) == before
