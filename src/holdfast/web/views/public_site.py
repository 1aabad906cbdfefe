# SPDX-License-Identifier: Apache-2.0
"""The public site: what this is, the register, and the reports. No account, no cookie, no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from holdfast.publication import Quarter, count_engagements
from holdfast.web.published.answers import ASK_AGAIN, Question, in_words, public
from holdfast.web.published.checkpoints import newest, newest_witnessed
from holdfast.web.published.contractors import contractors_of
from holdfast.web.published.entry import QUARTERS_SHOWN, entry_of
from holdfast.web.published.figures import figures_of, groups_of, numbers_of
from holdfast.web.published.reports import FILES, report_file, report_files, report_lines, report_of
from holdfast.web.published.state import quarters_to

if TYPE_CHECKING:
    from django.http import HttpResponse


@public()
def home(asked: Question) -> HttpResponse:
    """Say what this is, in figures, and what it does not prove."""
    published = asked.published
    return asked.page(
        "home.html",
        section="home",
        figures=figures_of(published, asked.today),
        quarter=Quarter.containing(asked.today).text,
        reports=report_lines(published, asked.today),
        newest=newest(published, asked.home),
        witnessed=newest_witnessed(published, asked.home),
    )


@public()
def register(asked: Question) -> HttpResponse:
    """List every technology, in plain words, by where it stands."""
    quarter = Quarter.containing(asked.today).text
    return asked.page(
        "register.html",
        section="register",
        groups=groups_of(asked.published, asked.today),
        quarter=quarter,
        count=len(asked.published.register.technologies),
    )


@public()
def entry(asked: Question, number: str) -> HttpResponse:
    """Show everything that the register says of one technology."""
    if number not in asked.published.register.technologies:
        return in_words("not_there", status=404)
    quarters = quarters_to(asked.published, Quarter.containing(asked.today), QUARTERS_SHOWN)
    found = entry_of(asked.published, asked.home.lists, number, asked.today, quarters)
    counts = count_engagements(asked.published.register.engagements, str(asked.today))
    return asked.page(
        "entry.html",
        section="register",
        entry=found,
        quarter=quarters[-1].text,
        engaged=sum(one.engagements for one in counts if one.technology == number),
    )


@public()
def contractors(asked: Question) -> HttpResponse:
    """Count what contractors flew, and which of their conditions are met, outstanding, overdue."""
    return asked.page(
        "contractors.html",
        section="register",
        found=contractors_of(asked.published, asked.home.lists, asked.today),
    )


@public()
def reports(asked: Question) -> HttpResponse:
    """List the quarterly reports, those that are late too."""
    lines = report_lines(asked.published, asked.today)
    return asked.page("reports.html", section="reports", reports=lines)


@public()
def report(asked: Question, quarter: str) -> HttpResponse:
    """Show a quarter's report, or say that it is late."""
    lines = {one.quarter: one for one in report_lines(asked.published, asked.today)}
    if quarter not in lines:
        return in_words("not_there", status=404)
    found = report_of(asked.published, quarter)
    return asked.page(
        "report.html",
        section="reports",
        line=lines[quarter],
        report=found,
        numbers=numbers_of(found, asked.home.lists) if found else None,
        files=sorted(report_files(asked.published, quarter)),
    )


@public()
def report_as_file(asked: Question, quarter: str, kind: str) -> HttpResponse:
    """Send a file of a report, byte for byte as the ledger names it."""
    name = f"report.{kind}"
    data = report_file(asked.published, quarter, name)
    if data is None:
        raise Http404
    inside = "" if kind == "json" else f"{quarter}-{name}"
    return asked.file(data, FILES[name], ASK_AGAIN, name=inside)
