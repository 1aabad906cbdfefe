# SPDX-License-Identifier: Apache-2.0
"""What `holdfast.toml` says of the database is what is connected to."""

from __future__ import annotations

import pytest

from holdfast.web.site import parse_site

_AGENCY = {"agency": {"name": "Te Tai Police", "zone": "Pacific/Auckland"}}


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "options"),
    [
        ("postgresql://ana@db.example/holdfast", "db.example", "", "ana", {}),
        ("postgresql://ana@[::1]:5433/holdfast", "::1", "5433", "ana", {}),
        ("postgresql://ana@%2Fvar%2FRun%2FPG/holdfast", "/var/Run/PG", "", "ana", {}),
        ("postgresql:///holdfast?host=/var/Run/PG&user=ana", "/var/Run/PG", "", "ana", {}),
        (
            "postgresql://ana@db.example:5433/holdfast?sslmode=verify-full",
            "db.example",
            "5433",
            "ana",
            {"sslmode": "verify-full"},
        ),
    ],
)
def test_nothing_that_a_database_address_says_is_dropped(
    url: str, host: str, port: str, user: str, options: dict[str, str]
) -> None:
    database = parse_site(None, "secret", {**_AGENCY, "database": url}).database
    assert database["NAME"] == "holdfast"
    assert (database["HOST"], database["PORT"], database["USER"]) == (host, port, user)
    assert database["OPTIONS"] == options
