# SPDX-License-Identifier: Apache-2.0
"""Checking a whole log offline: every byte of it against its signed checkpoint.

Promises: entries are hashed again and compared with the tiles, the tiles with each other, the root
with the newest checkpoint and with every one before it (`tree_check`); each sealed body with the
commitment in its face, each lines file with its name and with the body that refers to it; every
other file is reported. What cannot be judged from the inside is listed, not judged: destroyed
bodies (a disposal entry must explain each), files of an unfinished append, and signatures by keys
that were not handed in.
Reads only, and holds no writer up.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.ledger.bodies import Bodies, decode_bodies
from holdfast.ledger.body import COMMITMENT_DOMAIN
from holdfast.ledger.durable import TEMPORARY_SUFFIX
from holdfast.ledger.errors import DamagedLogError, LedgerError, MalformedTextError
from holdfast.ledger.history import History
from holdfast.ledger.lines import read_lines
from holdfast.ledger.signed_checkpoint import SignedCheckpoint
from holdfast.ledger.tile_tree import files_beyond
from holdfast.ledger.tiles import TILE_WIDTH
from holdfast.ledger.tree_check import Claim, Problem, TreeCheck

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from holdfast.ledger.verifier import Verifier

_SEALED = b'"sealed":"'
_LINES_KEY = b'"lines":{'
_KNOWN = {"log", "bodies", "lines", "checkpoints", "writing.lock"}


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and found. `problems` empty means: exactly what was signed."""

    size: int
    problems: tuple[Problem, ...]
    destroyed: tuple[int, ...]
    unfinished: tuple[str, ...]
    unreferenced_lines: tuple[str, ...]
    unknown_signatures: tuple[str, ...]
    checkpoints: int

    @property
    def sound(self) -> bool:
        """True when nothing differs from what was signed."""
        return not self.problems


