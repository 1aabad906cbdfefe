# SPDX-License-Identifier: Apache-2.0
"""The question of a search by movement: a form, and the query string that carries it.

Promises: one reading for every page that takes the question; what cannot be asked is refused beside
its field, in words, and nothing is asked instead; `asked(QueryDict(written(question)))` gives the
question again. Which camera is asked about is the page's own, not part of the question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django import forms

from holdfast.analysis.motion import DIRECTIONS, NAMES, Query
from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.analysis.motion.geometry import Point

_CORNERS_MOST: Final = 60
_CORNERS_LEAST: Final = 3
_ENDS: Final = 2
_TURN: Final = 360.0
_WAYS: Final = (
    ("", "Any way"), ("right", "Right →"), ("45", "Up and right ↗"), ("up", "Up ↑"),
    ("135", "Up and left ↖"), ("left", "Left ←"), ("225", "Down and left ↙"), ("down", "Down ↓"),
    ("315", "Down and right ↘"),
)  # fmt: skip
_PICKED: Final = re.compile(r"#?([0-9a-fA-F]{6})")
GROUPS: Final = {
    "when": ("clock_from", "clock_until", "from_s", "until_s"),
    "how": ("longer", "shorter", "stood", "larger", "smaller", "faster", "slower"),
}
"""Fields that a page may fold away while nothing is in them."""
_PAIRS: Final = (
    ("longer", "shorter"), ("larger", "smaller"), ("faster", "slower"), ("from_s", "until_s"),
)  # fmt: skip


class PointsField(forms.CharField):
    """Points as `x,y x,y`, each a share of the picture's width and height from 0 to 1."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        attributes = {"inputmode": "text", "autocomplete": "off", "spellcheck": "false"}
        widget = forms.TextInput(attrs=attributes)
        super().__init__(required=False, max_length=2000, widget=widget, **named)

    def clean(self, value: Any) -> tuple[Point, ...]:  # noqa: ANN401 # Django's signature
        """Read the points."""
        words = str(super().clean(value)).replace(";", " ").split()
        points = tuple(_point(word) for word in words)
        if len(points) > _CORNERS_MOST:
            raise forms.ValidationError(f"Draw it with {_CORNERS_MOST} points at most.")
        return points


def _number(**named: Any) -> forms.FloatField:  # noqa: ANN401 # Django's own arguments
    widget = forms.NumberInput(attrs={"step": "any"})
    return forms.FloatField(required=False, min_value=0, widget=widget, **named)


