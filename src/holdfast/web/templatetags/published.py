# SPDX-License-Identifier: Apache-2.0
"""Filters of the public site: quarters and days in words, numbers with their thousands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from django import template

from holdfast.publication import Quarter
from holdfast.web.published.words import day_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.web.published.reports import ReportLine

register = template.Library()
_KINDS: Final = {
    "report.json": "For programs (JSON)",
    "report.csv": "For a spreadsheet (CSV)",
    "report.pdf": "For paper (PDF)",
    "report.html": "As one page (HTML)",
}


@register.filter
def thousands(value: int | None) -> str:
    """Write a number with its thousands, and one that is withheld as withheld."""
    return "withheld" if value is None else f"{value:,}"


@register.filter
def day_in_words(text: str) -> str:
    """Write an ISO day as 23 November 2026."""
    return day_words(text)


@register.filter
def quarter_words(text: str) -> str:
    """Write 2026Q4 as October to December 2026."""
    of = Quarter(text)
    return f"{of.first_day:%B} to {of.last_day:%B} {of.year}"


@register.filter
def quarter_short(text: str) -> str:
    """Write 2026Q4 as Oct to Dec 2026."""
    of = Quarter(text)
    return f"{of.first_day:%b} to {of.last_day:%b} {of.year}"


@register.filter
def month_words(text: str) -> str:
    """Write 2026-11 as November 2026."""
    return f"{date.fromisoformat(f'{text}-01'):%B %Y}"


@register.filter
def file_kind(name: str) -> str:
    """Say what a file of a report is for, in a word or two."""
    return _KINDS.get(name, name)


@register.filter
def quarter_begins(text: str) -> str:
    """Give the first day of a quarter in words."""
    return day_words(str(Quarter(text).first_day))


@register.filter
def overdue_lines(lines: Iterable[ReportLine]) -> list[ReportLine]:
    """Give the reports that are late."""
    return [one for one in lines if one.standing == "overdue"]


@register.filter
def newest_made(lines: Iterable[ReportLine]) -> ReportLine | None:
    """Give the newest report that was made."""
    return next((one for one in lines if one.index >= 0), None)
