# SPDX-License-Identifier: Apache-2.0
"""A tool's own log is read forgivingly, refused in words, and compared line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from holdfast.oversight.errors import MalformedLogError, NotDecidedError, NotOnRegisterError
from holdfast.oversight.models import ToolLog
from holdfast.oversight.tool_logs import OurUse, ToolLine, read_tool_log, reconcile
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Entry
from holdfast.records.stores import view_log
from oversight.telling import FACES, TOOL, Story, at

if TYPE_CHECKING:
    from typing import Any

ZONE = ZoneInfo("Pacific/Auckland")
HEAD = "time,function,reference,user\n"


def read(text: str | bytes, **headings: str) -> Any:
    return read_tool_log(
        text if isinstance(text, bytes) else text.encode(), zone=ZONE, headings=headings
    )


@pytest.mark.parametrize(
    "text",
    [
        "time,reference,count\n2026-11-05T08:00:00Z,J-1,3\n",
        "\ufeffTime;Reference;Count\r\n2026-11-05T08:00:00Z;J-1;3\r\n",
        "Started_At\tJob-ID\tFiles\n2026-11-05 21:00\tJ-1\t3\n",
        'Timestamp|Case|Items\n"5/11/2026 21:00"|"J-1"|3\n\n',
        '{"time": "2026-11-05T21:00:00+13:00", "ref": "J-1", "count": 3, "user": "pat"}\n',
        "time,reference,count\n2026-11-05T08:00:00Z,J-1,3\n".encode("utf-16"),
    ],
)
def test_a_log_is_read_however_its_tool_writes_it(text: str | bytes) -> None:
    found = read(text)
    (line,) = found.lines
    assert (line.at, line.reference, line.count, line.day) == (
        at("2026-11-05", 8), "J-1", 3, "2026-11-05",
    )  # fmt: skip
    assert found.has_counts
    assert not found.names_functions


def test_headings_in_another_language_are_named(story: Story) -> None:
    found = read(
        "Zeitpunkt;Vorgang;Benutzer\n2026-11-05T08:00Z;J-1;x\n",
        time="Zeitpunkt",
        reference="Vorgang",
        user="Benutzer",
    )
    assert found.lines[0].reference == "J-1"
    with pytest.raises(MalformedLogError, match="no column 'place'"):
        read("time\n", place="Ort")
    assert story.home


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "Line 1 .*empty"),
        (b"a,b\n1,2\n", "no heading of it is known as the time"),
        (b"time\n2026-11-05\nyesterday\n", "Line 3 .*'yesterday' is no time"),
        (b"time\n31/02/2026\n", "Line 2 .*is no time"),
        (b"time\n\xff\xfe\xfa\n", "Line 2 .*UTF-8"),
        (b"time,count\n2026-11-05,-1\n", "Line 2 .*no count"),
        (b"time,count\n2026-11-05,\xd9\xa3\n", "Line 2 .*no count"),
        (b"time\n2026-11-05,2,3\n", "Line 2 .*3 values under 1 headings"),
        (b"time\n\x002026-11-05\n", "Line 2 .*zero byte"),
        (b'{"time": "2026-11-05"}\n{"time"\n', "Line 2 .*not one JSON object"),
        (b'{"time": "2026-11-05"}\n[1]\n', "Line 2 .*not one JSON object"),
        (b'{"user": "pat"}\n', "Line 1 .*no time"),
        (b'{"time": "2026-11-05", "reference": {"a": 1}}\n', "neither text nor a whole number"),
        (b'{"time": "2026-11-05", "count": 1.5}\n', "no count"),
        (b'{"a":' * 60_000 + b"\n", "not one JSON object"),
        (b"time,reference\n2026-11-05," + b"x" * 300 + b"\n", "longer than 200"),
        (b"time\n0001-01-01T00:00:00+14:00\n", "is no time"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: bytes, said: str) -> None:
    with pytest.raises(MalformedLogError, match=said) as refused:
        read(text)
    assert "Nothing was recorded" in str(refused.value)


def line(number: int, day: str, reference: str = "", function: str = "", count: Any = None) -> Any:
    return ToolLine(number, at(day), function, reference, count)


def use(entry: int, day: str, reference: str = "", technology: str = TOOL, count: int = 1) -> Any:
    return OurUse(entry, technology, day, day, "done", "court", reference, count, "uses")


def test_lines_and_entries_match_by_reference_first_and_by_the_days_count_after() -> None:
    found = reconcile(
        [
            line(2, "2026-11-05", "J-1"),
            line(3, "2026-11-05"),
            line(4, "2026-11-05", "J-9"),
            line(5, "2026-11-06", "J-1"),
        ],
        [
            use(10, "2026-11-05", "j-1"),
            use(11, "2026-11-05"),
            use(12, "2026-11-05", "J-4"),
            use(13, "2026-11-07"),
        ],
        technology=TOOL,
        registered=frozenset({TOOL}),
        counted=False,
    )
    assert sorted(found.matches) == [(2, 10), (3, 12), (4, 11)]
    assert [(one.line, one.count) for one in found.only_theirs] == [(5, 1)]
    assert [(one.entry, one.count) for one in found.only_ours] == [(13, 1)]
    assert found.matched == 3


def test_a_line_that_names_a_registered_function_matches_only_uses_of_that_function() -> None:
    lines = [line(2, "2026-11-05", function="Face Search"), line(3, "2026-11-05", function="OCR")]
    uses = [use(10, "2026-11-05"), use(11, "2026-11-05")]
    found = reconcile(
        lines, uses, technology=TOOL, registered=frozenset({TOOL, FACES}), counted=False
    )
    assert found.matches == ((3, 10),)
    assert [one.function for one in found.only_theirs] == ["face-search"]
    assert [one.entry for one in found.only_ours] == [11]


def test_every_line_and_entry_is_in_exactly_one_sum_however_many_there_are() -> None:
    lines = [line(n, "2026-11-05", f"J-{n % 7}" if n % 3 else "", count=2) for n in range(20_000)]
    uses = [use(n, "2026-11-05", f"J-{n % 5}" if n % 2 else "", count=3) for n in range(20_000)]
    found = reconcile(lines, uses, technology=TOOL, registered=frozenset(), counted=True)
    assert found.matched + found.theirs == 40_000
    assert found.matched + found.ours == 60_000
    assert found.matched == 40_000


def test_a_log_is_compared_published_and_kept_without_the_names_of_users(story: Story) -> None:
    story.use("2026-11-05", TOOL, reference="J-1")
    story.use("2026-11-06", TOOL, reference="J-2")
    text = (
        HEAD
        + "2026-11-05T08:30:00Z,Process,J-1,secretive.person\n"
        + "2026-11-05T09:30:00Z,Face Search,J-3,secretive.person\n"
    )
    taken = story.hand_in(text, "2026-11-01", "2026-11-30")
    assert (taken.lines, taken.found.matched, taken.found.theirs, taken.found.ours) == (2, 1, 1, 1)
    assert taken.unregistered == ("Process",)
    row = ToolLog.objects.get()
    assert row.only_theirs == [
        {"day": "2026-11-05", "function": "face-search", "reference": "j-3", "count": 1,
         "line": 3, "entry": None}
    ]  # fmt: skip
    assert row.only_ours[0]["reference"] == "j-2"
    log = view_log(story.home)
    body = json.loads(log.body(taken.entry) or b"")
    assert body["published"]["only_theirs"] == 1
    lines = [json.loads(one) for one in log.read_lines(body["lines"]["root"]).lines]
    assert [one["entries"] for one in lines][1] == []
    assert len(lines[0]["entries"]) == 1
    for file in (story.home.root / "ledger").rglob("*"):
        assert not file.is_file() or b"secretive" not in file.read_bytes()
    assert not any(b"secretive" in bytes(one.body or b"") for one in Entry.objects.all())


def test_a_log_without_lines_says_that_nothing_was_used(story: Story) -> None:
    taken = story.hand_in(HEAD, "2026-11-01", "2026-11-30")
    assert taken.found.agrees
    assert ToolLog.objects.get().lines == 0


def test_a_log_that_does_not_fit_its_days_its_tool_or_its_hander_is_refused(story: Story) -> None:
    with pytest.raises(MalformedLogError, match=r"Line 2 of the log is of 2026-12-01"):
        story.hand_in("time\n2026-12-01T00:00Z\n", "2026-11-01", "2026-11-30")
    with pytest.raises(NotDecidedError, match="days are over"):
        story.hand_in(HEAD, "2026-11-01", "2026-11-30", now=at("2026-11-30"))
    with pytest.raises(NotDecidedError, match="before 2026-11-30"):
        story.hand_in(HEAD, "2026-11-30", "2026-11-01", now=at("2026-12-01"))
    with pytest.raises(NotOnRegisterError):
        story.hand_in(HEAD, "2026-11-01", "2026-11-30", technology="briefcam")
    with pytest.raises(NotDecidedError, match="part of Holdfast"):
        story.hand_in(HEAD, "2026-11-01", "2026-11-30", technology="holdfast-viewer")
    with pytest.raises(NotPermittedError):
        story.hand_in(HEAD, "2026-11-01", "2026-11-30", actor=story.person("auditor"))
    assert not ToolLog.objects.exists()
