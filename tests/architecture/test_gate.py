# SPDX-License-Identifier: Apache-2.0
"""Nothing reaches evidence but under a permit: by signature, and by who calls what.

Promises: what is to be looked at is derived from the code, so that a new function, processor or
page is looked at too; what is left out is left out by name, with its reason.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

import holdfast.fleet
import holdfast.oversight
import holdfast.records
from analysis import hostile
from architecture.reached import functions_of, named_in, names_of
from architecture.tree import python
from gating import permit_for
from holdfast.analysis import PROCESSORS, Job, Source, run, run_all, run_batch
from holdfast.analysis.errors import UnregisteredProcessorError
from holdfast.analysis.processors import Processor
from holdfast.analysis.template import Template
from holdfast.fleet.services.flights import enter_unapproved, record_with_media
from holdfast.fleet.services.permission import Denial, denial_on_ledger
from holdfast.gate import USES, DeniedError, ForgedPermitError, WrongPermitError
from holdfast.gate.own import own_technologies
from holdfast.oversight import uses
from holdfast.oversight.asking import Errand
from holdfast.records import queries, services
from holdfast.records.drafts import Draft
from holdfast.records.permitted import confirmed
from holdfast.records.queries.items import find
from holdfast.records.stores import open_vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

# What runs over originals without a permit, and why.
_WITHOUT = {
    "holdfast.records.services.checks.run_check": "it hashes originals, for everybody's sake",
}
_PERMITS = {"Permit", "Sequence[Permit]", "View"}
# What a page may call, because what it takes came from a use.
_AFTER_A_USE = {"content_file"}


def _modules(*packages: ModuleType) -> list[ModuleType]:
    return [
        import_module(one.name)
        for package in packages
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if ".migrations" not in one.name
    ]


FUNCTIONS = list(functions_of(_modules(holdfast.records, holdfast.oversight, holdfast.fleet)))


def _named(function: Any) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _permits_of(function: Any) -> list[inspect.Parameter]:
    found = inspect.signature(function).parameters.values()
    return [one for one in found if str(one.annotation) in _PERMITS]


# Processors


@pytest.mark.parametrize("name", PROCESSORS)
def test_every_processor_is_a_technology_of_ours(name: str) -> None:
    own = {one.id for one in own_technologies() if one.kind == "processor"}
    assert PROCESSORS[name].technology in own


def test_every_technology_of_ours_that_processes_is_one_processor() -> None:
    own = sorted(one.id for one in own_technologies() if one.kind == "processor")
    assert own == sorted(one.technology for one in PROCESSORS.values())


@pytest.mark.parametrize("technology", ["", "nothing", "holdfast-viewer", "nuix/face-search"])
def test_a_processor_that_is_no_technology_of_ours_cannot_be_made(technology: str) -> None:
    with pytest.raises(UnregisteredProcessorError, match="Nothing was run"):
        Processor("new", "1", technology, "holdfast.analysis.processors.reading", None)


def test_a_processor_without_a_technology_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="technology"):
        Processor("new", "1", module="m", media_type=None)  # type: ignore[call-arg]  # what is tried


# Signatures


def test_what_touches_originals_takes_a_permit() -> None:
    touching = {open_vault, Job, run, run_all, run_batch}
    found = {_named(one): one for one in FUNCTIONS if names_of(one) & touching}
    assert found.keys() >= {
        "holdfast.records.services.take_in.take_in",
        "holdfast.records.services.reading.compute",
        "holdfast.records.services.packs.make_pack",
        "holdfast.records.derivatives.make_all",
    }
    assert {name for name, one in found.items() if not _permits_of(one)} == set(_WITHOUT)


def test_what_records_a_use_takes_a_permit_that_nobody_can_leave_out() -> None:
    acts = set()
    for function in FUNCTIONS:
        if confirmed not in names_of(function):
            continue
        (permit,) = _permits_of(function)
        assert permit.kind is inspect.Parameter.KEYWORD_ONLY, function
        assert permit.default is inspect.Parameter.empty, function
        acts.add(getattr(inspect.getmodule(function), "ACT", ""))
    assert acts == set(USES)


def test_what_enters_a_use_without_a_permit_enters_a_flight_by_its_denial() -> None:
    """A flight that happened is recorded though it was denied; nothing else is, and not without."""
    entering = {
        _named(one): one
        for one in FUNCTIONS
        if Draft in names_of(one)
        and getattr(inspect.getmodule(one), "ACT", "") in USES
        and not _permits_of(one)
    }
    assert entering == {_named(enter_unapproved): enter_unapproved}
    denial = inspect.signature(enter_unapproved).parameters["denial"]
    assert (denial.kind, denial.default) == (denial.KEYWORD_ONLY, denial.empty)
    making = {_named(one) for one in FUNCTIONS if Denial in names_of(one)}
    assert making == {_named(denial_on_ledger), _named(enter_unapproved)}
    with pytest.raises(AssertionError, match="on the ledger before"):
        denial_on_ledger(DeniedError("no-row", "No."), "dji-mavic-2")


def test_what_gives_or_takes_a_view_has_had_a_permit() -> None:
    giving = {_named(one) for one in FUNCTIONS if one.__annotations__.get("return") == "View"}
    assert giving == {
        "holdfast.records.services.viewing.open_view",
        "holdfast.records.services.viewing.glance",
        "holdfast.oversight.uses.looking.open_item",
        "holdfast.oversight.uses.looking.glance_at_item",
    }
    for one in (services.open_view, services.viewing.glance):
        assert [str(each.annotation) for each in _permits_of(one)] == ["Permit"]


# Processors, run


def test_a_job_cannot_be_made_without_a_permit(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="source"):
        Job("reading", Source("0" * 64, tmp_path, "x"))  # type: ignore[call-arg,arg-type]  # what is tried


@pytest.mark.parametrize("name", PROCESSORS)
def test_no_processor_runs_on_what_is_no_permit_for_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "original").write_bytes(b"evidence")
    source = Source("0" * 64, tmp_path / "original", "x")
    others = {one.technology for one in PROCESSORS.values()} - {PROCESSORS[name].technology}
    tries: list[tuple[Any, type[Exception]]] = [
        (None, ForgedPermitError),
        (object(), ForgedPermitError),
        (permit_for("holdfast-viewer"), WrongPermitError),
        *((permit_for(one), WrongPermitError) for one in others),
    ]
    with Template.start() as template:
        for permit, error in tries:
            with pytest.raises(error, match="nothing was run"):
                template.run(Job(name, permit, source, tmp_path / "made"))
    with pytest.raises(ForgedPermitError):
        run(Job(name, None, source))  # type: ignore[arg-type]  # what is tried
    assert [one.name for one in tmp_path.iterdir()] == ["original"]


def test_nor_does_one_of_another_registry(tmp_path: Path) -> None:
    job = Job("good", permit_for("holdfast-thumbnail"), Source("0" * 64, tmp_path, "x"))
    with (
        Template.start(hostile.COMMAND, hostile.REGISTRY) as template,
        pytest.raises(WrongPermitError),
    ):
        template.run(job)


# Who calls what

OUTER = [found for layer in ("web", "cli", "demo") for found in python(f"src/holdfast/{layer}")]


def _for_oversight_alone() -> dict[Any, str]:
    """Give what only `oversight.uses` may call: what takes a permit or a View, and what finds."""
    found: dict[Any, str] = {
        one: _named(one)
        for one in FUNCTIONS
        if _permits_of(one)
        and not one.__module__.startswith("holdfast.oversight.uses")
        and one.__name__ not in _AFTER_A_USE
    }
    found |= {one: f"holdfast.analysis.{one.__name__}" for one in (Job, run, run_all, run_batch)}
    found |= {one: _named(one) for one in (find, enter_unapproved, record_with_media)}
    return found | {Errand: "holdfast.oversight.asking.Errand"}


def test_pages_commands_and_demonstration_use_evidence_by_oversight_alone() -> None:
    forbidden, problems = _for_oversight_alone(), []
    callers: set[str] = set()
    assert {services.take_in, services.make_pack, queries.find} <= forbidden.keys()
    for path, text in OUTER:
        module = import_module(".".join(path.with_suffix("").parts[1:]).removesuffix(".__init__"))
        for named, line in named_in(ast.parse(text), module):
            if named in forbidden:
                problems.append(f"{path}:{line} calls {forbidden[named]}")
            callers.update(name for name in uses.__all__ if named is getattr(uses, name))
    assert problems == []
    assert callers >= {"take_in_medium", "open_item", "make_pack", "make_pictures", "search"}


def test_an_alias_hides_nothing() -> None:
    """What the check above goes by sees through the ways in which a name can be brought in."""
    module = import_module("holdfast.web.views.media")
    for text in (
        "from holdfast.records.services import take_in as look",
        "from holdfast.records import services as s\ns.take_in()",
        "from holdfast.records.services.take_in import take_in",
        "def f():\n    from holdfast.records import services\n    services.take_in()",
    ):
        assert services.take_in in set(_found(named_in(ast.parse(text), module))), text


def _found(named: Iterator[tuple[Any, int]]) -> Iterator[Any]:
    return (one for one, _ in named)
