# SPDX-License-Identifier: Apache-2.0
"""The question of a search by movement, as a form and as a query string."""

from __future__ import annotations

from datetime import time

import pytest
from django.http import QueryDict

from holdfast.analysis.motion import Query
from holdfast.errors import WrongUsageError
from holdfast.web.forms.movement import MovementForm, asked, written
from holdfast.web.movement_words import in_words

EVERYTHING = (
    "camera=7&towards=left&colour=red&picked=%23c81e1e&area=0,0.5+1,0.5+1,1&entered=on&left=on"
    "&inside=2&line=0.5,0+0.5,1&line_to=-1&longer=1.5&shorter=60&stood=3&larger=0.5&smaller=20"
    "&faster=0.01&slower=2&clock_from=22:00&clock_until=04:30&from_s=10&until_s=900"
)


def test_nothing_asked_is_every_track() -> None:
    assert asked(QueryDict("")) == Query()
    assert written(Query()) == ""


def test_every_field_has_its_place_in_the_question() -> None:
    assert asked(QueryDict(EVERYTHING)) == Query(
        direction_deg=180.0,
        colour="red",
        picked=(200, 30, 30),
        area=((0.0, 0.5), (1.0, 0.5), (1.0, 1.0)),
        entered=True,
        left=True,
        inside_s=2.0,
        crossed=((0.5, 0.0), (0.5, 1.0)),
        crossed_to=-1,
        longer_s=1.5,
        shorter_s=60.0,
        stood_s=3.0,
        larger=0.005,
        smaller=0.2,
        faster=0.01,
        slower=2.0,
        clock=(time(22), time(4, 30)),
        from_s=10.0,
        until_s=900.0,
    )


@pytest.mark.parametrize("said", [EVERYTHING, "towards=33.5", "from_s=0", "line=0,0+1,1", "left="])
def test_a_question_is_written_as_it_is_read(said: str) -> None:
    question = asked(QueryDict(said))
    assert asked(QueryDict(written(question))) == question
    assert asked(QueryDict(written(question, camera=7))) == question
    assert QueryDict(written(question, camera=7))["camera"] == "7"


@pytest.mark.parametrize(
    ("said", "field", "reason"),
    [
        ("towards=sideways", "towards", "Write right, up, left, down"),
        ("towards=nan", "towards", "Write right, up, left, down"),
        ("towards=360", "towards", "Write right, up, left, down"),
        ("colour=mauve", "colour", "mauve"),
        ("picked=red", "picked", "#rrggbb"),
        ("area=0,0+1,1", "area", "at least three corners"),
        ("area=0,0+1,1+2,2", "area", "“2,2” is no point"),
        ("area=0,0+nan,1+1,1", "area", "is no point"),
        ("area=" + "+".join(["0.5,0.5"] * 61), "area", "60 points at most"),
        ("entered=on", "area", "Draw one"),
        ("inside=3", "area", "Draw one"),
        ("line=0.5,0.5", "line", "two ends"),
        ("line=0,0+0,0", "line", "two ends"),
        ("line_to=1", "line", "Draw one"),
        ("line=0,0+1,1&line_to=5", "line_to", "5"),
        ("longer=-1", "longer", "greater than or equal to 0"),
        ("longer=inf", "longer", "number"),
        ("longer=5&shorter=2", "shorter", "less than"),
        ("larger=200", "larger", "100"),
        ("clock_from=22:00", "clock_until", "beginning and its end"),
        ("clock_from=25:00&clock_until=26:00", "clock_from", "valid time"),
        ("clock_from=22:00&clock_until=22:00", "clock_until", "the same"),
        ("from_s=%00", "from_s", "number"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(said: str, field: str, reason: str) -> None:
    form = MovementForm(QueryDict(said))
    assert not form.is_valid()
    assert reason in str(form.errors[field])
    with pytest.raises(WrongUsageError, match="Nothing was searched"):
        asked(QueryDict(said))


def test_a_camera_is_one_of_those_that_the_page_has() -> None:
    cameras = [(7, "Queens Wharf"), (9, "Post Office")]
    assert MovementForm(QueryDict("camera=9"), cameras=cameras).is_valid()
    assert MovementForm(QueryDict(""), cameras=cameras).is_valid()
    assert not MovementForm(QueryDict("camera=8"), cameras=cameras).is_valid()


def test_a_direction_in_degrees_stays_chosen_in_the_form() -> None:
    assert '<option value="33.5" selected>33.5°</option>' in str(
        MovementForm(QueryDict("towards=33.5"))["towards"]
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", ["everything that moved"]),
        ("towards=45&colour=red", ["went up and right", "partly red"]),
        ("area=0,0+1,0+1,1&entered=on&left=on", ["came into the area and left the area"]),
        ("line=0,0+1,1&line_to=-1", ["crossed the line from right to left"]),
        ("larger=1&smaller=5&slower=2", ["of a size of 1 to 5 % of the picture",
                                         "at a speed of at most 2 picture widths a second"]),
        ("clock_from=22:00&clock_until=04:00", ["between 22:00 and 04:00"]),
        ("picked=%23c81e1e&stood=3", ["close to the colour #c81e1e", "stood still at least 3 s"]),
    ],
)  # fmt: skip
def test_a_question_is_said_in_words(said: str, words: list[str]) -> None:
    assert in_words(asked(QueryDict(said))) == words
