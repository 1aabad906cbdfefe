# SPDX-License-Identifier: Apache-2.0
"""What every page of evidence starts with: who asks, of which home, and the answer to a refusal.

Promises: content asked for before a purpose was stated leads to the page that asks for one, and
back; what does not exist and what may not be seen answer alike; a refusal says why in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from holdfast.fleet.errors import NoSuchFlightError
from holdfast.records.errors import NotFoundError, NotPermittedError, PurposeNeededError
from holdfast.web.home import this_home, viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, QueryDict
    from django.http.response import HttpResponseBase
    from django.utils.datastructures import MultiValueDict

    from holdfast.accounts.models import Person
    from holdfast.home import Home

Rest = ParamSpec("Rest")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: the person, the session, the home."""

    request: HttpRequest
    person: Person
    home: Home

    @property
    def session(self) -> str:
        """The session's key; a signed-in person always has one."""
        return self.request.session.session_key or ""

    @property
    def typed(self) -> QueryDict | None:
        """What was sent with a form; None when it was only opened."""
        return self.request.POST if self.request.method == "POST" else None

    @property
    def files(self) -> MultiValueDict[str, UploadedFile[Any]] | None:
        """What files were sent with a form; None when it was only opened."""
        return self.request.FILES if self.request.method == "POST" else None

    def back_to(self, otherwise: str) -> str:
        """Where to go on: `next`, when it is a page of this site, or the address given."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        host = {self.request.get_host()}
        fits = url_has_allowed_host_and_scheme(wanted, host, require_https=self.request.is_secure())
        return wanted if fits else otherwise


def evidence(
    section: str,
) -> Callable[
    [Callable[Concatenate[Ask, Rest], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, Rest], HttpResponseBase],
]:
    """Make a view of one section out of a function of an Ask."""

    def decorate(
        view: Callable[Concatenate[Ask, Rest], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]:
        @wraps(view)
        def answer(
            request: HttpRequest, *rest: Rest.args, **named: Rest.kwargs
        ) -> HttpResponseBase:
            try:
                return view(Ask(request, viewer(request, section), this_home()), *rest, **named)
            except PurposeNeededError as needed:
                address = reverse("case_purpose", args=[needed.cases[0]])
                query = urlencode({"next": request.get_full_path()})
                return HttpResponseRedirect(f"{address}?{query}")
            except (NotFoundError, NoSuchFlightError) as missing:
                raise Http404(str(missing)) from missing
            except NotPermittedError as refused:
                raise PermissionDenied(str(refused)) from refused

        return answer  # type: ignore[return-value]  # the request has no name to call it by

    return decorate
