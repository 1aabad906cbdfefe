# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest

from holdfast.accounts.openid import SocialAccountAdapter, claimed_username


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "aroha"},
        {"userinfo": {"preferred_username": " aroha "}},
        {"id_token": {"preferred_username": "aroha"}, "userinfo": {}},
    ],
)
def test_the_username_is_found_wherever_the_provider_says_it(claims: dict[str, Any]) -> None:
    assert claimed_username(claims, "preferred_username") == "aroha"


@pytest.mark.parametrize("claims", [{}, {"preferred_username": 7}, {"sub": "aroha"}])
def test_a_provider_that_names_nobody_gives_nobody(claims: dict[str, Any]) -> None:
    assert claimed_username(claims, "preferred_username") == ""


def test_the_provider_cannot_make_a_person() -> None:
    assert SocialAccountAdapter().is_open_for_signup(HttpRequest(), None) is False
