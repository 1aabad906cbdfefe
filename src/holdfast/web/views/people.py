# SPDX-License-Identifier: Apache-2.0
"""People: the list, one person, enrolling, roles, the operating-system user, one-time codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from holdfast.accounts import queries
from holdfast.accounts.permissions import may
from holdfast.errors import HoldfastError
from holdfast.records.services.enrolment import issue_enrolment_code
from holdfast.records.services.people import enrol_person, identify_os_user, set_roles
from holdfast.web.forms.people import EnrolForm, OsUserForm, RolesForm
from holdfast.web.home import this_home, viewer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.accounts.models import Person
    from holdfast.accounts.queries import PersonRow


def people(request: HttpRequest) -> HttpResponse:
    """Everybody, and the newest tries to sign in."""
    asks = viewer(request, "people")
    now = timezone.now()
    context = {
        "people": queries.people(asks, now=now),
        "sign_ins": queries.sign_ins(asks),
        "count": queries.sign_in_count(asks, now=now),
        "may_enrol": may(asks, "person.enrol"),
    }
    return render(request, "people/people.html", context)


def enrol(request: HttpRequest) -> HttpResponse:
    """Enrol a person."""
    asks = _who_changes(request)
    form = EnrolForm(request.POST or None)
    if form.is_valid():
        try:
            enrol_person(home=this_home(), actor=asks, **form.cleaned_data)
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is enrolled.")
            return redirect("person", form.cleaned_data["username"])
    return render(request, "people/enrol.html", {"form": form}, status=_status(form))


def person(request: HttpRequest, username: str) -> HttpResponse:
    """One person, with what an administrator may do."""
    asks = viewer(request, "people")
    found = _find(request, username)
    context = {
        "found": found,
        "sign_ins": queries.sign_ins(asks, username=username),
        "may_change": may(asks, "person.roles"),
    }
    return render(request, "people/person.html", context)


def roles(request: HttpRequest, username: str) -> HttpResponse:
    """Set a person's roles."""
    asks = _who_changes(request)
    found = _find(request, username)
    start = {"roles": found.roles, "active": found.active}
    form = RolesForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            set_roles(home=this_home(), actor=asks, username=username, **form.cleaned_data)
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The roles are set.")
            return redirect("person", username)
    context = {"form": form, "found": found}
    return render(request, "people/roles.html", context, status=_status(form))


def os_user(request: HttpRequest, username: str) -> HttpResponse:
    """Map an operating-system user to a person."""
    asks = _who_changes(request)
    found = _find(request, username)
    form = OsUserForm(request.POST or None, initial={"os_user": found.os_user})
    if form.is_valid():
        try:
            identify_os_user(home=this_home(), actor=asks, username=username, **form.cleaned_data)
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The operating-system user is mapped.")
            return redirect("person", username)
    context = {"form": form, "found": found}
    return render(request, "people/os_user.html", context, status=_status(form))


@never_cache
@require_POST
def code(request: HttpRequest, username: str) -> HttpResponse:
    """Give a one-time code, shown on this answer only."""
    asks = viewer(request, "people")
    issued = issue_enrolment_code(home=this_home(), actor=asks, username=username)
    context = {"found": _find(request, username), "issued": issued}
    return render(request, "people/code.html", context)


def _who_changes(request: HttpRequest) -> Person:
    asks = viewer(request, "people")
    if may(asks, "person.enrol") is None:
        raise PermissionDenied("Only an administrator changes who may come in.")
    return asks


def _find(request: HttpRequest, username: str) -> PersonRow:
    found = queries.person(viewer(request, "people"), username, now=timezone.now())
    if found is None:
        raise Http404
    return found


def _status(form: EnrolForm | RolesForm | OsUserForm) -> int:
    return 422 if form.errors else 200
