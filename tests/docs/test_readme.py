# SPDX-License-Identifier: Apache-2.0
"""The README is one page, its commands exist, and what it promises is what the design promises."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click

from holdfast.cli.app import app

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
_LONGEST = 110


def _commands() -> list[list[str]]:
    lines = [line for block in _BLOCKS for line in block.splitlines() if line.strip()]
    return [shlex.split(line) for line in lines]


def test_it_is_one_page() -> None:
    assert len(README.splitlines()) <= _LONGEST


def test_its_make_commands_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [command[1] for command in _commands() if command[0] == "make"]
    assert targets == ["demo", "test"]
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_its_holdfast_commands_parse() -> None:
    asked = [command[1:] for command in _commands() if command[0] == "holdfast"]
    assert asked
    for name, *arguments in asked:
        command = app.get_command(click.Context(app), name)
        assert command is not None, name
        # Paths of the README's machine are not here, so only names of options are looked at.
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in arguments if word.startswith("--")} <= known, name


def test_it_says_what_it_never_claims() -> None:
    for sentence in (
        "bit for bit what was handed in",
        "accounted for: stored, duplicate, excluded by a named rule, or unreadable",
        "detectable by that outsider",
        "A witness that the agency runs is not independent",
        "the camera was on",
        "No facial recognition",
    ):
        assert sentence in README, sentence


def test_its_screenshot_is_there() -> None:
    (name,) = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    assert (ROOT / name).read_bytes().startswith(b"\x89PNG")
