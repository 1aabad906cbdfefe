# SPDX-License-Identifier: Apache-2.0
"""Permissions and bans: the list, one row and its three faces, a new one in two steps, one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may
from holdfast.errors import HoldfastError
from holdfast.gate import RowError, register_entry
from holdfast.oversight import services
from holdfast.oversight.queries import rows as queries
from holdfast.oversight.services.rows import next_row_number, role_names
from holdfast.records.errors import NotPermittedError
from holdfast.records.services import authorise
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.governance.rows import BanForm, EndRowForm, PermitForm, RowFilter
from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdfast.oversight.services import Preview

_TABS = (("Rows", "permissions"), ("What may I use?", "my_permissions"))


def _tabs(current: str) -> list[tuple[str, str, bool]]:
    return [(word, reverse(name), word == current) for word, name in _TABS]


@evidence("permissions")
def permissions(ask: Ask) -> HttpResponse:
    """List rows."""
    form = RowFilter(ask.request.GET)
    narrowed = form.cleaned_data if form.is_valid() else {}
    wanted = {
        "technology": narrowed.get("technology", ""),
        "role": narrowed.get("role", ""),
        "kind": narrowed.get("kind", ""),
        "standing": narrowed.get("standing") or "in force",
    }
    now = timezone.now()
    context = {
        "tabs": _tabs("Rows"),
        "filters": form,
        "page": queries.rows(now, **wanted, after=ask.request.GET.get("after")),
        "count": queries.count_rows(now, **wanted),
        "may_add": may(ask.person, "row.add"),
    }
    return render(ask.request, "permissions/permissions.html", context)


@evidence("permissions")
def mine(ask: Ask) -> HttpResponse:
    """Show what the person may use, and what is denied."""
    context = {
        "tabs": _tabs("What may I use?"),
        "mine": queries.my_permissions(ask.person, timezone.now()),
    }
    return render(ask.request, "permissions/mine.html", context)


@evidence("permissions")
def row(ask: Ask, number: str) -> HttpResponse:
    """Show one row: the sentence, the Cedar policy and the register entry that it is."""
    context = {
        "detail": queries.row(ask.home, number, timezone.now()),
        "may_end": may(ask.person, "row.end"),
    }
    return render(ask.request, "permissions/row.html", context)


@evidence("permissions")
def end(ask: Ask, number: str) -> HttpResponse:
    """Take a row out of force."""
    authorise(ask.person, "row.end")
    found = queries.row(ask.home, number, timezone.now()).line
    to = reverse("permission", args=[number])
    words = {
        "title": f"Take {number} out of force",
        "lead": found.sentence,
        "submit": "Take it out of force",
        "cancel": to,
        "trail": [("Permissions", reverse("permissions")), (number, to)],
    }
    return submit(
        ask, EndRowForm(ask.typed), words,
        lambda data: services.end_row(home=ask.home, actor=ask.person, number=number, **data),
        done=f"{number} is out of force. It stays readable.", to=to,
    )  # fmt: skip


@evidence("permissions")
def new(ask: Ask, kind: str) -> HttpResponse:
    """Fill a row in, look at what it would be and change, and put it in force."""
    authorise(ask.person, "row.add")
    make = BanForm if kind == "ban" else PermitForm
    start = {
        name: ask.request.GET[name]
        for name in ("approval", "technology")
        if name in ask.request.GET
    }
    form = make(ask.typed, home=ask.home, initial=start)
    step = ask.request.POST.get("step", "")
    if step == "edit" or not form.is_valid():
        return _fill_in(ask, form, kind, status=422 if form.is_bound and step != "edit" else 200)
    row = form.row(next_row_number("ban" if kind == "ban" else "permit"))
    try:
        preview = services.preview_row(home=ask.home, actor=ask.person, row=row, now=timezone.now())
        fresh = ask.request.POST.get("revision") == str(preview.revision)
        if step == "add" and fresh:
            number = services.add_row(
                home=ask.home, actor=ask.person, row=row, decision=form.decided_by()
            )
            messages.success(ask.request, f"{number} is in force.")
            return HttpResponseRedirect(reverse("permission", args=[number]))
    except NotPermittedError:
        raise
    except HoldfastError as error:
        return _refused(ask, form, kind, error)
    return _look(ask, form, kind, preview, stale=step == "add")


def _fill_in(
    ask: Ask, form: PermitForm | BanForm, kind: str, *, status: int, against: str = ""
) -> HttpResponse:
    context = {"form": form, "kind": kind, "against": against}
    return render(ask.request, "permissions/new.html", context, status=status)


def _refused(ask: Ask, form: PermitForm | BanForm, kind: str, error: HoldfastError) -> HttpResponse:
    """Say why the row cannot be, and read out the ban that it runs into."""
    form.add_error(None, str(error))
    against = ""
    if isinstance(error, RowError) and error.row:
        against = queries.row(ask.home, error.row, timezone.now()).line.sentence
    return _fill_in(ask, form, kind, status=422, against=against)


def _look(
    ask: Ask, form: PermitForm | BanForm, kind: str, preview: Preview, *, stale: bool
) -> HttpResponse:
    entry = register_entry(preview.row, preview.sentence, form.decided_by())
    changes = list(zip(preview.changes, preview.touched, strict=True))
    context = {
        "form": form,
        "kind": kind,
        "preview": preview,
        "register_entry": json.dumps(entry, indent=2, ensure_ascii=False),
        "gained": [(one, people) for one, people in changes if one.gained],
        "lost": [(one, people) for one, people in changes if not one.gained],
        "roles": role_names(),
        "stale": stale,
        "stage": ask.request.POST.get("technology", ""),
    }
    return render(ask.request, "permissions/preview.html", context)
