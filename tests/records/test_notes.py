# SPDX-License-Identifier: Apache-2.0
"""Notes on recordings: who writes and withdraws them, what is refused, and what the ledger holds."""

from __future__ import annotations

from math import inf, nan
from typing import TYPE_CHECKING

import pytest

from analysis.watching.footage import shot
from holdfast.records import queries, services
from holdfast.records.errors import NotFoundError, NotPermittedError, RefusedError
from holdfast.records.models import Entry, Item, Note
from records.making import files_of

if TYPE_CHECKING:
    from pathlib import Path

    from records.making import Agency


@pytest.fixture
def film(agency: Agency, tmp_path: Path) -> int:
    """Take in a recording of two seconds and a text; give the recording's number."""
    agency.open_case()
    folder = files_of(tmp_path / "medium", note__txt=b"words")
    shot(folder / "CAM0001.MP4", sound="")
    agency.take_in(folder)
    return Item.objects.get(kind="video").number


def write(agency: Agency, film: int, who: str = "investigator", **more: object) -> str:
    given = {"at_s": 0.5, "text": "A gate opens.", **more}
    return services.write_note(home=agency.home, actor=agency[who], item=film, **given)  # type: ignore[arg-type] # the test's own words


def test_a_note_is_written_read_and_told_in_the_custody_of_its_item(
    agency: Agency, film: int
) -> None:
    number = write(agency, film, until_s=1.25)
    assert number.startswith("N-")
    [note] = queries.notes_of_item(agency["investigator"], film).stand
    assert (note.at_s, note.until_s, note.text) == (0.5, 1.25, "A gate opens.")
    assert note.written_by.username == "investigator"
    events = queries.item_custody(agency["investigator"], agency.home, film)
    assert "wrote a note on 0.500 s to 1.250 s of it: “A gate opens.”" in events[-1].sentence
    assert Entry.objects.filter(act="note.write").count() == 1


def test_notes_stand_in_the_order_of_the_recording(agency: Agency, film: int) -> None:
    for at in (1.5, 0.25, 1.0):
        write(agency, film, at_s=at)
    found = queries.notes_of_item(agency["investigator"], film)
    assert [one.at_s for one in found.notes] == [0.25, 1.0, 1.5]
    assert queries.notes_of_case(agency["investigator"], 1) == (found,)


def test_the_author_or_an_exhibit_officer_withdraws_it_and_it_stays_readable(
    agency: Agency, film: int
) -> None:
    own, other = write(agency, film), write(agency, film, "exhibit_officer")
    home, author = agency.home, agency["investigator"]
    with pytest.raises(NotPermittedError, match="did not write"):
        services.withdraw_note(home=home, actor=author, note=other, reason="wrong")
    with pytest.raises(RefusedError, match="reason"):
        services.withdraw_note(home=home, actor=author, note=own, reason=" ")
    services.withdraw_note(home=home, actor=author, note=own, reason="a bird")
    services.withdraw_note(
        home=home, actor=agency["exhibit_officer"], note=other, reason="two of one"
    )
    with pytest.raises(RefusedError, match="withdrawn before"):
        services.withdraw_note(home=home, actor=author, note=own, reason="again")
    found = queries.notes_of_item(author, film)
    assert found.stand == ()
    assert {one.withdraw_reason for one in found.withdrawn} == {"a bird", "two of one"}


@pytest.mark.parametrize(
    ("stretch", "text", "why"),
    [
        ((-0.1, None), "x", "from 0 on"),
        ((nan, None), "x", "from 0 on"),
        ((inf, None), "x", "from 0 on"),
        ((0.0, nan), "x", "from 0 on"),
        ((1e9, None), "x", "beyond its end"),
        ((0.5, 99.0), "x", "beyond its end"),
        ((1.0, 1.0), "x", "ends after it begins"),
        ((1.0, 0.5), "x", "ends after it begins"),
        ((0.0, None), " \n ", "1 to 2,000"),
        ((0.0, None), "x" * 2001, "1 to 2,000"),
        ((0.0, None), "a\x00b", "cannot be shown"),
    ],
)
def test_what_is_no_note_is_refused_and_nothing_is_kept(
    agency: Agency, film: int, stretch: tuple[float, float | None], text: str, why: str
) -> None:
    with pytest.raises(RefusedError, match=why):
        write(agency, film, at_s=stretch[0], until_s=stretch[1], text=text)
    assert not Note.objects.exists()
    assert not Entry.objects.filter(act="note.write").exists()


def test_only_whoever_may_open_a_recording_learns_of_its_notes(agency: Agency, film: int) -> None:
    write(agency, film)
    for who in ("auditor", "governance"):
        with pytest.raises(NotFoundError):
            queries.notes_of_item(agency[who], film)
        with pytest.raises(NotPermittedError):
            write(agency, film, who)
    assert queries.notes_of_case(agency["auditor"], 1) == ()


def test_a_note_stands_on_a_recording_and_on_nothing_else(agency: Agency, film: int) -> None:
    other = Item.objects.exclude(number=film).get().number
    with pytest.raises(RefusedError, match="is no recording"):
        write(agency, other)
    with pytest.raises(NotFoundError):
        write(agency, 99)
