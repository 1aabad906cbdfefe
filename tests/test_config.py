# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.config import Config, ConfigError, ExclusionRule, parse_config, read_config

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_not_written_has_its_default() -> None:
    assert parse_config({}, "holdfast.toml") == Config()


def test_every_fault_is_listed_together() -> None:
    document = {
        "agenzy": {},
        "agency": {"name": 7, "zone": "Mars/Olympus", "colour": "blue"},
        "intake": {"spare_mib": -1, "exclude": [{"name": "x"}]},
        "ledger": "none",
        "check": {"mib_per_second": True},
    }
    with pytest.raises(ConfigError) as refused:
        parse_config(document, "holdfast.toml")
    for word in (
        "agenzy: there is no such setting",
        "agency.name: must be a text",
        "agency.zone: 'Mars/Olympus' is not a time zone",
        "agency.colour: there is no such setting",
        "intake.spare_mib: must be a whole number",
        "intake.exclude: each needs the texts name, pattern, reason",
        "ledger: must be a table",
        "check.mib_per_second: must be a whole number",
        "nothing was touched",
    ):
        assert word in str(refused.value)


def test_a_rule_and_a_rate_are_read() -> None:
    rule = {"name": "litter", "pattern": "*.tmp", "reason": "left by a computer"}
    config = parse_config(
        {"intake": {"exclude": [rule]}, "check": {"mib_per_second": 5}}, "holdfast.toml"
    )
    assert config.exclusions == (ExclusionRule(**rule),)
    assert config.check_bytes_per_second == 5 << 20


@pytest.mark.parametrize("data", [b"[agency", b"\xff\xfe", b"agency = 1\n"])
def test_a_file_that_is_no_configuration_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "holdfast.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match="touched"):
        read_config(path)
