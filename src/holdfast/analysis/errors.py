# SPDX-License-Identifier: Apache-2.0
"""What the engine refuses, and how a processor says that a file gives nothing.

The four `Unable…` errors never reach a caller: the engine turns each into an outcome of that one
file, and the rest goes on.
"""

from __future__ import annotations

from holdfast.errors import HoldfastError


class AnalysisError(HoldfastError):
    """Processors could not be run at all; no evidence is touched by running them."""


class UnknownProcessorError(AnalysisError):
    """A processor was asked for that Holdfast does not have."""


class UnregisteredProcessorError(AnalysisError):
    """A processor without a technology on the register was to be loaded; nothing was run."""


class EngineUnavailableError(AnalysisError):
    """The process in which processors run could not be started on this machine."""


class UnableError(AnalysisError):
    """A processor cannot make its result of this file; says why."""


class NothingToDoError(UnableError):
    """The file needs no such result, for instance a text file needs no picture."""


class EncryptedError(UnableError):
    """The content is encrypted and Holdfast holds no key."""


class DamagedContentError(UnableError):
    """The file breaks off or does not decode."""


class UnsupportedError(UnableError):
    """The file is of a kind that this processor does not know."""
