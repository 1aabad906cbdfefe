# SPDX-License-Identifier: Apache-2.0
"""`holdfast flights record`: one flight by hand, or proposed ones with what the data cannot say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.cli.output import print_json, say, warn
from holdfast.errors import ANSWER_IS_NO, DONE, WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.fleet.facts import FlightTold
    from holdfast.home import Home

_CONSENTS = ("obtained", "not-needed", "set-aside", "unknown")
_TEXTS = (
    "aircraft", "pilot", "observer", "purpose", "purpose_text", "job", "district", "locality",
    "rule", "consent", "consent_words", "airspace", "occurrence", "incident", "weather", "damage",
    "note",
)  # fmt: skip


@click.command(short_help="Record flights.")
@click.option("--proposal", "proposals", multiple=True, metavar="KEY", help="A proposed flight.")
@click.option("--aircraft", default="", metavar="ASSET", help="What flew.")
@click.option("--pilot", required=True, help="Who flew: a username, or an outside name.")
@click.option("--observer", default="", help="Who watched over it.")
@click.option("--start", default="", help="Take-off with its zone: 2026-11-23T10:00+13:00.")
@click.option("--minutes", type=click.FloatRange(0, 10_080), help="How long, as you know it.")
@click.option("--purpose", required=True, help="Why, of the agency's list.")
@click.option("--purpose-text", default="", help="Why, in words that stay sealed.")
@click.option("--case", default="", help="The case that asks for it.")
@click.option("--job", default="", help="A job number of another system.")
@click.option("--district", default="", help="The district it was flown in.")
@click.option("--at", "position", default="", metavar="LAT,LON", help="Where, in degrees; sealed.")
@click.option("--locality", default="", help="Where, in words; sealed.")
@click.option("--rule", default="unknown", help="The part of the rules: 101, cati-101-1, 102.")
@click.option("--consent", type=click.Choice(_CONSENTS), default="unknown", help="Of who is below.")
@click.option("--consent-words", default="", help="From whom, or why not.")
@click.option("--airspace", default="", help="What is to be said of the airspace.")
@click.option("--weather", default="", help="What is to be said of the weather.")
@click.option("--occurrence", default="", help="What went wrong; empty for nothing.")
@click.option("--incident", default="", metavar="NUMBER", help="The incident that was recorded.")
@click.option("--camera", "cameras", multiple=True, metavar="ASSET", help="A camera it carried.")
@click.option("--battery", "batteries", multiple=True, metavar="ASSET", help="A battery it used.")
@click.option("--no-media", is_flag=True, help="It made no recordings, so none is missed.")
@click.option("--damage", default="", help="Damage after it; empty for none.")
@click.option("--note", default="", help="Whatever else is to be said.")
@home_option
@json_option
def record(  # one option each, above
    *, proposals: tuple[str, ...], home: Path | None, as_json: bool, **given: Any  # noqa: ANN401 # as named
) -> int:  # fmt: skip
    """Record a flight that is over, or proposed flights by their keys, approved or not.

    A flight that the gate does not permit is recorded all the same as one that was not approved:
    the refusal is an entry of its own. Exit code 0 when every flight was recorded as approved, 1
    when one was not.
    """
    need_text(*proposals, *(str(one) for one in given.values()))
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    found = (
        _confirm(entered, actor, proposals, given)
        if proposals
        else [_record(entered, actor, given)]
    )
    if as_json:
        print_json({"flights": found})
    else:
        for one in found:
            _tell(one)
    return DONE if all(one["approved"] for one in found) else ANSWER_IS_NO


def _record(home: Home, actor: Person, given: Mapping[str, Any]) -> dict[str, Any]:
    from holdfast.fleet.facts import FlightTold
    from holdfast.fleet.services import record_flight

    told = FlightTold(pilot=given["pilot"], start=_start(given["start"]))
    done = record_flight(home=home, actor=actor, told=_with_words(told, given))
    return {
        "number": done.number,
        "entry": done.entry,
        "approved": done.approved,
        "denied": done.denied,
        "problem": "",
    }


def _confirm(
    home: Home, actor: Person, keys: Sequence[str], given: Mapping[str, Any]
) -> list[dict[str, Any]]:
    from holdfast.fleet.queries import proposed_flights
    from holdfast.fleet.services import Confirmed, record_proposed

    most = 3650
    proposed = {one.key: one.told for one in proposed_flights(actor, home, days=most)}
    missing = [key for key in keys if key not in proposed]
    if missing:
        raise WrongUsageError(
            f"No flight is proposed under {', '.join(missing)}. Nothing was recorded. See "
            "'holdfast flights propose'."
        )
    confirmed = [Confirmed(key, _with_words(proposed[key], given)) for key in dict.fromkeys(keys)]
    done = record_proposed(home=home, actor=actor, confirmed=confirmed, days=most)
    return [
        {
            "number": one.flight.number if one.flight else None,
            "entry": one.flight.entry if one.flight else None,
            "approved": bool(one.flight and one.flight.approved),
            "denied": one.flight.denied if one.flight else "",
            "problem": one.problem,
        }
        for one in done
    ]


def _with_words(told: FlightTold, given: Mapping[str, Any]) -> FlightTold:
    """Put what was said on the command line into the flight; what was not said stays as it is."""
    from holdfast.fleet.durations import TYPED, Known
    from holdfast.gate import Support

    words: dict[str, Any] = {name: given[name] for name in _TEXTS if given[name]}
    for name in ("cameras", "batteries"):
        if given[name]:
            words[name] = given[name]
    if given["case"]:
        words["support"] = Support("case", given["case"])
    if given["position"]:
        words["latitude"], words["longitude"] = _position(given["position"])
    if given["no_media"]:
        words["no_media"] = True
    if given["minutes"] is not None:
        others = tuple(one for one in told.known if one.source != TYPED)
        words["known"] = (*others, Known(TYPED, round(given["minutes"] * 60, 3)))
    return replace(told, **words)


def _start(text: str) -> datetime:
    try:
        start = datetime.fromisoformat(text)
    except ValueError as error:
        raise _no_start(text) from error
    if start.tzinfo is None:
        raise _no_start(text)
    return start


def _no_start(text: str) -> WrongUsageError:
    return WrongUsageError(
        f"--start is {text!r}; write take-off with its zone, such as 2026-11-23T10:00+13:00. "
        "Nothing was recorded."
    )


def _position(text: str) -> tuple[float, float]:
    try:
        latitude, longitude = (float(one) for one in text.split(","))
    except ValueError as error:
        raise WrongUsageError(
            f"--at is {text!r}; write LAT,LON in degrees, such as -41.2865,174.7762. Nothing was "
            "recorded."
        ) from error
    return latitude, longitude


def _tell(one: Mapping[str, Any]) -> None:
    if one["problem"]:
        warn(one["problem"])
        return
    state = "approved" if one["approved"] else "NOT approved"
    say(f"{one['number']} is recorded (entry {one['entry']}), {state}.")
    if one["denied"]:
        say(f"  {one['denied']}")
