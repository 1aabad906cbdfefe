# SPDX-License-Identifier: Apache-2.0
"""Was it used? Three answers, and none of them is given without what it rests on."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.gate import DeniedError
from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.models import Technology
from holdfast.oversight.queries.answer import BOUNDARY, CONTRADICTED, PROVED, UNPROVED
from holdfast.oversight.queries.used import used
from holdfast.records.rebuild import rebuild
from oversight.telling import DRONE, FACES, PURPOSE, TOOL, Story, at

Q4 = ("2026-10-01", "2026-12-31")
HEAD = "time,function,reference\n"


def test_what_the_ledger_has_no_use_of_is_proved_not_used_between_two_checkpoints(
    story: Story,
) -> None:
    story.use("2026-09-30")
    with pytest.raises(DeniedError):
        story.use("2026-11-05", DRONE, purpose="training")
    answer = story.was_used(DRONE, *Q4)
    assert answer.verdict == PROVED
    assert answer.words == (
        f"Proved not used in Holdfast between checkpoints {answer.opening.size} and "
        f"{answer.closing.size}."
    )
    assert 0 < answer.opening.size < answer.closing.size
    assert answer.refusals.count == 1
    assert any("refused it once" in reason for reason in answer.reasons)
    assert answer.boundary == BOUNDARY


def test_a_part_of_holdfast_that_nobody_used_is_proved_not_used(story: Story) -> None:
    assert story.was_used("holdfast-viewer", *Q4).verdict == PROVED


def test_any_use_contradicts_and_is_named_by_its_entry(story: Story) -> None:
    entries = [story.use("2026-10-02"), story.use("2026-12-31")]
    answer = story.was_used(DRONE, *Q4)
    assert answer.verdict == CONTRADICTED
    assert (
        answer.words == f"Contradicted by 2 uses in Holdfast (entries {entries[0]}, {entries[1]})."
    )
    assert answer.uses.entries == entries


def test_a_use_counts_when_it_happened_and_when_it_was_recorded(story: Story) -> None:
    story.use("2027-01-05", happened_at=at("2026-12-30"))
    answer = story.was_used(DRONE, *Q4)
    assert answer.verdict == CONTRADICTED
    assert any("recorded later" in reason for reason in answer.reasons)
    answer = story.was_used(DRONE, "2027-01-01", "2027-01-10")
    assert answer.verdict == CONTRADICTED
    assert any("happened before them" in reason for reason in answer.reasons)


def test_another_purpose_does_not_contradict_but_one_in_own_words_leaves_it_open(
    story: Story,
) -> None:
    story.use("2026-10-02")
    assert story.was_used(DRONE, *Q4, purpose=PURPOSE).verdict == CONTRADICTED
    assert story.was_used(DRONE, *Q4, purpose="investigation").verdict == PROVED
    story.use("2026-10-03", purpose="other", purpose_text="A parade")
    answer = story.was_used(DRONE, *Q4, purpose="investigation")
    assert answer.verdict == UNPROVED
    assert "in their own words" in answer.words


def test_an_outside_tool_is_never_green_without_its_own_log(story: Story) -> None:
    answer = story.was_used(TOOL, *Q4)
    assert answer.verdict == UNPROVED
    assert "its own log for 2026-10-01 to 2026-12-31 was not handed in" in answer.words
    story.hand_in(HEAD, "2026-10-01", "2026-10-31")
    story.hand_in(HEAD, "2026-11-10", "2026-12-31")
    answer = story.was_used(TOOL, *Q4)
    assert "its own log for 2026-11-01 to 2026-11-09 was not handed in" in answer.words
    story.hand_in(HEAD, "2026-10-20", "2026-11-09", now=at("2027-01-02"))
    answer = story.was_used(TOOL, *Q4)
    assert answer.verdict == PROVED
    assert len(answer.logs) == 3


def test_a_run_in_the_tools_log_that_nobody_recorded_contradicts(story: Story) -> None:
    taken = story.hand_in(HEAD + "2026-11-05T10:00:00Z,,J-7\n", *Q4)
    answer = story.was_used(TOOL, *Q4)
    assert answer.verdict == CONTRADICTED
    assert f"(entry {taken.entry}), which shows 1 use, not recorded in Holdfast" in answer.words
    story.hand_in(HEAD, *Q4, now=at("2027-01-03"))
    assert story.was_used(TOOL, *Q4).verdict == CONTRADICTED


def test_a_use_recorded_here_that_the_tools_log_does_not_have_contradicts(story: Story) -> None:
    entry = story.use("2026-11-05", TOOL, reference="J-1")
    taken = story.hand_in(HEAD, *Q4)
    answer = story.was_used(TOOL, *Q4)
    assert answer.verdict == CONTRADICTED
    assert answer.uses.entries == [entry]
    assert any(
        f"log (entry {taken.entry}), which does not have 1 use that Holdfast has recorded" in reason
        for reason in answer.reasons
    )


def test_uses_for_another_purpose_that_the_log_confirms_leave_this_purpose_proved(
    story: Story,
) -> None:
    story.use("2026-11-05", TOOL, reference="J-1")
    story.hand_in(HEAD + "2026-11-05T10:00:00Z,,J-1\n", *Q4)
    assert story.was_used(TOOL, *Q4, purpose="investigation").verdict == PROVED
    story.hand_in(HEAD + "2026-11-05T10:00:00Z,,J-1\n2026-11-06T10:00:00Z,,\n", *Q4)
    answer = story.was_used(TOOL, *Q4, purpose="investigation")
    assert answer.verdict == UNPROVED
    assert "for a purpose that nobody stated" in answer.words


def test_a_hidden_function_is_proved_not_used_only_by_a_log_that_names_functions(
    story: Story,
) -> None:
    story.use("2026-11-05", TOOL, reference="J-1")
    assert story.was_used(FACES, *Q4).verdict == UNPROVED
    story.hand_in("time,reference\n2026-11-05T10:00:00Z,J-1\n", *Q4)
    answer = story.was_used(FACES, *Q4)
    assert answer.verdict == UNPROVED
    assert "does not say of which function" in answer.words


def test_a_log_that_names_another_function_proves_that_the_hidden_one_was_not_used(
    story: Story,
) -> None:
    story.use("2026-11-05", TOOL, reference="J-1")
    story.hand_in(HEAD + "2026-11-05T10:00:00Z,OCR,J-1\n", *Q4)
    answer = story.was_used(FACES, *Q4)
    assert answer.verdict == PROVED
    assert "The register says that the capability is there and not approved." in answer.reasons
    assert any(FACES in reason for reason in story.was_used(TOOL, *Q4).reasons)
    story.hand_in(
        HEAD + "2026-11-05T10:00:00Z,OCR,J-1\n2026-11-05T11:00:00Z,face search,J-1\n",
        *Q4,
        now=at("2027-01-03"),
    )
    answer = story.was_used(FACES, *Q4)
    assert answer.verdict == CONTRADICTED
    assert "shows 1 use, not recorded" in answer.words


@pytest.mark.parametrize(
    ("technology", "days", "said"),
    [
        ("briefcam", Q4, "nothing called 'briefcam' is on the register"),
        ("holdfast-viewer", ("2026-06-01", "2026-12-31"), "ledger was founded on 2026-07-01"),
        ("holdfast-viewer", ("2026-10-01", "2027-06-30"), "today is 2027-01-20"),
        ("holdfast-viewer", ("2027-02-01", "2027-06-30"), "today is 2027-01-20"),
    ],
)
def test_what_the_ledger_cannot_know_is_said(
    story: Story, technology: str, days: tuple[str, str], said: str
) -> None:
    answer = story.was_used(technology, *days)
    assert answer.verdict == UNPROVED
    assert said in answer.words


def test_a_purpose_that_is_not_on_the_list_and_days_out_of_order_are_said(story: Story) -> None:
    assert "no purpose 'fun'" in story.was_used(DRONE, *Q4, purpose="fun").words
    with pytest.raises(NotDecidedError, match="out of order"):
        used(
            story.home, DRONE, first=date(2026, 12, 1), last=date(2026, 11, 1), now=at("2027-01-01")
        )


def test_a_drone_is_not_vouched_for_before_it_was_on_the_register(story: Story) -> None:
    from holdfast.oversight.services import register_technology

    register_technology(
        home=story.home, actor=story.person("governance"), number="parrot", name="Parrot",
        kind="drone", now=at("2026-11-05"),
    )  # fmt: skip
    assert "on the register since 2026-11-05" in story.was_used("parrot", *Q4).words
    assert story.was_used("parrot", "2026-11-05", "2026-12-31").verdict == PROVED


def test_the_answer_does_not_come_from_the_database_and_survives_a_rebuild(story: Story) -> None:
    Technology.objects.filter(number=TOOL).update(ours=True)
    assert story.was_used(TOOL, *Q4).verdict == UNPROVED
    Technology.objects.filter(number=TOOL).update(ours=False)
    story.hand_in(HEAD + "2026-11-05T10:00:00Z,,J-7\n", *Q4)
    before = story.was_used(TOOL, *Q4).to_json()
    rebuild(home=story.home, permits_to_read=tuple, now=at("2027-01-03"))
    assert story.was_used(TOOL, *Q4).to_json() == before
