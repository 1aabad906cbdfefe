# SPDX-License-Identifier: Apache-2.0
"""index.html: the readable custody record, for someone who has never seen Holdfast.

One page that works from a folder, on paper and with a screen reader: no script, nothing fetched,
nobody told that it is read. It depends on the contents alone, so its digest can be in the ledger.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from holdfast.packs.layout import PACK_ENTRY
from holdfast.packs.page_policy import page_policy
from holdfast.packs.record.item import heading, item_section
from holdfast.packs.record.words import counted, moment, size, text
from holdfast.packs.verifier.assemble import look
from holdfast.packs.verifier.verify import fingerprint

if TYPE_CHECKING:
    from holdfast.packs.contents import PackContents
    from holdfast.packs.layout import Layout

_PROVES = (
    (
        "Every original here is bit for bit the file that was handed in and taken into the agency&rsquo;s "
        "repository."
    ),
    (
        "Every event in the chain of custody stands in the agency&rsquo;s ledger as it was written at the "
        "time; none was changed or put in afterwards under the same checkpoint."
    ),
    (
        "This page, the playable copies and the list of files are those that the ledger says were "
        "handed out."
    ),
)
_NEVER_CLAIMS = (
    "That the recording tells the truth, or that the camera was on.",
    (
        "That nothing was deleted from the card before it was handed in. Gaps that were seen are "
        "reported with the acquisition."
    ),
    "That nothing was done outside the repository.",
    (
        "That the ledger cannot be tampered with. It is tamper-evident: a change to history shows as "
        "soon as its checkpoint is compared with one that someone else kept."
    ),
)


def record_page(contents: PackContents, layout: Layout) -> bytes:
    """Return index.html."""
    style = look() + files("holdfast.packs.record").joinpath("record.css").read_text("utf-8")
    items = "".join(item_section(contents, placed) for placed in layout.items)
    title = f"Custody record: {contents.case_reference}, {contents.agency}"
    return (
        "<!doctype html>\n<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        f'content="{page_policy(style=style, media=True)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{_header(contents, layout)}<main>\n{_check(contents)}{_contents(layout)}{items}"
        f"{_limits()}</main>\n{_footer(contents)}</body>\n</html>\n"
    ).encode()


def _header(contents: PackContents, layout: Layout) -> str:
    originals = [one.original for placed in layout.items for one in placed.originals]
    held = (
        f"{counted(len(layout.items), 'item')}, {counted(len(originals), 'original')}, "
        f"{size(sum(one.size for one in originals))}"
    )
    rows = (
        ("Case", f"{contents.case_reference}, {contents.case_title}".rstrip(", ")),
        ("Handed out for", contents.purpose),
        ("Made", f"{moment(contents.made_at, contents.zone)} by {contents.made_by}"),
        ("Holds", held),
    )
    facts = "".join(f"<div><dt>{name}</dt><dd>{text(value)}</dd></div>" for name, value in rows)
    return (
        f'<header>\n<p class="mark">{text(contents.agency)}</p>\n<h1>Custody record</h1>\n'
        '<p class="lead">This folder holds recordings as they were taken in, where they have been '
        "since, and the means to check both without asking anyone. It needs no account and no "
        "network, it does not expire, and nobody is told that you opened it.</p>\n"
        f'<dl class="summary">{facts}</dl>\n</header>\n'
    )


def _check(contents: PackContents) -> str:
    name = contents.vkey.partition("+")[0]
    return (
        '<section class="sheet check" aria-labelledby="check-title">\n'
        '<h2 id="check-title">Check it yourself</h2>\n<ol>\n'
        '<li><a class="action" href="verify.html">Open the checker</a> and give it this folder. It '
        "answers <strong>PROVEN</strong>, or names what fails. On a command line, "
        "<code>python3 verify.py</code> gives the same answer.</li>\n"
        "<li>Compare the fingerprint of the agency&rsquo;s key with one that you got in another way: "
        "from the agency&rsquo;s published ledger, by telephone, or from anyone who keeps its "
        f'checkpoints. The key {text(name)} in this pack has the fingerprint<br><span class="hash">'
        f"{fingerprint(contents.vkey.strip())}</span></li>\n"
        "<li>The checker came with the pack. If that matters, use a copy of it from elsewhere.</li>"
        "\n</ol>\n</section>\n"
    )


def _contents(layout: Layout) -> str:
    links = "".join(
        f'<li><a href="#{placed.folder}">{heading(placed)}</a> '
        f'<span class="quiet">{text(placed.item.kind)}</span></li>'
        for placed in layout.items
    )
    return f'<nav class="sheet" aria-label="Items"><h2>Items</h2><ol>{links}</ol></nav>\n'


def _limits() -> str:
    proves = "".join(f"<li>{one}</li>" for one in _PROVES)
    claims = "".join(f"<li>{one}</li>" for one in _NEVER_CLAIMS)
    return (
        '<section class="sheet limits" aria-labelledby="limits-title">'
        '<h2 id="limits-title">What this proves, and what it never claims</h2>'
        f"<div><h3>When the checker says PROVEN</h3><ul>{proves}</ul></div>"
        f"<div><h3>What no pack can prove</h3><ul>{claims}</ul></div></section>\n"
    )


def _footer(contents: PackContents) -> str:
    return (
        f"<footer><p>Made with {text(contents.software)}. Times of events are shown in "
        f"{text(contents.zone)}; the proofs hold them in UTC. For programs: "
        '<a href="pack.json">pack.json</a>, a BagIt 1.0 folder, '
        f'<a href="ledger/checkpoint">the checkpoint</a>, <a href="{PACK_ENTRY}/body.json">the '
        "ledger&rsquo;s entry about this pack</a>.</p></footer>\n"
    )
