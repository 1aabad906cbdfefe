# SPDX-License-Identifier: Apache-2.0
"""The pages of network tests: who sees what, files, the form's refusals, and what the public reads."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import asdict, replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from fleet.isolation.drones import DAY, DRONE, MAKER, NEW, OLD, talking
from holdfast.accounts.models import Person
from holdfast.accounts.sign_in import SESSION_SEEN, SESSION_START
from holdfast.demo.traffic import DEVICE, DEVICE_ADDRESS
from holdfast.fleet.models import NetworkTest
from holdfast.oversight.errors import NotDecidedError
from holdfast.records.models import Acquisition
from holdfast.web import behind, testing
from holdfast.web.published.network_tests import listed_tests
from holdfast.web.published.state import reader_of
from holdfast.web.taking_in import received
from holdfast.web.uploads import receive_form

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from fleet.isolation.drones import Tester

AT = f"/technologies/id/{DRONE}/~tests/"
FIRST, SECOND = f"{AT}NT-2026-0001/", f"{AT}NT-2026-0002/"


@pytest.fixture
def browse(tester: Tester, settings: Settings) -> Callable[[str], Client]:
    """Give a client that is signed in as the person of that role."""
    settings.HOLDFAST_HOME = tester.home.root
    settings.SECOND_FACTOR_REQUIRED = False

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(Person.objects.get(username=role))
        session = client.session
        session[SESSION_START] = session[SESSION_SEEN] = timezone.now().isoformat()
        session.save()
        return client

    return signed_in


def text(answer: Any) -> str:
    words: str = answer.content.decode()
    return words


def filled(**more: Any) -> dict[str, Any]:
    """Give a form that can be sent."""
    return {
        "items": "", "case": "260117/4410", "firmware": "01.00.0900", "asset": "UAV-001",
        "device": DEVICE, "app": "", "app_version": "", "data_mode": "", "note": "",
        "network": "made for the test", "tester": "Network security", "more_phases": "",
        "from_0": "2026-11-20T14:00:00", "from_1": "2026-11-20T14:01:00",
        "to_1": "2026-11-20T14:06:00", **more,
    }  # fmt: skip


def test_the_list_and_the_approvals_show_verdict_firmware_and_standing(
    browse: Callable[[str], Client],
) -> None:
    for role in ("investigator", "governance"):
        page = text(browse(role).get(AT))
        for words in ("contacted", "none seen in this capture", OLD, NEW, "stale", "current"):
            assert words in page
    assert "New test" in text(browse("operator").get(AT))
    assert "New test" not in text(browse("governance").get(AT))
    approvals = text(browse("governance").get(f"/technologies/id/{DRONE}/~approvals/"))
    assert "NT-2026-0002" in approvals


def test_the_whole_report_is_for_some_and_the_verdict_with_its_limits_for_all(
    browse: Callable[[str], Client],
) -> None:
    whole = text(browse("auditor").get(FIRST))
    assert all(words in whole for words in (DEVICE, DEVICE_ADDRESS, MAKER, "UAV-001", "old.pcap"))
    public = text(browse("investigator").get(FIRST))
    for page in (whole, public):
        assert "Destinations outside were contacted." in page
        assert page.index("What a capture cannot see") < page.index("What was tested")
    assert not any(words in public for words in (DEVICE, DEVICE_ADDRESS, "UAV-001", "old.pcap"))


def test_the_files_are_the_report_a_table_and_paper(browse: Callable[[str], Client]) -> None:
    client = browse("governance")
    row = NetworkTest.objects.get(number="NT-2026-0001")
    data = client.get(f"{FIRST}report.json").content
    assert sha256(data).hexdigest() == row.report_sha256
    assert json.loads(data)["verdict"] == "contacted"
    table = client.get(f"{FIRST}report.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert rows[0] == ["verdict", "Destinations outside were contacted."]
    assert any(MAKER in row[2] for row in rows if len(row) > 2)
    paper = client.get(f"{FIRST}report.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert paper.content == client.get(f"{FIRST}report.pdf").content
    assert client.get(f"{FIRST}report.exe").status_code == 404
    for name in ("json", "csv", "pdf"):
        assert browse("investigator").get(f"{FIRST}report.{name}").status_code == 404


def test_two_tests_are_compared_and_half_a_question_is_asked_again(
    browse: Callable[[str], Client],
) -> None:
    client = browse("auditor")
    page = text(client.get(f"{AT}compare/?first=NT-2026-0002&second=NT-2026-0001"))
    assert re.search(r'>3</span><span class="figure-word">destinations gone', page)
    assert MAKER in page
    assert "differs" in page
    for query in ("", "?first=NT-2026-0001&second=NT-2026-0001", "?first=x&second=y"):
        assert "Choose two different tests" in text(client.get(f"{AT}compare/{query}"))
    assert MAKER not in text(
        browse("investigator").get(f"{AT}compare/?first=NT-2026-0001&second=NT-2026-0002")
    )


def test_what_is_not_there_is_not_found(browse: Callable[[str], Client]) -> None:
    client = browse("governance")
    for path in (
        f"{AT}NT-2026-0099/",
        "/technologies/id/holdfast-viewer/~tests/NT-2026-0001/",
        f"{AT}making/nothing/",
        "/technologies/id/nothing/~tests/",
    ):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, "Choose at least one capture"),
        ({"items": "one"}, "given by their numbers"),
        ({"items": "1", "firmware": ""}, "required"),
        ({"items": "1", "to_1": ""}, "The last phase needs its end"),
        ({"items": "1", "to_1": "2026-11-20T13:00:00"}, "ends before it begins"),
        ({"items": "1", "to_3": "2026-11-20T15:00:00"}, "has a beginning"),
        ({"items": "1", "more_phases": "update"}, "is no stretch of time"),
        ({"items": "1", "more_phases": "x=2026-11-20T01:02:00Z/2026-11-20T01:03:00Z"}, "overlap"),
        ({"items": "1", "device": "drone"}, "neither a hardware address"),
        ({"items": "1", "network": "other"}, "Select a valid choice"),
        ({"items": "1", "asset": "UAV-777"}, "Select a valid choice"),
    ],
)
def test_a_form_that_cannot_be_says_why_and_begins_nothing(
    tester: Tester, browse: Callable[[str], Client], more: dict[str, str], why: str
) -> None:
    answer = browse("operator").post(f"{AT}new/", filled(**more))
    assert answer.status_code == 422
    assert why in text(answer)
    assert "01.00.0900" in text(answer) or more.get("firmware") == ""
    assert not list((tester.home.work / "pages").glob("*"))


def test_only_who_runs_tests_opens_the_form(browse: Callable[[str], Client]) -> None:
    assert browse("operator").get(f"{AT}new/").status_code == 200
    assert browse("exhibit_officer").get(f"{AT}new/").status_code == 200
    for role in ("investigator", "governance", "auditor", "administrator"):
        assert browse(role).get(f"{AT}new/").status_code == 403


def test_work_that_was_asked_for_takes_its_captures_in_once_and_records_the_test(
    tester: Tester, tmp_path: Path
) -> None:
    home = tester.home
    capture = SimpleUploadedFile(
        "talk.pcap", talking(tester.folder / "t.pcap", telemetry=False).read_bytes()
    )
    upload = received(receive_form(home.uploads, "operator", [capture], DAY))
    asked = testing.Asked(
        technology=DRONE,
        case="260117/4410",
        about={"firmware": "01.00.0900", "tester": "Network security", "device": "no address"},
        phases=[["idle", "2026-11-20T01:00:00+00:00", "2026-11-20T01:06:00+00:00"]],
        upload=upload.number,
    )
    state = behind.State(tmp_path)
    with pytest.raises(NotDecidedError, match="neither a hardware address"):
        testing.work(home, "operator", asdict(asked), state)
    taken = Acquisition.objects.count()
    about = {**asked.about, "device": DEVICE}
    testing.work(home, "operator", asdict(replace(asked, about=about)), state)
    assert Acquisition.objects.count() == taken
    told = json.loads((tmp_path / "state.json").read_text())
    row = NetworkTest.objects.get(number=told["result"])
    assert (row.verdict, row.firmware, row.asset) == ("contacted", "01.00.0900", "")
    assert [one["name"] for one in row.captures] == ["talk.pcap"]
    assert row.phases == [
        {"name": "idle", "from": "2026-11-20T01:00:00Z", "to": "2026-11-20T01:06:00Z"}
    ]
    assert not list(home.uploads.glob("*"))


def test_governance_is_told_of_a_stale_test_today(
    tester: Tester, browse: Callable[[str], Client]
) -> None:
    tester.device("UAV-001", "01.00.0900")
    page = text(browse("governance").get("/"))
    assert "Network tests that are stale" in page
    assert "UAV-001 has 01.00.0900" in page
    assert "Network tests that are stale" not in text(browse("operator").get("/"))


def test_the_public_reads_the_test_its_one_sentence_and_its_limits(
    browse: Callable[[str], Client],
) -> None:
    assert browse("operator")
    page = text(Client().get(f"/public/register/{DRONE}/"))
    assert "What it contacts" in page
    for number, sentence in (
        ("NT-2026-0001", "Destinations outside were contacted."),
        ("NT-2026-0002", "No destination outside was seen in this capture."),
    ):
        part = page[page.index(f'id="{number}"') :].partition("</article>")[0]
        assert sentence in part
        assert "What a capture cannot see" in part
        assert "Bluetooth" in part
        assert "of no other" in part
    for own in (DEVICE, DEVICE_ADDRESS, "UAV-001", "old.pcap", "260117/4410"):
        assert own not in page
    assert "older than" not in page


def test_the_public_is_told_when_a_test_is_too_old(tester: Tester) -> None:
    later = (DAY + timedelta(days=500)).date()
    published = reader_of(tester.home.root).published(tester.home, later)
    of = published.register.technologies[DRONE]
    for day, old in ((DAY.date(), False), (later, True)):
        found = [one.too_old for one in listed_tests(of, tester.home.lists, day)]
        assert found == [old, old]
