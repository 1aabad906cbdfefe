# SPDX-License-Identifier: Apache-2.0
"""Tags and filters of every page: symbols, badges, times, sizes.

Promises: a status is a shape and a word, never a colour alone; a time carries its zone and, for
the machine, UTC; a size is given in IEC units with the exact count of bytes beside it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.timezone import localtime

from holdfast.accounts.roles import role_name as name_of_role
from holdfast.web.marks import ACT_SYMBOLS, ALERTS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms import BoundField
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

register = template.Library()

_ONE: Final = {"people": "person", "entries": "entry", "bodies": "body"}
_STEP: Final = 1024
_UNITS: Final = ("KiB", "MiB", "GiB", "TiB", "PiB")


@register.simple_tag
def symbol(name: str, words: str = "") -> SafeString:
    """Draw one symbol of the sprite; `words` says what it means where no text beside it does."""
    address = static("img/symbols.svg")
    if words:
        return format_html(
            '<svg class="symbol" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            words,
            address,
            name,
        )
    return format_html(
        '<svg class="symbol" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        address,
        name,
    )


@register.simple_tag
def badge(word: str, tone: str = "still", mark: str = "") -> SafeString:
    """Write a badge: a shape and a word. Tones: good, wait, bad, note, still."""
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, symbol(mark or tone), word)


@register.simple_tag
def status(word: str) -> SafeString:
    """Write the badge of a status word; a word we do not know gets a neutral one."""
    tone, mark = STATUSES.get(word, ("still", "still"))
    return badge(word, tone, mark)


@register.filter
def alert_tone(word: str) -> str:
    """Give the tone of an alert; a word we do not know is a note."""
    return ALERTS.get(word, ("note", "note"))[0]


@register.filter
def alert_symbol(word: str) -> str:
    """Give the symbol of an alert."""
    return ALERTS.get(word, ("note", "note"))[1]


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Write a time as 23 Nov 2026, 22:15:02 NZDT, with UTC for the machine and on hover."""
    if value is None:
        return "not known"
    local = localtime(value)
    instant = value.astimezone(UTC)
    return format_html(
        '<time datetime="{}" title="{} UTC">{} {}</time>',
        instant.strftime("%Y-%m-%dT%H:%M:%SZ"),
        instant.strftime("%Y-%m-%d %H:%M:%S"),
        f"{local.day} {local:%b %Y, %H:%M:%S}",
        local.tzname() or "UTC",
    )


@register.filter
def on_day(value: date | None) -> str:
    """Write a day as Monday 23 November 2026."""
    return "No date" if value is None else f"{value:%A} {value.day} {value:%B %Y}"


@register.filter
def short_day(value: date | None) -> str:
    """Write a day as 23 Nov 2026."""
    return "no date" if value is None else f"{value.day} {value:%b %Y}"


@register.filter
def size(value: int | None) -> SafeString | str:
    """Write bytes in IEC units, with the exact count on hover."""
    if value is None:
        return "not known"
    words = iec(int(value))
    return words if value < _STEP else format_html('<span title="{} bytes">{}</span>', value, words)


def iec(value: int) -> str:
    """Write bytes as 1.4 GiB."""
    if value < _STEP:
        return f"{value} B"
    power = min((value.bit_length() - 1) // 10, len(_UNITS))
    return f"{value / _STEP**power:.1f} {_UNITS[power - 1]}"


@register.filter
def counted(count: int, unit: str) -> str:
    """Write a count with its unit: 1 person, 214 files."""
    if count == 1:
        unit = _ONE.get(unit, unit.removesuffix("s"))
    return f"{count:,} {unit}"


@register.filter
def duration(value: float | None) -> str:
    """Write seconds as 3:12 or 1:03:12."""
    if value is None:
        return ""
    whole = round(value)
    hours, rest = divmod(whole, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.filter
def digest(value: str) -> SafeString | str:
    """Shorten a digest to its first 12 characters; the whole is there to copy on hover."""
    if not value:
        return ""
    return format_html('<code class="digest" title="{}">{}…</code>', value, value[:12])


@register.filter
def role_words(role: str) -> str:
    """Put a role in words."""
    return name_of_role(role)


@register.filter
def act_symbol(act: str) -> str:
    """Choose the symbol of an act for a timeline."""
    return ACT_SYMBOLS.get(act) or ACT_SYMBOLS.get(act.partition(".")[0], "ledger")


@register.filter
def listed(values: Iterable[object]) -> str:
    """Join values as one, two and three."""
    words = [str(value) for value in values]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: object) -> str:
    """Write this page's query with some values changed; an empty value takes one away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value in {None, ""}:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """Write one field of a form: label, hint, error and control, tied together for readers."""
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    attributes: dict[str, str | bool] = (
        {"aria-describedby": " ".join(described)} if described else {}
    )
    if bound.errors:
        attributes["aria-invalid"] = "true"
    many = (
        bound.field.widget.input_type in {"checkbox", "radio"}
        if hasattr(bound.field.widget, "input_type")
        else False
    )
    single = many and not hasattr(bound.field, "choices")
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attributes),
        "group": many and not single,
        "single": single,
        "optional": not bound.field.required and not getattr(bound.form, "narrows", False),
    }
