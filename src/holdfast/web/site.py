# SPDX-License-Identifier: Apache-2.0
"""What the pages need to know of the home: its place, its secret and its `holdfast.toml`.

Promises: everything is read once, parsed into one frozen value, and every wrong setting is named.
Without `HOLDFAST_HOME` the value describes no home: an empty database in memory and a secret made
for this process, which is what type checks and unit tests run with. Never writes.
Documented in docs/configuration.md.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from holdfast.config import parse_config
from holdfast.errors import WrongUsageError
from holdfast.home import CONFIG_NAME, Home

if TYPE_CHECKING:
    from collections.abc import Mapping


class WrongConfigurationError(WrongUsageError):
    """A setting in `holdfast.toml` cannot be used as written; no evidence is touched."""


@dataclass(frozen=True, slots=True)
class OpenIdConnect:
    """The agency's own identity provider, when it has one."""

    name: str
    server_url: str
    client_id: str
    client_secret: str
    username_claim: str


@dataclass(frozen=True, slots=True)
class Site:
    """One home as the pages see it."""

    home: Path | None
    secret: str
    agency: str
    zone: str
    database: Mapping[str, Any]
    hosts: tuple[str, ...]
    media: tuple[str, ...]
    https: bool
    second_factor_required: bool
    idle_minutes: int
    absolute_hours: int
    openid: OpenIdConnect | None


def site_from_environment(environment: Mapping[str, str] = os.environ) -> Site:
    """Read the home that `HOLDFAST_HOME` names; without it, a site that has no home."""
    path = environment.get("HOLDFAST_HOME")
    if not path:
        return parse_site(None, secrets.token_urlsafe(50), {})
    home = Home.open(Path(path))
    try:
        document = tomllib.loads((home.root / CONFIG_NAME).read_text(encoding="utf-8"))
        secret = home.web_secret.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongConfigurationError(
            f"The secret of the pages cannot be read: {error}. Evidence is unharmed and nothing "
            "was changed. Run as the user that owns the home, or make the file again with "
            "'holdfast init' (everybody is then signed out)."
        ) from error
    return parse_site(home.root, secret, document)


def parse_site(home: Path | None, secret: str, document: Mapping[str, Any]) -> Site:
    """Turn the parsed `holdfast.toml` into a Site. Raises ConfigError, WrongConfigurationError."""
    config = parse_config(document, CONFIG_NAME)
    web = _table(document, "web")
    sign_in = _table(document, "sign_in")
    second_factor = sign_in.get("second_factor", "required")
    if second_factor not in {"required", "offered"}:
        raise WrongConfigurationError(
            f'sign_in.second_factor is {second_factor!r}; write "required" or "offered". '
            "Nothing was changed."
        )
    return Site(
        home=home,
        secret=secret,
        agency=config.agency,
        zone=config.zone,
        database=_database(home, config.database),
        hosts=_texts(web, "hosts", ("localhost", "127.0.0.1", "[::1]"), "host names"),
        media=_texts(web, "media", ("/media", "/run/media", "/mnt"), "folders"),
        https=web.get("https", False) is True,
        second_factor_required=second_factor == "required",
        idle_minutes=_positive(sign_in, "idle_minutes", 30),
        absolute_hours=_positive(sign_in, "absolute_hours", 12),
        openid=_openid(_table(sign_in, "openid_connect"), home),
    )


def _texts(
    web: Mapping[str, Any], name: str, default: tuple[str, ...], what: str
) -> tuple[str, ...]:
    texts = web.get(name, list(default))
    if isinstance(texts, list) and texts and all(isinstance(one, str) for one in texts):
        return tuple(texts)
    raise WrongConfigurationError(f"web.{name} is {texts!r}; write a list of {what}.")


def _table(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = document.get(name, {})
    if isinstance(table, dict):
        return table
    raise WrongConfigurationError(f"{name} in holdfast.toml must be a table: [{name}].")


def _positive(table: Mapping[str, Any], name: str, default: int) -> int:
    value = table.get(name, default)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise WrongConfigurationError(f"sign_in.{name} is {value!r}; write a whole number above 0.")


def _database(home: Path | None, url: str) -> Mapping[str, Any]:
    if not url:
        name = ":memory:" if home is None else str(home / "records.sqlite3")
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise WrongConfigurationError(
            f"database is {url!r}; write postgresql://user@host/name, or leave it out for SQLite."
        )
    # As libpq reads it: what follows the question mark counts (sslmode, a socket's folder as host),
    # and a folder given as the host keeps its capital letters.
    stated = dict(parse_qsl(parts.query))
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{parts.port}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": stated.pop("user", unquote(parts.username or "")),
        "PASSWORD": stated.pop("password", unquote(parts.password or "")),
        "HOST": stated.pop("host", unquote(host.strip("[]"))),
        "PORT": stated.pop("port", str(parts.port or "")),
        "OPTIONS": stated,
    }


def _openid(table: Mapping[str, Any], home: Path | None) -> OpenIdConnect | None:
    if not table:
        return None
    missing = [
        name for name in ("server_url", "client_id", "client_secret_file") if name not in table
    ]
    if home is None or missing:
        raise WrongConfigurationError(
            f"sign_in.openid_connect needs {', '.join(missing)}. Nothing was changed."
        )
    try:
        client_secret = (home / str(table["client_secret_file"])).read_text(encoding="utf-8")
    except OSError as error:
        raise WrongConfigurationError(
            f"sign_in.openid_connect.client_secret_file cannot be read: {error}."
        ) from error
    return OpenIdConnect(
        name=str(table.get("name", "the agency's sign-in")),
        server_url=str(table["server_url"]),
        client_id=str(table["client_id"]),
        client_secret=client_secret.strip(),
        username_claim=str(table.get("username_claim", "preferred_username")),
    )
