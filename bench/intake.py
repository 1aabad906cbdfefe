# SPDX-License-Identifier: Apache-2.0
"""How fast a medium is taken into the vault, beside the tools one would use without it.

    python bench/intake.py [--gib 4] [--small 100000] [--rounds 1] [--folder DIR]

Each round does everything once in turn, on the same files, so that the ratios hold even where the
machine is noisy; the table shows medians. `cp -r` does not sync: a sync is counted with it, as
without one nothing is durable. The source is in the page cache, as after a first look at it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from holdfast.vault import FileSource, StoredObject, Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGE = 512 << 20
SMALL = 100_000
BUDGET = 0.75


def make_large(folder: Path, gib: float) -> int:
    """Write files of 512 MiB that do not compress; give the bytes."""
    folder.mkdir()
    left = int(gib * (1 << 30))
    total = left
    while left > 0:
        with (folder / f"DJI_{left:012d}.MP4").open("wb") as file:
            for _ in range(0, min(left, LARGE), 1 << 20):
                file.write(os.urandom(1 << 20))
        left -= LARGE
    return total


def make_small(folder: Path, count: int) -> int:
    """Write files of 50 to 150 kB, a thousand to a folder; give the bytes."""
    random = Random(2)  # noqa: S311 - sizes of test files
    total = 0
    for number in range(count):
        inside = folder / f"{number // 1000:03d}MEDIA"
        if number % 1000 == 0:
            inside.mkdir(parents=True)
        size = random.randrange(SMALL // 2, SMALL * 3 // 2)
        (inside / f"DJI_{number:06d}.JPG").write_bytes(os.urandom(size))
        total += size
    return total


def files_of(folder: Path) -> Iterator[Path]:
    """Give every file below a folder."""
    for inside, _, names in os.walk(folder):
        for name in names:
            yield Path(inside) / name


def run_cp(source: Path, target: Path) -> None:
    """Copy, and wait until the disk has it."""
    subprocess.run(["/bin/cp", "-r", source, target], check=True)
    os.sync()


def run_openssl(folder: Path) -> None:
    """Hash every file with `openssl dgst -sha256` (coreutils' sha256sum is slower)."""
    openssl = shutil.which("openssl") or "openssl"
    names = list(files_of(folder))
    for start in range(0, len(names), 1000):
        subprocess.run(
            [openssl, "dgst", "-sha256", *names[start : start + 1000]],
            check=True,
            stdout=subprocess.DEVNULL,
        )


def run_vault(source: Path, target: Path, *, read_back: bool) -> None:
    """Take everything into a new vault, and see that it all was stored."""
    vault = Vault.create(target)
    sources = (FileSource(path) for path in files_of(source))
    for taken, outcome in vault.store_all(sources, read_back=read_back):
        if not isinstance(outcome, StoredObject):
            raise SystemExit(f"{taken}: {outcome.reason}")


def run_bagit(target: Path) -> None:
    """Make a bag of a copy and validate it, on two processes."""
    import bagit

    bag = bagit.make_bag(str(target), processes=2, checksums=["sha256"])
    bag.validate(processes=2)
    os.sync()


def has_bagit() -> bool:
    """Say whether bagit can be imported here."""
    try:
        import bagit  # noqa: F401 - only asked whether it is there
    except ImportError:
        return False
    return True


def timed(work: Callable[[], object]) -> float:
    """Give the seconds a piece of work takes."""
    os.sync()
    started = time.monotonic()
    work()
    return time.monotonic() - started


def one_round(source: Path, place: Path) -> dict[str, float]:
    """Do everything once in turn; give seconds by name.

    Nothing is deleted in between: ext4 searches around inodes that were deleted in the last
    minute, and whoever comes next would pay for it.
    """
    place.mkdir()
    copy, vault, checked = place / "copy", place / "vault", place / "vault-read-back"
    seconds = {"cp -r, sync": timed(lambda: run_cp(source, copy))}
    seconds["openssl, source"] = timed(lambda: run_openssl(source))
    seconds["openssl, copy"] = timed(lambda: run_openssl(copy))
    if has_bagit():
        seconds["bagit create, validate"] = timed(lambda: run_bagit(copy))
    seconds["vault"] = timed(lambda: run_vault(source, vault, read_back=False))
    seconds["vault, read back"] = timed(lambda: run_vault(source, checked, read_back=True))
    return seconds


def show(title: str, total: int, rounds: list[dict[str, float]]) -> bool:
    """Print the table; say whether both budgets are kept."""
    print(f"\n{title}: {total / 1e9:.2f} GB, median of {len(rounds)}")
    print(f"{'':28}{'seconds':>9}{'MB/s':>8}")
    for name in rounds[0]:
        seconds = median(each[name] for each in rounds)
        print(f"  {name:26}{seconds:9.2f}{total / 1e6 / seconds:8.0f}")
    hashed = ("cp -r, sync", "openssl, source", "openssl, copy")
    bagged = ("cp -r, sync", "bagit create, validate")
    ratios = {
        "vault / cp": ("vault", hashed[:1]),
        "vault, read back / cp + openssl of both": ("vault, read back", hashed),
    }
    kept = True
    for name, (ours, theirs) in ratios.items():
        ratio = median(each[ours] / sum(each[one] for one in theirs) for each in rounds)
        kept = kept and ratio <= BUDGET
        print(f"  {name:44}{ratio:5.2f}  {'within' if ratio <= BUDGET else 'OVER'} {BUDGET}")
    if bagged[1] in rounds[0]:
        ratio = median(
            each["vault, read back"] / sum(each[one] for one in bagged) for each in rounds
        )
        print(f"  {'vault, read back / cp + bagit':44}{ratio:5.2f}")
    return kept


def main() -> int:
    """Make the files, measure, print, clean up."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--gib", type=float, default=4.0, help="GiB of large files")
    options.add_argument("--small", type=int, default=100_000, help="how many small files")
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument(
        "--folder", type=Path, help="where; takes (1 + 3 x rounds) times the files"
    )
    chosen = options.parse_args()
    kept = True
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        place = Path(name)
        for title, make, amount in (
            ("large files", make_large, chosen.gib),
            ("small files", make_small, chosen.small),
        ):
            if not amount:
                continue
            source = place / "medium"
            total = make(source, amount)
            rounds = [one_round(source, place / f"{title} {i}") for i in range(chosen.rounds)]
            kept = show(title, total, rounds) and kept
            source.rename(place / f"{title} medium")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
