# SPDX-License-Identifier: Apache-2.0
"""How the public site answers: no cookie, no session, an entity tag, and how long to keep it.

Promises: a page is drawn without looking who asks, so everybody gets the same bytes; a repeated
question with the tag of the answer gets 304; trouble with the home is said in words that name no
path of this machine.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control

from holdfast.errors import HoldfastError
from holdfast.web.home import this_home
from holdfast.web.published.state import Published, reader_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from holdfast.home import Home

Rest = ParamSpec("Rest")

FOR_GOOD: Final = {"public": True, "max_age": 31_536_000, "immutable": True}
A_DAY: Final = {"public": True, "max_age": 86_400}
A_MINUTE: Final = {"public": True, "max_age": 60}
NOT_AT_ALL: Final = {"no_store": True}
ASK_AGAIN: Final = {"public": True, "no_cache": True}
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """One request to the public site: of which home, what is public in it, on what day (UTC)."""

    request: HttpRequest
    home: Home
    published: Published
    today: date

    def page(self, template: str, *, section: str = "", status: int = 200, **context: Any) -> HttpResponse:  # fmt: skip # noqa: ANN401 # what the template shows
        """Draw a page of the site; an answer in words to what was asked keeps no longer."""
        around = {
            "agency": settings.AGENCY,
            "section": section,
            "size": self.published.size,
            "delay": int(self.home.lists.settings["publication_delay_days"]),
            "today": self.today,
        }
        text = render_to_string(f"public/{template}", {**around, **context})
        answer = HttpResponse(text, status=status)
        plain = status == HTTPStatus.OK and self.request.method != "POST"
        return self.conditional(answer, A_MINUTE if plain else NOT_AT_ALL)

    def file(self, data: bytes, media_type: str, keep: dict[str, Any], *, name: str = "") -> HttpResponse:  # fmt: skip
        """Send a file byte for byte; anybody's page may read it. `name` makes it a download."""
        answer = HttpResponse(data, content_type=media_type)
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
        if name:
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return self.conditional(answer, keep)

    def conditional(self, answer: HttpResponse, keep: dict[str, Any]) -> HttpResponse:
        """Tag the answer, and send 304 to who has it."""
        tag = f'"{sha256(answer.content).hexdigest()[:40]}"'
        answer["ETag"] = tag
        patch_cache_control(answer, **keep)
        if answer.status_code != HTTPStatus.OK or self.request.method == "POST":
            return answer
        found = get_conditional_response(self.request, etag=tag, response=answer)
        return found if isinstance(found, HttpResponse) else answer


def public(
    *methods: str,
) -> Callable[
    [Callable[Concatenate[Question, Rest], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, Rest], HttpResponseBase],
]:
    """Make a view for everybody out of a function of a Question; GET and HEAD unless named."""
    allowed = methods or ("GET", "HEAD")

    def decorate(
        view: Callable[Concatenate[Question, Rest], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]:
        @wraps(view)
        def answer(
            request: HttpRequest, *rest: Rest.args, **named: Rest.kwargs
        ) -> HttpResponseBase:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            try:
                home, today = this_home(), datetime.now(UTC).date()
                published = reader_of(home.root).published(home, today)
                return view(Question(request, home, published, today), *rest, **named)
            except (HoldfastError, OSError):
                _LOG.exception("The public site could not answer")
                return in_words("trouble", status=503)

        return login_not_required(answer)  # type: ignore[return-value]  # the request has no name to call it by

    return decorate


def in_words(what: str, *, status: int) -> HttpResponse:
    """Answer with the page that says what went wrong, without asking the home anything."""
    text = render_to_string(f"public/{what}.html", {"agency": settings.AGENCY, "section": ""})
    answer = HttpResponse(text, status=status)
    patch_cache_control(answer, **NOT_AT_ALL)
    return answer
