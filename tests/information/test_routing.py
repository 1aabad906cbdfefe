# SPDX-License-Identifier: Apache-2.0
"""A question goes to the law that answers it, and the person is told which and why."""

from __future__ import annotations

import pytest

from holdfast.agency import read_agency
from holdfast.information import NoQuestionError, route, seems_about_the_asker

AGENCY = read_agency(None)


@pytest.mark.parametrize(
    ("subject", "kind", "said"),
    [
        ("the-asker", "privacy", "information privacy principle 6"),
        ("a-prosecution", "cda", "the person who manages disclosure"),
        ("anything-else", "oia", "Official Information Act 1982 answers your question"),
    ],
)
def test_a_question_goes_to_the_law_that_answers_it(subject: str, kind: str, said: str) -> None:
    (found,) = route([subject], agency=AGENCY)
    assert (found.kind, found.subject) == (kind, subject)
    assert said in found.sentence


def test_a_question_about_oneself_is_no_request_for_official_information() -> None:
    (found,) = route({"the-asker"}, agency=AGENCY)
    assert found.kind == "privacy"
    assert "not the Official Information Act 1982" in found.sentence


def test_a_question_about_several_things_gets_every_law() -> None:
    found = route(["anything-else", "the-asker"], agency=AGENCY)
    assert [one.kind for one in found] == ["privacy", "oia"]


@pytest.mark.parametrize("subjects", [[], ["the weather"], ["the-asker", "the weather"]])
def test_a_question_about_nothing_known_is_refused(subjects: list[str]) -> None:
    with pytest.raises(NoQuestionError, match="Choose one or more of the-asker"):
        route(subjects, agency=AGENCY)


@pytest.mark.parametrize(
    "question",
    [
        "Was it used on me?",
        "Did a drone film me on 3 March",
        "Do you hold recordings of me?",
        "Which technologies were used on my phone?",
        "Was face search used against us at the march?",
        "I want to know if I was on it: was I filmed?",
        "WAS IT USED ON ME",
    ],
)
def test_a_question_that_reads_as_about_oneself_is_asked_about(question: str) -> None:
    assert seems_about_the_asker(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many flights were there in 2026?",
        "Please send me the list of technologies.",
        "I would like to know what BriefCam cost. My request is under the OIA.",
        "Tell me which approvals are in force.",
        "",
    ],
)
def test_a_question_that_reads_as_about_the_agency_is_not(question: str) -> None:
    assert not seems_about_the_asker(question)
