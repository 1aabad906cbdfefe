# SPDX-License-Identifier: Apache-2.0
"""How fast a medium is taken into the vault, beside the tools one would use without it.

    python bench/intake.py [--gib 4] [--small 100000] [--rounds 1] [--folder DIR] [--least]

Each round does everything once, on the same files: every other round the vault first, so that
neither side always comes to a disk that the other has filled or tired. Ratios are of each round's
own times; the tables show their median, lowest and highest. Processor seconds (user and system, of
the whole tree of processes) are shown beside the clock, for they hold where a machine is busy; the
kernel's own writing back, which `cp` leaves to it and the vault does not, is not in them.

`cp -r` does not sync: a sync of that file system is counted with it, as without one nothing is
durable. Before each piece of work, untimed, all is synced and the source is read once: it is in the
page cache for everybody, as after a first look at it. openssl finds the copy in the page cache too.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
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
    """Copy, and wait until the disk has it: of its own file system, as the vault waits."""
    subprocess.run(["/bin/cp", "-r", source, target], check=True)
    subprocess.run(["/bin/sync", "-f", target], check=True)


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


def run_least(source: Path, target: Path, *options: str) -> None:
    """Do no more than must be done for files of one block (bench/_unavoidable.py)."""
    program = Path(__file__).with_name("_unavoidable.py")
    subprocess.run([sys.executable, program, source, target, *options], check=True)


def run_bagit(target: Path) -> None:
    """Make a bag of a copy and validate it, on two processes."""
    import bagit

    bag = bagit.make_bag(str(target), processes=2, checksums=["sha256"])
    bag.validate(processes=2)
    subprocess.run(["/bin/sync", "-f", target], check=True)


def has_bagit() -> bool:
    """Say whether bagit can be imported here."""
    try:
        import bagit  # noqa: F401 - only asked whether it is there
    except ImportError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Spent:
    """What a piece of work took: by the clock, and of processors."""

    clock: float
    processor: float


def _processor() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def timed(source: Path, work: Callable[[], object]) -> Spent:
    """Read the source once, for it to be in the page cache; then give what the work takes."""
    for path in files_of(source):
        with path.open("rb", buffering=0) as file:
            while file.read(1 << 20):
                pass
    os.sync()
    used, started = _processor(), time.monotonic()
    work()
    return Spent(time.monotonic() - started, _processor() - used)


def one_round(source: Path, place: Path, *, vault_first: bool, least: bool) -> dict[str, Spent]:
    """Do everything once in turn; give what each took by name.

    Nothing is deleted in between: ext4 searches around inodes that were deleted in the last
    minutes, and whoever comes next would pay for it.
    """
    place.mkdir()
    copy, vault, checked = place / "copy", place / "vault", place / "vault-read-back"
    tools: dict[str, Callable[[], object]] = {
        "cp -r, sync": lambda: run_cp(source, copy),
        "openssl, source": lambda: run_openssl(source),
        "openssl, copy": lambda: run_openssl(copy),
    }
    if has_bagit():
        tools["bagit create, validate"] = lambda: run_bagit(copy)
    ours: dict[str, Callable[[], object]] = {
        "vault": lambda: run_vault(source, vault, read_back=False),
        "vault, read back": lambda: run_vault(source, checked, read_back=True),
    }
    if least:
        ours["least: the disk's part"] = lambda: run_least(source, place / "least")
        ours["least: read and hashed"] = lambda: run_least(source, place / "least-read", "--read")
    order = {**ours, **tools} if vault_first else {**tools, **ours}
    spent = {name: timed(source, work) for name, work in order.items()}
    return {name: spent[name] for name in {**tools, **ours}}


def show(title: str, total: int, rounds: list[dict[str, Spent]]) -> bool:
    """Print the table; say whether both budgets are kept."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{title}: {total / 1e9:.2f} GB, median of {len(rounds)}; load {load}")
    print(f"{'':28}{'seconds':>9}{'MB/s':>8}{'processor':>11}")
    for name in rounds[0]:
        seconds = median(each[name].clock for each in rounds)
        used = median(each[name].processor for each in rounds)
        print(f"  {name:26}{seconds:9.2f}{total / 1e6 / seconds:8.0f}{used:11.2f}")
    copied, hashed = ("cp -r, sync",), ("cp -r, sync", "openssl, source", "openssl, copy")
    bagged = ("cp -r, sync", "bagit create, validate")
    kept = within("vault / cp", "vault", copied, rounds)
    whole = "vault, read back"
    kept = within(f"{whole} / cp + openssl of both", whole, hashed, rounds) and kept
    if bagged[1] in rounds[0]:
        within(f"{whole} / cp + bagit", whole, bagged, rounds, budget=False)
    for name in rounds[0]:
        if name.startswith("least"):
            within(f"{name} / cp", name, copied, rounds, budget=False)
    return kept


def within(
    title: str,
    ours: str,
    theirs: tuple[str, ...],
    rounds: list[dict[str, Spent]],
    *,
    budget: bool = True,
) -> bool:
    """Print a ratio, its median and its spread; say whether the median is within the budget."""
    ratios = [each[ours].clock / sum(each[one].clock for one in theirs) for each in rounds]
    ratio = median(ratios)
    kept = ratio <= BUDGET
    verdict = f"  {'within' if kept else 'OVER'} {BUDGET}" if budget else ""
    print(f"  {title:44}{ratio:5.2f}  ({min(ratios):.2f} to {max(ratios):.2f}){verdict}")
    return kept


def main() -> int:
    """Make the files, measure, print, clean up."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--gib", type=float, default=4.0, help="GiB of large files")
    options.add_argument("--small", type=int, default=100_000, help="how many small files")
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument(
        "--least", action="store_true", help="also the least calls for small files, as a floor"
    )
    options.add_argument(
        "--folder",
        type=Path,
        help="where; takes (1 + 3 x rounds; 1 + 5 x with --least) times the files",
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
            rounds = [
                one_round(
                    source,
                    place / f"{title} {number}",
                    vault_first=number % 2 == 1,
                    least=chosen.least and make is make_small,
                )
                for number in range(chosen.rounds)
            ]
            kept = show(title, total, rounds) and kept
            source.rename(place / f"{title} medium")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
