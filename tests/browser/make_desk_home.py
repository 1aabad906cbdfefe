# SPDX-License-Identifier: Apache-2.0
"""Make a home whose desk has two months behind it: `python make_desk_home.py FOLDER`.

Everything is done by the services that people use, told on the days on which it happened.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from browser.pages import PASSWORD
from holdfast.cli.session import enter
from holdfast.records.founding import lay_out_home

if TYPE_CHECKING:
    from holdfast.accounts.models import Person
    from holdfast.home import Home

NOW = datetime.now(UTC)
CASE = "231123/0042"
LONG = (
    "On two evenings a drone stood over our garden for about an hour, with its light on. My "
    "children were outside. I asked the officer in the street and he said that he did not know.\n\n"
    "<b>I want to know</b> who decided it, & what was kept: "
) + "why" * 60


def ago(days: int) -> datetime:
    """Give the moment so many days ago."""
    return NOW - timedelta(days=days)


def make_desk_home(folder: Path) -> None:
    """Found a home 75 days ago, and let people complain, ask and be answered since."""
    made = lay_out_home(folder, agency="Te Tai Police", now=ago(75))
    settings = folder / "holdfast.toml"
    offered = '\n[sign_in]\nsecond_factor = "offered"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + offered, encoding="utf-8")
    home = enter(made.root)

    from holdfast.accounts.models import Person as PersonRow
    from holdfast.accounts.roles import ROLES, role_name
    from holdfast.information import Reason
    from holdfast.oversight import services, uses
    from holdfast.oversight.founding import found_home
    from holdfast.oversight.models import InformationRequest
    from holdfast.oversight.public_person import member_of_the_public
    from holdfast.records.models import Case, Item
    from holdfast.records.services import enrol_person, open_case, state_purpose

    first = found_home(
        home=home, username="administrator", name="Sam Reti", os_user="nobody", now=ago(75)
    )
    for role in ROLES:
        if role != "administrator":
            name = f"{role_name(role)} Ngata"
            enrol_person(
                home=home, actor=first, username=role, name=name, roles=[role], now=ago(75)
            )
    people = {one.username: one for one in PersonRow.objects.all()}

    def by(who: str, days: int) -> dict[str, object]:
        actor = people.get(who) or member_of_the_public()
        return {"home": home, "actor": actor, "now": ago(days)}

    def complain(days: int, text: str = LONG, **more: str) -> str:
        about = {"about": "technology", "technology": "holdfast-viewer", "text": text, **more}
        return services.receive_complaint(**by("", days), **about).number  # type: ignore[arg-type] # as named

    def ask(
        days: int, subject: str = "anything-else", text: str = "How often was it flown?"
    ) -> str:
        said = {"text": text, "requester": "Moana Rewi", "contact": "moana@example.nz"}
        return services.receive_request(**by("", days), subjects=[subject], **said)[0].number  # type: ignore[arg-type] # as named

    card = folder.parent / "card"
    card.mkdir()
    (card / "notes.txt").write_text("a file of the case", encoding="utf-8")
    open_case(**by("investigator", 70), reference=CASE, title="Burglary, Seatoun")  # type: ignore[arg-type] # as named
    case = Case.objects.get().number
    uses.take_in_medium(
        **by("investigator", 70), path=card, case=CASE, purpose="investigation"  # type: ignore[arg-type] # as named
    )  # fmt: skip
    state_purpose(
        **by("investigator", 69), case=case, purpose="investigation", text="", session="one"  # type: ignore[arg-type] # as named
    )  # fmt: skip
    uses.open_item(**by("investigator", 69), item=Item.objects.get().number, session="one")  # type: ignore[arg-type] # as named

    complain(60, stated_reference=CASE, where_and_when="Seatoun, two Saturdays ago")
    late = ask(58)
    upheld = complain(40, "The register does not name this camera.", about="other")
    services.acknowledge_complaint(**by("governance", 38), number=upheld, words="We have it.")  # type: ignore[arg-type] # as named
    services.answer_complaint(
        **by("governance", 30), number=upheld, finding="upheld", words="It is on it now."  # type: ignore[arg-type] # as named
    )  # fmt: skip
    longer = ask(27, text="Every flight over Seatoun since 2024, with its purpose.")
    until = InformationRequest.objects.get(number=longer).due_on
    assert until is not None
    services.extend_request(
        **by("governance", 20), number=longer, until=until + timedelta(days=21),  # type: ignore[arg-type] # as named
        reason="The request is for a large quantity of information.",
    )  # fmt: skip
    services.decide_request(
        **by("governance", 14), number=late, outcome="granted-in-part",  # type: ignore[arg-type] # as named
        reasons=[Reason("oia-9-2-a", "Nothing outweighs the privacy of those filmed.")],
        answer="It was flown 214 times.",
    )  # fmt: skip
    complain(24, "An officer laughed when I asked.", about="conduct", technology="")
    ask(3, "the-asker", "Was a drone used on me?")
    ask(2, "a-prosecution", "All recordings of the search.")
    _give_passwords(home, first)


def _give_passwords(home: Home, first: Person) -> None:
    from holdfast.accounts.enrolment import redeem_code
    from holdfast.accounts.roles import ROLES
    from holdfast.records.services.enrolment import issue_enrolment_code

    for role in ROLES:
        issued = issue_enrolment_code(home=home, actor=first, username=role)
        redeem_code(username=role, code=issued.code, password=PASSWORD, now=datetime.now(UTC))


if __name__ == "__main__":
    make_desk_home(Path(sys.argv[1]))
