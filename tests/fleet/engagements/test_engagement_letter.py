# SPDX-License-Identifier: Apache-2.0
"""The reminder names what is outstanding by when, and nothing of the case; it stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fleet.engagements.engaging import CASE, USUAL, later
from holdfast.fleet import services
from holdfast.fleet.engagement_letter import letter_kept
from holdfast.fleet.models import EngagementStep
from holdfast.information.letter_pdf import letter_pdf
from holdfast.oversight.errors import NotDecidedError

if TYPE_CHECKING:
    from fleet.engagements.engaging import Programme


def test_the_letter_says_what_is_outstanding_and_by_when(programme: Programme) -> None:
    number = programme.open()
    programme.meet(number, "no-cloud")
    services.record_breach(
        **programme.as_("governance", 6), number=number, condition="no-subcontractor",
        summary="Another firm flew",
    )  # fmt: skip
    letter = services.preview_reminder(
        home=programme.home, actor=programme["governance"], number=number, now=later(10)
    )
    assert letter.subject == "What is outstanding of our engagement E-2026-0001"
    assert "It was due on 8 November 2026, 4 days ago." in letter.text
    assert "It is due on 19 November 2026." in letter.text
    assert "we hold that it was breached" in letter.text
    assert "synchronisation" not in letter.text
    assert "Pat governance" in letter.text
    assert CASE not in letter.text
    assert letter_pdf(letter).startswith(b"%PDF")


def test_what_somebody_wrote_cannot_repaint_the_letter_or_pass_for_its_words(
    programme: Programme,
) -> None:
    number = programme.open(contractor="A\u202eB <b>$agency</b>", contact="1\n\n\n2")
    letter = services.preview_reminder(
        home=programme.home, actor=programme["governance"], number=number, now=later(1)
    )
    assert letter.paragraphs[0] == "A\\u202eB <b>$agency</b>\n1\n2"
    assert letter_pdf(letter).startswith(b"%PDF")


def test_a_reminder_is_kept_as_it_was_and_says_that_a_person_gives_it(
    programme: Programme,
) -> None:
    number = programme.open()
    with pytest.raises(NotDecidedError, match="How it is given"):
        services.remind_contractor(**programme.as_("governance", 8), number=number, how=" ")
    services.remind_contractor(**programme.as_("governance", 8), number=number, how="By post")
    step = EngagementStep.objects.get()
    assert (step.step, step.words, step.outstanding) == ("reminded", "By post", list(USUAL))
    kept = letter_kept(step.letter)
    assert kept is not None
    before = letter_pdf(kept)
    programme.meet(number, "copies-destroyed", days=9)
    again = letter_kept(EngagementStep.objects.get(step="reminded").letter)
    assert again is not None
    assert letter_pdf(again) == before
    assert letter_kept({}) is None


def test_nobody_is_reminded_of_nothing(programme: Programme) -> None:
    number = programme.open(conditions=("no-cloud",), left_out="They only lent a drone")
    programme.meet(number, "no-cloud")
    with pytest.raises(NotDecidedError, match="nothing to be reminded of"):
        services.remind_contractor(**programme.as_("governance"), number=number, how="By post")
