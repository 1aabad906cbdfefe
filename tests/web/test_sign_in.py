# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as real_settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from holdfast.accounts.models import Person, SignIn
from holdfast.accounts.second_factor import SecondFactorAdapter
from holdfast.accounts.sign_in import SESSION_SEEN, SESSION_START
from holdfast.records.services.enrolment import issue_enrolment_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

    from holdfast.home import Home

pytestmark = pytest.mark.django_db

PASSWORD = "nine kererū over the harbour"  # noqa: S105 # a password of this test
SIGN_IN = "/account/sign-in/"


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()


@pytest.fixture
def aroha(home: Home) -> Person:  # noqa: ARG001 # in its database
    person = Person(username="aroha", name="Aroha Ngata", roles=["investigator"])
    person.set_password(PASSWORD)
    person.save()
    return person


def _try(client: Client, password: str, username: str = "aroha") -> HttpResponse:
    answer = client.post(SIGN_IN, {"login": username, "password": password})
    assert isinstance(answer, HttpResponse)
    return answer


def _is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def _age(client: Client, key: str, by: timedelta) -> None:
    session = client.session
    session[key] = (datetime.fromisoformat(session[key]) - by).isoformat()
    session.save()


@pytest.mark.usefixtures("aroha")
def test_the_right_password_opens_and_is_counted(home: Home, client: Client) -> None:
    assert _try(client, PASSWORD).status_code == 302
    assert _is_signed_in(client)
    assert [(one.outcome, one.person_id is not None) for one in SignIn.objects.all()] == [
        ("signed in", True)
    ]
    assert client.get("/account/").status_code == 200
    assert home.root.is_dir()


@pytest.mark.usefixtures("aroha")
def test_a_wrong_password_and_a_wrong_name_look_the_same(client: Client) -> None:
    wrong_password = _try(client, "not this one at all").content
    wrong_name = _try(client, "not this one at all", username="nobody").content
    assert b"The username or the password is wrong" in wrong_password
    assert b"The username or the password is wrong" in wrong_name
    assert SignIn.objects.filter(outcome="refused").count() == 2


def test_what_an_unknown_person_typed_is_not_kept(client: Client) -> None:
    _try(client, "x", username="my-password-typed-in-the-wrong-box")
    kept = SignIn.objects.get()
    assert kept.person is None
    assert "wrong-box" not in f"{kept.reason}{kept.address}"


@pytest.mark.usefixtures("aroha")
def test_after_five_wrong_tries_the_right_password_is_refused_too(client: Client) -> None:
    for _ in range(5):
        _try(client, "not this one at all")
    answer = _try(Client(), PASSWORD)
    assert b"Too many tries" in answer.content
    assert SignIn.objects.filter(reason="too many tries").count() == 1


@pytest.mark.usefixtures("aroha")
def test_the_count_of_tries_is_in_the_database_and_not_in_the_process() -> None:
    backend = real_settings.CACHES["default"]["BACKEND"]
    assert backend == "django.core.cache.backends.db.DatabaseCache"


@pytest.mark.usefixtures("aroha", "home")
def test_an_idle_session_ends(client: Client, settings: Settings) -> None:
    _try(client, PASSWORD)
    _age(client, SESSION_SEEN, settings.SESSION_IDLE + timedelta(seconds=1))
    assert client.get("/account/").status_code == 302
    assert not _is_signed_in(client)


@pytest.mark.usefixtures("aroha", "home")
def test_a_session_in_use_ends_too_when_its_time_is_over(
    client: Client, settings: Settings
) -> None:
    _try(client, PASSWORD)
    _age(client, SESSION_START, settings.SESSION_ABSOLUTE + timedelta(seconds=1))
    assert client.get("/account/").status_code == 302
    assert not _is_signed_in(client)


@pytest.mark.usefixtures("aroha", "home")
def test_a_session_without_its_clocks_ends(client: Client, aroha: Person) -> None:
    client.force_login(aroha)
    assert client.get("/account/").status_code == 302


@pytest.mark.usefixtures("home")
def test_a_person_without_a_second_factor_is_led_to_set_one_up(
    client: Client, aroha: Person, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    _try(client, PASSWORD)
    answer = client.get("/styleguide/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/account/second-factor/totp/activate/",
    )
    assert aroha.username == "aroha"


@pytest.mark.usefixtures("home")
def test_the_password_alone_does_not_open_an_account_with_a_second_factor(
    client: Client, aroha: Person
) -> None:
    totp.TOTP.activate(aroha, "JBSWY3DPEHPK3PXP")
    assert _try(client, PASSWORD)["Location"] == "/account/second-factor/authenticate/"
    assert not _is_signed_in(client)
    client.post("/account/second-factor/authenticate/", {"code": "000000"})
    assert not _is_signed_in(client)
    code = totp.format_hotp_value(
        totp.hotp_value("JBSWY3DPEHPK3PXP", next(iter(totp.yield_hotp_counters_from_time())))
    )
    client.post("/account/second-factor/authenticate/", {"code": code})
    assert _is_signed_in(client)


def test_the_secret_of_the_second_factor_is_not_readable_in_the_database(aroha: Person) -> None:
    totp.TOTP.activate(aroha, "JBSWY3DPEHPK3PXP")
    kept = Authenticator.objects.get(user=aroha).data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert SecondFactorAdapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_nobody_can_make_their_own_account(client: Client) -> None:
    assert client.get("/account/signup/").status_code in {302, 404}
    assert Person.objects.count() == 0


def test_a_code_from_an_administrator_sets_the_first_password(
    home: Home, people: dict[str, Person], client: Client
) -> None:
    issued = issue_enrolment_code(home=home, actor=people["administrator"], username="investigator")
    typed = {
        "username": "investigator",
        "code": issued.code,
        "password": PASSWORD,
        "again": PASSWORD,
    }
    assert client.post("/account/enrol/", typed).status_code == 200
    assert _try(client, PASSWORD, username="investigator").status_code == 302
    assert _is_signed_in(client)


def test_a_wrong_code_is_refused_in_words_and_counted(client: Client, aroha: Person) -> None:
    typed = {"username": "aroha", "code": "AAAA", "password": PASSWORD, "again": PASSWORD}
    answer = client.post("/account/enrol/", typed)
    assert answer.status_code == 422
    assert b"Ask an administrator for a new one" in answer.content
    assert SignIn.objects.get().reason == "wrong one-time code"
    assert aroha.username == "aroha"


def test_an_administrator_sees_the_refusals(
    browse: Callable[[str], Client], client: Client
) -> None:
    _try(client, "wrong wrong wrong", username="investigator")
    page = browse("administrator").get("/people/").content.decode()
    assert "wrong username or password" in page
    assert timezone.now() is not None
