# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from holdfast.accounts.models import Person
from holdfast.ledger import Log, Policy, TlogProof
from holdfast.web.badge import checkpoint_badge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from django.test import Client

    from holdfast.home import Home

pytestmark = pytest.mark.django_db

ENROL = "/people/~enrol/"
NEW = {"username": "mere", "name": "Mere Tane", "roles": ["operator"], "district": "Capital"}


def test_a_person_enrolled_at_the_page_is_in_the_ledger(
    home: Home, browse: Callable[[str], Client]
) -> None:
    before = Log.open(home.ledger).size
    assert browse("administrator").post(ENROL, NEW)["Location"] == "/people/mere/"
    assert Person.objects.get(username="mere").must_enrol
    assert json.loads(Log.open(home.ledger).face(before))["act"] == "person.enrol"


@pytest.mark.parametrize("role", ["auditor", "investigator", "governance", "exhibit_officer"])
def test_only_an_administrator_enrols_at_the_page(
    role: str, browse: Callable[[str], Client]
) -> None:
    assert browse(role).post(ENROL, NEW).status_code == 403
    assert not Person.objects.filter(username="mere").exists()


def test_an_auditor_cannot_give_a_one_time_code(browse: Callable[[str], Client]) -> None:
    assert browse("auditor").post("/people/investigator/code/").status_code == 403


def test_a_one_time_code_is_shown_once_and_is_not_in_the_ledger(
    home: Home, browse: Callable[[str], Client]
) -> None:
    page = browse("administrator").post("/people/investigator/code/").content.decode()
    code = page.split('id="code">')[1].split("<")[0]
    assert len(code.replace("-", "")) == 16
    log = Log.open(home.ledger)
    newest = log.size - 1
    assert json.loads(log.face(newest))["act"] == "person.code"
    body = log.body(newest)
    assert body is not None
    assert code.encode() not in body


def test_the_last_administrator_stays(browse: Callable[[str], Client]) -> None:
    typed = {"roles": ["operator"], "active": "on", "reason": "a mistake"}
    answer = browse("administrator").post("/people/administrator/roles/", typed)
    assert answer.status_code == 422
    assert "Somebody must stay administrator" in answer.content.decode()


def test_a_closed_account_is_out_at_its_next_click(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    client = browse("investigator")
    assert client.get("/").status_code == 200
    Person.objects.filter(pk=people["investigator"].pk).update(is_active=False)
    assert client.get("/")["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("investigator", "/people/", 403),
        ("investigator", "/system/", 403),
        ("governance", "/system/", 403),
        ("auditor", "/system/", 200),
        ("auditor", "/people/", 200),
        ("administrator", "/cases/", 403),
        ("governance", "/find/", 403),
        ("operator", "/flights/fleet/~register/", 403),
        ("governance", "/flights/fleet/~register/", 200),
    ],
)
def test_a_section_opens_for_its_roles_only(
    role: str, path: str, status: int, browse: Callable[[str], Client]
) -> None:
    assert browse(role).get(path).status_code == status


def test_everybody_reads_a_face_and_the_body_is_for_those_it_concerns(
    home: Home, browse: Callable[[str], Client]
) -> None:
    index = Log.open(home.ledger).size - 1
    assert browse("auditor").get(f"/ledger/{index}/body").status_code == 200
    page = browse("investigator").get(f"/ledger/{index}/").content.decode()
    assert "is not for you to read" in page
    assert "&quot;salt&quot;" not in page
    assert browse("investigator").get(f"/ledger/{index}/body").status_code == 404


def test_the_body_as_sent_fits_the_commitment_of_the_face_as_sent(
    home: Home, browse: Callable[[str], Client]
) -> None:
    client, index = browse("auditor"), Log.open(home.ledger).size - 1
    face = json.loads(client.get(f"/ledger/{index}/face").content)
    body = client.get(f"/ledger/{index}/body").content
    assert hashlib.sha256(b"holdfast sealed v1\n" + body).hexdigest() == face["sealed"]


def test_the_proof_as_sent_proves_the_face_as_sent(
    home: Home, browse: Callable[[str], Client]
) -> None:
    client = browse("operator")
    face = client.get("/ledger/1/face").content
    proof = TlogProof.parse(client.get("/ledger/1/proof").content)
    policy = Policy.of_log(Log.open(home.ledger).verifier)
    assert proof.verify(face, policy).log == Log.open(home.ledger).verifier
    assert proof.checkpoint.size == Log.open(home.ledger).size


def test_an_entry_that_is_not_there_answers_not_found(browse: Callable[[str], Client]) -> None:
    for rest in ("", "proof", "face", "body"):
        assert browse("auditor").get(f"/ledger/99999/{rest}").status_code == 404


def test_the_badge_counts_entries(tmp_path: Path) -> None:
    assert checkpoint_badge(tmp_path) is None
    log = tmp_path / "ledger" / "log"
    log.mkdir(parents=True)
    text = "log.example\n214\nAAAA\n\n\u2014 log.example aaaa\n\u2014 one bbbb\n\u2014 two cccc\n"
    (log / "checkpoint").write_text(text, encoding="utf-8")
    badge = checkpoint_badge(tmp_path)
    assert badge is not None
    assert badge.size == 214


def test_an_older_page_of_the_ledger_is_reached_by_its_key(
    home: Home, browse: Callable[[str], Client]
) -> None:
    page = browse("auditor").get("/ledger/?act=person.enrol").content.decode()
    assert page.count("Enrolled a person") >= 6
    assert home.root.is_dir()


def test_an_error_that_has_a_name_is_a_page_in_words(
    browse: Callable[[str], Client], home: Home
) -> None:
    (home.root / "holdfast.toml").write_text("agency = 1\n", encoding="utf-8")
    answer = browse("auditor").get("/ledger/")
    assert answer.status_code == 400
    assert "must be a table" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
