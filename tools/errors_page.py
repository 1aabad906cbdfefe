# SPDX-License-Identifier: Apache-2.0
"""Write docs/errors.md from the error classes: `python tools/errors_page.py [--check]`."""

from __future__ import annotations

import inspect
import os
import re
import sys
from importlib import import_module
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from holdfast.errors import HoldfastError
from tools.pages import NOTE, ROOT, write_or_compare

_ERROR_CLASS = re.compile(r"^class \w+\(.*Error\b.*\):", re.MULTILINE)
_HEAD = f"""\
# Errors

{NOTE}

Every error that Holdfast raises on purpose says three things: what happened, whether evidence is
unharmed, and what to do next. On the command line it is printed as those sentences, or with
`--json` as `{{"error": {{"kind", "message", "exit_code"}}}}`, where `kind` is a name from this page.

| Exit code | Means |
|---|---|
| 0 | done |
| 1 | the answer is no |
| 2 | wrong usage: nothing was done |
| 3 | evidence, or the place where it is kept, needs attention |

An error nobody foresaw is one sentence and exit code 1; its details go to a file in the home's
`work` folder, and the sentence names it.
"""


def _modules() -> list[str]:
    """Name every module that defines an error, found without importing anything."""
    source = ROOT / "src"
    found: list[str] = []
    for path in source.glob("holdfast/**/*.py"):
        text = path.read_text(encoding="utf-8")
        if "verifier" not in path.parts and _ERROR_CLASS.search(text):
            found.append(".".join(path.relative_to(source).with_suffix("").parts))
    return sorted(found, key=lambda name: (name != "holdfast.errors", name))


def _classes(module_name: str) -> list[type[HoldfastError]]:
    module = import_module(module_name)
    found = [value for value in vars(module).values() if inspect.isclass(value)]
    return [
        value
        for value in found
        if issubclass(value, HoldfastError) and value.__module__ == module_name
    ]


def _row(error: type[HoldfastError]) -> str:
    when = " ".join((inspect.getdoc(error) or "").split())
    return f"| `{error.__name__}` | {error.exit_code} | {when.replace('|', chr(92) + '|')} |"


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD]
    for module_name in _modules():
        classes = _classes(module_name)
        if classes:
            title = module_name.removeprefix("holdfast.").removesuffix(".errors")
            title = "Every package" if title == "errors" else f"`{title}`"
            parts.append(f"## {title}\n\n| Error | Exit code | When |\n|---|---|---|")
            parts.append("\n".join(_row(error) for error in classes) + "\n")
    return "\n".join(parts).replace("|---|---|---|\n\n", "|---|---|---|\n")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.web.settings"
    os.environ.pop("HOLDFAST_HOME", None)
    django.setup()
    sys.exit(write_or_compare("errors.md", page(), sys.argv[1:]))
