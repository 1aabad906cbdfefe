# SPDX-License-Identifier: Apache-2.0
"""report.html: the report as a page that works without a script, on paper and with a screen reader.

Promises: every number of the report stands on it, as `data-cell="path">number<`, so that a verifier
compares them all; zeros are shown; what is withheld is shown as withheld, with its ground. It
describes and never advises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.publication.cells import NOT_STATED, WITHHELD, Cell, plain, read_cells
from holdfast.publication.pages import day_in_words, page, quarter_in_words, text
from holdfast.publication.verifier.assemble import bundle_css

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_GLANCE = (
    ("totals.uses", "uses"),
    ("totals.refused", "refused by the gate"),
    ("totals.failed", "failed"),
    ("totals.not_on_register", "of a technology not on the register"),
    ("totals.decisions.expired_oral", "oral decisions ran out unconfirmed"),
    ("totals.complaints.overdue", "complaints overdue"),
    ("totals.incidents", "incidents"),
    ("totals.uses_flagged", "uses flagged afterwards"),
)
_TOTALS = (
    ("Decisions", "totals.decisions."),
    ("Complaints", "totals.complaints."),
    ("Requests for information", "totals.requests."),
    ("Technologies by stage", "totals.technologies_by_stage["),
    ("People by role, at the end", "totals.people_by_role["),
    ("Ledger", "totals.entries"),
    ("Records behind uses", "totals.withdrawn_supports"),
)
_PANELS = (
    ("Use", ("uses", "refused", "failed", "volume")),
    ("For what, on what, by whom", ("by_purpose", "by_data_class", "by_role", "by_approval")),
    (
        "What allowed it",
        (
            "approvals_in_force", "trials", "expected", "rows_in_force", "bans_in_force",
            "people_with_access",
        ),
    ),
    (
        "Oversight",
        (
            "decisions", "oral_unconfirmed", "reviews_overdue", "complaints", "incidents",
            "advice_asked", "advice_answered", "assessments", "log_handed_in",
        ),
    ),
)  # fmt: skip
_BAR = 120


def report_page(report: Mapping[str, Any]) -> bytes:
    """Return the page."""
    cells = read_cells(report)
    title = f"Technology report, {quarter_in_words(report['quarter'])}: {report['agency']}"
    sections = "".join(_technology(one, cells) for one in report["technologies"])
    return page(
        title,
        f"{_header(report)}<main>\n{_glance(cells)}{_overview(report, cells)}{sections}"
        f"{_totals(cells)}{_withheld(report)}{_tied(report)}</main>\n{_footer(report)}",
        root="../../",
        style=bundle_css().decode(),
    )


def number(cell: Cell) -> str:
    """Return a number as an element's attribute and content, as a verifier reads it."""
    return f'data-cell="{text(cell.path)}">{text(cell.grouped)}<'


def _header(report: Mapping[str, Any]) -> str:
    state = (
        '<p class="state wait"><strong>Provisional.</strong> The quarter is not over: these are the '
        f"numbers to {day_in_words(report['made_on'])}.</p>\n"
        if report["provisional"]
        else '<p class="state good"><strong>Final.</strong> The quarter is over.</p>\n'
    )
    if report["made_on"] > report["due_on"]:
        state += (
            '<p class="state bad"><strong>Late.</strong> It was due on '
            f"{day_in_words(report['due_on'])}.</p>\n"
        )
    name = "report" if report["audience"] == "public" else "full"
    others = "".join(
        f'<li><a href="{name}.{kind}">{words}</a></li>'
        for kind, words in (("pdf", "PDF"), ("csv", "CSV, one row a number"), ("json", "JSON"))
    )
    audience = "" if name == "report" else "<p>For the oversight body: nothing is withheld.</p>\n"
    return (
        f'<header>\n<p class="mark">{text(report["agency"])}</p>\n<h1>Technology report</h1>\n'
        f'<p class="lead">{quarter_in_words(report["quarter"]).capitalize()}: '
        f"{day_in_words(report['from'])} to {day_in_words(report['to'])}, both days counted, in UTC. "
        f"Made on {day_in_words(report['made_on'])}; due on {day_in_words(report['due_on'])}.</p>\n"
        f'{state}{audience}<ul class="links">{others}<li><a href="../../index.html">All reports and '
        "the register</a></li></ul>\n</header>\n"
    )


