# SPDX-License-Identifier: Apache-2.0
"""What the pages of a bundle have in common: the frame, escaping, days in words.

Promises: nothing that somebody wrote stands in a page unescaped; no script that is not beside it; a
policy in the page itself forbids every connection but to the style sheet beside it. A page that is
handed on alone carries its style, and the policy allows that style by its digest and no other.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from hashlib import sha256
from html import escape

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
POLICY = (
    "default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; "
    "{script}frame-src 'none'"
)


def text(value: object) -> str:
    """Return `value` safe to stand in an element or in a quoted attribute."""
    return escape("".join(one if one.isprintable() else " " for one in str(value)))


def day_in_words(day: str) -> str:
    """Return 2026-11-23 as 23 November 2026."""
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def quarter_in_words(quarter: str) -> str:
    """Return 2026Q4 as "fourth quarter of 2026"."""
    ordinal = ("first", "second", "third", "fourth")[int(quarter[-1]) - 1]
    return f"{ordinal} quarter of {quarter[:4]}"


def page(title: str, body: str, *, root: str, script: str = "", style: str = "") -> bytes:
    """Return a whole page. `root` leads to the bundle's folder: "" or "../../".

    With a `style` the page carries it and needs no other file.
    """
    look = f'<link rel="stylesheet" href="{root}look.css">'
    allowed = "'self' file:"
    if style:
        look = f"<style>{style}</style>"
        allowed = f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
    policy = POLICY.format(
        style=allowed, script="script-src 'self'; connect-src 'self'; " if script else ""
    )
    run = f'<script type="module" src="{root}{script}"></script>\n' if script else ""
    return (
        "<!doctype html>\n<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
        '<html lang="en-NZ">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n{look}\n{run}"
        f"</head>\n<body>\n{body}</body>\n</html>\n"
    ).encode()
