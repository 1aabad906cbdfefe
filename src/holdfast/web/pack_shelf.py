# SPDX-License-Identifier: Apache-2.0
"""The shelf on which packs made from the pages stand: `HOME/work/packs/<number>`.

Promises: a folder on the shelf is a finished pack; its zip is made once, and what its verifier
said, and when, stands beside it. Taking the shelf away loses no evidence.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.packs import zip_pack
from holdfast.packs.verifier.verify import verify_pack

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.home import Home


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the pack's own verifier said; `problems` is empty when it proved itself."""

    at: str
    proven: bool
    problems: tuple[str, ...]

    @property
    def moment(self) -> datetime:
        """When it said so."""
        return datetime.fromisoformat(self.at)

    @property
    def words(self) -> str:
        """What is wrong."""
        return "; ".join(self.problems)


def folder(home: Home, number: str) -> Path:
    """Give where a pack stands, or would."""
    return home.work / "packs" / number


def contents(pack: Path) -> list[tuple[str, int]]:
    """Give the files of a pack with their sizes; none when the pack is not here."""
    files = sorted(one for one in pack.rglob("*") if one.is_file())
    return [(one.relative_to(pack).as_posix(), one.stat().st_size) for one in files]


def check(pack: Path) -> Verdict:
    """Check a pack with its own verifier, and keep the verdict beside it."""
    said = verify_pack(pack)
    verdict = Verdict(datetime.now(UTC).isoformat(), said.proven, tuple(map(str, said.problems)))
    part = pack.with_name(f"{pack.name}.verdict.part")
    part.write_text(json.dumps(asdict(verdict)), encoding="utf-8")
    part.replace(pack.with_name(f"{pack.name}.verdict.json"))
    return verdict


def verdict(pack: Path) -> Verdict:
    """Give the newest verdict on a pack; one that was never checked is checked now."""
    try:
        kept = json.loads(pack.with_name(f"{pack.name}.verdict.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return check(pack)
    return Verdict(kept["at"], kept["proven"], tuple(kept["problems"]))


def zipped(pack: Path) -> Path:
    """Give the pack as one zip, made the first time."""
    archive = pack.with_name(f"{pack.name}.zip")
    if not archive.exists():
        zip_pack(pack, archive)
    return archive
