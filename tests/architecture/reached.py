# SPDX-License-Identifier: Apache-2.0
"""What a function can reach: every object that its source names, and what those name in turn.

Names are resolved as Python would, through the module and the imports in the function itself, so
that an alias hides nothing. What is passed in as an argument is not followed.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from functools import cache
from importlib import import_module
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def named_in(tree: ast.AST, module: ModuleType) -> Iterator[tuple[Any, int]]:
    """Give every function and class that a piece of source names, with its line.

    An import counts for itself, without a line.
    """
    inside = dict(_imported(tree))
    for found in inside.values():
        if isinstance(found, FunctionType | type):
            yield found, 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            found = _resolved(node, module, inside)
            if isinstance(found, FunctionType | type):
                yield found, node.lineno


def reached_by(function: Any, *, within: str) -> set[Any]:
    """Give all that a function or class reaches, followed through code of the package `within`."""
    seen: set[Any] = set()
    waiting = [inspect.unwrap(function)]
    while waiting:
        one = waiting.pop()
        for found in names_of(one):
            if found in seen:
                continue
            seen.add(found)
            if isinstance(found, FunctionType | type) and (
                f"{found.__module__}.".startswith(f"{within}.")
            ):
                waiting.append(inspect.unwrap(found))
    return seen


@cache
def names_of(one: Any) -> frozenset[Any]:
    """Give every function and class that the source of a function or class names."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(one)))
    return frozenset(
        inspect.unwrap(each) for each, _ in named_in(tree, sys.modules[one.__module__])
    )


def _imported(tree: ast.AST) -> Iterator[tuple[str, Any]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("holdfast"):
            module = import_module(node.module)
            for one in node.names:
                found = getattr(module, one.name, None)
                if found is None:
                    found = _module(f"{node.module}.{one.name}")
                yield one.asname or one.name, found


def _module(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        return None  # a name for the type checker alone


def _resolved(node: ast.expr, module: ModuleType, inside: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return inside.get(node.id, getattr(module, node.id, None))
    if isinstance(node, ast.Attribute):
        holder = _resolved(node.value, module, inside)
        if isinstance(holder, ModuleType | type):
            return getattr(holder, node.attr, None)
    return None


def functions_of(modules: Iterable[ModuleType]) -> Iterator[FunctionType]:
    """Give every function that is defined in these modules, methods too."""
    for module in modules:
        for one in vars(module).values():
            if getattr(one, "__module__", "") != module.__name__:
                continue
            held = vars(one).values() if isinstance(one, type) else (one,)
            for each in held:
                # Those that dataclasses write themselves have no source.
                if isinstance(each, FunctionType) and each.__code__.co_filename == module.__file__:
                    yield each
