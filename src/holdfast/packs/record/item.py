# SPDX-License-Identifier: Apache-2.0
"""One item on the readable record: its picture, four times, originals, facts and custody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.packs.layout import PACK_ENTRY, entry_folder
from holdfast.packs.record.words import moment, recorded, size, text

if TYPE_CHECKING:
    from holdfast.packs.contents import PackContents
    from holdfast.packs.layout import PlacedEvent, PlacedItem, PlacedOriginal

_TIMES = (
    ("claimed", "Claimed by the device"),
    ("corrected", "Corrected"),
    ("file_system", "On the medium&rsquo;s file system"),
    ("taken_in", "Taken in"),
)


def heading(placed: PlacedItem) -> str:
    """Return what the item is called on the record, escaped."""
    item = placed.item
    name = f"Exhibit {item.exhibit}" if item.exhibit else f"Item {item.number}"
    return f"{text(name)}: {text(item.title)}"


def item_section(contents: PackContents, placed: PlacedItem) -> str:
    """Return the section of one item."""
    parts = [
        _picture(placed),
        _times(placed),
        "<h3>Originals</h3>",
        (
            "<p>Bit for bit as they were handed in. The long number is the SHA-256 of the file: any "
            "computer can work it out again, and it changes if one bit does.</p>"
        ),
        f'<ul class="files">{"".join(_original(one) for one in placed.originals)}</ul>',
        _facts(placed),
        "<h3>Chain of custody</h3>",
        f'<ol class="custody">{_custody(contents, placed)}</ol>',
    ]
    return (
        f'<section class="sheet item" id="{placed.folder}" aria-labelledby="{placed.folder}-title">'
        f'<p class="mark">{text(placed.item.kind)} · item {placed.item.number}</p>'
        f'<h2 id="{placed.folder}-title">{heading(placed)}</h2>{"".join(parts)}</section>\n'
    )


def _picture(placed: PlacedItem) -> str:
    playable = placed.playable
    if playable is None or placed.playable_path is None:
        return (
            '<p class="quiet">There is no small copy to look at in this pack. '
            "Open the original below.</p>"
        )
    path, words = placed.playable_path, text(playable.words)
    shown = (
        f'<video controls preload="metadata" src="{path}" aria-label="{words}"></video>'
        if playable.kind == "video"
        else f'<img src="{path}" alt="{words}">'
    )
    note = f"{text(playable.provenance)} It is made to be looked at; the evidence is the original."
    return f"<figure>{shown}<figcaption>{note}</figcaption></figure>"


def _times(placed: PlacedItem) -> str:
    rows = []
    for name, label in _TIMES:
        time = getattr(placed.item.times, name)
        value = "<span class='quiet'>none</span>"
        if time is not None:
            value = f"<strong>{text(recorded(time))}</strong><br>"
            value += f'<span class="quiet">{text(time.note)}</span>'
        rows.append(f"<div><dt>{label}</dt><dd>{value}</dd></div>")
    return f'<h3>The four times</h3><dl class="times">{"".join(rows)}</dl>'


def _original(placed: PlacedOriginal) -> str:
    one = placed.original
    renamed = placed.path.rpartition("/")[2] != one.name
    note = f", kept here as {placed.path.rpartition('/')[2]}" if renamed else ""
    return (
        f'<li><a href="{placed.path}">{text(one.name)}</a> '
        f'<span class="quiet">{text(one.role)}, {size(one.size)}{note}</span><br>'
        f'<span class="quiet">On the medium:</span> <code>{text(one.medium_path)}</code><br>'
        f'<span class="hash">{one.sha256}</span><br>'
        f'<span class="quiet proof">Tied to its acquisition by '
        f'<a href="{placed.line_path}">its line</a> in '
        f'<a href="{entry_folder(one.line.entry)}/face.json">entry {one.line.entry}</a></span></li>'
    )


def _facts(placed: PlacedItem) -> str:
    if not placed.item.facts:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{text(fact.name)}</th><td>{text(fact.value)}</td>'
        f'<td class="quiet">{text(fact.source)}</td></tr>'
        for fact in placed.item.facts
    )
    return (
        "<h3>Facts, each with its source</h3>"
        '<table><thead><tr><th scope="col">Fact</th><th scope="col">Value</th>'
        f'<th scope="col">Where it comes from</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _custody(contents: PackContents, placed: PlacedItem) -> str:
    events = [_event(contents, one) for one in placed.custody]
    made = moment(contents.made_at, contents.zone)
    events.append(
        f"<li><time>{text(made)}</time><p>{text(contents.made_by)} put this item into this pack."
        f' <a href="{PACK_ENTRY}/face.json">Proof of the pack</a></p></li>'
    )
    return "".join(events)


def _event(contents: PackContents, placed: PlacedEvent) -> str:
    event = placed.event
    folder = entry_folder(event.entry)
    links = [f'<a href="{folder}/face.json">Entry {event.entry}</a>']
    if event.body is not None:
        links.append(f'<a href="{folder}/body.json">what it says</a>')
    if placed.line_path is not None:
        links.append(f'<a href="{placed.line_path}">the line of this item</a>')
    links.append(f'<a href="{folder}/entry.tlog-proof">proof</a>')
    return (
        f'<li><time datetime="{event.at:%Y-%m-%dT%H:%M:%SZ}">'
        f"{text(moment(event.at, contents.zone))}</time>"
        f"<p>{text(event.actor)} {text(event.words)} "
        f'<span class="proof">{", ".join(links)}</span></p></li>'
    )
