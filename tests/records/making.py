# SPDX-License-Identifier: Apache-2.0
"""What stories about records begin with: an agency of people, cards, and a whole story told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.demo.card import generate_card
from holdfast.gate import Support
from holdfast.oversight import uses
from holdfast.oversight.asking import Errand, Use, stated
from holdfast.records import queries, services
from holdfast.records.queries.values import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.queries.values import ItemLine, Page
    from holdfast.records.receipt import Receipt

SESSION = "a session of these tests"


@dataclass(frozen=True, slots=True)
class Agency:
    """A founded home, and its people by username (which is the role; the first is `admin`)."""

    home: Home
    people: Mapping[str, Person]

    def __getitem__(self, username: str) -> Person:
        """Give a person as they are in the database now."""
        return Person.objects.get(username=username)

    def open_case(self, reference: str = "C-1", **more: Any) -> int:
        """Open a case as the investigator; give its number."""
        services.open_case(home=self.home, actor=self["investigator"], reference=reference, **more)
        return queries.case_by_reference(self["investigator"], reference).number

    def take_in(self, path: Path, case: str = "C-1", who: str = "operator", **more: Any) -> Receipt:
        """Take a medium in; give the receipt."""
        more.setdefault("purpose", "crime-scene")
        number = uses.take_in_medium(home=self.home, actor=self[who], path=path, case=case, **more)
        return queries.receipt(self[who], self.home, number)

    def errand(
        self, who: str, *, purpose: str = "crime-scene", case: str = "C-1", **more: Any
    ) -> Errand:
        """Begin an errand of that person, for a case."""
        why = stated(self.home, purpose)
        return Errand(self.home, self[who], why, Support("case", case), **more)

    def permit(
        self,
        who: str,
        act: str,
        technology: str,
        *,
        data_class: str = "unclassified",
        **more: Any,
    ) -> Permit:
        """Ask the gate for a permit of that person."""
        return self.errand(who, **more).permit(Use(act, technology, data_class))

    def find(self, who: str, wanted: Wanted | None = None, **more: Any) -> Page[ItemLine]:
        """Search as that person, for what is permitted to them without a purpose of their own."""
        more.setdefault("session", SESSION)
        return uses.search(home=self.home, actor=self[who], wanted=wanted or Wanted(), **more)


def small_card(folder: Path, *, seed: int = 1, **more: Any) -> Path:
    """Make a card with a few photographs and one short video."""
    more = {
        "model": "mavic-pro",
        "photographs": 3,
        "videos": 1,
        "video_seconds": 3.0,
        "video_size": (320, 180),
        **more,
    }
    generate_card(folder, seed=seed, **more)
    return folder


def files_of(folder: Path, **contents: bytes) -> Path:
    """Make a folder of files; `__` in a name stands for a dot, `_in_` for a folder."""
    for name, data in contents.items():
        path = folder / name.replace("_in_", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
