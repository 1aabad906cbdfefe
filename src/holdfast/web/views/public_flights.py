# SPDX-License-Identifier: Apache-2.0
"""Drone flights for everybody: the page, and the same numbers as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import Http404

from holdfast.ledger import canonical_json
from holdfast.publication.flights import flights_csv, flights_document
from holdfast.web.published.answers import ASK_AGAIN, Question, public
from holdfast.web.published.flights import minutes_by_month, places_of, sums_by
from holdfast.web.published.words import purposes_words

if TYPE_CHECKING:
    from django.http import HttpResponse

_KINDS: Final = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


@public()
def flights(asked: Question) -> HttpResponse:
    """Show how much was flown: by month, purpose, district, model and coarse place."""
    document = _document(asked)
    names = {
        number: one.says["name"] for number, one in asked.published.register.technologies.items()
    }
    return asked.page(
        "flights.html",
        section="flights",
        document=document,
        totals=document["totals"],
        plot=minutes_by_month(document, asked.home.lists),
        places=places_of(document),
        districts=sums_by(document, "district"),
        purposes=[
            one | {"words": purposes_words(asked.home.lists, [one["key"]])[0]}
            for one in sums_by(document, "purpose")
        ],
        technologies=sums_by(document, "technology"),
        names=names,
        rules={one.id: one.words for one in asked.home.lists.flight_rules},
    )


@public()
def as_file(asked: Question, kind: str) -> HttpResponse:
    """Give the numbers as flights.json or flights.csv, as the bundle has them."""
    if kind not in _KINDS:
        raise Http404
    document = _document(asked)
    data = canonical_json(document) if kind == "json" else flights_csv(document)
    return asked.file(data, _KINDS[kind], ASK_AGAIN, name=f"flights.{kind}")


def _document(asked: Question) -> dict[str, Any]:
    published = asked.published
    return flights_document(
        published.flown, agency=settings.AGENCY, on=str(asked.today), size=published.size
    )
