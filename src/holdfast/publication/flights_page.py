# SPDX-License-Identifier: Apache-2.0
"""flights.html of a bundle: flights and minutes by month, district, purpose and place, as a page.

Promises: every number of flights.json stands on it, as `data-cell="path">number<`, so that a
verifier compares them all; a static page without a script, which can be read on paper; bars are
drawn beside their numbers and never instead of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from holdfast.publication.flights import KEYS, numbers_of
from holdfast.publication.pages import day_in_words, page, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SOURCES: Final = {
    "flight-record": "the aircraft's own flight record",
    "subtitles": "the times in its video's subtitles",
    "video": "the length of its video",
    "typed": "what a person wrote down",
}
_HEADS: Final = ("Flights", "Minutes", "Of unknown length", "Not approved")
_NUMBER: Final = ' class="number"'
_COUNTS: Final = ("flights", "minutes", "unknown_length", "not_approved")


def flights_page(document: Mapping[str, Any], names: Mapping[str, str]) -> bytes:
    """Return the page. `names` gives the name of each technology by its id."""
    cells = numbers_of(document)
    return page(
        f"Drone flights: {document['agency']}",
        f"{_header(document)}<main>\n{_totals(document, cells)}{_rows(document, cells, names)}"
        f"{_plain(document, cells, 'cells', 'cell', 'Places', _PLACES)}"
        f"{_plain(document, cells, 'rules', 'rule', 'Rules of the air', _RULES)}</main>\n"
        f"{_footer(document)}",
        root="",
    )


_PLACES: Final = (
    "A place is a cell of a grid, by its south-western corner and its size in degrees. Exact places "
    "are not published: people live there."
)
_RULES: Final = "The part of the rules under which a flight was made, as the agency lists them."


def _header(document: Mapping[str, Any]) -> str:
    return (
        f'<header>\n<p class="mark">{text(document["agency"])}</p>\n<h1>Drone flights</h1>\n'
        '<p class="lead">Every flight that the agency recorded, by month, district and purpose: how '
        "many and how many minutes. A minute that was begun counts whole.</p>\n"
        f'<p class="quiet">As of {day_in_words(document["as_of"])}, {document["size"]:,} entries. '
        '<a href="flights.csv">CSV</a> &middot; <a href="flights.json">JSON</a> &middot; '
        '<a href="index.html">Reports and the register</a></p>\n</header>\n'
    )


def _number(cells: Mapping[str, int], path: str) -> str:
    """Return a number as an element's attribute and content, as a verifier reads it."""
    return f'data-cell="{text(path)}">{cells[path]:,}<'


def _totals(document: Mapping[str, Any], cells: Mapping[str, int]) -> str:
    words = dict(
        zip(_COUNTS, ("flights", "minutes", "of unknown length", "not approved"), strict=True)
    )
    words |= {"corrected": "corrected since", "withdrawn": "withdrawn, entered by mistake"}
    tiles = "".join(
        f"<div><dt>{said}</dt><dd {_number(cells, f'totals.{name}')}/dd></div>"
        for name, said in words.items()
    )
    sources = "".join(
        f"<li><span {_number(cells, f'totals.minutes_by_source[{source}]')}/span> minutes by "
        f"{text(_SOURCES.get(source, source))}</li>"
        for source in document["totals"]["minutes_by_source"]
    )
    return (
        '<section aria-labelledby="all"><h2 id="all">All flights</h2>'
        f'<dl class="tiles">{tiles}</dl><p>Where the minutes come from. No two of these are one '
        f'measurement.</p><ul class="rows">{sources or "<li>There are none.</li>"}</ul></section>\n'
    )


def _rows(document: Mapping[str, Any], cells: Mapping[str, int], names: Mapping[str, str]) -> str:
    body = "".join(
        f'<tr><th scope="row">{text(row["month"])}</th>'
        f"<td>{text(row['district']) or 'none recorded'}</td><td>{text(row['purpose'])}</td>"
        f"<td>{text(names.get(row['technology'], row['technology'])) or 'not on the register'}</td>"
        f"{_counted(row, 'rows[' + '|'.join(row[key] for key in KEYS) + ']', cells)}</tr>"
        for row in document["rows"]
    )
    heads = ("Month", "District", "Purpose", "Model", *_HEADS, "Minutes by source")
    return _section("rows", "By month, district, purpose and model", "", heads, body)


def _plain(  # noqa: PLR0917 # one table a line, above
    document: Mapping[str, Any],
    cells: Mapping[str, int],
    table: str,
    key: str,
    title: str,
    said: str,
) -> str:
    body = "".join(
        f'<tr><th scope="row">{text(row[key]) or "none recorded"}</th>'
        f"{_counted(row, f'{table}[{row[key]}]', cells)}</tr>"
        for row in document[table]
    )
    heads = (key.capitalize(), *_HEADS, "Minutes by source")
    return _section(table, title, said, heads, body)


def _counted(row: Mapping[str, Any], name: str, cells: Mapping[str, int]) -> str:
    numbers = "".join(
        f'<td class="number" {_number(cells, f"{name}.{key}")}/td>' for key in _COUNTS
    )
    sources = "; ".join(
        f"<span {_number(cells, f'{name}.minutes_by_source[{source}]')}/span> "
        f"{text(_SOURCES.get(source, source))}"
        for source in row["minutes_by_source"]
    )
    return f"{numbers}<td>{sources}</td>"


def _section(anchor: str, title: str, said: str, heads: Iterable[str], body: str) -> str:
    head = "".join(f'<th scope="col"{_NUMBER if one in _HEADS else ""}>{one}</th>' for one in heads)
    table = (
        f'<div class="scroll" role="region" aria-label="{title}, as a table" tabindex="0"><table><thead>'
        f"<tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        if body
        else '<p class="quiet">No flight is recorded.</p>'
    )
    return (
        f'<section class="sheet" aria-labelledby="{anchor}"><h2 id="{anchor}">{title}</h2>'
        f"{f'<p>{said}</p>' if said else ''}{table}</section>\n"
    )


def _footer(document: Mapping[str, Any]) -> str:
    return (
        f"<footer><p>Published by {text(document['agency'])} with Holdfast. These are the flights that "
        "people recorded; the ledger cannot say that no other was flown. Anybody can count them again "
        "from the records in this folder: <code>python3 verify.py</code>.</p></footer>\n"
    )
