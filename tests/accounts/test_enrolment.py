# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from holdfast.accounts.enrolment import TRIES, VALID_FOR, issue_code, redeem_code
from holdfast.accounts.errors import EnrolmentRefusedError
from holdfast.accounts.models import EnrolmentCode, Person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "nine kererū over the harbour"  # noqa: S105 # a password of this test


@pytest.fixture
def aroha() -> Person:
    person = Person(username="aroha", name="Aroha Ngata", roles=["investigator"])
    person.set_unusable_password()
    person.save()
    return person


def _redeem(code: str, *, password: str = PASSWORD, now: datetime = NOW) -> Person:
    return redeem_code(username="aroha", code=code, password=password, now=now)


def test_a_code_sets_a_password_once(aroha: Person) -> None:
    code = issue_code(person=aroha, issued_by="sam", now=NOW)
    assert _redeem(code).check_password(PASSWORD)
    with pytest.raises(EnrolmentRefusedError):
        _redeem(code)


def test_the_password_is_kept_with_argon2(aroha: Person) -> None:
    person = _redeem(issue_code(person=aroha, issued_by="sam", now=NOW))
    assert person.password.startswith("argon2$argon2id$")


def test_the_code_is_not_in_the_database(aroha: Person) -> None:
    code = issue_code(person=aroha, issued_by="sam", now=NOW)
    kept = EnrolmentCode.objects.get()
    assert code not in repr(kept.__dict__)
    assert code.replace("-", "") not in repr(kept.__dict__)


def test_small_letters_and_missing_hyphens_are_forgiven(aroha: Person) -> None:
    code = issue_code(person=aroha, issued_by="sam", now=NOW)
    assert not _redeem(code.lower().replace("-", " ")).must_enrol


def test_a_code_ends_after_its_24_hours(aroha: Person) -> None:
    code = issue_code(person=aroha, issued_by="sam", now=NOW)
    with pytest.raises(EnrolmentRefusedError):
        _redeem(code, now=NOW + VALID_FOR + timedelta(seconds=1))


def test_a_new_code_ends_the_older_one(aroha: Person) -> None:
    older = issue_code(person=aroha, issued_by="sam", now=NOW)
    issue_code(person=aroha, issued_by="sam", now=NOW)
    with pytest.raises(EnrolmentRefusedError):
        _redeem(older)


def test_guessing_ends_the_code(aroha: Person) -> None:
    code = issue_code(person=aroha, issued_by="sam", now=NOW)
    for _ in range(TRIES):
        with pytest.raises(EnrolmentRefusedError):
            _redeem("AAAA-AAAA-AAAA-AAAA")
    with pytest.raises(EnrolmentRefusedError):
        _redeem(code)


def test_a_weak_password_leaves_the_code_good(aroha: Person) -> None:
    code = issue_code(person=aroha, issued_by="sam", now=NOW)
    with pytest.raises(ValidationError):
        _redeem(code, password="password")  # noqa: S106 # weak on purpose
    assert not _redeem(code).must_enrol


def test_a_code_of_one_person_is_no_good_for_another(aroha: Person) -> None:
    Person.objects.create(username="mere", name="Mere Tane")
    code = issue_code(person=aroha, issued_by="sam", now=NOW)
    with pytest.raises(EnrolmentRefusedError):
        redeem_code(username="mere", code=code, password=PASSWORD, now=NOW)


def test_a_closed_account_cannot_use_its_code(aroha: Person) -> None:
    code = issue_code(person=aroha, issued_by="sam", now=NOW)
    Person.objects.update(is_active=False)
    with pytest.raises(EnrolmentRefusedError):
        _redeem(code)
