# SPDX-License-Identifier: Apache-2.0
"""Make a home with three quarters behind it: `python make_report_home.py FOLDER`.

The first quarter's report is late, the second's is final, the running one's provisional; a drone
flew, a tool was used, the gate refused, and a tool's own log differs.
"""

from __future__ import annotations

import contextlib
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from browser.pages import PASSWORD
from holdfast.cli.session import enter
from holdfast.publication.quarters import Quarter
from holdfast.records.founding import lay_out_home


def make_home(folder: Path) -> None:
    """Tell the story; each day is counted from today."""
    now = datetime.now(UTC)
    last = Quarter.containing(now.date()).previous
    founded = datetime.combine(last.previous.first_day, time(9), tzinfo=UTC)
    made = lay_out_home(folder, agency="Te Tai Police", now=founded)
    settings = folder / "holdfast.toml"
    text = settings.read_text(encoding="utf-8") + '\n[sign_in]\nsecond_factor = "offered"\n'
    settings.write_text(text, encoding="utf-8")
    home = enter(made.root)

    from holdfast.accounts.enrolment import redeem_code
    from holdfast.accounts.roles import ROLES, role_name
    from holdfast.gate import DeniedError
    from holdfast.oversight.founding import found_home
    from holdfast.records.services import enrol_person
    from holdfast.records.services.enrolment import issue_enrolment_code
    from oversight.telling import FACES, TOOL, Story

    first = found_home(
        home=home, username="administrator", name="Sam Reti", os_user="nobody", now=founded
    )
    for role in ROLES:
        if role != "administrator":
            name = f"{role_name(role)} Ngata"
            enrol_person(
                home=home, actor=first, username=role, name=name, roles=[role], now=founded
            )
    story = Story(home, founded)
    story.equip()
    days = [str(last.first_day + timedelta(days=each)) for each in range(30)]
    for day in days[1:8:2]:
        story.use(day)
    story.use(days[9], TOOL, reference="J-1")
    story.use(days[10], TOOL, reference="J-2")
    with contextlib.suppress(DeniedError):
        story.use(days[11], FACES)
    story.hand_in(
        "time,function,reference,user\n"
        f"{days[9]}T08:30:00Z,Process,J-1,pat\n{days[12]}T08:30:00Z,Face Search,J-3,pat\n",
        days[0],
        days[20],
    )
    story.report(last.text, str(last.next.first_day))
    story.report(last.next.text, str(now.date()))
    for role in ROLES:
        issued = issue_enrolment_code(home=home, actor=first, username=role)
        redeem_code(username=role, code=issued.code, password=PASSWORD, now=datetime.now(UTC))


if __name__ == "__main__":
    make_home(Path(sys.argv[1]))
