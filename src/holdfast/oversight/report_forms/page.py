# SPDX-License-Identifier: Apache-2.0
"""report.html: the report as one page that works from a folder, without a script or a network.

Promises: each number stands in an element that names its path (`data-cell`), so that a verifier
compares it with the JSON; a number that is withheld says so where it would stand, with its ground.
"""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from holdfast.oversight.report_forms import outline
from holdfast.packs.page_policy import page_policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.oversight.report_forms.cells import Cell
    from holdfast.oversight.report_forms.outline import Part


def report_page(report: Mapping[str, Any]) -> bytes:
    """Give the page."""
    style = files("holdfast.oversight.report_forms").joinpath("report.css").read_text("utf-8")
    title = escape(f"{outline.title(report)}: {report['agency']}")
    said = [outline.standing(report), outline.tie(report), outline.withheld(report)]
    lead = "".join(f'<p class="soft">{escape(one)}</p>' for one in said if one)
    body = "".join(_part(report, at, part) for at, part in enumerate(outline.parts(report)))
    return (
        "<!doctype html>\n<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{page_policy(style=style)}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{lead}\n{body}</main>\n</body>\n</html>\n"
    ).encode()


def _part(report: Mapping[str, Any], at: int, part: Part) -> str:
    said = "".join(f"<p>{escape(one)}</p>" for one in part.said)
    rows = "".join(_rows(report, part.cells))
    return (
        f'<section aria-labelledby="part-{at}">\n<h2 id="part-{at}">{escape(part.title)}</h2>\n'
        f'{said}\n<div class="frame" tabindex="0" role="region" aria-labelledby="part-{at}">'
        '<table><thead><tr><th scope="col">What</th><th scope="col">Number</th>'
        f'<th scope="col">Which</th></tr></thead>\n<tbody>{rows}</tbody></table></div>\n</section>\n'
    )


def _rows(report: Mapping[str, Any], cells: tuple[Cell, ...]) -> Iterator[str]:
    for cell in cells:
        kind = "number withheld" if cell.withheld else "number"
        which = str(report["ground"]) if cell.withheld else ", ".join(cell.among)
        yield (
            f'<tr><th scope="row">{escape(cell.words)}</th>'
            f'<td class="{kind}" data-cell="{escape(cell.path)}">{_grouped(cell)}</td>'
            f'<td class="soft">{escape(which)}</td></tr>\n'
        )


def _grouped(cell: Cell) -> str:
    return cell.text if cell.value is None else f"{cell.value:,}"
