# SPDX-License-Identifier: Apache-2.0
"""Make a home whose contractors are engaged, late and at fault: `python make_engagement_home.py FOLDER`.

Everything is done by the services that people use, told on the days on which it happened.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from browser.pages import PASSWORD
from holdfast.cli.session import enter
from holdfast.records.founding import lay_out_home

if TYPE_CHECKING:
    from holdfast.accounts.models import Person
    from holdfast.home import Home

NOW = datetime.now(UTC)
CASE, SECRET = "231123/0042", "231123/0077"
LONG = "An unreasonably-long-name-without-any-space-of-a-firm-" * 3


def ago(days: float) -> datetime:
    """Give the moment so many days ago."""
    return NOW - timedelta(days=days)


def make_engagement_home(folder: Path) -> None:
    """Found a home 80 days ago, and let contractors fly for it since."""
    made = lay_out_home(folder, agency="Te Tai Police", now=ago(80))
    settings = folder / "holdfast.toml"
    offered = '\n[sign_in]\nsecond_factor = "offered"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + offered, encoding="utf-8")
    home = enter(made.root)

    from holdfast.accounts.models import Person as PersonRow
    from holdfast.accounts.roles import ROLES, role_name
    from holdfast.fleet import services
    from holdfast.fleet.services import Document, Evidence, Flying
    from holdfast.oversight import services as oversight
    from holdfast.oversight import uses
    from holdfast.oversight.founding import found_home
    from holdfast.records.services import enrol_person, open_case, set_roles

    first = found_home(
        home=home, username="administrator", name="Sam Reti", os_user="nobody", now=ago(80)
    )
    for role in ROLES:
        if role != "administrator":
            name = f"{role_name(role)} Ngata"
            enrol_person(
                home=home, actor=first, username=role, name=name, roles=[role], now=ago(80)
            )
    people = {one.username: one for one in PersonRow.objects.all()}

    def by(who: str, days: float) -> dict[str, Any]:
        return {"home": home, "actor": people[who], "now": ago(days)}

    def take_in(name: str, days: float, whose: str) -> str:
        card = folder.parent / name
        card.mkdir()
        (card / "notes.txt").write_text(f"a file of {name}", encoding="utf-8")
        return uses.take_in_medium(
            **by("investigator", days), path=card, case=CASE, purpose="investigation", whose=whose
        )

    def engage(days: int, contractor: str, case: str = CASE, **more: Any) -> str:
        said: dict[str, Any] = {
            "contractor": contractor,
            "contact": "Jo Pilot\n1 Quay Street",
            "case": case,
            "purpose": "crash-scene",
            "flying": Flying("DJI Matrice 350 RTK", certificate="AC-44", rule_part="Part 102"),
            "starts_on": ago(days).date(),
            "ends_on": ago(days - 2).date(),
            "conditions": [one.id for one in home.lists.engagement_conditions if one.usual],
        }
        return services.open_engagement(**by("exhibit_officer", days + 1), **{**said, **more})

    oversight.register_technology(
        **by("governance", 79), number="dji-mavic-3", name="DJI Mavic 3", kind="drone"
    )
    for reference, access in ((CASE, "standard"), (SECRET, "restricted")):
        open_case(**by("investigator", 75), reference=reference, title="Crash", access_class=access)
    paper = Document("attestation.pdf", "ab" * 32)
    well = engage(60, "Kererū Aerial Survey", agreement=Document("agreement.pdf", "cd" * 32))
    receipt = take_in("contractor", 57, "outside")
    services.meet_condition(
        **by("exhibit_officer", 57), number=well, condition="handed-over-on-media",
        evidence=Evidence(acquisition=receipt),
    )  # fmt: skip
    for condition in ("no-cloud", "copies-destroyed", "no-subcontractor"):
        services.meet_condition(
            **by("exhibit_officer", 40), number=well, condition=condition,
            evidence=Evidence("Jo Pilot", "Formatted twice, <b>says</b> the pilot"),
        )  # fmt: skip
    services.meet_condition(
        **by("exhibit_officer", 39), number=well, condition="attestation-signed",
        evidence=Evidence(document=paper),
    )  # fmt: skip
    services.close_engagement(**by("governance", 38), number=well)
    late = engage(
        25, "Long Cloud Drones",
        flying=Flying("DJI Mavic 3", "dji-mavic-3", "agency", "ours", "Part 101"),
        work="Photograph the bend",
    )  # fmt: skip
    services.waive_condition(
        **by("governance", 20), number=late, condition="no-subcontractor",
        by="District commander", reason="The second pilot is named in the agreement",
    )  # fmt: skip
    services.move_day(
        **by("governance", 20), number=late, condition="copies-destroyed",
        due_on=(NOW + timedelta(days=9)).date(), reason="The card is with the coroner",
    )  # fmt: skip
    services.remind_contractor(**by("governance", 4), number=late, how="By post")
    broken = engage(12, LONG)
    services.record_breach(
        **by("governance", 8), number=broken, condition="no-cloud",
        summary="A tablet synchronised with the maker's servers", private="Said by the firm",
    )  # fmt: skip
    services.open_engagement(
        **by("governance", 2), contractor="Sealed Skies", case=SECRET, purpose="investigation",
        flying=Flying("A kite"), starts_on=ago(1).date(), ends_on=ago(-1).date(),
        conditions=["no-cloud"], left_out="It is a kite",
    )  # fmt: skip
    take_in("waiting", 1, "agency")
    _give_passwords(home, first)
    set_roles(home=home, actor=first, username="administrator", roles=["administrator"])


def _give_passwords(home: Home, first: Person) -> None:
    from holdfast.accounts.enrolment import redeem_code
    from holdfast.accounts.roles import ROLES
    from holdfast.records.services.enrolment import issue_enrolment_code

    for role in ROLES:
        issued = issue_enrolment_code(home=home, actor=first, username=role)
        redeem_code(username=role, code=issued.code, password=PASSWORD, now=datetime.now(UTC))


if __name__ == "__main__":
    make_engagement_home(Path(sys.argv[1]))
