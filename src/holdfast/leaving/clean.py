# SPDX-License-Identifier: Apache-2.0
"""A cleaned copy of a file: made, read again, and judged by a review of its own.

It promises that the original is opened for reading only, that the copy is a new file (an existing
one is never written over), that a copy that could not be made whole is not left behind where it can
be removed, and that "clean" is said only of what was read again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from holdfast.leaving.clean_picture import clean_picture
from holdfast.leaving.clean_recording import clean_recording
from holdfast.leaving.cleaned import Cleaned, Kept
from holdfast.leaving.errors import CopyAlreadyThereError, LeavingError, NotCleanedError
from holdfast.leaving.review import review
from holdfast.leaving.searching import needles, search, values_of

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.leaving.cleaned import Made
    from holdfast.leaving.review_values import Entry, Review

_KINDS: Final = frozenset({"photograph", "video", "audio"})


def clean(
    path: Path, to: Path, *, name: str | None = None, before: Review | None = None
) -> Cleaned:
    """Make a cleaned copy of the file at `path` at the new path `to`, and review it.

    `before` is the review of the file, when it was made already. Raises NotReviewedError,
    NotCleanedError, CopyAlreadyThereError, LeavingError.
    """
    was = review(path, name=name) if before is None else before
    if was.kind not in _KINDS:
        raise NotCleanedError(
            f"A file of this kind ({was.kind}, {was.format}) is nothing but data about a recording: "
            "without it nothing would be left. The original is unharmed, and no copy was made. "
            "Leave the file out of what is released."
        )
    try:
        file = to.open("x+b")
    except FileExistsError as error:
        raise CopyAlreadyThereError(
            f"There is a file at {str(to)!r} already. It was not written over, and no copy was "
            "made. Name a new file."
        ) from error
    except OSError as error:
        raise LeavingError(
            f"{str(to)!r} could not be written: {error.strerror or error}. The original is "
            "unharmed, and no copy was made. Name a file in a folder you may write to."
        ) from error
    try:
        with file:
            made = (
                clean_picture(path, file, was.format)
                if was.kind == "photograph"
                else clean_recording(path, file, was.format)
            )
        return _judged(to, was, made, (name or path.name).rpartition(".")[2])
    except BaseException:
        with suppress(OSError):
            to.unlink(missing_ok=True)
        raise


def _judged(to: Path, was: Review, made: Made, ending: str) -> Cleaned:
    # Sound without tags is known by the ending of its name alone.
    after = review(to, name=f"copy.{ending}")
    kept: list[Kept] = []
    remains: list[Entry] = []
    for entry in after.entries:
        reason = next((rule.reason for rule in made.may_stay if rule.allows(entry)), None)
        if reason is None:
            remains.append(entry)
        else:
            kept.append(Kept(entry, reason))
    there = {(one.entry.where, one.entry.name, one.entry.value) for one in kept}
    there |= {(one.where, one.name, one.value) for one in remains}
    copies = search(to, needles(values_of(was.entries)))
    return Cleaned(
        path=to,
        sha256=after.sha256,
        size=after.size,
        made=made,
        before=was,
        after=after,
        removed=tuple(one for one in was.entries if (one.where, one.name, one.value) not in there),
        kept=tuple(kept),
        remains=tuple(remains),
        copies=tuple(copies),
    )
