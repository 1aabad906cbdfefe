# SPDX-License-Identifier: Apache-2.0
"""Make the home that the pages of governance are looked at on: `python make_governed_home.py FOLDER`.

The story of `oversight.story`, two network tests, an unregistered drone's card in quarantine, and a person a role
whose password is known.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from browser.pages import PASSWORD
from holdfast.cli.session import enter
from holdfast.demo.card import generate_card
from holdfast.records.founding import lay_out_home


def make_governed_home(folder: Path) -> None:
    """Lay it out, found it with its baseline, enrol people, and tell the story."""
    made = lay_out_home(folder, agency="Te Tai Police", now=datetime.now(UTC))
    settings = folder / "holdfast.toml"
    offered = '\n[sign_in]\nsecond_factor = "offered"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + offered, encoding="utf-8")
    home = enter(made.root)

    from fleet.isolation.drones import NEW, OLD, Tester, silent, talking
    from holdfast.accounts.enrolment import redeem_code
    from holdfast.accounts.models import Person
    from holdfast.accounts.roles import ROLES, role_name
    from holdfast.oversight.founding import found_home
    from holdfast.oversight.uses import take_in_medium
    from holdfast.records.services import enrol_person, register_device, set_roles
    from holdfast.records.services.enrolment import issue_enrolment_code
    from oversight.story import CASE, Governed, tell

    first = found_home(home=home, username="administrator", name="Sam Reti", os_user="nobody")
    for role in ROLES:
        if role != "administrator":
            name = f"{role_name(role)} Ngata"
            enrol_person(home=home, actor=first, username=role, name=name, roles=[role])
        issued = issue_enrolment_code(home=home, actor=first, username=role)
        redeem_code(username=role, code=issued.code, password=PASSWORD, now=datetime.now(UTC))
    people = {person.username: person for person in Person.objects.all()}
    tell(home, people)
    register_device(
        home=home,
        actor=people["governance"],
        asset="UAV-001",
        maker="DJI",
        model="Mavic 2 Pro",
        serials=["163ZTEST000001"],
        district="Capital",
        custodian="Wiremu Parata",
        technology="dji-mavic-2",
        firmware=OLD,
    )
    card = generate_card(folder.parent / "card", seed=3, model="mavic-2", photographs=4, videos=0)
    take_in_medium(
        home=home, actor=people["investigator"], path=card.folder, case=CASE, purpose="fire-scene"
    )
    captures = folder.parent / "captures"
    captures.mkdir()
    tester = Tester(Governed(home, people), captures).join()
    tester.record(talking(captures / "old.pcap"))
    tester.record(silent(captures / "new.pcap"), firmware=NEW, data_mode="Local Data Mode")
    set_roles(home=home, actor=first, username="administrator", roles=["administrator"])


if __name__ == "__main__":
    make_governed_home(Path(sys.argv[1]))
