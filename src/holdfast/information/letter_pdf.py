# SPDX-License-Identifier: Apache-2.0
"""A letter on paper. How text is set and pages are numbered is in holdfast.paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from holdfast.information.letters import QUOTED
from holdfast.paper import TEXT, TITLE, make_pdf, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.platypus import Flowable

    from holdfast.information.letters import Letter

_SUBJECT = ParagraphStyle("subject", parent=TITLE, fontSize=13, leading=17, spaceAfter=10)
_BODY = ParagraphStyle("body", parent=TEXT, fontSize=10, leading=14, spaceAfter=0)
_FIRST = ParagraphStyle("first", parent=_BODY, spaceBefore=8)
_SET_OFF = ParagraphStyle("set off", parent=_BODY, leftIndent=8 * mm, rightIndent=8 * mm)
_FIRST_SET_OFF = ParagraphStyle("first set off", parent=_SET_OFF, spaceBefore=8)


def letter_pdf(letter: Letter) -> bytes:
    """Give the letter as a PDF. Raises MissingFontError."""
    return make_pdf(
        list(letter_story(letter)),
        title=letter.subject,
        author=letter.agency_name,
        footer=f"{letter.agency_name} · {letter.reference}",
    )


def letter_story(letter: Letter) -> Iterator[Flowable]:
    """Give what stands on the pages, in order: each line a paragraph of its own."""
    yield paragraph(letter.subject, _SUBJECT)
    for text in letter.paragraphs:
        for number, line in enumerate(text.split("\n")):
            if line.startswith(QUOTED):
                yield paragraph(line.strip(), _SET_OFF if number else _FIRST_SET_OFF)
            else:
                yield paragraph(line, _BODY if number else _FIRST)
