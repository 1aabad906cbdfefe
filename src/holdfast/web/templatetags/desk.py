# SPDX-License-Identifier: Apache-2.0
"""Filters of the desk: what somebody else wrote, shown as text.

Promises: markup is shown and never read; what would turn a line round or repaint it is shown as an
escape, so that a text cannot pass for more than a text.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join

from holdfast.information.letters import QUOTED
from holdfast.oversight.queries.desk import SOON
from holdfast.plain import shown
from holdfast.web.templatetags.ui import badge

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from holdfast.oversight.queries.desk import Time

register = template.Library()


@register.filter
def as_written(text: str) -> SafeString:
    """Show a text as it was written, its lines kept."""
    return format_html('<div class="as-written">{}</div>', shown(text.expandtabs(4), newlines=True))


@register.filter
def letter_paragraph(text: str) -> SafeString:
    """Show a paragraph of a letter, each run of lines that somebody else wrote set off."""
    parts = []
    for quoted, lines in groupby(text.split("\n"), key=lambda line: line.startswith(QUOTED)):
        kind = "letter-quoted" if quoted else "letter-own"
        words = "\n".join(line.removeprefix(QUOTED) for line in lines)
        parts.append((kind, shown(words, newlines=True)))
    return format_html_join("", '<p class="{}">{}</p>', parts)


@register.filter
def plain_word(word: str) -> str:
    """Write a word of a list as one reads it: not-upheld as not upheld."""
    return word.replace("-", " ")


@register.simple_tag
def time_badge(time: Time | None) -> SafeString:
    """Write how much time there is: a shape and a word, never a colour alone."""
    if time is None:
        return format_html('<span class="soft">{}</span>', "closed")
    if time.overdue:
        return badge(time.words, "bad", "warning")
    if time.left is not None and time.left <= SOON:
        return badge(time.words, "wait", "wait")
    return badge(time.words, "note", "open" if time.left is not None else "still")