@dataclass(slots=True)
class _Check:
    directory: Path
    verifier: Verifier
    cosigners: tuple[Verifier, ...]
    problems: list[Problem] = field(default_factory=list)
    destroyed: list[int] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    referenced: dict[str, tuple[int, int]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    checkpoints: int = 0

    def problem(self, path: Path, what: str) -> None:
        self.problems.append(Problem(str(path.relative_to(self.directory)), what))


def verify_log(
    directory: Path,
    verifier: Verifier,
    *,
    cosigners: Iterable[Verifier] = (),
    on_progress: Callable[[int], None] | None = None,
) -> Verification:
    """Check the ledger in `directory`. `on_progress` is told how many entries are done."""
    check = _Check(directory, verifier, tuple(cosigners))
    history = History(directory)
    head = _signed(check, history.head_path)
    if head is None:
        return _verification(check, 0, ())
    claims = [Claim("log/checkpoint", head.size, head.root)]
    claims += _past_checkpoints(check, history, head)
    tree = TreeCheck(directory / "log", head.size, claims, "log/")
    bodies = Bodies(directory / "bodies")
    for number, faces in tree.bundles():
        _check_bodies(check, bodies, number, faces, head.size)
        if on_progress is not None:
            on_progress(number * TILE_WIDTH + len(faces))
    check.problems += tree.problems
    check.unfinished += tree.unfinished
    _check_vkey(check)
    _check_other_bodies(check, bodies, head.size)
    loose = _check_lines(check)
    for path in directory.iterdir():
        if path.name not in _KNOWN:
            check.problem(path, "has no place in a ledger")
    return _verification(check, head.size, loose)


def verify_published(
    folder: Path, verifier: Verifier, *, cosigners: Iterable[Verifier] = ()
) -> Verification:
    """Check a published copy or a mirror: checkpoint, tiles and faces, without bodies."""
    check = _Check(folder, verifier, tuple(cosigners))
    head = _signed(check, folder / "checkpoint")
    if head is None:
        return _verification(check, 0, ())
    tree = TreeCheck(folder, head.size, [Claim("checkpoint", head.size, head.root)])
    for _ in tree.bundles():
        pass
    check.problems += tree.problems
    check.unfinished += tree.unfinished
    return _verification(check, head.size, ())


def _verification(check: _Check, size: int, loose: tuple[str, ...]) -> Verification:
    return Verification(
        size=size,
        problems=tuple(check.problems),
        destroyed=tuple(check.destroyed),
        unfinished=tuple(check.unfinished),
        unreferenced_lines=loose,
        unknown_signatures=tuple(check.unknown),
        checkpoints=check.checkpoints,
    )


def _signed(check: _Check, path: Path) -> SignedCheckpoint | None:
    """Return the checkpoint at `path` when it is signed; report it when not."""
    try:
        signed = SignedCheckpoint.parse(path.read_bytes())
        signed.verify(check.verifier, check.cosigners)
    except (OSError, LedgerError) as error:
        check.problem(path, str(error))
        return None
    known = {(each.name, each.key_id) for each in (check.verifier, *check.cosigners)}
    name = str(path.relative_to(check.directory))
    check.unknown += [
        f"{name}: {line.name} {line.key_id.hex()}"
        for line in signed.note.signatures
        if (line.name, line.key_id) not in known
    ]
    check.checkpoints += 1
    return signed


def _past_checkpoints(check: _Check, history: History, head: SignedCheckpoint) -> list[Claim]:
    """Return what the kept checkpoints say, those that are signed; the tree check judges them."""
    past: list[Claim] = []
    folder = check.directory / "checkpoints"
    for path in sorted(each for each in folder.rglob("*") if not each.is_dir()):
        name = str(path.relative_to(check.directory))
        if path.name.endswith(TEMPORARY_SUFFIX):
            check.unfinished.append(name)
        elif not path.name.isdigit() or history.path(int(path.name)) != path:
            check.problem(path, "has no place among the checkpoints")
        elif signed := _signed(check, path):
            past.append(Claim(name, signed.size, signed.root))
            if signed.size != int(path.name):
                check.problem(path, f"holds the checkpoint of size {signed.size}")
            elif signed.size > head.size:
                check.problem(path, f"was signed, but the log has only {head.size} entries")
            elif signed.size == head.size and signed != head:
                check.problem(path, "differs from log/checkpoint")
    if not history.path(head.size).exists():
        check.problem(history.path(head.size), "is missing")
    return past


def _check_bodies(
    check: _Check, bodies: Bodies, number: int, faces: Sequence[bytes], size: int
) -> None:
    path = bodies.path(number)
    try:
        data = path.read_bytes()
        found, end = decode_bodies(data, len(faces))
    except (OSError, MalformedTextError) as error:
        check.problem(path, f"sealed bodies missing or cut short: {error}")
        return
    if end != len(data):
        if (number + 1) * TILE_WIDTH > size:
            check.unfinished.append(str(path.relative_to(check.directory)))
        else:
            check.problem(path, "holds more than its sealed bodies")
    first = number * TILE_WIDTH
    for at, (face, body) in enumerate(zip(faces, found, strict=True)):
        place = face.find(_SEALED) + len(_SEALED)
        if place < len(_SEALED):
            check.problem(path, f"entry {first + at} has a face without a commitment")
        elif not body:
            check.destroyed.append(first + at)
        elif sha256(COMMITMENT_DOMAIN + body).hexdigest().encode() != face[place : place + 64]:
            check.problem(path, f"the sealed body of entry {first + at} is not the one entered")
        elif _LINES_KEY in body:
            _note_lines(check, first + at, body)


def _note_lines(check: _Check, index: int, body: bytes) -> None:
    try:
        lines = json.loads(body).get("lines")
        check.referenced[str(lines["root"])] = (int(lines["count"]), index)
    except (ValueError, TypeError, KeyError, AttributeError):
        return  # the words stand somewhere else in the body: it names no lines


def _check_vkey(check: _Check) -> None:
    path = check.directory / "log" / "vkey"
    try:
        same = path.read_text("utf-8") == f"{check.verifier.vkey}\n"
    except (OSError, UnicodeDecodeError):
        same = False
    if not same:
        check.problem(path, "is not the key this ledger was checked with")


def _check_other_bodies(check: _Check, bodies: Bodies, size: int) -> None:
    last, width = divmod(size, TILE_WIDTH)
    beyond = {path for path in files_beyond(bodies.folder, last, 0) if path != bodies.path(last)}
    if not width:
        beyond.add(bodies.path(last))
    placed = {bodies.path(number) for number in range(last + 1)}
    for path in sorted(each for each in bodies.folder.rglob("*") if not each.is_dir()):
        if path in beyond or path.name.endswith(TEMPORARY_SUFFIX):
            check.unfinished.append(str(path.relative_to(check.directory)))
        elif path not in placed:
            check.problem(path, "has no place among the sealed bodies")


def _check_lines(check: _Check) -> tuple[str, ...]:
    folder = check.directory / "lines"
    loose: list[str] = []
    for path in sorted(each for each in folder.rglob("*") if not each.is_dir()):
        root = path.name
        if root.endswith(TEMPORARY_SUFFIX):
            check.unfinished.append(str(path.relative_to(check.directory)))
            continue
        if path != folder / root[:2] / root:
            check.problem(path, "has no place among the lines")
            continue
        count, index = check.referenced.pop(root, (None, None))
        try:
            tree = read_lines(folder, root)
        except DamagedLogError as error:
            check.problem(path, str(error))
            continue
        if count is None:
            loose.append(root)
        elif count != tree.count:
            check.problem(path, f"entry {index} names {count} lines and it holds {tree.count}")
    for root, (_, index) in check.referenced.items():
        check.problem(folder / root[:2] / root, f"the lines of entry {index} are missing")
    return tuple(loose)
