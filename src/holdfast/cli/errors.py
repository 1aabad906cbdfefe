# SPDX-License-Identifier: Apache-2.0
"""What can go wrong between a person's terminal and the services."""

from __future__ import annotations

from holdfast.errors import ANSWER_IS_NO, WRONG_USAGE, HoldfastError


class CommandError(HoldfastError):
    """The command line could not do what was asked; the message says why."""


class NoHomeNamedError(CommandError):
    """A command that works in a home was given neither `--home` nor `HOLDFAST_HOME`."""

    exit_code = WRONG_USAGE


class UnknownOperatingSystemUserError(CommandError):
    """The person running a command has no name on this machine, or is nobody in this home."""

    exit_code = WRONG_USAGE


class StoppedError(CommandError):
    """A person pressed Ctrl-C; the message says what is safe and how to go on."""

    exit_code = ANSWER_IS_NO


class PortInUseError(CommandError):
    """`serve`, `demo` or `witness` cannot listen where it was told to."""

    exit_code = WRONG_USAGE


class UnreadablePathError(CommandError):
    """A file or folder named on the command line cannot be read or written."""

    exit_code = WRONG_USAGE


class AnswerNotWrittenError(CommandError):
    """Standard output took no more (a full disk); what the command did is done all the same."""

    exit_code = ANSWER_IS_NO


class NotAnalysedError(CommandError):
    """A file is no recording that can be analysed, or is damaged; the message says which."""

    exit_code = ANSWER_IS_NO
