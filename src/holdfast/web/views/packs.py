# SPDX-License-Identifier: Apache-2.0
"""Packs: make one, see what is in it, check it, take it away as a zip.

A pack is made by a process of its own, which its page tells of. It is kept in `HOME/work/packs/`
under its number until somebody takes it away; what matters of it is in the ledger.
"""

from __future__ import annotations

from dataclasses import asdict
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.accounts.permissions import may
from holdfast.errors import HoldfastError
from holdfast.gate import DeniedError
from holdfast.oversight import uses
from holdfast.records.queries.cases import case_overview
from holdfast.web import behind, pack_making, pack_shelf
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.evidence import PackForm
from holdfast.web.progress import bars
from holdfast.web.templatetags.ui import moment
from holdfast.web.views.cases import case_context

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from holdfast.records.queries.values import PackLine

_SHOWN = 200


@evidence("cases")
def packs(ask: Ask, number: int) -> HttpResponse:
    """Show the packs that left a case."""
    context = case_context(ask, number, "Packs") | {"may_pack": may(ask.person, "pack.make")}
    return render(ask.request, "cases/packs.html", context)


@evidence("cases")
def make(ask: Ask, number: int) -> HttpResponse:
    """Make a pack."""
    overview = case_overview(ask.person, number)
    if may(ask.person, "pack.make") is None:
        raise PermissionDenied("None of your roles may make a pack.")
    form = PackForm(ask.request.POST or None)
    denied = False
    if form.is_valid():
        asked = pack_making.Asked(case=number, **form.cleaned_data)
        try:
            pack_making.ask_first(ask.home, ask.person, asked)
        except HoldfastError as error:
            form.add_error(None, str(error))
            denied = isinstance(error, DeniedError)
        else:
            begun = behind.begin(ask.home, pack_making.KIND, ask.person.username, asdict(asked))
            return redirect("pack_progress", number, begun)
    context = {
        "title": "Make a pack",
        "lead": f"Case {overview.case.reference}. The files, their custody and the proofs, in one "
        "folder that anybody can check without Holdfast.",
        "form": form,
        "submit": "Make the pack",
        "cancel": reverse("case_packs", args=[number]),
    }
    status = (403 if denied else 422) if form.is_bound else 200
    return render(ask.request, "cases/form.html", context, status=status)


@evidence("cases")
def progress(ask: Ask, number: int, work: str) -> HttpResponse:
    """Say how far a pack is; begin one anew that stopped."""
    overview = case_overview(ask.person, number)
    found = behind.find(ask.home, pack_making.KIND, work)
    if found is None or found.username != ask.person.username or found.asked["case"] != number:
        raise Http404
    if ask.request.method == "POST" and found.problem:
        pack_making.ask_first(ask.home, ask.person, pack_making.Asked(**found.asked))
        behind.start(ask.home, found.kind, found.folder)
        return redirect("pack_progress", number, work)
    words = pack_making.STAGES.get(found.state.get("stage", ""), "Starting")
    shown = {
        "work": found,
        "title": f"A pack for {found.asked['recipient']}",
        "lead": f"Of case {overview.case.reference}.",
        "trail": (f"Packs of {overview.case.reference}", reverse("case_packs", args=[number])),
        "words": words,
        "bars": bars(found),
        "again": "Begin it anew",
        "safe": "This goes on when you leave the page. Nothing leaves before the ledger has it.",
    }
    if found.result:
        shown |= {
            "done": "The pack is made and under a checkpoint",
            "done_words": "It was checked by the verifier that it carries.",
            "link": (f"Open the pack {found.result}", reverse("pack", args=[number, found.result])),
        }
    part = "#state" if ask.request.headers.get("HX-Request") else ""
    return render(ask.request, f"progress.html{part}", shown)


@evidence("cases")
def pack(ask: Ask, number: int, pack: str) -> HttpResponse:
    """One pack: what is in it, and whether it proves itself; asked to, it is checked again."""
    line = _find(ask, number, pack)
    folder = pack_shelf.folder(ask.home, line.number)
    if ask.request.method == "POST" and folder.is_dir():
        pack_shelf.check(folder)
        messages.success(ask.request, "The pack was checked again, whole.")
        return redirect("pack", number, pack)
    files = pack_shelf.contents(folder)
    context: dict[str, Any] = {
        "pack": line,
        "case": number,
        "here": folder.is_dir(),
        "contents": files[:_SHOWN],
        "more": max(0, len(files) - _SHOWN),
        "about": _about(line),
    }
    if folder.is_dir():
        context["verdict"] = pack_shelf.verdict(folder)
    return render(ask.request, "packs/pack.html", context)


@evidence("cases")
def download(ask: Ask, number: int, pack: str) -> HttpResponseBase:
    """Send a pack as one zip."""
    line = _find(ask, number, pack)
    folder = pack_shelf.folder(ask.home, line.number)
    if may(ask.person, "pack.make") is None or not folder.is_dir():
        raise Http404
    uses.hand_out_pack(home=ask.home, actor=ask.person, number=line.number)
    archive = pack_shelf.zipped(folder)
    return FileResponse(archive.open("rb"), as_attachment=True, filename=archive.name)


def _find(ask: Ask, number: int, pack: str) -> PackLine:
    for line in case_overview(ask.person, number).packs:
        if line.number == pack:
            return line
    raise Http404


def _about(line: PackLine) -> list[SimpleNamespace]:
    entry = "waiting for its checkpoint" if line.entry is None else f"entry {line.entry}"
    rows = {
        "For": line.recipient,
        "Purpose": line.purpose,
        "Made by": line.made_by.name or line.made_by.username,
        "Made": moment(line.made_at),
        "In the ledger": entry,
        "SHA-256 of its manifest": line.manifest_sha256,
    }
    return [SimpleNamespace(name=name, value=value, source="") for name, value in rows.items()]
