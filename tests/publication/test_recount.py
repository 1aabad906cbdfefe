# SPDX-License-Identifier: Apache-2.0
"""The verifier counts any history as the report does, with code of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.publication import USE_ACTS, compute_report, fold_records, register_document
from holdfast.publication.verifier import verify as recount
from holdfast.publication.verifier.verify import WORDS
from publication.making import Story

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("drone", "nuix", "nuix/face-search")
APPROVALS = ("ETA-1", "ETA-2", "ETA-3")
NUMBERS = ("1", "2", "3", "4")
ROLES = ("operator", "investigator", "auditor")
START = date(2026, 6, 20)
SPAN = ("2026-07-01", "2026-09-30")
COUNT = files("holdfast.publication.verifier").joinpath("page", "count.js").read_text("utf-8")
DRIVER = """
const told = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const book = new RecordBook(told.records, told.size, told.span[1], told.on);
const tally = { entries: told.entries, sums: new Map(told.sums.entries()) };
console.log(JSON.stringify(book.report(tally, told.span, told.people, told.smallest, "G")));
"""
names, approvals, numbers = (
    st.sampled_from(NAMES),
    st.sampled_from(APPROVALS),
    st.sampled_from(NUMBERS),
)
roles = st.lists(st.sampled_from(ROLES), max_size=3)
instants = st.sampled_from(
    (
        "",
        "2026-07-01T00:00:00Z",
        "2026-08-15T12:00:00Z",
        "2026-09-30T23:59:59Z",
        "2026-10-01T00:00:00Z",
    )
)
days = st.sampled_from(("", "2026-07-10", "2026-09-30", "2026-10-01"))
terms = st.fixed_dictionaries(
    {
        "id": approvals, "technology": names, "kind": st.sampled_from(("trial", "adoption")),
        "from": instants.filter(bool), "until": instants, "confirm_by": instants,
        "expected": st.dictionaries(st.sampled_from(("flights", "files")), st.integers(0, 9)),
        "review_on": days,
    }
)  # fmt: skip
STEPS: dict[str, st.SearchStrategy[Any]] = {
    "technology": st.tuples(names, st.booleans()),
    "change": st.tuples(names, st.dictionaries(st.sampled_from(("name", "supplier")), st.just("New"))),
    "stage": st.tuples(names, st.sampled_from(("trial", "adopted", "retired"))),
    "assess": st.tuples(names, st.sampled_from(("privacy", "security"))),
    "advice": st.tuples(names, numbers, days),
    "decide": st.tuples(
        numbers, st.sampled_from(("written", "oral")),
        st.sampled_from(("approve", "pause", "resume", "end", "other")),
        st.one_of(st.none(), terms), st.lists(approvals, max_size=2), st.sampled_from(("", *NAMES)),
    ),
    "confirm": numbers,
    "row": st.tuples(
        numbers, st.sampled_from(("permit", "ban")), roles, st.sampled_from(("", *NAMES)),
        st.sampled_from(("", *APPROVALS)), instants,
    ),
    "row_end": numbers,
    "receive": st.tuples(st.sampled_from(("complaint", "request")), numbers, st.sampled_from(("", *NAMES)), days),
    "step": st.tuples(
        st.sampled_from(("complaint", "request")), numbers,
        st.sampled_from(("answered", "transferred", "other")), days,
    ),
    "incident": st.sampled_from(("", *NAMES)),
    "log": st.tuples(names, st.integers(0, 3)),
    "withdraw": st.integers(0, 5),
    "people": st.tuples(roles, roles),
    "use": st.tuples(
        st.sampled_from((*NAMES, "unknown")), st.sampled_from(("done", "denied", "failed")),
        st.integers(0, 20), st.sampled_from(("", "flights", "files")), st.sampled_from(("", *APPROVALS)),
        st.sampled_from(("use.record", "item.view", "case.open", "flight.record")),
    ),
}  # fmt: skip
steps = st.lists(
    st.tuples(st.integers(0, 6), st.one_of(*(st.tuples(st.just(k), v) for k, v in STEPS.items()))),
    max_size=60,
)


class Teller:
    """Writes drawn steps into a story; what takes an id a second time is left out."""

    def __init__(self, story: Story) -> None:
        self.story, self.taken = story, set[tuple[str, ...]]()

    def tell(self, day: str, kind: str, what: Any) -> None:
        ids = {
            "technology": lambda: [what[0]],
            "decide": lambda: [what[0], *([what[3]["id"]] if what[3] else [])],
            "row": lambda: [what[0]],
            "receive": lambda: [what[0] + what[1]],
        }
        taking = {(kind, one) for one in ids.get(kind, list)()}
        if not taking & self.taken:
            self.taken |= taking
            getattr(self, kind)(day, what)

    def technology(self, day: str, what: Any) -> None:
        self.story.technology(day, what[0], latent=what[1])

    def change(self, day: str, what: Any) -> None:
        self.story.enter(
            day, "technology.change", {"id": what[0], "fields": what[1], "trigger": ""}
        )

    def stage(self, day: str, what: Any) -> None:
        self.story.stage(day, *what)

    def assess(self, day: str, what: Any) -> None:
        record = {
            "id": what[0], "kind": what[1], "done_on": day, "trigger": "", "summary": "",
            "alternative": "", "document_sha256": "", "principles": {},
        }  # fmt: skip
        self.story.enter(day, "technology.assess", record)

    def advice(self, day: str, what: Any) -> None:
        record = {
            "id": what[0], "number": what[1], "question": "", "asked_on": day, "answered_on": what[2],
            "answer": "", "withheld_ground": "", "response": "",
        }  # fmt: skip
        self.story.enter(day, "technology.advice", record)

    def decide(self, day: str, what: Any) -> None:
        number, form, kind, approval, affects, technology = what
        self.story.decide(
            day, number, approval, form=form, kind=kind, affects=affects, technology=technology
        )

    def confirm(self, day: str, what: Any) -> None:
        record = {"number": what, "confirmed_on": day, "instrument_sha256": ""}
        self.story.enter(day, "decision.confirm", record)

    def row(self, day: str, what: Any) -> None:
        name, kind, named, technology, approval, until = what
        self.story.row(
            day, name, kind=kind, roles=named, technology=technology, approval=approval, until=until
        )

    def row_end(self, day: str, what: Any) -> None:
        self.story.enter(day, "row.end", {"row": what, "reason": "", "decision": ""})

    def receive(self, day: str, what: Any) -> None:
        kind, number, technology, due = what
        about = (
            {"technology": technology, "about": "other"} if kind == "complaint" else {"kind": "oia"}
        )
        self.story.enter(day, f"{kind}.receive", {"number": number, "due": due, **about})

    def step(self, day: str, what: Any) -> None:
        kind, number, step, due = what
        if kind == "complaint":
            step = "upheld" if step == "other" else step
            self.story.enter(day, "complaint.step", {"number": number, "step": step, "to": ""})
        else:
            step = "decided" if step == "other" else step
            record = {"number": number, "step": step, "due": due, "grounds": []}
            self.story.enter(day, "request.step", record)

    def incident(self, day: str, what: Any) -> None:
        record = {"number": "I", "technology": what, "kind": "failure", "summary": ""}
        self.story.enter(day, "incident.record", record)

    def log(self, day: str, what: Any) -> None:
        record = {
            "technology": what[0], "from": "", "to": "", "lines": 3, "matched": 0,
            "only_theirs": what[1], "only_ours": 0,
        }  # fmt: skip
        self.story.enter(day, "toollog.take_in", record)

    def withdraw(self, day: str, what: Any) -> None:
        self.story.enter(day, "support.withdraw", {"uses": what})

    def people(self, day: str, what: Any) -> None:
        self.story.people(day, *what)

    def use(self, day: str, what: Any) -> None:
        technology, outcome, count, unit, approval, act = what
        self.story.enter(
            day, act, technology=technology, outcome=outcome, count=count, unit=unit,
            approval=approval, role="operator",
        )  # fmt: skip


class History:
    """What was drawn: faces and records in memory, and the day of the report."""

    def __init__(self, drawn: list[tuple[int, tuple[str, Any]]], today: int) -> None:
        story, day = Story(None), START
        teller = Teller(story)
        for name in NAMES[:2]:
            teller.tell(str(day), "technology", (name, False))
        for gap, (kind, what) in drawn:
            day += timedelta(days=gap)
            teller.tell(str(day), kind, what)
        self.records = story.records
        self.made_on = max(day, START + timedelta(days=today))
        self.on = min(str(self.made_on), SPAN[1])
        self.faces = [(at, json.loads(face)) for at, (face, _) in enumerate(story.waiting)]
        self.size = len(self.faces)
        self.dated = [
            (at, face["day"], story.records[at]) for at, face in self.faces if at in story.records
        ]
        self.public = [one for one in self.dated if one[2]["audience"] == "public"]

    def report(self, audience: str, smallest: int) -> dict[str, Any]:
        point = {"size": self.size, "root": ""}
        told = compute_report(
            self.faces, self.records, quarter="2026Q3", today=self.made_on, opening=point,
            closing=point, agency="", origin="", smallest_cell=smallest, ground="G", audience=audience,
        )  # fmt: skip
        return {key: told[key] for key in ("technologies", "totals", "withheld")}

    def sums(self) -> dict[tuple[str, ...], list[int]]:
        sums: dict[tuple[str, ...], list[int]] = {}
        for face in (one for one in self._mine() if one["act"] in USE_ACTS):
            two = sums.setdefault(tuple(face[word] for word in WORDS), [0, 0])
            two[:] = two[0] + 1, two[1] + face["count"]
            if face["act"] == "flight.record":
                beside = (*(face[word] for word in WORDS[:2]), "flights")
                words = (*beside, *(face[word] for word in WORDS[3:]))
                sums.setdefault(words, [0, 0])[1] += 1
        return sums

    def entries(self) -> int:
        return len(self._mine())

    def _mine(self) -> list[dict[str, Any]]:
        return [face for _, face in self.faces if SPAN[0] <= face["day"] <= SPAN[1]]


def draw_history(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    rules = settings(
        max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    histories = st.builds(History, steps, st.integers(11, 130))

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        return rules(given(history=histories, smallest=st.integers(1, 4))(test))

    return decorate


@draw_history(200)
def test_the_verifier_counts_any_history_as_the_report_does(
    history: History, smallest: int
) -> None:
    tally = [history.size, history.entries(), history.sums()]
    for audience, least in (("public", smallest), ("oversight", 0)):
        told = history.report(audience, smallest)
        book = recount.Register(history.dated, history.size, SPAN[1], history.on)
        assert book._report(tally, SPAN, book.people, least, "G") == told
        people = told["totals"]["people_by_role"]
        book = recount.Register(history.public, history.size, SPAN[1], history.on)
        assert book._report(tally, SPAN, people, least, "G") == told


@draw_history(100)
def test_the_verifier_folds_any_register_as_we_do(history: History, smallest: int) -> None:
    del smallest
    on, size = str(history.made_on), history.size
    register = register_document(fold_records(history.dated), agency="", on=on, size=size)
    book = recount.Register(history.dated, size, "9999", on)
    assert register["technologies"] == [book._document(name) for name in sorted(book.technologies)]


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not on this machine")
@draw_history(40)
def test_the_page_counts_any_history_as_the_report_does(history: History, smallest: int) -> None:
    sums = [
        {**dict(zip(WORDS, words, strict=True)), "times": times, "volume": volume}
        for words, (times, volume) in history.sums().items()
    ]
    told = history.report("public", smallest)
    given_to_it = {
        "records": [{"index": at, "day": day, "record": one} for at, day, one in history.public],
        "size": history.size, "span": SPAN, "on": history.on, "sums": sums, "smallest": smallest,
        "entries": history.entries(), "people": told["totals"]["people_by_role"],
    }  # fmt: skip
    done = subprocess.run(
        ["node", "-e", COUNT + DRIVER],  # noqa: S607 - whichever node the project is built with
        input=json.dumps(given_to_it), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == told
