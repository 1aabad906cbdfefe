# SPDX-License-Identifier: Apache-2.0
"""Pages by key, not by count: the thousandth page costs what the first one does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from holdfast.records.errors import NotFoundError
from holdfast.records.queries.values import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import Model, QuerySet

MOST = 1000
Found = TypeVar("Found", bound="Model")
Row = TypeVar("Row")


def page_of(
    rows: QuerySet[Found],
    *,
    after: str | None,
    limit: int,
    key: Callable[[Found], Any],
    since: Callable[[QuerySet[Found], Any], QuerySet[Found]],
    lines: Callable[[Sequence[Found]], tuple[Row, ...]],
) -> Page[Row]:
    """Give one page of ordered rows: those that `since` keeps after the key of the last page."""
    wanted = max(1, min(limit, MOST))
    if after:
        try:
            rows = since(rows, json.loads(after))
        except (ValueError, TypeError) as error:
            raise NotFoundError("There is no such page of this list.") from error
    found = list(rows[: wanted + 1])
    more = len(found) > wanted
    shown = found[:wanted]
    return Page(lines(shown), json.dumps(key(shown[-1])) if more else None)
