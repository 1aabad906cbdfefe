# SPDX-License-Identifier: Apache-2.0
"""An agency's year in a real log: technologies, decisions, uses, refusals, a late confirmation.

The story is the same on every run. `Story` writes entries as the oversight services do; `told`
gives the one that most tests use, with a final report for 2026Q3 and a provisional one for 2026Q4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from holdfast.ledger import Face, Log, Signer, seal
from holdfast.publication import (
    closing_of,
    compute_report,
    make_record,
    opening_of,
    read_faces,
    record_bytes,
    record_digest,
    write_bundle,
)
from holdfast.publication.records import TYPES
from holdfast.publication.report_files import report_fields, report_files
from ledger.making import SIGNER

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.publication import WrittenBundle

AGENCY = "Ngā Pirihimana o Example"
GROUND = "Official Information Act 1982 s 9(2)(a)"
TECHNOLOGY: dict[str, Any] = {
    "phrase": "", "kind": "drone", "maker": "DJI", "model": "", "description": "", "parent": "",
    "ours": False, "latent": False, "captures_others": True, "contact": "tech@example.govt.nz",
    "devices": [],
}  # fmt: skip
DECISION: dict[str, Any] = {
    "kind": "approve", "form": "written", "authority": "Delegation 4", "reason": "It is needed.",
    "alternatives": "None that does less.", "maker": "Deputy Commissioner: Operations",
    "technology": "", "approval": None, "affects": [], "instrument_sha256": "",
}  # fmt: skip
APPROVAL: dict[str, Any] = {
    "kind": "adoption", "until": "", "confirm_by": "", "conditions": "", "expected": {},
    "review_on": "",
}  # fmt: skip
ROW: dict[str, Any] = {
    "kind": "permit", "roles": ["operator"], "purposes": ["crash-scene"],
    "data_classes": ["evidential"], "approval": "", "until": "",
}  # fmt: skip
NETWORK_TEST: dict[str, Any] = {
    "test": "NT-2026-0001", "technology": "dji-mavic-3", "approval": "ETA-2026-001",
    "firmware": "01.00.0500", "app": "DJI Pilot", "app_version": "2.1", "data_mode": "Local Data Mode",
    "network": "made for the test",
    "tester": "Network security, of the agency itself",
    "phases": [
        {"name": "take-off", "from": "2026-11-05T21:04:00Z", "to": "2026-11-05T21:09:00Z"}
    ],
    "captures_sha256": ["5a" * 32], "report_sha256": "a5" * 32, "examined_by": "holdfast-isolation 1",
    "verdict": "contacted", "destinations": {"maker": 1, "unknown": 0},
    "contacted": [{"address": "198.51.100.7", "names": ["active.maker.example"], "owner": "maker"}],
    "asked": ["active.maker.example"], "cannot_see": ["What goes over a cellular modem"],
}  # fmt: skip


FLIGHT: dict[str, Any] = {
    "month": "2026-09", "district": "Capital", "purpose": "crash-scene",
    "technology": "dji-mavic-3", "minutes": 12, "source": "flight-record", "rule": "101",
    "cell": "-41.50,174.75/0.25", "approved": True,
}  # fmt: skip


@dataclass
class Story:
    """A log that is written day by day, with the published records beside it."""

    log: Log | None
    records: dict[int, dict[str, Any]] = field(default_factory=dict)
    waiting: list[tuple[bytes, bytes]] = field(default_factory=list)

    @classmethod
    def begin(cls, folder: Path, signer: Signer = SIGNER) -> Story:
        return cls(Log.create(folder, signer, now=_at("2026-07-01")))

    @property
    def kept(self) -> Log:
        assert self.log is not None
        return self.log

    @property
    def next(self) -> int:
        return (self.log.size if self.log else 0) + len(self.waiting)

    def enter(self, day: str, act: str, record: dict[str, Any] | None = None, **face: Any) -> Story:
        """Add one entry of `day`; it is in the log after the next `sign`."""
        index = self.next
        body: dict[str, Any] = {"v": 1, "act": act, "details": {"number": index}}
        if record is not None:
            audience = TYPES[act].audience
            salt = sha256(b"record %d" % index).hexdigest()[:32] if audience != "public" else ""
            self.records[index] = make_record(act, audience, record, salt=salt)
            body["published"] = self.records[index]
            face["published"] = record_digest(self.records[index])
        sealed = seal(body, sha256(b"salt %d" % index).digest())
        made = Face(**{"role": "governance", **face}, act=act, day=day, sealed=sealed.commitment)
        self.waiting.append((made.to_bytes(), sealed.data))
        return self

    def sign(self, day: str) -> Story:
        self.kept.append(self.waiting, now=_at(day))
        self.waiting = []
        return self

    def technology(self, day: str, name: str, /, **says: Any) -> Story:
        says = {**TECHNOLOGY, "id": name, "name": name.title(), **says}
        return self.enter(day, "technology.register", {"technology": says}, technology=name)

    def stage(self, day: str, name: str, to: str, *, decision: str = "") -> Story:
        record = {"id": name, "from": "proposed", "to": to, "decision": decision, "reason": "…"}
        return self.enter(day, "technology.stage", record, technology=name)

    def decide(
        self, day: str, number: str, approval: dict[str, Any] | None = None, **says: Any
    ) -> Story:
        terms = None if approval is None else {**APPROVAL, "from": f"{day}T00:00:00Z", **approval}
        record = {
            **DECISION, "number": number, "title": f"Decision {number}", "made_on": day,
            "recorded_on": day, "approval": terms, **says,
        }  # fmt: skip
        return self.enter(day, "decision.record", record)

    def row(self, day: str, name: str, **says: Any) -> Story:
        record = {"row": {**ROW, "id": name, **says}, "sentence": f"{name}: …", "decision": ""}
        return self.enter(day, "row.add", record)

    def people(self, day: str, gained: list[str], lost: list[str] | None = None) -> Story:
        return self.enter(day, "person.roles", {"gained": gained, "lost": lost or []})

    def use(self, day: str, technology: str, count: int = 1, unit: str = "", **face: Any) -> Story:
        told = {
            "role": "operator", "purpose": "crash-scene", "data_class": "live-flight",
            "approval": "ETA-2026-001", **face,
        }  # fmt: skip
        return self.enter(day, "use.record", technology=technology, count=count, unit=unit, **told)

    def flight(self, day: str, number: str, /, act: str = "flight.record", **says: Any) -> Story:
        """Enter a flight as the services do: its record, and a face that counts its minutes."""
        record = {**FLIGHT, "number": number, **says}
        face: dict[str, Any] = {
            "technology": record["technology"], "purpose": record["purpose"], "unit": "minutes",
            "count": record["minutes"], "data_class": "live-flight",
            "approval": "ETA-2026-001" if record["approved"] else "",
        }  # fmt: skip
        if act == "flight.withdraw":
            record = {"number": number}
        return self.enter(day, act, record, **face)

    # Reports and bundles

    def report(
        self, quarter: str, today: str, audience: str = "public", **asked: Any
    ) -> dict[str, Any]:
        return compute_report(
            read_faces(self.kept), self.records, quarter=quarter, today=date.fromisoformat(today),
            opening=opening_of(self.kept, quarter), closing=closing_of(self.kept), agency=AGENCY,
            origin=self.kept.origin, ground=GROUND, audience=audience,
            **{"smallest_cell": 5, **asked},
        )  # fmt: skip

    def make_report(self, quarter: str, today: str) -> dict[str, bytes]:
        """Compute the report for everybody and for the oversight body, and enter that it was made."""
        public = self.report(quarter, today)
        files = report_files(public)
        full = report_files(self.report(quarter, today, "oversight"))
        self.enter(today, "report.make", report_fields(public, files)).sign(today)
        return {**files, **full}

    def publish(
        self, to: Path, made_on: str, reports: dict[str, dict[str, bytes]], **asked: Any
    ) -> WrittenBundle:
        published = [(index, record_bytes(one)) for index, one in self.records.items()]
        given = {"audience": "public", "agency": AGENCY, "ground": GROUND, **asked}
        return write_bundle(
            to, log=self.kept, published=published, reports=reports,
            made_on=date.fromisoformat(made_on), **given,
        )  # fmt: skip


def told_flights(folder: Path) -> Story:
    """Tell of four flights: one corrected, one withdrawn, one that was not approved."""
    story = Story.begin(folder).technology("2026-09-01", "dji-mavic-3")
    story.flight("2026-09-02", "F-1").flight("2026-09-03", "F-2", minutes=5, source="typed")
    story.flight("2026-09-04", "F-3", technology="", approved=False, cell="", district="")
    story.flight("2026-09-05", "F-2", act="flight.correct", minutes=7, source="video")
    story.flight("2026-09-06", "F-4").flight("2026-09-07", "F-4", act="flight.withdraw")
    return story.sign("2026-09-08")


def told(folder: Path) -> tuple[Story, dict[str, dict[str, bytes]]]:
    """Return the year, and the files of its two reports."""
    story = Story.begin(folder)
    story.enter("2026-07-01", "home.create", role="administrator")
    story.people("2026-07-01", ["administrator", "governance"])
    for _ in range(6):
        story.people("2026-07-01", ["operator"])
    story.people("2026-07-02", ["investigator", "operator"]).people("2026-07-02", ["investigator"])
    story.technology("2026-07-02", "dji-mavic-3", name="DJI Mavic 3 <b>drone</b>")
    story.technology(
        "2026-07-02", "nuix", name="Nuix Workstation", kind="outside-tool", maker="Nuix"
    )
    story.technology(
        "2026-07-02", "nuix/face-search", name="Nuix: face search", kind="function",
        parent="nuix", latent=True,
    )  # fmt: skip
    story.technology(
        "2026-07-02", "holdfast-viewer", name="Holdfast viewer", kind="processor", ours=True,
        captures_others=False,
    )  # fmt: skip
    story.decide(
        "2026-07-03", "D-2026-001", technology="dji-mavic-3",
        approval={
            "id": "ETA-2026-001", "technology": "dji-mavic-3", "expected": {"flights": 10},
            "review_on": "2026-10-10", "conditions": "Never over a protest.",
        },
    )  # fmt: skip
    story.stage("2026-07-03", "dji-mavic-3", "adopted", decision="D-2026-001")
    story.row("2026-07-03", "P-001", technology="dji-mavic-3", approval="ETA-2026-001")
    story.row("2026-07-03", "B-001", kind="ban", roles=[], technology="nuix/face-search")
    assessed = {
        "kind": "privacy", "done_on": "2026-06-20", "trigger": "acquire", "summary": "Done.",
        "alternative": "A helicopter, which sees more.", "document_sha256": "ab" * 32,
        "principles": {"necessity": "Yes: crash scenes."},
    }  # fmt: skip
    story.enter("2026-07-03", "technology.assess", {"id": "dji-mavic-3", **assessed})
    story.sign("2026-07-03")
    for number in range(300):
        day = f"2026-{7 + number // 150:02d}-{5 + number % 150 // 10:02d}"
        story.use(day, "dji-mavic-3", 1, "flights")
        if number % 3 == 0:
            story.use(day, "dji-mavic-3", 12, "minutes", purpose="fire-scene")
        if number % 50 == 0:
            story.enter(
                day, "item.view", technology="holdfast-viewer", outcome="denied",
                role="investigator", count=1, unit="items",
            )  # fmt: skip
    story.sign("2026-08-19")
    asked = {
        "id": "nuix", "number": "1", "question": "May it be tried?", "asked_on": "2026-08-20",
        "answered_on": "", "answer": "", "withheld_ground": "", "response": "",
    }  # fmt: skip
    story.enter("2026-08-20", "technology.advice", asked)
    story.decide(
        "2026-09-01", "D-2026-002", form="oral", technology="nuix",
        approval={
            "id": "ETA-2026-002", "technology": "nuix", "kind": "trial",
            "confirm_by": "2026-09-03T10:00:00Z", "expected": {"files": 100},
        },
    )  # fmt: skip
    story.stage("2026-09-01", "nuix", "trial", decision="D-2026-002")
    story.use("2026-09-02", "nuix", 250, "files", approval="ETA-2026-002", role="investigator")
    story.enter(
        "2026-09-09", "complaint.receive",
        {"number": "K-2026-001", "technology": "dji-mavic-3", "about": "technology", "due": "2026-10-07"},
    )  # fmt: skip
    story.enter(
        "2026-09-10",
        "request.receive",
        {"number": "R-2026-001", "kind": "oia", "due": "2026-10-08"},
    )
    story.sign("2026-09-30")
    return story, _fourth_quarter(story, asked)


def _fourth_quarter(story: Story, asked: dict[str, str]) -> dict[str, dict[str, bytes]]:
    story.enter("2026-10-01", "item.view", technology="somebody-elses", role="operator")
    reports = {"2026Q3": story.make_report("2026Q3", "2026-10-20")}
    story.decide(
        "2026-10-21", "D-2026-003", form="oral", kind="pause", affects=["ETA-2026-001"],
        title="Stop flying",
    )  # fmt: skip
    story.use("2026-10-22", "dji-mavic-3", outcome="denied", approval="")
    story.decide("2026-11-02", "D-2026-004", kind="resume", affects=["ETA-2026-001"])
    story.use("2026-11-03", "dji-mavic-3", 3, "flights")
    story.enter(
        "2026-11-03", "technology.advice",
        {**asked, "answered_on": "2026-11-02", "answer": "Not yet.", "response": "We shall wait."},
    )  # fmt: skip
    story.enter(
        "2026-11-04", "complaint.step", {"number": "K-2026-001", "step": "upheld", "to": ""}
    )
    story.enter(
        "2026-11-05", "incident.record",
        {"number": "I-2026-001", "technology": "nuix", "kind": "unauthorised access", "summary": "…"},
    )  # fmt: skip
    story.enter(
        "2026-11-06", "toollog.take_in",
        {
            "technology": "nuix", "from": "2026-07-01", "to": "2026-09-30", "lines": 4, "matched": 1,
            "only_theirs": 3, "only_ours": 0,
        },
    )  # fmt: skip
    story.enter("2026-11-06", "isolation.record", NETWORK_TEST)
    story.enter("2026-11-07", "support.withdraw", {"uses": 2})
    story.enter(
        "2026-11-08", "technology.change",
        {"id": "nuix", "fields": {"supplier": "Nuix Ltd", "cost_nzd_year": 80000}, "trigger": "money"},
    )  # fmt: skip
    story.enter(
        "2026-11-09",
        "request.step",
        {"number": "R-2026-001", "step": "extended", "due": "2026-11-20", "grounds": []},
    )
    story.enter(
        "2026-11-10",
        "decision.confirm",
        {"number": "D-2026-003", "confirmed_on": "2026-11-10", "instrument_sha256": "cd" * 32},
    )
    story.people("2026-11-11", [], ["operator"])
    story.enter("2026-11-12", "row.end", {"row": "B-001", "reason": "Replaced", "decision": ""})
    story.row("2026-11-12", "B-002", kind="ban", roles=[], technology="")
    engage(story, "2026-11-13")
    story.sign("2026-11-23")
    reports["2026Q4"] = story.make_report("2026Q4", "2026-11-23")
    return reports


def engage(story: Story, day: str) -> None:
    """Engage a contractor, and tell a little of what became of it."""
    step = {
        "number": "E-2026-0001", "condition": "no-cloud", "step": "met", "on": day, "due": "",
        "document_sha256": "", "incident": "",
    }  # fmt: skip
    story.enter(
        day, "engagement.open",
        {
            "number": "E-2026-0001", "contractor": "", "technology": "dji-mavic-3",
            "purpose": "crash-scene", "from": "2026-11-01", "to": "2026-11-02",
            "conditions": {"no-cloud": "2026-11-09", "copies-destroyed": "2026-11-16"},
            "agreement_sha256": "ab" * 32,
        },
    )  # fmt: skip
    story.enter(day, "engagement.link", {"number": "E-2026-0001"})
    story.enter(day, "engagement.step", step)
    story.enter(
        day, "engagement.remind", {"number": "E-2026-0001", "conditions": ["copies-destroyed"]}
    )
    story.enter(
        day, "engagement.close",
        {"number": "E-2026-0001", "on": day, "outstanding": ["copies-destroyed"]},
    )  # fmt: skip


def _at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=9, tzinfo=UTC)
