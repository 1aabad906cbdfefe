# SPDX-License-Identifier: Apache-2.0
"""index.html of a bundle: what it is, the reports, the register in plain language, how to check.

Promises: a static page without a script; a report that is late is shown as overdue; a capability
that is present and not approved is shown as such; an empty field says that it was not filled in.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from holdfast.publication.cells import plain
from holdfast.publication.pages import day_in_words, page, quarter_in_words, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOT_FILLED_IN = '<span class="quiet">not filled in</span>'
_STAGES = {
    "proposed": "Proposed: it is being looked at, and may not be used.",
    "assessed": "Assessed: its assessments are done, and it may not be used yet.",
    "trial": "On trial.",
    "adopted": "Adopted.",
    "suspended": "Suspended: it may not be used.",
    "retired": "Retired: it is no longer used.",
}
_SAYS = (
    ("description", "What it is"),
    ("maker", "Made by"),
    ("model", "Model"),
    ("supplier", "Supplied by"),
    ("procurement_notice", "Procurement notice"),
    ("procurement_reason", "Why there was no procurement notice"),
    ("cost_nzd_year", "Cost a year, NZD"),
    ("contact", "Whom to ask"),
)
_FLIGHTS = (
    '<section class="sheet" aria-labelledby="flights"><h2 id="flights">Drone flights</h2>'
    '<p><a href="flights.html">How many flights and minutes</a>, by month, district, purpose and '
    'place. The same as <a href="flights.csv">CSV</a> and <a href="flights.json">JSON</a>.</p>'
    "</section>\n"
)
_ALWAYS = {"description", "maker", "contact"}
_FILES = (("html", "Read"), ("pdf", "PDF"), ("csv", "CSV"), ("json", "JSON"))


def index_page(
    manifest: Mapping[str, Any], register: Mapping[str, Any], told: Mapping[str, bytes], vkey: str
) -> bytes:
    """Return the page of the bundle that `manifest` and `register` describe."""
    entries = "".join(_technology(one) for one in register["technologies"])
    return page(
        f"Technology in use: {manifest['agency']}",
        f"{_header(manifest)}<main>\n{_reports(manifest, told)}{_FLIGHTS}{_register(register, entries)}"
        f"{_check(manifest, vkey)}{_withheld(manifest)}</main>\n{_footer(manifest)}",
        root="",
    )


def _header(manifest: Mapping[str, Any]) -> str:
    full = (
        '<p class="state wait"><strong>For the oversight body.</strong> This folder holds what the '
        "public one withholds. Do not publish it.</p>\n"
    )
    return (
        f'<header>\n<p class="mark">{text(manifest["agency"])}</p>\n<h1>Technology in use</h1>\n'
        '<p class="lead">Which technologies the agency has, what each may be used for and who decided '
        "it, how often they were used and refused, and what has gone wrong. Every number can be "
        "counted again by anybody: this folder holds the agency&rsquo;s public ledger and a program "
        f"that checks it.</p>\n{full if manifest['audience'] != 'public' else ''}"
        f'<p class="quiet">As of {day_in_words(manifest["made_on"])}, {manifest["size"]:,} entries.'
        "</p>\n</header>\n"
    )


def _reports(manifest: Mapping[str, Any], told: Mapping[str, bytes]) -> str:
    late = "".join(
        f'<p class="state bad"><strong>Overdue.</strong> The report for the '
        f"{quarter_in_words(one['quarter'])} is {one['days']:,} "
        f"day{'' if one['days'] == 1 else 's'} late.</p>\n"
        for one in manifest["overdue"]
    )
    rows = "".join(
        f'<tr><th scope="row">{quarter_in_words(quarter).capitalize()}</th><td>'
        + " &middot; ".join(
            f'<a href="reports/{quarter}/{name}.{kind}">{words}'
            f"{' (nothing withheld)' if name == 'full' else ''}</a>"
            for name in ("report", "full")
            for kind, words in _FILES
            if f"reports/{quarter}/{name}.{kind}" in told
        )
        + "</td></tr>"
        for quarter in reversed(manifest["reports"])
    )
    listed = (
        f'<table><thead><tr><th scope="col">Quarter</th><th scope="col">Report</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        if rows
        else "<p>No report has been made yet.</p>"
    )
    return (
        '<section class="sheet" aria-labelledby="reports"><h2 id="reports">Quarterly reports</h2>'
        f"{late}{listed}</section>\n"
    )


def _register(register: Mapping[str, Any], entries: str) -> str:
    count = len(register["technologies"])
    said = f"{count} technolog{'y is' if count == 1 else 'ies are'} on the register."
    return (
        '<section aria-labelledby="register"><h2 id="register">The register</h2>'
        f'<p class="quiet">{said} The same for programs: <a href="register.json">register.json</a>.'
        f"</p></section>\n{entries}"
    )


def _technology(one: Mapping[str, Any]) -> str:
    tags = [
        f'<span class="tag">{text(one["kind"])}</span>',
        '<span class="tag">part of Holdfast</span>' if one["ours"] else "",
        '<span class="tag">sees bystanders too</span>' if one["captures_others"] else "",
        f'<span class="tag">function of {text(one["parent"])}</span>' if one["parent"] else "",
        '<span class="tag bad">present, not approved</span>' if one["latent"] else "",
    ]
    facts = "".join(
        f"<div><dt>{words}</dt><dd>{text(one[key]) if one.get(key) else _NOT_FILLED_IN}</dd></div>"
        for key, words in _SAYS
        if one.get(key) or key in _ALWAYS
    )
    approvals = _list(
        "Approvals", [f"{text(name)}: {text(status)}" for name, status in one["approvals"].items()]
    )
    assessed = ", ".join(map(str, one["assessments"]))
    records = ", ".join(
        f'<a href="records/{index:07d}.json">{index}</a>' for index in one["records"]
    )
    anchor = text(f"t-{one['id']}")
    return (
        f'<section class="sheet technology" aria-labelledby="{anchor}"><h3 id="{anchor}">'
        f"{text(one['name'])}</h3>"
        f'<p class="tags">{" ".join(filter(None, tags))} <span class="quiet">{text(one["id"])}</span>'
        f"</p><p><strong>{_STAGES.get(one['stage'], text(one['stage']))}</strong>{_standing(one)}</p>"
        f'<div class="panels"><dl class="facts">{facts}</dl><div>'
        f"{_sentences('What is allowed', one['rows_in_force'], 'Nothing: no permission is in force.')}"
        f"{_sentences('What is forbidden', one['bans_in_force'], 'No ban is in force.')}{approvals}"
        f"<p>Assessments on file: {text(assessed) or 'none'}.</p>"
        f"<p>Decisions: {text(', '.join(one['decisions'])) or 'none'}.</p>"
        f'<p class="quiet">Records: {records}</p></div></div></section>\n'
    )


def _standing(one: Mapping[str, Any]) -> str:
    return "" if "in force" in one["approvals"].values() else " No approval of it is in force."


def _sentences(title: str, rows: Mapping[str, str], none: str) -> str:
    return _list(
        title,
        [f"{text(words)} <code>{text(plain(name))}</code>" for name, words in rows.items()],
        none,
    )


def _list(title: str, items: list[str], none: str = "None.") -> str:
    inside = "".join(f"<li>{one}</li>" for one in items)
    return f"<h4>{title}</h4>" + (
        f'<ul class="rows">{inside}</ul>' if inside else f'<p class="quiet">{none}</p>'
    )


def _check(manifest: Mapping[str, Any], vkey: str) -> str:
    mark = " ".join(sha256(vkey.encode()).hexdigest()[at : at + 4] for at in range(0, 64, 4))
    return (
        '<section class="sheet" aria-labelledby="check"><h2 id="check">Check it yourself</h2><ol>'
        "<li>Take the whole folder, and run <code>python3 verify.py</code> in it. It needs Python 3.8 "
        "or later and nothing else. It answers <strong>PROVEN</strong>, or names the file, the entry "
        "or the number that fails.</li>"
        '<li>Or <a href="check.html">check it in the browser</a>, where this folder is on a web '
        "server.</li>"
        "<li>Compare the agency&rsquo;s key with one that you got in another way, or give yours with "
        f'<code>--key</code>. This one is<br><span class="hash">{text(vkey)}</span><br>and its '
        f'SHA-256 is<br><span class="hash">{mark}</span></li>'
        '<li>Keep <a href="log/checkpoint">the checkpoint</a>. Next time, <code>--against</code> it '
        "proves that what you see now is what you were shown then, with more added: a history that "
        "was rewritten is detected.</li></ol>"
        f'<p class="quiet">The ledger is {text(manifest["origin"])}. How to read each file: '
        '<a href="README.txt">README.txt</a>.</p></section>\n'
    )


def _withheld(manifest: Mapping[str, Any]) -> str:
    held = manifest["withheld"]
    said = (
        f"{held['records']:,} record{'' if held['records'] == 1 else 's'} about how many people hold "
        f"a role {'is' if held['records'] == 1 else 'are'} withheld ({text(held['ground'])}). The "
        "oversight body has them."
        if held["records"]
        else "Nothing is withheld."
    )
    return (
        '<section class="sheet" aria-labelledby="withheld"><h2 id="withheld">What is withheld</h2>'
        f"<p>{said}</p></section>\n"
    )


def _footer(manifest: Mapping[str, Any]) -> str:
    return (
        f"<footer><p>Published by {text(manifest['agency'])} with Holdfast. The ledger says what was "
        "done inside Holdfast and what somebody recorded of uses outside it; it cannot say that "
        "nothing else was done.</p></footer>\n"
    )