def _glance(cells: Mapping[str, Cell]) -> str:
    tiles = "".join(
        f"<div{_quiet(cells[path])}><dt>{words}</dt><dd {number(cells[path])}/dd></div>"
        for path, words in _GLANCE
    )
    return (
        '<section aria-labelledby="glance"><h2 id="glance">The quarter at a glance</h2>'
        f'<dl class="tiles">{tiles}</dl></section>\n'
    )


def _quiet(cell: Cell) -> str:
    return ' class="zero"' if cell.shown == "0" else ""


def _overview(report: Mapping[str, Any], cells: Mapping[str, Cell]) -> str:
    if not report["technologies"]:
        return (
            '<section class="sheet"><h2>Technologies</h2><p>On the register: <span '
            f"{number(cells['technologies'])}/span>.</p></section>\n"
        )
    most = max(1, *(one["uses"] for one in report["technologies"]))
    rows = "".join(
        f'<tr><th scope="row"><a href="#{text(_anchor(one))}">{text(one["name"])}</a>{_latent(one)}'
        f"</th><td>{text(one['stage'])}</td>"
        + "".join(
            f'<td class="number" {number(cells[_path(one, key)])}/td>'
            for key in ("uses", "refused", "failed", "approvals_in_force", "people_with_access")
        )
        + f"<td>{_bar(one['uses'], most)}</td></tr>\n"
        for one in report["technologies"]
    )
    heads = "".join(
        f'<th scope="col" class="number">{words}</th>'
        for words in ("Uses", "Refused", "Failed", "Approvals", "Role holders")
    )
    return (
        '<section class="sheet" aria-labelledby="overview"><h2 id="overview">Every technology on the '
        'register</h2><div class="scroll" tabindex="0" role="group" aria-labelledby="overview">'
        f'<table><thead><tr><th scope="col">Technology</th><th scope="col">Stage</th>{heads}'
        '<th scope="col">Beside the most used</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section>\n"
    )


def _latent(one: Mapping[str, Any]) -> str:
    return ' <span class="tag bad">present, not approved</span>' if one["latent"] else ""


