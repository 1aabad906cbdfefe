# SPDX-License-Identifier: Apache-2.0
"""What a person tells of a flight, checked and in one spelling before anything is done with it.

Promises: everything that reaches a face or a published record is a word of a list; whatever cannot
be kept as told is refused in words that say what to change. Looks at the agency's lists and at
nothing else.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from holdfast.fleet.errors import FlightRefusedError
from holdfast.fleet.facts import CONSENTS, UNKNOWN_RULE, UNKNOWN_ZONE, FlightTold, PreparationTold
from holdfast.fleet.places import check_position
from holdfast.records.purposes import parse_purpose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.gate import Support
    from holdfast.home import Home

Told = TypeVar("Told", FlightTold, PreparationTold)

_LONGEST: Final = 4000
_LONGEST_NAME: Final = 150
_LONGEST_REFERENCE: Final = 150
_MOST_ITEMS: Final = 10_000
_MOST_ASSETS: Final = 20
_FIRST_YEAR: Final = 1990
_CLOCK_SLACK: Final = timedelta(minutes=2)
_NAMES: Final = ("pilot", "observer", "aircraft", "controller", "district", "incident")


def checked_flight(home: Home, told: FlightTold, now: datetime) -> FlightTold:
    """Give the flight in one spelling. Raises FlightRefusedError, RefusedError."""
    told = _common(home, told)
    _check_times(told, now)
    check_position(told.latitude, told.longitude)
    _ = told.duration  # refuses lengths that contradict each other
    if (ended := told.ended) and ended > _latest(told, now):
        raise _refused("It ends after now. Record it when it is over")
    if len(told.items) > _MOST_ITEMS or len(set(told.items)) != len(told.items):
        raise _refused(f"Its media are items, each once, at most {_MOST_ITEMS}")
    if told.no_media and told.items:
        raise _refused("It says that it made no media, and names some. Do one of both")
    if told.preparation and told.checked:
        raise _refused("It names a check before take-off and ticks lines as well. Do one of both")
    if told.batteries and len(set(told.batteries)) != len(told.batteries):
        raise _refused("It names a battery twice")
    return told


def checked_preparation(home: Home, told: PreparationTold) -> PreparationTold:
    """Give the check before take-off in one spelling. Raises FlightRefusedError, RefusedError."""
    return _common(home, told)


def checked_text(text: str, longest: int = _LONGEST) -> str:
    """Give a text without blanks at its ends. Raises FlightRefusedError."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _refused("A text holds bytes that are no text. Say it in letters") from error
    if "\x00" in text:
        raise _refused("A text holds a NUL, which nothing can keep")
    if len(text) > longest:
        raise _refused(f"A text has {len(text)} characters, and may have {longest}")
    return text.strip()


def needed(text: str, what: str) -> str:
    """Give a text that must say something. Raises FlightRefusedError."""
    found = checked_text(text)
    if not found:
        raise _refused(f"{what} is missing")
    return found


def _common(home: Home, told: Told) -> Told:
    purpose = parse_purpose(home.lists, told.purpose, told.purpose_text)
    words = _in_one_spelling(told) | {"purpose": purpose.id, "purpose_text": purpose.text}
    told = replace(told, **words, support=_support(told.support))
    if not told.pilot:
        raise _refused("Who flew is missing")
    if not told.aircraft and not told.aircraft_words:
        raise _refused("What flew is missing: its asset number, or its model and serial number")
    _check_words_of_lists(home, told)
    return told


def _in_one_spelling(told: Told) -> dict[str, Any]:
    """Give every text, and every list of texts, as it is kept."""
    texts: dict[str, Any] = {}
    for one in fields(told):
        value = getattr(told, one.name)
        if isinstance(value, str):
            longest = _LONGEST_NAME if one.name in _NAMES else _LONGEST
            texts[one.name] = checked_text(value, longest)
        elif isinstance(value, tuple) and all(isinstance(it, str) for it in value):
            texts[one.name] = tuple(filter(None, (checked_text(it, _LONGEST_NAME) for it in value)))
            if len(texts[one.name]) > _MOST_ASSETS:
                raise _refused(f"It names more than {_MOST_ASSETS} of one kind")
    return texts


def _check_words_of_lists(home: Home, told: FlightTold | PreparationTold) -> None:
    if told.rule != UNKNOWN_RULE and home.lists.flight_rules.get(told.rule) is None:
        raise _refused(f"There is no flight rule {told.rule!r}: {_either(home.lists.flight_rules)}")
    if told.consent not in CONSENTS:
        raise _refused(f"Consent is one of {', '.join(CONSENTS)}")
    if told.consent != "unknown" and not told.consent_words:
        raise _refused("Say from whom consent was obtained, or why it was not needed or set aside")
    for line in told.checked:
        if home.lists.preflight.get(line) is None:
            raise _refused(f"The list of checks has no line {line!r}")


def _support(support: Support | None) -> Support | None:
    if support is None or not support.id.strip():
        return None
    return replace(support, id=checked_text(support.id, _LONGEST_REFERENCE))


def _check_times(told: FlightTold, now: datetime) -> None:
    for at in filter(None, (told.start, told.corrected_start)):
        if at.tzinfo is None:
            raise _refused("A start has no zone. Say in which zone it is, or that it is unknown")
        if at.year < _FIRST_YEAR or at > _latest(told, now):
            raise _refused(
                f"It would have begun on {at:%Y-%m-%d %H:%M}. Give the start that is meant"
            )
    if not told.start_zone:
        raise _refused("The zone of its start is missing")
    if told.corrected_start is not None and not told.correction_reason:
        raise _refused("Its start is corrected. Say why")


def _latest(told: FlightTold, now: datetime) -> datetime:
    """Give the latest moment there can be: a wall clock of an unknown zone may be a day ahead."""
    ahead = timedelta(days=1) if told.start_zone == UNKNOWN_ZONE else _CLOCK_SLACK
    return now.astimezone(UTC) + ahead


def _either(terms: Iterable[Any]) -> str:
    return ", ".join(("unknown", *(one.id for one in terms)))


def _refused(why: str) -> FlightRefusedError:
    return FlightRefusedError(f"The flight cannot be kept as told. {why}. Nothing was recorded.")
