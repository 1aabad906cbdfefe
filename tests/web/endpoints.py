# SPDX-License-Identifier: Apache-2.0
"""Every address of the pages, and which of them give content, derived from what they reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, StreamingHttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from architecture.reached import reached_by
from holdfast.oversight import uses
from holdfast.records.stores import open_vault
from holdfast.web import behind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Uses that give no content: what was stated, what happened outside, a quarantine that ends.
_GIVE_NONE = {"purpose_of_session", "record_use", "release_items", "permits_to_read_again"}
_GIVING = {getattr(uses, name) for name in uses.__all__ if name not in _GIVE_NONE} | {
    open_vault,
    behind.begin,
    behind.start,
    FileResponse,
    StreamingHttpResponse,
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address: its name, its route, the parameters in it, and the function behind it."""

    name: str
    route: str
    parameters: tuple[str, ...]
    view: Any

    @property
    def gives_content(self) -> bool:
        """Whether it reaches a use, an original, a file to send, or work that is begun."""
        return not _GIVING.isdisjoint(reached_by(self.view, within="holdfast.web"))


def endpoints() -> list[Endpoint]:
    return list(_walk(get_resolver().url_patterns, "/", ()))


def _walk(
    patterns: Sequence[URLPattern | URLResolver], before: str, given: tuple[str, ...]
) -> Iterator[Endpoint]:
    for one in patterns:
        route = before + str(one.pattern)
        parameters = (*given, *one.pattern.converters)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route, parameters)
        else:
            yield Endpoint(str(one.name), route, parameters, one.callback)