def _bar(value: int, most: int) -> str:
    width = -(-value * _BAR // most)
    return (
        f'<svg class="bar" width="{_BAR}" height="10" aria-hidden="true">'
        f'<rect width="{_BAR}" height="10" rx="2"></rect>'
        f'<rect class="part" width="{width}" height="10" rx="2"></rect></svg>'
    )


def _anchor(one: Mapping[str, Any]) -> str:
    return f"t-{one['id']}"


def _path(one: Mapping[str, Any], key: str) -> str:
    return f"technologies[{one['id']}].{key}"


def _technology(one: Mapping[str, Any], cells: Mapping[str, Cell]) -> str:
    mine = [cell for path, cell in cells.items() if path.startswith(_path(one, ""))]
    panels = "".join(_panel(title, _under(mine, one, keys)) for title, keys in _PANELS)
    tags = [
        f'<span class="tag">{text(one["stage"])}</span>',
        f'<span class="tag">{text(one["kind"])}</span>',
        '<span class="tag">part of Holdfast</span>' if one["ours"] else "",
        '<span class="tag">sees bystanders too</span>' if one["captures_others"] else "",
        f'<span class="tag">function of {text(one["parent"])}</span>' if one["parent"] else "",
        _latent(one),
    ]
    return (
        f'<section class="sheet technology" aria-labelledby="{text(_anchor(one))}">'
        f'<h2 id="{text(_anchor(one))}">{text(one["name"])}</h2>'
        f'<p class="tags">{" ".join(filter(None, tags))} <span class="quiet">{text(one["id"])}</span>'
        f'</p>{_drift(one, cells)}<div class="panels">{panels}</div></section>\n'
    )


def _under(mine: Iterable[Cell], one: Mapping[str, Any], keys: Iterable[str]) -> list[Cell]:
    starts = [_path(one, key) for key in keys]
    return [
        cell
        for start in starts
        for cell in mine
        if cell.path == start or cell.path.startswith((f"{start}[", f"{start}."))
    ]


def _panel(title: str, cells: Iterable[Cell]) -> str:
    rows = "".join(_row(cell) for cell in cells)
    return (
        f"<table><caption>{title}</caption><tbody>{rows}</tbody></table>"
        if rows
        else f'<table><caption>{title}</caption><tbody><tr><td class="quiet">No use in the quarter.'
        "</td></tr></tbody></table>"
    )


def _row(cell: Cell) -> str:
    words = cell.words.rpartition(" (")[0] if cell.path.startswith("technologies[") else cell.words
    words = words if not cell.names else cell.words.partition(" (")[0]
    named = f'<br><span class="quiet">{text(", ".join(cell.names))}</span>' if cell.names else ""
    kind = "number held" if cell.shown in {WITHHELD, NOT_STATED} else "number"
    return (
        f'<tr{_quiet(cell)}><th scope="row">{text(words)}{named}</th>'
        f'<td class="{kind}" {number(cell)}/td></tr>'
    )


def _drift(one: Mapping[str, Any], cells: Mapping[str, Cell]) -> str:
    if not one["drift"]:
        cell = cells[_path(one, "drift")]
        return (
            f'<p class="quiet">Units expected or met: <span {number(cell)}/span>. Nothing was '
            "expected, and nothing came about.</p>"
        )
    rows = "".join(_drift_row(one, each, cells) for each in one["drift"])
    return (
        '<div class="scroll" tabindex="0" role="group" aria-label="Against what was expected">'
        '<table class="drift"><caption>Against what the approvals expected of a whole quarter'
        '</caption><thead><tr><th scope="col">Unit</th><th scope="col" class="number">Expected</th>'
        '<th scope="col" class="number">Came about</th><th scope="col" class="number">Percent of '
        'expected</th><th scope="col">Half of the bar is 100 percent</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _drift_row(one: Mapping[str, Any], each: Mapping[str, Any], cells: Mapping[str, Cell]) -> str:
    start = _path(one, f"drift[{each['unit']}]")
    numbers = "".join(
        f'<td class="number" {number(cells[f"{start}.{key}"])}/td>'
        for key in ("expected", "actual", "percent")
    )
    bar = _bar(min(each["percent"] or 0, 200), 200)
    return f'<tr><th scope="row">{text(plain(each["unit"]))}</th>{numbers}<td>{bar}</td></tr>'


def _totals(cells: Mapping[str, Cell]) -> str:
    panels = "".join(
        _panel(title, [cell for path, cell in cells.items() if path.startswith(start)])
        for title, start in _TOTALS
    )
    return (
        '<section class="sheet" aria-labelledby="totals"><h2 id="totals">Decisions, complaints and '
        f'people</h2><div class="panels">{panels}</div></section>\n'
    )


def _withheld(report: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<li><code>{text(one['cell'])}</code>: {text(one['ground'])}</li>"
        for one in report["withheld"]
    )
    said = (
        f"<p>A count of people from 1 to {report['smallest_cell'] - 1} could tell who they are, so "
        "the public report does not say it. The oversight body has it. Withheld here:</p>"
        f"<ul>{rows}</ul>"
        if rows
        else "<p>Nothing is withheld in this report.</p>"
    )
    return (
        '<section class="sheet" aria-labelledby="withheld"><h2 id="withheld">What is withheld</h2>'
        f"{said}</section>\n"
    )


def _tied(report: Mapping[str, Any]) -> str:
    points = "".join(
        f"<div><dt>{words}</dt><dd>{report[key]['size']:,} entries<br>"
        f'<span class="hash">{text(report[key]["root"])}</span></dd></div>'
        for key, words in (("opening", "Opened at"), ("closing", "Closed at"))
    )
    return (
        '<section class="sheet" aria-labelledby="tied"><h2 id="tied">How to recount it</h2><p>Every '
        "number above is counted from the agency&rsquo;s public ledger, between these two states of "
        f'it.</p><dl class="facts">{points}</dl><p>In this folder, <code>python3 verify.py</code> '
        "counts each of them again and says which, if any, is wrong. What each number means is in "
        '<a href="../../README.txt">README.txt</a>.</p></section>\n'
    )


def _footer(report: Mapping[str, Any]) -> str:
    return (
        f"<footer><p>Computed from the ledger {text(report['origin'])}. A number here says what was "
        "recorded; it does not say that a use was right.</p></footer>\n"
    )
