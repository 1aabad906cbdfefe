# SPDX-License-Identifier: Apache-2.0
"""What may be configured for a home, read once from `holdfast.toml` into one frozen value.

Promises: every wrong setting is reported, all of them together, before anything else happens;
what is not written has the default named here. Never reads the environment. The tables `web` and
`sign_in` belong to the pages (`holdfast.web.site`). Documented in docs/configuration.md.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TABLES = ("database", "agency", "intake", "ledger", "check", "web", "sign_in")


class ConfigError(WrongUsageError):
    """`holdfast.toml` cannot be read as written; nothing was touched. Every fault is listed."""


@dataclass(frozen=True, slots=True)
class ExclusionRule:
    """A named rule: files whose path matches `pattern` (shell style) are excluded, with `reason`."""

    name: str
    pattern: str
    reason: str


@dataclass(frozen=True, slots=True)
class Witness:
    """An outside body that cosigns checkpoints: where it listens, and its verifier key.

    `run_by` names the body in words, for the public; without it nobody calls it independent.
    """

    name: str
    url: str
    vkey: str
    run_by: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one home."""

    agency: str = "An agency without a name"
    zone: str = "Pacific/Auckland"
    database: str = ""
    origin: str = "holdfast.example/ledger"
    witnesses: tuple[Witness, ...] = ()
    exclusions: tuple[ExclusionRule, ...] = ()
    spare_bytes: int = 256 << 20
    check_bytes_per_second: int | None = None


_DEFAULT = Config()


def read_config(path: Path) -> Config:
    """Read `holdfast.toml`. Raises ConfigError that lists every fault."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}. Nothing was touched.") from error
    return parse_config(document, str(path))


def parse_config(document: Mapping[str, Any], name: str) -> Config:
    """Turn a parsed `holdfast.toml` into a Config. Raises ConfigError that lists every fault."""
    faults: list[str] = [
        f"{key}: there is no such setting" for key in document if key not in TABLES
    ]
    agency = _table(document, "agency", ("name", "zone"), faults)
    ledger = _table(document, "ledger", ("origin", "witness"), faults)
    intake = _table(document, "intake", ("spare_mib", "exclude"), faults)
    check = _table(document, "check", ("mib_per_second",), faults)
    config = Config(
        agency=_text(agency, "agency.name", _DEFAULT.agency, faults),
        zone=_zone(_text(agency, "agency.zone", _DEFAULT.zone, faults), faults),
        database=_text(document, "database", "", faults),
        origin=_text(ledger, "ledger.origin", _DEFAULT.origin, faults),
        witnesses=tuple(
            Witness(*row)
            for row in _rows(ledger, "ledger.witness", ("name", "url", "vkey"), faults, "run_by")
        ),
        exclusions=tuple(
            ExclusionRule(*row)
            for row in _rows(intake, "intake.exclude", ("name", "pattern", "reason"), faults)
        ),
        spare_bytes=_number(intake, "intake.spare_mib", _DEFAULT.spare_bytes >> 20, faults) << 20,
        check_bytes_per_second=(_number(check, "check.mib_per_second", 0, faults) << 20) or None,
    )
    if faults:
        raise ConfigError(f"{name} has faults, and nothing was touched: " + "; ".join(faults) + ".")
    return config


def _table(
    document: Mapping[str, Any], name: str, known: tuple[str, ...], faults: list[str]
) -> Mapping[str, Any]:
    table = document.get(name, {})
    if not isinstance(table, dict):
        faults.append(f"{name}: must be a table, [{name}]")
        return {}
    faults.extend(f"{name}.{key}: there is no such setting" for key in table if key not in known)
    return table


def _text(table: Mapping[str, Any], name: str, default: str, faults: list[str]) -> str:
    value = table.get(name.rpartition(".")[2], default)
    if isinstance(value, str):
        return value
    faults.append(f"{name}: must be a text")
    return default


def _number(table: Mapping[str, Any], name: str, default: int, faults: list[str]) -> int:
    value = table.get(name.rpartition(".")[2], default)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    faults.append(f"{name}: must be a whole number, 0 or more")
    return default


def _zone(name: str, faults: list[str]) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        faults.append(f"agency.zone: {name!r} is not a time zone")
    return name


def _rows(
    table: Mapping[str, Any], name: str, keys: tuple[str, ...], faults: list[str], *optional: str
) -> list[tuple[str, ...]]:
    rows = table.get(name.rpartition(".")[2], [])
    good: list[tuple[str, ...]] = []
    for row in rows if isinstance(rows, list) else [None]:
        if (
            isinstance(row, dict)
            and set(keys) <= set(row) <= {*keys, *optional}
            and all(isinstance(value, str) and value for value in row.values())
        ):
            good.append(tuple(row.get(key, "") for key in (*keys, *optional)))
        else:
            faults.append(f"{name}: each needs the texts {', '.join(keys)}")
    return good
