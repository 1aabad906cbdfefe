# SPDX-License-Identifier: Apache-2.0
"""The steps that the desk takes of a complaint or a request: one form, one service, one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse

    from holdfast.web.asking import Ask


@dataclass(frozen=True, slots=True)
class Step:
    """What is done: its form and its service, the page's title and button, and what was done."""

    form: type[Form]
    service: Callable[..., object]
    title: str
    button: str
    done: str


def take_step(
    ask: Ask,
    step: Step,
    number: str,
    *,
    listed: tuple[str, str],
    page: str,
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the step's form, or take the step and lead back to its page.

    `listed` is the word for the list it stands in and that list's route; `page` its own route.
    """
    word, of_all = listed
    to = reverse(page, args=[number])
    words = {
        "title": f"{step.title}: {number}",
        "trail": [(word, reverse(of_all)), (number, to)],
        "submit": step.button,
        "cancel": to,
    }
    return submit(
        ask,
        step.form(ask.request.POST or None, initial=initial),
        words,
        lambda data: step.service(home=ask.home, actor=ask.person, number=number, **data),
        done=step.done,
        to=to,
    )
