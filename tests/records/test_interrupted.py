# SPDX-License-Identifier: Apache-2.0
"""A take-in stopped anywhere: nothing half-visible, nothing lost, and the same path goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from holdfast.errors import HoldfastError
from holdfast.home import HomeBusyError, locked
from holdfast.oversight import uses
from holdfast.records import queries, services
from holdfast.records.errors import MediumGoneError
from holdfast.records.models import Acquisition, Custody, Entry, Item, Original
from holdfast.records.stores import open_vault, view_log
from records.making import Agency, files_of
from records.taking_in import GONE, PLACES

if TYPE_CHECKING:
    from holdfast.records.intake.progress import Progress

SCRIPT = Path(__file__).with_name("taking_in.py")


def start(agency: Agency, medium: Path, *how: str) -> subprocess.Popen[str]:
    connection.close()
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(agency.home.root), str(medium), "C-1", *how],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, errors = process.communicate(timeout=120)
    assert process.returncode in (0, GONE, -signal.SIGKILL), errors
    return process.returncode, out


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    folder = tmp_path / "medium"
    folder.mkdir()
    for number in range(40):
        (folder / f"DJI_{number:04}.JPG").write_bytes(os.urandom(20_000 + number))
    return folder


@pytest.mark.parametrize("after", ["0", "1", "17", "40"])
def test_a_killed_take_in_shows_nothing_and_goes_on(
    agency: Agency, medium: Path, after: str
) -> None:
    agency.open_case()
    assert ended(start(agency, medium, "after-files", after))[0] == GONE
    assert Acquisition.objects.count() == Item.objects.count() == Original.objects.count() == 0
    waiting = services.interrupted_intakes(agency["operator"], agency.home)
    assert [(one.case, one.files_total) for one in waiting] == [("C-1", 40)]
    assert services.interrupted_intakes(agency["governance"], agency.home) == ()
    receipt = agency.take_in(medium)
    assert (receipt.seen, receipt.stored, receipt.duplicate) == (40, 40, 0)
    assert receipt.resumed_files == waiting[0].files_done
    assert services.interrupted_intakes(agency["operator"], agency.home) == ()
    assert not list(agency.home.intakes.iterdir())
    assert not list((agency.home.vault / "incoming").rglob("*.part"))


@pytest.mark.parametrize("delay", [0.35, 0.5, 0.7, 1.0, 1.5])
def test_a_take_in_killed_at_any_moment_leaves_all_or_nothing(
    agency: Agency, medium: Path, delay: float
) -> None:
    agency.open_case()
    process = start(agency, medium)
    time.sleep(delay)
    process.kill()
    ended(process)
    whole = (0, 40) if not Acquisition.objects.exists() else (1, 40)
    assert Original.objects.count() == (whole[1] if whole[0] else 0)
    receipt = agency.take_in(medium)
    assert receipt.seen == 40
    assert receipt.stored == (0 if whole[0] else 40)
    assert Original.objects.count() == len(list(open_vault(agency.home).iterate())) == 40
    assert view_log(agency.home).verify_all().problems == ()
    assert not Entry.objects.filter(index__isnull=True).exists()


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_process_gone_between_two_steps_is_healed(
    agency: Agency, medium: Path, place: str
) -> None:
    agency.open_case()
    before = view_log(agency.home).size
    assert ended(start(agency, medium, "at", place))[0] == GONE
    committed = place != "after-lines"
    assert Acquisition.objects.exists() is committed
    services.heal(home=agency.home)
    log = view_log(agency.home)
    assert log.size == Entry.objects.count()
    assert not Entry.objects.filter(index__isnull=True).exists()
    assert log.size == before + (1 if committed else 0)
    for entry in Entry.objects.all():
        assert log.face(entry.index or 0) == bytes(entry.face)
        assert log.body(entry.index or 0) == bytes(entry.body or b"")
    again = agency.take_in(medium)
    assert again.stored == (0 if committed else 40)
    uses.read_waiting(home=agency.home, actor=agency["operator"])
    assert Item.objects.filter(condition="unread").count() == 0
    assert Custody.objects.filter(entry__act="acquisition.take_in").count() == (
        80 if committed else 40
    )
    assert log.verify_all().problems == ()


def test_ctrl_c_leaves_a_take_in_that_goes_on(agency: Agency, medium: Path) -> None:
    agency.open_case()

    def stop(progress: Progress) -> None:
        if progress.stage == "storing" and progress.files_done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        agency.take_in(medium, progress=stop)
    assert not Acquisition.objects.exists()
    receipt = agency.take_in(medium)
    assert receipt.stored == 40
    assert receipt.resumed_files >= 5
    assert any("interrupted" in note for note in receipt.notes)


def test_a_card_pulled_out_stops_with_what_is_safe_and_what_to_do(
    agency: Agency, medium: Path
) -> None:
    agency.open_case()
    away = medium.with_name("away")

    def pull(progress: Progress) -> None:
        if progress.stage == "storing" and progress.files_done == 3 and medium.exists():
            medium.rename(away)

    with pytest.raises(MediumGoneError, match="safe and unharmed"):
        agency.take_in(medium, progress=pull)
    assert not Acquisition.objects.exists()
    away.rename(medium)
    receipt = agency.take_in(medium)
    assert (receipt.stored, receipt.unreadable) == (40, 0)


def test_a_file_changed_since_is_read_again(agency: Agency, medium: Path) -> None:
    agency.open_case()
    assert ended(start(agency, medium, "after-files", "20"))[0] == GONE
    (medium / "DJI_0000.JPG").write_bytes(b"another picture")
    receipt = agency.take_in(medium)
    assert receipt.stored == 40
    vault = open_vault(agency.home)
    assert vault.path(receipt.files[0].sha256).read_bytes() == b"another picture"


def test_another_card_at_the_same_place_is_not_mistaken_for_it(
    agency: Agency, medium: Path
) -> None:
    agency.open_case()
    assert ended(start(agency, medium, "after-files", "20"))[0] == GONE
    shutil.rmtree(medium)
    files_of(medium, DJI_0000__JPG=b"x")
    receipt = agency.take_in(medium)
    assert (receipt.seen, receipt.stored, receipt.resumed_files) == (1, 1, 0)


def test_a_second_take_in_is_told_who_is_at_it(agency: Agency, medium: Path) -> None:
    from datetime import UTC, datetime

    agency.open_case()
    since = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
    with (
        locked(agency.home.intake_lock, command="taking in /media/card", now=since),
        pytest.raises(HomeBusyError, match=r"taking in /media/card \(process \d+, since"),
    ):
        agency.take_in(medium)
    assert agency.take_in(medium).stored == 40


def test_two_writers_at_once_both_get_their_entry(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    one = start(agency, files_of(tmp_path / "one", a__txt=b"a"))
    services.open_case(home=agency.home, actor=agency["investigator"], reference="C-9")
    assert ended(one)[0] == 0
    assert queries.list_cases(agency["investigator"]).rows[0].reference == "C-9"
    log = view_log(agency.home)
    assert log.size == Entry.objects.count()
    assert log.verify_all().problems == ()


def test_a_disk_that_fills_up_stops_in_words_and_goes_on_when_there_is_room(
    agency: Agency, medium: Path
) -> None:
    """The vault, the journals and the ledger are put on a file system of 3 MiB of their own."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    agency.open_case()
    home, small = agency.home, agency.home.root / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=3m", "none", str(small)], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a file system")
    try:
        for folder in (home.vault, home.work, home.ledger):
            shutil.copytree(folder, small / folder.name)
            shutil.rmtree(folder)
            folder.symlink_to(small / folder.name)
        settings = home.root / "holdfast.toml"
        settings.write_text(settings.read_text() + "\n[intake]\nspare_mib = 0\n")
        ours = Agency(type(home).open(home.root), agency.people)
        filler = small / "filler"

        def fill(progress: Progress) -> None:
            if progress.stage == "storing" and progress.files_done == 3 and not filler.exists():
                try:
                    with filler.open("wb") as file:
                        while True:
                            file.write(bytes(4096))
                            file.flush()
                except OSError:
                    return

        with pytest.raises(HoldfastError) as stopped:
            ours.take_in(medium, progress=fill)
        assert stopped.value.exit_code == 3
        assert not Acquisition.objects.exists()
        filler.unlink()
        receipt = ours.take_in(medium)
        assert (receipt.stored, receipt.unreadable) == (40, 0)
        assert view_log(ours.home).verify_all().problems == ()
    finally:
        subprocess.run(["/bin/umount", "-l", str(small)], check=True)
