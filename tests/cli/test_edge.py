# SPDX-License-Identifier: Apache-2.0
"""However a command ends, it ends in a sentence and an exit code."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING

import click
import pytest

from holdfast.cli.app import app
from holdfast.cli.edge import run
from holdfast.errors import NeedsAttentionError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make `holdfast read` end with a given error."""

    def make(error: BaseException) -> None:
        @click.command()
        @click.option("--json", "as_json", is_flag=True)
        @click.option("--home")
        def ending(**_given: object) -> None:
            raise error

        monkeypatch.setattr(app, "get_command", lambda _context, _name: ending)

    return make


def test_an_error_of_ours_is_printed_as_it_is_written(
    ends: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    ends(NeedsAttentionError("Two blocks are damaged. The rest still proves."))
    assert run(["read"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "Two blocks are damaged. The rest still proves.\n"


def test_with_json_an_error_is_one_object_on_standard_output(
    ends: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    ends(NeedsAttentionError("Two blocks are damaged."))
    assert run(["read", "--json"]) == 3
    assert json.loads(capsys.readouterr().out) == {
        "error": {
            "kind": "NeedsAttentionError",
            "message": "Two blocks are damaged.",
            "exit_code": 3,
        }
    }


@pytest.mark.parametrize(
    ("code", "exit_code", "word"),
    [
        (errno.ENOSPC, 3, "disk is full"),
        (errno.EIO, 3, "Look at the disk"),
        (errno.EROFS, 3, "Look at the disk"),
        (errno.EACCES, 2, "No evidence was changed"),
    ],
)
def test_a_disk_that_refuses_is_named(
    ends: Callable[[BaseException], None],
    capsys: pytest.CaptureFixture[str],
    code: int,
    exit_code: int,
    word: str,
) -> None:
    ends(OSError(code, "refused", "/somewhere"))
    assert run(["read"]) == exit_code
    assert word in capsys.readouterr().err


def test_ctrl_c_says_what_is_safe(
    ends: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    ends(KeyboardInterrupt())
    assert run(["read"]) == 1
    assert "Nothing half-finished is visible" in capsys.readouterr().err


def test_an_unforeseen_error_is_a_sentence_and_a_file_only_its_owner_reads(
    ends: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "work").mkdir()
    ends(ZeroDivisionError("never thought of"))
    assert run(["read", "--home", str(tmp_path)]) == 1
    printed = capsys.readouterr().err
    assert "Traceback" not in printed
    (log,) = (tmp_path / "work").iterdir()
    assert str(log) in printed
    assert "never thought of" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("arguments", [["nonsense"], ["read", "--nonsense"], ["read"], []])
def test_wrong_usage_is_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_command_that_needs_a_home_says_how_to_name_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOLDFAST_HOME", raising=False)
    assert run(["items"]) == 2
    assert "--home DIR" in capsys.readouterr().err
