# SPDX-License-Identifier: Apache-2.0
"""The forms that change what is said about one item; the item's bytes are never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse

from holdfast.records import services
from holdfast.records.queries.cases import case_by_reference
from holdfast.records.queries.item import item as item_detail
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms import evidence as forms
from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse

    from holdfast.records.queries.values import ItemDetail


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: its form, its words, and the service behind it."""

    form: type[Form]
    title: str
    done: str
    act: Callable[[dict[str, Any], int, dict[str, Any]], object]


def _link(who: dict[str, Any], item: int, data: dict[str, Any]) -> object:
    case = case_by_reference(who["actor"], data["reference"]).number
    return services.link(**who, items=[item], case=case, reason=data["reason"])


CHANGES = {
    "classify": Change(
        forms.ClassifyForm, "Classify", "Classified.",
        lambda who, item, data: services.classify(**who, items=[item], **data),
    ),
    "exhibit": Change(
        forms.ExhibitForm, "Give an exhibit number", "The exhibit number is given.",
        lambda who, item, data: services.give_exhibit_number(**who, item=item, **data),
    ),
    "link": Change(forms.LinkForm, "Link to another case", "Linked.", _link),
    "unlink": Change(
        forms.UnlinkForm, "Take out of a case", "Taken out. Its history stays readable.",
        lambda who, item, data: services.unlink(**who, items=[item], **data),
    ),
    "hold": Change(
        forms.ReasonForm, "Place a hold", "The hold is placed.",
        lambda who, item, data: services.place_hold(**who, item=item, **data),
    ),
    "title": Change(
        forms.TitleForm, "Correct the title", "Corrected. The old title stays readable.",
        lambda who, item, data: services.correct_title(**who, item=item, **data),
    ),
    "time": Change(
        forms.TimeForm, "Correct the time", "Corrected. What the device claims stays beside it.",
        lambda who, item, data: services.correct_time(**who, item=item, **data),
    ),
    "access": Change(
        forms.AccessForm, "Change access", "The access class is changed.",
        lambda who, item, data: services.set_access(**who, items=[item], **data),
    ),
}  # fmt: skip


@evidence("cases")
def change(ask: Ask, number: int, what: str) -> HttpResponse:
    """Show the form of one kind of change, or make it."""
    kind = CHANGES.get(what)
    if kind is None:
        raise Http404
    detail = item_detail(ask.person, ask.home, number)
    to = reverse("item", args=[number])
    words = {
        "title": kind.title,
        "lead": f"{detail.item.title}, item {number}. The change is an entry of the ledger; "
        "what was said before stays readable.",
        "submit": kind.title,
        "cancel": to,
    }
    who = {"home": ask.home, "actor": ask.person}
    form = _form(kind.form, ask, detail)
    return submit(ask, form, words, lambda data: kind.act(who, number, data), done=kind.done, to=to)


def _form(form: type[Form], ask: Ask, detail: ItemDetail) -> Form:
    item = detail.item
    start = {
        "status": item.status,
        "offence_class": detail.offence_class,
        "retention_class": detail.retention_class,
        "title": item.title,
        "access_class": item.access_class,
        "corrected_at": detail.times.corrected,
    }
    made = form(ask.request.POST or None, initial=start)
    if "case" in made.fields:
        made.fields["case"].choices = [  # type: ignore[attr-defined]  # a choice field, above
            (case.number, f"{case.reference}: {case.title}") for case in detail.cases
        ]
    return made
