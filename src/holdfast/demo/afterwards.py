# SPDX-License-Identifier: Apache-2.0
"""What the demonstration's people did with what was taken in, and one file that came to harm.

Everything but the harm is done by the services. The harm is done to the disk, behind their back,
as a failing disk would: one byte of one original is changed, and the check that follows finds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from holdfast.demo.people import find
from holdfast.demo.story import ARSON, CONDUCT, CRASH, SEARCH
from holdfast.oversight import uses
from holdfast.records.models import Case, Item
from holdfast.records.services import (
    break_glass,
    classify,
    correct_time,
    correct_title,
    give_exhibit_number,
    link,
    place_hold,
    run_check,
    state_purpose,
)
from holdfast.records.stores import open_vault

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.demo.calendar import Calendar
    from holdfast.demo.story import Story
    from holdfast.home import Home

_SESSION = "the demonstration's own session"


@dataclass(slots=True)
class Done:
    """The pack that is made, and the digest of the original that is harmed once that was done."""

    pack: Path
    damaged: str = ""


def plan_afterwards(
    calendar: Calendar, home: Home, *, founder: Person, outside: Path, now: datetime
) -> Done:
    """Put it all into the calendar."""
    done = Done(pack=outside / "pack-2026-0417")
    calendar.on(now - timedelta(days=8), partial(_classify_and_number, home), "classifying")
    calendar.on(now - timedelta(days=7), partial(_correct, home))
    calendar.on(now - timedelta(days=4), partial(_hold_and_link, home))
    calendar.on(now - timedelta(days=1), partial(_look, home))
    calendar.on(now - timedelta(hours=20), partial(_break_glass, home))
    calendar.on(now - timedelta(hours=3), partial(_pack, home, done.pack), "a pack")
    calendar.on(now - timedelta(hours=2), lambda _day: _harm_one_original(home, done))
    calendar.on(
        now - timedelta(hours=1),
        lambda day: run_check(home=home, actor=founder, now=day),
        "checking every original",
    )
    return done


def _break_glass(home: Home, now: datetime) -> None:
    break_glass(
        home=home,
        actor=find("r.patel"),
        reference=CONDUCT.reference,
        reason="A life may be at risk, and nobody of the inquiry answers the telephone",
        now=now,
    )


def _pack(home: Home, to: Path, now: datetime) -> None:
    uses.make_pack(
        home=home,
        actor=find("a.tamihana"),
        case=ARSON.reference,
        purpose="disclosure",
        recipient="Counsel for the defence",
        to=to,
        now=now,
    )


def _case(story: Story) -> int:
    return Case.objects.get(reference=story.reference).number


def _items(story: Story, kind: str) -> list[Item]:
    return list(Item.objects.filter(links__case=_case(story), kind=kind).order_by("number"))


def _classify_and_number(home: Home, now: datetime) -> None:
    officer = find("j.faleolo")
    photographs, videos = _items(ARSON, "photograph"), _items(ARSON, "video")
    evidential = [item.number for item in [*photographs[:5], *videos]]
    classify(
        home=home,
        actor=officer,
        items=evidential,
        status="evidential",
        offence_class="Arson",
        reason="Shows the seat of the fire and the way in",
        now=now,
    )
    for position, number in enumerate(evidential[:6], 1):
        give_exhibit_number(
            home=home,
            actor=officer,
            case=_case(ARSON),
            item=number,
            exhibit_number=f"MOK/{position}",
            now=now,
        )
    classify(
        home=home,
        actor=officer,
        items=[item.number for item in photographs[5:7]],
        status="non-evidential",
        reason="Test pictures before take-off",
        now=now,
    )


def _correct(home: Home, now: datetime) -> None:
    officer = find("j.faleolo")
    video = _items(ARSON, "video")[0]
    correct_title(
        home=home,
        actor=officer,
        item=video.number,
        title="Timber yard from the north, first flight",
        reason="A file name tells a jury nothing",
        now=now,
    )
    if video.claimed_at is not None:
        correct_time(
            home=home,
            actor=officer,
            item=video.number,
            corrected_at=video.claimed_at - timedelta(minutes=58),
            reason="The drone's clock was 58 minutes fast; compared with the fire service's log",
            now=now,
        )


def _hold_and_link(home: Home, now: datetime) -> None:
    officer = find("j.faleolo")
    place_hold(
        home=home,
        actor=officer,
        case=_case(CRASH),
        reason="The coroner has asked for everything to be kept",
        now=now,
    )
    coast = _items(SEARCH, "photograph")[0]
    link(
        home=home,
        actor=officer,
        items=[coast.number],
        case=_case(CRASH),
        reason="Shows the same vehicle, the day after",
        now=now,
    )


def _look(home: Home, now: datetime) -> None:
    investigator = find("a.tamihana")
    state_purpose(
        home=home,
        actor=investigator,
        case=_case(ARSON),
        purpose="investigation",
        text="Way in and way out",
        session=_SESSION,
        now=now,
    )
    for item in _items(ARSON, "video"):
        uses.open_item(home=home, actor=investigator, item=item.number, session=_SESSION, now=now)


def _harm_one_original(home: Home, done: Done) -> None:
    """Change one byte in the middle of a video, as a failing disk would."""
    video = _items(SEARCH, "video")[0]
    sha256 = video.files.get(role="main").original_id
    path = open_vault(home).path(sha256)
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        octet = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([octet[0] ^ 0x20]))
    path.chmod(0o444)
    done.damaged = str(sha256)