def _hour(label: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class MovementForm(forms.Form):
    """Conditions on what moved, all of which must hold; an empty one asks nothing."""

    narrows = True

    camera = forms.ChoiceField(required=False)
    towards = forms.CharField(
        label="Went", required=False, max_length=12, widget=forms.Select(choices=_WAYS)
    )
    colour = forms.ChoiceField(
        required=False,
        choices=[("", "Any colour"), *((name, name.capitalize()) for name in NAMES)],
    )
    picked = forms.CharField(
        label="Or close to this colour",
        required=False,
        max_length=7,
        help_text="As #c81e1e.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    area = PointsField(
        label="Was in this area",
        help_text="Corners as across,down in shares of the picture: 0,0.5 1,0.5 1,1 0,1.",
    )
    entered = forms.BooleanField(label="Came into it in sight", required=False)
    left = forms.BooleanField(label="Went out of it in sight", required=False)
    inside = _number(label="Stayed in it at least (seconds)", max_value=1e6)
    line = PointsField(
        label="Crossed this line", help_text="Its two ends, for instance 0.5,0 0.5,1."
    )
    line_to = forms.ChoiceField(
        label="Crossed it",
        required=False,
        choices=(
            ("", "Either way"),
            ("1", "From its left to its right"),
            ("-1", "From its right to its left"),
        ),
        help_text="Left and right as seen walking from its first end to its second.",
    )
    longer = _number(label="In sight at least (seconds)", max_value=1e6)
    shorter = _number(label="In sight at most (seconds)", max_value=1e6)
    stood = _number(label="Stood still at least (seconds)", max_value=1e6)
    larger = _number(label="Size at least (% of the picture)", max_value=100)
    smaller = _number(label="Size at most (% of the picture)", max_value=100)
    faster = _number(label="Speed at least (picture widths a second)", max_value=1000)
    slower = _number(label="Speed at most (picture widths a second)", max_value=1000)
    clock_from = _hour("Time of day from")
    clock_until = _hour("Time of day until")
    from_s = _number(label="From second of the recording", max_value=1e8)
    until_s = _number(label="Until second of the recording", max_value=1e8)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        cameras: Sequence[tuple[int, str]] | None = None,
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        camera = self.fields["camera"]
        if cameras is None:
            del self.fields["camera"]
        elif isinstance(camera, forms.ChoiceField):
            camera.choices = [("", "All cameras"), *((str(n), words) for n, words in cameras)]
        said, widget = str(self.data.get("towards", "")), self.fields["towards"].widget
        if isinstance(widget, forms.Select) and said not in dict(_WAYS):
            widget.choices = [*_WAYS, (said, f"{said}°")]

    def clean_towards(self) -> float | None:
        """Give the direction in degrees: 0 right, 90 up."""
        said = self.cleaned_data["towards"]
        if not said or said in DIRECTIONS:
            return DIRECTIONS.get(said)
        try:
            degrees = float(said)
        except ValueError:
            degrees = -1.0
        if not 0 <= degrees < _TURN:
            raise forms.ValidationError(
                "Write right, up, left, down, or degrees from 0 (right) over 90 (up) to 359."
            )
        return degrees

    def clean_picked(self) -> tuple[int, int, int] | None:
        """Give the colour as red, green and blue."""
        said = self.cleaned_data["picked"]
        if not said:
            return None
        found = _PICKED.fullmatch(said)
        if found is None:
            raise forms.ValidationError("Write the colour as #rrggbb, for instance #c81e1e.")
        red, green, blue = bytes.fromhex(found[1])
        return red, green, blue

    def clean_area(self) -> tuple[Point, ...]:
        """Need three corners."""
        area: tuple[Point, ...] = self.cleaned_data["area"]
        if area and len(area) < _CORNERS_LEAST:
            raise forms.ValidationError("An area needs at least three corners. Draw one more.")
        return area

    def clean_line(self) -> tuple[Point, ...]:
        """Need two ends."""
        line: tuple[Point, ...] = self.cleaned_data["line"]
        if line and (len(line) != _ENDS or line[0] == line[1]):
            raise forms.ValidationError("A line needs two ends, apart from each other.")
        return line

    def clean(self) -> dict[str, Any]:
        """Need what belongs together together."""
        data = super().clean() or self.cleaned_data
        wants_area = data.get("entered") or data.get("left") or data.get("inside")
        if wants_area and "area" in data and not data["area"]:
            self.add_error("area", "Coming in, going out and staying need an area. Draw one.")
        if data.get("line_to") and "line" in data and not data["line"]:
            self.add_error("line", "A way across needs a line. Draw one.")
        if {"clock_from", "clock_until"} <= data.keys():
            given = [data[name] is not None for name in ("clock_from", "clock_until")]
            if any(given) and not all(given):
                self.add_error("clock_until", "A time of day needs its beginning and its end.")
            elif all(given) and data["clock_from"] == data["clock_until"]:
                self.add_error("clock_until", "The two times are the same: nothing is between.")
        for least, most in _PAIRS:
            if data.get(least) and data.get(most) is not None and data[least] > data[most]:
                self.add_error(most, "This is less than what it must be at least.")
        return data

    def question(self) -> Query:
        """Give what is asked, of a form that is valid."""
        data = self.cleaned_data
        line = data["line"]
        begins, ends = data["clock_from"], data["clock_until"]
        return Query(
            direction_deg=data["towards"],
            colour=data["colour"] or None,
            picked=data["picked"],
            area=data["area"],
            entered=data["entered"],
            left=data["left"],
            inside_s=data["inside"] or 0.0,
            crossed=(line[0], line[1]) if line else None,
            crossed_to=int(data["line_to"] or 0),
            longer_s=data["longer"] or 0.0,
            shorter_s=data["shorter"],
            stood_s=data["stood"] or 0.0,
            larger=(data["larger"] or 0.0) / 100,
            smaller=None if data["smaller"] is None else data["smaller"] / 100,
            faster=data["faster"] or 0.0,
            slower=data["slower"],
            from_s=data["from_s"],
            until_s=data["until_s"],
            clock=None if begins is None else (begins, ends),
        )


def asked(data: Mapping[str, Any]) -> Query:
    """Read the question that a query string carries. Raises WrongUsageError, with every reason."""
    form = MovementForm(data)
    if not form.is_valid():
        reasons = " ".join(
            f"{form.fields[name].label or name.capitalize()}: {' '.join(map(str, errors))}"
            for name, errors in form.errors.items()
        )
        raise WrongUsageError(
            f"The question cannot be asked. {reasons} Nothing was searched. Ask it anew."
        )
    return form.question()


def written(query: Query, *, camera: int | None = None) -> str:
    """Write the question as a query string, without the question mark."""
    pairs = dict(_written(query))
    return urlencode(pairs if camera is None else {"camera": str(camera)} | pairs)


def _written(query: Query) -> Iterator[tuple[str, str]]:
    """Give each field that says something; what a form cannot ask is not written."""
    smaller = None if query.smaller is None else query.smaller * 100
    yield from (
        (name, f"{value:.10g}")
        for name, value in (
            ("inside", query.inside_s or None), ("longer", query.longer_s or None),
            ("stood", query.stood_s or None), ("larger", query.larger * 100 or None),
            ("faster", query.faster or None), ("shorter", query.shorter_s), ("smaller", smaller),
            ("slower", query.slower), ("from_s", query.from_s), ("until_s", query.until_s),
        )
        if value is not None
    )  # fmt: skip
    ways = {degrees: name for name, degrees in DIRECTIONS.items()}
    degrees, clock = query.direction_deg, query.clock
    yield from (
        (name, words)
        for name, words in (
            ("towards", "" if degrees is None else ways.get(degrees, f"{degrees:.10g}")),
            ("colour", query.colour or ""),
            ("picked", "" if query.picked is None else "#" + bytes(query.picked).hex()),
            ("area", _points(query.area)),
            ("entered", "on" if query.entered else ""),
            ("left", "on" if query.left else ""),
            ("line", _points(query.crossed or ())),
            ("line_to", str(query.crossed_to) if query.crossed_to else ""),
            ("clock_from", "" if clock is None else clock[0].isoformat()),
            ("clock_until", "" if clock is None else clock[1].isoformat()),
        )
        if words
    )


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{across:.10g},{down:.10g}" for across, down in points)


def _point(word: str) -> Point:
    try:
        across, down = (float(part) for part in word.split(","))
    except ValueError:
        across = down = -1.0
    if not (0 <= across <= 1 and 0 <= down <= 1):
        raise forms.ValidationError(
            f"“{word[:40]}” is no point. Write each as across,down, both between 0 and 1, with "
            "spaces between the points."
        )
    return across, down
