# SPDX-License-Identifier: Apache-2.0
"""The pages of technology governance: what each shows, to whom, and what a form does."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.accounts.models import Person
from holdfast.accounts.roles import ROLES
from holdfast.oversight.founding import found_home
from holdfast.oversight.models import Approval, Assessment, Decision, PermissionRow, Technology
from holdfast.records.services import enrol_person, set_roles
from homes import Template, make_template
from oversight.story import CASE, MARKUP, Governed, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home

DRONE = "/technologies/id/dji-mavic-2/"
READ_BY_ALL = (
    "/technologies/",
    DRONE,
    f"{DRONE}~approvals/",
    f"{DRONE}~assessments/",
    f"{DRONE}~advice/",
    f"{DRONE}~uses/",
    f"{DRONE}~history/",
    "/technologies/id/nuix/face-search/",
    "/decisions/",
    "/permissions/",
    "/permissions/?standing=all&role=investigator",
    "/permissions/mine/",
    "/permissions/B-001/",
)
WRITTEN_BY_GOVERNANCE = (
    "/technologies/new/",
    "/technologies/baseline/",
    f"{DRONE}~do/change/",
    f"{DRONE}~do/trigger/",
    f"{DRONE}~do/stage/",
    f"{DRONE}~do/assess/",
    "/decisions/new/",
    "/decisions/new/pause/",
    "/decisions/new/resume/",
    "/decisions/new/end/",
    "/permissions/new/permit/",
    "/permissions/new/ban/",
    "/permissions/B-001/end/",
)


def _tell(home: Home) -> None:
    first = found_home(home=home, username="administrator", name="Sam Reti", os_user="sam")
    for role in ROLES:
        if role != "administrator":
            enrol_person(home=home, actor=first, username=role, name=f"The {role}", roles=[role])
    people = {person.username: person for person in Person.objects.all()}
    set_roles(home=home, actor=first, username=first.username, roles=["administrator"])
    tell(home, people)


@pytest.fixture(scope="session")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    """Tell the story once; every test has a copy."""
    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("told"),
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime.now(UTC),
            found=_tell,
        )


@pytest.fixture
def told(home: Home, people: Mapping[str, Person]) -> Governed:
    return Governed(home, people)


def _text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("role", ["operator", "auditor", "governance", "administrator"])
def test_everybody_reads_the_register_decisions_and_rows(
    role: str, told: Governed, browse: Callable[[str], Client]
) -> None:
    client = browse(role)
    decision = Decision.objects.filter(technology="dji-mavic-2").get().number
    for address in (*READ_BY_ALL, f"/decisions/{decision}/"):
        assert client.get(address).status_code == 200, address
    assert told.home.root.is_dir()


@pytest.mark.usefixtures("told")
def test_governance_alone_opens_what_it_writes(browse: Callable[[str], Client]) -> None:
    for address in WRITTEN_BY_GOVERNANCE:
        assert browse("governance").get(address).status_code == 200, address
        assert browse("auditor").get(address).status_code == 403, address


@pytest.mark.usefixtures("told")
def test_the_list_marks_what_is_present_and_not_approved_and_escapes_its_name(
    browse: Callable[[str], Client],
) -> None:
    page = _text(browse("operator"), "/technologies/")
    assert "present, not approved" in page
    assert MARKUP not in page
    assert "&lt;b&gt;Face&lt;/b&gt; search &amp; more" in page
    assert page.index("Nuix Workstation") < page.index("nuix/face-search")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("stage=trial", "dji-mavic-2", "dashcam"),
        ("kind=camera", "dashcam", "dji-mavic-2"),
        ("latent=yes", "nuix/face-search", "dashcam"),
    ],
)
def test_the_list_is_narrowed(
    query: str, there: str, gone: str, browse: Callable[[str], Client]
) -> None:
    rows = _text(browse("operator"), f"/technologies/?{query}").split("<tbody>")[1]
    assert there in rows
    assert gone not in rows


@pytest.mark.usefixtures("told")
def test_an_entry_says_what_is_not_filled_in(browse: Callable[[str], Client]) -> None:
    page = _text(browse("operator"), DRONE)
    assert "41,000" in page
    assert "not filled in" in page
    assert "review overdue" in page
    assert 'aria-current="step"' in page


@pytest.mark.usefixtures("told")
def test_a_change_keeps_what_was_not_touched(browse: Callable[[str], Client]) -> None:
    client = browse("governance")
    form = client.get(f"{DRONE}~do/change/").context["form"]
    typed = {name: value for name, value in form.initial.items() if value not in ("", False)}
    answer = client.post(f"{DRONE}~do/change/", {**typed, "servers": "In Wellington"})
    assert answer["Location"] == DRONE
    row = Technology.objects.get(number="dji-mavic-2")
    assert row.fields["servers"] == "In Wellington"
    assert row.fields["supplier"] == "Ferntech"
    assert row.changes.latest("at").new == {"servers": "In Wellington"}


@pytest.mark.usefixtures("told")
def test_an_uploaded_assessment_leaves_its_digest_and_nothing_else(
    browse: Callable[[str], Client],
) -> None:
    content = b"a long assessment" * 300_000
    typed = {
        "kind": "te-tiriti",
        "done_on": "2026-01-05",
        "summary": "Talked through with iwi.",
        "principle-partnership": "They agreed to a trial.",
        "document": SimpleUploadedFile("assessment.pdf", content),
    }
    answer = browse("governance").post(f"{DRONE}~do/assess/", typed)
    assert answer.status_code == 302
    found = Assessment.objects.get(kind="te-tiriti")
    assert found.document_sha256 == sha256(content).hexdigest()
    assert found.principles == {"partnership": "They agreed to a trial."}
    page = _text(browse("operator"), f"{DRONE}~assessments/")
    assert "not answered" in page


@pytest.mark.usefixtures("told")
def test_a_form_with_a_document_still_refuses_a_forged_request(
    people: Mapping[str, Person],
) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(people["governance"])
    assert client.post(f"{DRONE}~do/assess/", {"kind": "privacy"}).status_code in (302, 403)
    assert not Assessment.objects.filter(summary="").exists()


@pytest.mark.usefixtures("told")
def test_a_decision_shows_both_days_and_what_was_used_before_it(
    browse: Callable[[str], Client],
) -> None:
    client = browse("governance")
    typed = {
        "title": "Go on with the drone",
        "effect": "adoption",
        "technology": "dji-mavic-2",
        "form": "written",
        "made_on": "2026-01-02",
        "maker": "Commissioner",
        "authority": "Policing Act 2008",
        "reason": "The trial went well.",
        "last_day": "2099-12-31",
        "expected_flights": "100",
    }
    answer = client.post("/decisions/new/", typed)
    assert answer.status_code == 302, re.findall(r"<li>.*?</li>", answer.content.decode())[:5]
    page = _text(client, answer["Location"])
    assert "2 Jan 2026" in page
    assert "3 uses of this technology were made before it was recorded" in " ".join(page.split())
    given = Approval.objects.get(decision__title="Go on with the drone")
    assert given.expected == {"flights": 100}
    assert f"{given.until:%Y-%m-%d %H:%M}" == "2099-12-31 11:00"


@pytest.mark.usefixtures("told")
def test_an_oral_decision_shows_its_hours_and_is_confirmed_with_a_document(
    browse: Callable[[str], Client],
) -> None:
    client = browse("governance")
    assert "hours left to confirm it" in _text(client, "/decisions/?form=oral")
    number = Decision.objects.get(form="oral").number
    assert client.post(f"/decisions/{number}/confirm/", {}).status_code == 422
    typed = {"document": SimpleUploadedFile("minute.txt", b"confirmed")}
    assert client.post(f"/decisions/{number}/confirm/", typed).status_code == 302
    assert Decision.objects.get(number=number).instrument_sha256 == sha256(b"confirmed").hexdigest()


@pytest.mark.usefixtures("told")
def test_pause_resume_and_end_are_decisions_at_the_page(browse: Callable[[str], Client]) -> None:
    client = browse("governance")
    approval = Approval.objects.get(technology="dashcam")
    base = {
        "title": "Go on",
        "form": "written",
        "made_on": "2026-01-02",
        "maker": "Commissioner",
        "authority": "Policing Act 2008",
        "reason": "Settled.",
    }
    answer = client.post("/decisions/new/resume/", {**base, "affects": [approval.number]})
    assert answer.status_code == 302
    approval.refresh_from_db()
    assert approval.suspended_by == ""
    assert (
        client.post("/decisions/new/resume/", {**base, "affects": [approval.number]}).status_code
        == 422
    )
    assert (
        client.post("/decisions/new/end/", {**base, "affects": [approval.number]}).status_code
        == 302
    )
    approval.refresh_from_db()
    assert approval.ended_by


@pytest.mark.usefixtures("told")
def test_a_row_is_looked_at_before_it_is_put_in_force(browse: Callable[[str], Client]) -> None:
    client = browse("governance")
    approval = Approval.objects.get(technology="dji-mavic-2").number
    typed = {
        "approval": approval,
        "roles": ["operator"],
        "purposes": ["fire-scene"],
        "data_classes": ["live-flight"],
    }
    before = PermissionRow.objects.count()
    page = client.post("/permissions/new/permit/", {**typed, "step": "preview"}).content.decode()
    assert PermissionRow.objects.count() == before
    assert "could then use the drone DJI Mavic 2 Pro" in page
    assert "1 person" in page
    assert "permit (" in page
    assert "&quot;type&quot;: &quot;row.add&quot;" in page
    revision = re.findall(r'name="revision" value="(\d+)"', page)[0]
    stale = client.post(
        "/permissions/new/permit/", {**typed, "step": "add", "revision": "1"}
    ).content.decode()
    assert "has changed since you looked" in stale
    answer = client.post("/permissions/new/permit/", {**typed, "step": "add", "revision": revision})
    assert answer.status_code == 302
    assert PermissionRow.objects.count() == before + 1
    row = PermissionRow.objects.latest("entry")
    assert row.decision == Approval.objects.get(number=approval).decision_id
    faces = _text(client, answer["Location"])
    assert row.sentence.replace("'", "&#x27;") in faces


@pytest.mark.usefixtures("told")
def test_a_permission_that_a_ban_shuts_is_refused_with_the_ban_read_out(
    told: Governed, browse: Callable[[str], Client]
) -> None:
    from holdfast.oversight.services import add_row
    from oversight.story import ban_row

    add_row(**told.who, row=ban_row("dji-mavic-2", roles=("operator",)))
    typed = {
        "approval": Approval.objects.get(technology="dji-mavic-2").number,
        "roles": ["operator"],
        "purposes": ["fire-scene"],
        "data_classes": ["live-flight"],
        "step": "preview",
    }
    answer = browse("governance").post("/permissions/new/permit/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "contradicts the ban" in page
    assert "An operator may not use the drone DJI Mavic 2 Pro" in page


@pytest.mark.usefixtures("told")
def test_what_may_i_use_says_it_in_sentences(browse: Callable[[str], Client]) -> None:
    page = _text(browse("investigator"), "/permissions/mine/")
    assert "An investigator may use the drone DJI Mavic 2 Pro" in page
    assert "is paused" in page
    assert "Nobody may use" in page


@pytest.mark.usefixtures("told")
def test_a_denied_use_is_told_with_its_entry_and_whom_to_ask(
    browse: Callable[[str], Client],
) -> None:
    typed = {
        "count": "1",
        "unit": "flights",
        "happened_at": "2026-01-05T10:00",
        "purpose": "training",
        "data_class": "live-flight",
        "support_kind": "case",
        "support": CASE,
    }
    answer = browse("investigator").post(f"{DRONE}~do/use/", typed)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "That is not permitted" in page
    assert "The governance" in page
    assert re.search(r'href="/ledger/\d+/"', page)


@pytest.mark.usefixtures("told")
def test_a_case_that_one_may_not_see_answers_as_one_that_is_not_there(
    browse: Callable[[str], Client],
) -> None:
    typed = {
        "count": "1",
        "unit": "flights",
        "happened_at": "2026-01-05T10:00",
        "purpose": "crime-scene",
        "data_class": "live-flight",
        "support_kind": "case",
    }
    hidden = browse("operator").post(f"{DRONE}~do/use/", {**typed, "support": CASE})
    absent = browse("operator").post(f"{DRONE}~do/use/", {**typed, "support": "no/such"})
    assert hidden.status_code == absent.status_code == 422
    assert "that you may see" in hidden.content.decode()


@pytest.mark.usefixtures("told")
def test_a_withdrawn_case_flags_its_uses(browse: Callable[[str], Client]) -> None:
    client = browse("investigator")
    answer = client.post("/cases/1/withdraw/", {"reason": "The complaint was false."})
    assert answer["Location"] == "/cases/1/"
    assert "Withdrawn as a reason for uses" in _text(client, "/cases/1/")
    page = _text(browse("governance"), f"{DRONE}~uses/")
    assert page.count("record withdrawn") >= 4
    assert "false" not in page.split("Uses and refusals")[1]
    assert client.post("/cases/1/withdraw/", {"reason": "Again."}).status_code == 422


@pytest.mark.usefixtures("told")
def test_today_tells_governance_what_waits_and_nobody_else(browse: Callable[[str], Client]) -> None:
    page = _text(browse("governance"), "/")
    assert "Approvals about to end" in page
    assert "No permission row names this role" in page
    assert "Oral: 4" in page
    assert "Technology governance</h2>" not in _text(browse("auditor"), "/")
