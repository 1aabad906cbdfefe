# SPDX-License-Identifier: Apache-2.0
"""Three programs count the flights of any history alike: ours, the verifier and the page."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.publication.errors import PublishedRecordError
from holdfast.publication.flights import (
    flights_csv,
    flights_document,
    fold_flights,
    numbers_of,
)
from holdfast.publication.flights_page import flights_page
from holdfast.publication.records import MINUTES_SOURCES, make_record
from holdfast.publication.verifier import verify_flights as recount
from holdfast.publication.verifier.verify import Check
from publication.making import FLIGHT, told_flights

if TYPE_CHECKING:
    from pathlib import Path

COUNT = files("holdfast.publication.verifier").joinpath("page", "flights.js").read_text("utf-8")
DRIVER = """
const told = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(told.map(({ records, document }) => {
  const about = { agency: "A", made_on: "2026-10-01", size: 9 };
  const ours = flightsOf(records.map((record) => ({ record })), about);
  return [[...flightNumbers(ours)].sort(), [...flightNumbers(document)].sort()];
})));
"""
flights = st.fixed_dictionaries(
    {
        "type": st.sampled_from(("flight.record", "flight.correct")),
        "number": st.sampled_from(("F-1", "F-2", "F-3", "F-4")),
        "month": st.sampled_from(("2026-01", "2026-02")),
        "district": st.sampled_from(("", "Capital", "Te Tai, Tokerau", "=1+1", '"<b>')),
        "purpose": st.sampled_from(("crash-scene", "other")),
        "technology": st.sampled_from(("", "mavic", "mavic/zoom")),
        "minutes": st.integers(0, 90), "source": st.sampled_from(MINUTES_SOURCES),
        "rule": st.sampled_from(("101", "unknown")), "approved": st.booleans(),
        "cell": st.sampled_from(("", "-41.50,174.75/0.25", "0.00,-180.00/1.00")),
    }
)  # fmt: skip
others = st.sampled_from(
    (
        *({"type": "flight.withdraw", "number": f"F-{one}"} for one in (1, 2, 5)),
        {"type": "row.end", "row": "P-001", "reason": "", "decision": ""},
    )
)
histories = st.lists(st.one_of(flights, flights, others), max_size=20)


def document(records: list[dict[str, Any]]) -> dict[str, Any]:
    return flights_document(fold_flights(records), agency="A", on="2026-10-01", size=9)


@settings(max_examples=300, deadline=None)
@given(records=histories)
def test_the_verifier_counts_any_flights_as_we_do(records: list[dict[str, Any]]) -> None:
    told = document(records)
    assert recount.document(records, "A", "2026-10-01", 9) == told
    assert recount.as_csv(told) == flights_csv(told)
    page = flights_page(told, {"mavic": "The Mavic <i>"})
    files_of = {
        "flights.json": json.dumps(told).encode(), "flights.csv": flights_csv(told),
        "flights.html": page,
    }  # fmt: skip
    about = {"agency": "A", "made_on": "2026-10-01", "size": 9}
    assert recount.check_flights(records, about, files_of.__getitem__) == (
        [],
        len(numbers_of(told)),
    )
    assert b"<i>" not in page
    assert b"<b>" not in page


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not on this machine")
@settings(max_examples=8, deadline=None)
@given(many=st.lists(histories, min_size=1, max_size=12))
def test_the_page_counts_any_flights_as_we_do(many: list[list[dict[str, Any]]]) -> None:
    given_to_it = [{"records": one, "document": document(one)} for one in many]
    done = subprocess.run(
        ["node", "-e", COUNT + DRIVER],  # noqa: S607 - whichever node the project is built with
        input=json.dumps(given_to_it), capture_output=True, text=True, check=True,
    )  # fmt: skip
    for ours, told in json.loads(done.stdout):
        assert ours == told


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    told_flights(tmp_path / "log").publish(tmp_path / "bundle", "2026-09-10", {})
    return tmp_path / "bundle"


def test_a_bundle_says_what_was_flown_and_is_proven(bundle: Path) -> None:
    told = json.loads((bundle / "flights.json").read_bytes())
    assert told["totals"] == {
        "flights": 3, "minutes": 31, "minutes_by_source": {"flight-record": 24, "video": 7},
        "unknown_length": 0, "not_approved": 1, "corrected": 1, "withdrawn": 1,
    }  # fmt: skip
    assert [one["cell"] for one in told["cells"]] == ["", "-41.50,174.75/0.25"]
    rows = list(csv.reader(io.StringIO((bundle / "flights.csv").read_text("utf-8-sig"))))
    assert [row[:6] for row in rows[1:]] == [
        ["2026-09", "", "crash-scene", "", "1", "12"],
        ["2026-09", "Capital", "crash-scene", "dji-mavic-3", "2", "19"],
    ]
    found = Check(bundle, "", b"")
    assert found.problems == []
    assert found.recomputed >= len(numbers_of(told))
    done = subprocess.run(
        ["python3", "-I", str(bundle / "verify.py"), str(bundle)],  # noqa: S607 - any Python
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout[:6]) == (0, "PROVEN"), done


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("flights.json", b'"flights":3', b'"flights":2', "flights.json says"),
        ("flights.csv", b",19,", b",18,", "flights.csv does not show"),
        ("flights.html", b">31<", b">30<", "flights.html shows other numbers"),
        ("flights.json", b'"v":1', b'"v":1,"x":1', "does not belong there"),
    ],
)
def test_a_number_of_flights_that_was_changed_is_named(
    bundle: Path, name: str, old: bytes, new: bytes, said: str
) -> None:
    path = bundle / name
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))
    found = Check(bundle, "", b"")
    assert any(said in problem for problem in found.problems), found.problems


def test_flights_that_are_left_out_of_the_bundle_are_missed(bundle: Path) -> None:
    manifest = json.loads((bundle / "bundle.json").read_bytes())
    for name in ("flights.json", "flights.csv", "flights.html"):
        (bundle / name).unlink()
        del manifest["files"][name]
    (bundle / "bundle.json").write_text(json.dumps(manifest))
    found = Check(bundle, "", b"")
    assert found.problems == ["flights.json is missing"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": "2026-09-02"}, {"month": "2026-13"}, {"minutes": -1}, {"minutes": 1.5},
        {"source": "guess"}, {"cell": "-41.2865,174.7762"}, {"cell": "Te Aro"}, {"rule": ""},
        {"approved": "yes"}, {"pilot": "p"}, {"technology": "Not an id"},
    ],
    ids=repr,
)  # fmt: skip
def test_a_record_of_a_flight_holds_nothing_finer(wrong: dict[str, Any]) -> None:
    with pytest.raises(PublishedRecordError):
        make_record("flight.record", "public", {**FLIGHT, "number": "F-1", **wrong})
