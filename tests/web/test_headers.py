# SPDX-License-Identifier: Apache-2.0
"""Every address of the pages, found by walking the URLconf, so that a new page cannot escape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from holdfast.web.csp import DIRECTIVES, policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http.response import HttpResponseBase
    from django.test import Client

pytestmark = pytest.mark.django_db

_SAMPLES = {"int": "1", "str": "investigator", "slug": "one", "path": "one"}
_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=|\shx-on|javascript:", re.IGNORECASE
)


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for one in patterns:
        route = before + re.sub(
            r"<(?:(\w+):)?\w+>",
            lambda part: _SAMPLES.get(part[1] or "str", "one"),
            str(one.pattern),
        )
        if isinstance(one, URLResolver):
            yield from _addresses(one.url_patterns, route)
        else:
            yield route


ADDRESSES = sorted(set(_addresses(get_resolver().url_patterns)))


def _text(answer: HttpResponseBase) -> str:
    if not isinstance(answer, HttpResponse) or "text/html" not in answer.get("Content-Type", ""):
        return ""
    return answer.content.decode()


def test_the_walk_finds_the_pages() -> None:
    assert "/account/sign-in/" in ADDRESSES
    assert "/people/investigator/" in ADDRESSES
    assert len(ADDRESSES) > 20


@pytest.mark.parametrize("role", ["", "investigator", "exhibit_officer", "administrator"])
def test_every_answer_has_the_policy_and_nothing_inline(
    role: str, client: Client, browse: Callable[[str], Client]
) -> None:
    browser = browse(role) if role else client
    for address in ADDRESSES:
        answer = browser.get(address)
        assert answer.status_code < 500, address
        assert answer["Content-Security-Policy"] == policy(), address
        assert answer["X-Frame-Options"] == "DENY", address
        assert answer["Referrer-Policy"] == "same-origin", address
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert not (found := _INLINE.search(_text(answer))), (address, found)


@pytest.mark.usefixtures("people")
def test_somebody_who_has_not_signed_in_sees_the_entrance_and_nothing_else(
    client: Client,
) -> None:
    open_to_all = {
        "/account/sign-in/",
        "/account/sign-out/",
        "/account/closed/",
        "/account/enrol/",
        "/account/password/first/",
    }
    for address in ADDRESSES:
        if client.get(address).status_code == 200 and not address.startswith("/public/"):
            assert address in open_to_all, address


def test_the_policy_allows_this_server_alone_and_nothing_unsafe() -> None:
    assert DIRECTIVES["default-src"] == "'none'"
    assert "unsafe" not in policy()
    assert "*" not in policy()
    assert "http" not in policy()


def test_the_sign_in_form_may_be_led_on_to_the_identity_provider_only() -> None:
    with_provider = policy(["https://login.police.example"])
    assert "form-action 'self' https://login.police.example;" in with_provider
    assert with_provider.count("https:") == 1


@pytest.mark.usefixtures("people")
def test_cookies_are_not_readable_by_scripts_and_stay_on_this_site(
    client: Client,
) -> None:
    client.get("/account/sign-in/")
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
