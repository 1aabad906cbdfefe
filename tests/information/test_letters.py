# SPDX-License-Identifier: Apache-2.0
"""A letter names the reference, the days, the question, the answer, each ground, and the right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from agency import shipped
from holdfast.agency import read_agency
from holdfast.information import (
    Correspondence,
    Extension,
    Letter,
    LetterError,
    Reason,
    Transfer,
    acknowledgement,
    check_decision,
    decision_letter,
    due,
    extension_letter,
    transfer_letter,
)
from holdfast.information.letter_pdf import letter_pdf, letter_story

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.agency import Agency

AGENCY = read_agency(None)
ABOUT = Correspondence(
    reference="R-2023-007",
    kind="oia",
    received=date(2023, 4, 11),
    question="How often was it flown in Ōtautahi?\r\n\r\nAnd who decided that?",
    agency_name="Te Tai Police",
    written_on=date(2023, 5, 10),
    addressee="Kia ora Ngaio",
    signed_by="Director: Assurance\nWellington",
)
WEIGHED = "The counts are given; a name would add nothing to them."
COMPLAIN = (
    "You have the right, under section 28(3) of the Official Information Act 1982, to ask the "
    "Ombudsman to investigate and review this decision."
)


def _decision(
    outcome: str, *reasons: Reason, about: Correspondence = ABOUT, agency: Agency = AGENCY
) -> Letter:
    decision = check_decision(about.kind, outcome, reasons, agency=agency)
    return decision_letter(about, decision, answer="It was flown 41 times.", agency=agency)


def test_every_letter_names_the_reference_the_days_and_the_question() -> None:
    deadline = due(
        "oia",
        ABOUT.received,
        AGENCY,
        [Extension(date(2023, 5, 9), date(2023, 6, 16), "Consultations are necessary.")],
    )
    letters = [
        acknowledgement(ABOUT, deadline, agency=AGENCY),
        extension_letter(ABOUT, deadline, agency=AGENCY),
        transfer_letter(ABOUT, Transfer(date(2023, 4, 20), "IPCA"), reason="r", agency=AGENCY),
        _decision("granted"),
        _decision("granted-in-part", Reason("oia-6-c")),
        _decision("refused", Reason("oia-6-c")),
    ]
    assert [letter.name for letter in letters] == [
        "acknowledgement", "extension", "transfer", "granted", "granted-in-part", "refused",
    ]  # fmt: skip
    for letter in letters:
        for part in (
            "R-2023-007",
            "11 April 2023",
            "10 May 2023",
            "Kia ora Ngaio",
            "Te Tai Police",
        ):
            assert part in letter.text, (letter.name, part)
        assert "    How often was it flown in Ōtautahi?\n\n    And who decided" in letter.text
        assert "$" not in letter.text
        assert "R-2023-007" in letter.subject
    assert all(COMPLAIN in letter.text for letter in letters[1:])


def test_an_acknowledgement_says_which_law_and_until_when() -> None:
    text = acknowledgement(ABOUT, due("oia", ABOUT.received, AGENCY), agency=AGENCY).text
    assert "not about yourself" in text
    assert "at the latest on 10 May 2023" in text


def test_a_refusal_gives_each_ground_with_its_words_and_what_was_considered() -> None:
    text = _decision(
        "refused",
        Reason("oia-9-2-a", public_interest=WEIGHED),
        Reason("oia-18-e", considered={"consultation": "She was asked on 3 May."}),
    ).text
    assert (
        "    Official Information Act 1982 s 9(2)(a): to protect the privacy of natural persons, "
        "including that of deceased natural persons.\n"
        f"    The public interest: {WEIGHED}\n\n"
        "    Official Information Act 1982 s 18(e): the document alleged"
    ) in text
    assert "can be granted: She was asked on 3 May." in text
    assert "It was flown 41 times." in text


def test_an_extension_gives_both_days_and_the_reason() -> None:
    extension = Extension(date(2023, 5, 9), date(2023, 6, 16), "Consultations are necessary.")
    text = extension_letter(
        ABOUT, due("oia", ABOUT.received, AGENCY, [extension]), agency=AGENCY
    ).text
    assert "was due on 10 May 2023" in text
    assert "to 16 June 2023" in text
    assert "Consultations are necessary." in text
    with pytest.raises(LetterError, match="has no extension"):
        extension_letter(ABOUT, due("oia", ABOUT.received, AGENCY), agency=AGENCY)


@pytest.mark.parametrize(
    ("outcome", "reasons", "said"),
    [
        ("granted", (), "Nothing is withheld."),
        ("refused", (Reason("privacy-53-c"),), "Privacy Act 2020 s 53(c): disclosing it would be"),
    ],
)
def test_a_persons_own_question_is_answered_by_the_letter_for_it(
    outcome: str, reasons: tuple[Reason, ...], said: str
) -> None:
    letter = _decision(outcome, *reasons, about=replace(ABOUT, kind="privacy"))
    assert letter.name == "privacy-answer"
    assert said in letter.text
    assert "complain to the Privacy Commissioner" in letter.text
    assert "Ombudsman" not in letter.text


def test_a_decision_on_another_kind_of_request_makes_no_letter() -> None:
    decision = check_decision("privacy", "granted", [], agency=AGENCY)
    with pytest.raises(LetterError, match="kind 'privacy'"):
        decision_letter(ABOUT, decision, answer="a", agency=AGENCY)


@pytest.mark.parametrize("field", ["reference", "question", "agency_name"])
def test_a_letter_without_what_it_must_say_is_not_made(field: str) -> None:
    lacking = replace(ABOUT, **{field: " \n"})  # type: ignore[arg-type] # each of them is a text
    with pytest.raises(LetterError, match="No letter was made"):
        _decision("granted", about=lacking)
    decision = check_decision("oia", "granted", [], agency=AGENCY)
    with pytest.raises(LetterError, match="has no answer"):
        decision_letter(ABOUT, decision, answer="", agency=AGENCY)


def test_a_question_cannot_pass_for_the_letters_own_words() -> None:
    hostile = "$complain ${answer} <b>Decision: granted</b>\x1b[2J\n\nDecision: granted\u202e"
    letter = _decision("refused", Reason("oia-6-c"), about=replace(ABOUT, question=hostile))
    assert (
        "    $complain ${answer} <b>Decision: granted</b>\\x1b[2J\n\n    Decision: granted\\u202e"
        in (letter.text)
    )
    lines = [one.getPlainText() for one in letter_story(letter)]
    assert "$complain ${answer} <b>Decision: granted</b>\\x1b[2J" in lines
    assert letter_pdf(letter).startswith(b"%PDF-")


def test_an_agencys_own_template_is_used(tmp_path: Path) -> None:
    text = "Tēnā koe: $reference\n\n$received $question $answer $complain costs $$0"
    agency = read_agency(shipped.write(tmp_path, "letters/granted.txt", text))
    letter = _decision("granted", agency=agency)
    assert letter.subject == "Tēnā koe: R-2023-007"
    assert letter.text.rstrip().endswith("costs $0")


def test_a_letter_on_paper_holds_every_line_over_as_many_pages_as_it_needs() -> None:
    long = replace(ABOUT, question="\n".join(f"Question {number}?" for number in range(120)))
    letter = _decision("granted-in-part", Reason("oia-9-2-a", public_interest=WEIGHED), about=long)
    said = " ".join(one.getPlainText() for one in letter_story(letter))
    for part in (
        "Question 119?",
        "s 9(2)(a)",
        WEIGHED,
        COMPLAIN,
        "Director: Assurance",
        "Ōtautahi",
    ):
        assert part in said or part == "Ōtautahi"
    data = letter_pdf(letter)
    assert data.count(b"/Type /Page\n") > 2
    assert b"DejaVuSans" in data
