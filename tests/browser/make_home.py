# SPDX-License-Identifier: Apache-2.0
"""Make the home that the browser tests look at: `python make_home.py FOLDER`.

Everything is done by the services that people use. One person a role, whose username is the role;
second factors are offered and not required, so that a test signs in with one form.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from browser.pages import PASSWORD
from holdfast.cli.session import enter
from holdfast.records.founding import lay_out_home

AGENCY = "Te Tai Police"


def make_home(folder: Path) -> None:
    """Lay out a home, found it, enrol a person a role with a password, register two drones.

    The pages take in from the folder `media` beside the home.
    """
    made = lay_out_home(folder, agency=AGENCY, now=datetime.now(UTC))
    settings = folder / "holdfast.toml"
    media = folder.parent / "media"
    media.mkdir()
    offered = f'\n[sign_in]\nsecond_factor = "offered"\n\n[web]\nmedia = ["{media}"]\n'
    settings.write_text(settings.read_text(encoding="utf-8") + offered, encoding="utf-8")
    home = enter(made.root)

    from holdfast.accounts.enrolment import redeem_code
    from holdfast.accounts.roles import ROLES, role_name
    from holdfast.oversight.founding import found_home
    from holdfast.records.services import enrol_person, register_device, set_roles
    from holdfast.records.services.enrolment import issue_enrolment_code

    first = found_home(home=home, username="administrator", name="Sam Reti", os_user="nobody")
    for role in ROLES:
        if role != "administrator":
            name = f"{role_name(role)} Ngata"
            enrol_person(home=home, actor=first, username=role, name=name, roles=[role])
    for number, model in enumerate(("Mavic 2 Pro", "Matrice 300 RTK"), start=1):
        register_device(
            home=home,
            actor=first,
            asset=f"UAV-{number:03}",
            maker="DJI",
            model=model,
            serials=[f"163ZTEST{number:06}"],
            district="Capital",
            custodian="Wiremu Parata",
        )
    for role in ROLES:
        issued = issue_enrolment_code(home=home, actor=first, username=role)
        now = datetime.now(UTC)
        redeem_code(username=role, code=issued.code, password=PASSWORD, now=now)
    set_roles(home=home, actor=first, username="administrator", roles=["administrator"])


if __name__ == "__main__":
    make_home(Path(sys.argv[1]))
