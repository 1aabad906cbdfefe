# SPDX-License-Identifier: Apache-2.0
"""The edge of the process: every way a command can end becomes a sentence and an exit code.

An error that Holdfast raises on purpose is printed as it is written. An error nobody foresaw is
printed as a sentence that names the file its details were written to; it is never shown as a
traceback, because a traceback tells the person at the desk nothing and may show evidence.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import tempfile
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.app import app
from holdfast.cli.errors import AnswerNotWrittenError
from holdfast.cli.output import print_json, warn
from holdfast.errors import ANSWER_IS_NO, DONE, NEEDS_ATTENTION, WRONG_USAGE, HoldfastError

if TYPE_CHECKING:
    from collections.abc import Sequence

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_WORN = frozenset({errno.EIO, errno.EROFS})
_STOPPED = (
    "Stopped. Nothing half-finished is visible: what was acknowledged is kept, and the same "
    "command goes on from there."
)
_NO_TEXT = (
    "A case, a purpose and whatever else is kept as words must be text in UTF-8, and one of these "
    "arguments holds other bytes. Nothing was recorded. Say it in letters; a path may hold any bytes."
)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Never raises, never prints a traceback."""
    _let_streams_take_any_text()
    try:
        answer: object = app.main(args=list(arguments), prog_name="holdfast", standalone_mode=False)
    except BrokenPipeError:
        # Whoever read our output closed it (`| head`). Give the interpreter somewhere to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return WRONG_USAGE
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 # the edge: nothing is above it
        return _refuse(*_what_happened(error, arguments), as_json="--json" in arguments)
    return answer if isinstance(answer, int) else DONE


def _what_happened(error: BaseException, arguments: Sequence[str]) -> tuple[str, str, int]:
    """Return the kind of the error, its sentence and the exit code."""
    kind = type(error).__name__
    if isinstance(error, HoldfastError):
        return kind, str(error), error.exit_code
    if isinstance(error, click.ClickException):
        return "WrongUsage", _usage_sentence(error), WRONG_USAGE
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return "StoppedError", _STOPPED, ANSWER_IS_NO
    if isinstance(error, OSError):
        return kind, *_storage_sentence(error)
    return _from_elsewhere(error, arguments)


def _from_elsewhere(error: BaseException, arguments: Sequence[str]) -> tuple[str, str, int]:
    """Say what a library or a slip of ours raised."""
    kind = type(error).__name__
    if isinstance(error, UnicodeEncodeError) and any(map(_is_no_text, arguments)):
        return "WrongUsage", _NO_TEXT, WRONG_USAGE
    if _is_of_the_database(error):
        return "DatabaseError", _database_sentence(error), NEEDS_ATTENTION
    sentence = (
        f"Something went wrong that Holdfast did not foresee ({kind}). "
        "Originals and ledger entries that were acknowledged are as they were. "
        f"The details are in {_write_down(error, arguments)}; please send that file with a report."
    )
    return "UnforeseenError", sentence, ANSWER_IS_NO


def _refuse(kind: str, sentence: str, exit_code: int, *, as_json: bool) -> int:
    try:
        if as_json:
            print_json({"error": {"kind": kind, "message": sentence, "exit_code": exit_code}})
        else:
            warn(sentence)
    except (OSError, AnswerNotWrittenError):
        # Standard output, or standard error, takes nothing more: the exit code has to say it.
        with suppress(OSError):
            warn(sentence)
    return exit_code


def _is_no_text(argument: str) -> bool:
    return not argument.isascii() and any("\ud800" <= each <= "\udfff" for each in argument)


def _usage_sentence(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if isinstance(context, click.Context) else "holdfast"
    return f"{error.format_message().rstrip('.')}. See '{path} --help'. Nothing was touched."


def _storage_sentence(error: OSError) -> tuple[str, int]:
    where = f" at {error.filename}" if error.filename else ""
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        sentence = (
            f"The disk is full{where}. What was acknowledged before is unharmed, and nothing "
            "half-written is visible. Make room and run the same command again."
        )
        return sentence, NEEDS_ATTENTION
    if error.errno in _WORN:
        sentence = (
            f"The disk refused{where}: {reason}. What was acknowledged before was not touched by "
            "this command. Look at the disk, then run 'holdfast check'."
        )
        return sentence, NEEDS_ATTENTION
    sentence = (
        f"The operating system refused{where}: {reason}. No evidence was changed. Put that right "
        "and run the same command again."
    )
    return sentence, WRONG_USAGE


def _is_of_the_database(error: BaseException) -> bool:
    """Whether the database raised it; one that Django never loaded cannot have."""
    django_db = sys.modules.get("django.db")
    return django_db is not None and isinstance(error, django_db.DatabaseError)


def _database_sentence(error: BaseException) -> str:
    reason = " ".join(str(error).split()).rstrip(".")
    return (
        f"The database of this home cannot be used: {reason}. Originals and the ledger are "
        "unharmed, and nothing was changed. See that the disk has room, and that the server runs "
        "or you may read and write the file; if the database is damaged, missing or of another "
        "version, make it again with 'holdfast rebuild'."
    )


def _let_streams_take_any_text() -> None:
    """Let a terminal that knows only ASCII show an escape where it cannot show a letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _write_down(error: BaseException, arguments: Sequence[str]) -> Path:
    """Write the traceback where the owner of the home finds it, readable by nobody else."""
    folder = _work_folder(arguments)
    moment = datetime.now(UTC)
    path = folder / f"unforeseen-{moment:%Y%m%dT%H%M%SZ}-{os.getpid()}.log"
    text = f"{moment.isoformat()} holdfast {' '.join(arguments[:1])}\n\n"
    text += "".join(traceback.format_exception(error))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return path


def _work_folder(arguments: Sequence[str]) -> Path:
    named = os.environ.get("HOLDFAST_HOME", "")
    for position, argument in enumerate(arguments):
        if argument == "--home" and position + 1 < len(arguments):
            named = arguments[position + 1]
        elif argument.startswith("--home="):
            named = argument.removeprefix("--home=")
    work = Path(named) / "work" if named else None
    if work is not None and work.is_dir() and os.access(work, os.W_OK):
        return work
    return Path(tempfile.gettempdir())
