# SPDX-License-Identifier: Apache-2.0
"""Network tests of a technology: the list, a new one, one report, its files, and two compared.

What is public of a test is shown to everybody signed in; its report, to those who test, govern,
audit, and keep the network.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may, sees_tests
from holdfast.errors import HoldfastError
from holdfast.fleet.isolation import SENTENCES, claims_of
from holdfast.fleet.isolation.plot import plot_of
from holdfast.fleet.isolation.table import report_csv
from holdfast.fleet.isolation_pdf import report_pdf
from holdfast.fleet.queries import isolation as query
from holdfast.fleet.services.isolation import ACT
from holdfast.gate import DeniedError
from holdfast.oversight.errors import NotOnRegisterError
from holdfast.oversight.queries.register import technology
from holdfast.records.models import Device
from holdfast.records.services import authorise
from holdfast.web import behind, testing
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.governance.network_tests import NetworkTestForm
from holdfast.web.progress import bars
from holdfast.web.taking_in import received
from holdfast.web.templatetags.ui import short_day
from holdfast.web.uploads import receive_form
from holdfast.web.views.governance.technology import context_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.fleet.queries.isolation import NetworkTestDetail

_TAB: Final = "Network tests"
_SHOWN: Final = 200


@evidence("technologies")
def tests(ask: Ask, number: str) -> HttpResponse:
    """List the tests of a technology."""
    context = context_of(ask, number, _TAB)
    context |= {
        "tests": query.listed_tests(ask.home, number, timezone.now()),
        "may_test": may(ask.person, ACT),
        "sees": sees_tests(ask.person),
    }
    return render(ask.request, "tests/tests.html", context)


@evidence("technologies")
def new(ask: Ask, number: str) -> HttpResponse:
    """Take in what is told of a test, and begin it."""
    authorise(ask.person, ACT)
    detail = technology(ask.home, number, timezone.now())
    rows = Device.objects.filter(technology=number).order_by("asset")
    devices = [
        (one.asset, f"{one.asset}, firmware {one.firmware or 'not registered'}") for one in rows
    ]
    form = NetworkTestForm(ask.typed, ask.files, devices=devices)
    denied = False
    if form.is_valid():
        try:
            return redirect("network_test_progress", number, _begin(ask, number, form.cleaned_data))
        except HoldfastError as error:
            form.add_error(None, str(error))
            denied = isinstance(error, DeniedError)
    at = reverse("technology_tests", args=[number])
    context = {
        "title": "New network test",
        "lead": "What captures of its traffic show, on one device and firmware. The verdict is one "
        "of three sentences, and is public with the destinations outside; addresses and numbers of "
        "the agency's own are not.",
        "form": form,
        "submit": "Examine the captures",
        "cancel": at,
        "trail": [
            ("Technologies", reverse("technologies")),
            (detail.line.name, reverse("technology", args=[number])),
            (_TAB, at),
        ],
    }
    status = (403 if denied else 422) if form.is_bound else 200
    return render(ask.request, "tests/new.html", context, status=status)


def _begin(ask: Ask, number: str, told: Mapping[str, Any]) -> str:
    words = (
        "firmware", "tester", "asset", "app", "app_version", "data_mode", "network", "device", "note",
    )  # fmt: skip
    asked = testing.Asked(
        technology=number,
        case=told["case"],
        about={name: told[name] for name in words},
        phases=[[one.name, one.first.isoformat(), one.last.isoformat()] for one in told["phases"]],
        items=list(told["items"]),
    )
    testing.ask_first(ask.home, ask.person, asked)
    if told["captures"]:
        upload = receive_form(
            ask.home.uploads, ask.person.username, told["captures"], timezone.now()
        )
        asked = testing.Asked(**{**asdict(asked), "upload": received(upload).number})
        testing.ask_first(ask.home, ask.person, asked)
    return behind.begin(ask.home, testing.KIND, ask.person.username, asdict(asked))


@evidence("technologies")
def progress(ask: Ask, number: str, work: str) -> HttpResponse:
    """Say how far a test is; go on with one that stopped."""
    found = behind.find(ask.home, testing.KIND, work)
    mine = found is not None and found.username == ask.person.username
    if found is None or not mine or found.asked["technology"] != number:
        raise Http404
    if ask.request.method == "POST" and found.problem:
        testing.ask_first(ask.home, ask.person, testing.Asked(**found.asked))
        behind.start(ask.home, found.kind, found.folder)
        return redirect("network_test_progress", number, work)
    detail = technology(ask.home, number, timezone.now())
    shown = {
        "work": found,
        "title": f"A network test of {detail.line.name}",
        "lead": f"Firmware {found.asked['about']['firmware']}, kept under {found.asked['case']}.",
        "trail": (detail.line.name, reverse("technology_tests", args=[number])),
        "words": testing.STAGES.get(found.state.get("stage", ""), "Starting"),
        "bars": bars(found),
        "again": "Go on where it stopped",
        "safe": "This goes on when you leave the page. Captures that were taken in stay, whatever "
        "becomes of the test.",
    }
    if found.result:
        to = reverse("network_test", args=[number, found.result])
        shown |= {
            "done": "The test is recorded and under a checkpoint",
            "done_words": "Its verdict is public from now on.",
            "link": (f"Open the test {found.result}", to),
        }
    part = "#state" if ask.request.headers.get("HX-Request") else ""
    return render(ask.request, f"progress.html{part}", shown)


@evidence("technologies")
def test(ask: Ask, number: str, test: str) -> HttpResponse:
    """Show one test."""
    found = _find(ask, number, test)
    context = context_of(ask, number, _TAB)
    report = found.report
    others = query.listed_tests(ask.home, number, timezone.now())
    context |= {
        "test": found,
        "line": found.line,
        "report": report,
        "others": [one for one in others if one.number != test],
    }
    if report is not None:
        device = next((host for host in report.hosts if host.device), None)
        context |= {
            "claims": claims_of(report, found.line.network),
            "plot": plot_of(report),
            "device": device,
            "shown": _SHOWN,
            "names": {host.id: _named(host.names, host.id) for host in report.hosts},
        }
    return render(ask.request, "tests/test.html", context)


@evidence("technologies")
def download(ask: Ask, number: str, test: str, kind: str) -> HttpResponse:
    """Send the report as JSON (byte for byte as its digest names it), CSV or PDF."""
    found = _find(ask, number, test)
    if found.report is None:
        raise Http404("The whole report is for those who test, govern and audit.")
    if kind == "json":
        data, words = query.report_file(ask.person, test) or b"", "application/json"
    elif kind == "csv":
        data = report_csv(found.report, sentence=found.line.sentence)
        words = "text/csv; charset=utf-8"
    elif kind == "pdf":
        data, words = report_pdf(found, ask.home.config.agency), "application/pdf"
    else:
        raise Http404
    kept = {"Content-Disposition": f'attachment; filename="{test}-report.{kind}"'}
    return HttpResponse(data, content_type=words, headers=kept)


@evidence("technologies")
def compare(ask: Ask, number: str) -> HttpResponse:
    """Show two tests beside each other."""
    first, second = (ask.request.GET.get(name, "") for name in ("first", "second"))
    context = context_of(ask, number, _TAB)
    lines = query.listed_tests(ask.home, number, timezone.now())
    known = {one.number for one in lines}
    context |= {"tests": lines, "first": first, "second": second, "sees": sees_tests(ask.person)}
    if first in known and second in known and first != second:
        found = query.compared(ask.person, ask.home, first, second, timezone.now())
        if found is not None:
            before, after, comparison = found
            context |= {
                "before": before,
                "after": after,
                "comparison": comparison,
                "rows": _differences(before, after),
            }
    return render(ask.request, "tests/compare.html", context)


def _find(ask: Ask, number: str, test: str) -> NetworkTestDetail:
    try:
        found = query.network_test(ask.person, ask.home, test, timezone.now())
    except NotOnRegisterError as missing:
        raise Http404(str(missing)) from missing
    if found.line.technology != number:
        raise Http404
    return found


def _differences(
    before: NetworkTestDetail, after: NetworkTestDetail
) -> list[tuple[str, str, str, bool]]:
    """Give what was tested, line by line: before, after, and whether they differ."""
    one, other = before.line, after.line
    rows = (
        ("Verdict", SENTENCES[one.verdict], SENTENCES[other.verdict]),
        ("Firmware", one.firmware, other.firmware),
        ("App", one.app or "none named", other.app or "none named"),
        ("Data mode", one.data_mode or "none named", other.data_mode or "none named"),
        ("Network captured", one.network, other.network),
        ("Tested on", short_day(one.tested_on), short_day(other.tested_on)),
        ("Who ran it", one.tester, other.tester),
        ("Examined by", before.examined_by, after.examined_by),
    )
    return [(name, was, now, was != now) for name, was, now in rows]


def _named(names: tuple[str, ...], otherwise: str) -> str:
    return names[0] if names else otherwise
