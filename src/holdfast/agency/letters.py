# SPDX-License-Identifier: Apache-2.0
"""The templates of letters: which there are, and what each must and may say.

A template is plain text: its first line is the subject, the rest are paragraphs with an empty line
between them, and `$name` stands for a fact (`$$` for a dollar). An agency replaces one by
`HOME/agency/letters/<name>.txt`. Promises: a template that leaves out what the law asks a letter
to say, or asks for what nobody can fill in, is refused when it is read, not when it is sent.
"""

from __future__ import annotations

from string import Template
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.agency.errors import FaultError
from holdfast.agency.rows import check_text

if TYPE_CHECKING:
    from collections.abc import Mapping

# What every letter can say, and what each must say.
COMMON = frozenset(
    {"reference", "received", "question", "act", "agency", "addressee", "written_on", "signed_by"}
)
_ALWAYS = frozenset({"reference", "received", "question"})
REQUIRED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "acknowledgement": _ALWAYS | {"due", "explained"},
        "granted": _ALWAYS | {"answer", "complain"},
        "granted-in-part": _ALWAYS | {"answer", "grounds", "complain"},
        "refused": _ALWAYS | {"answer", "grounds", "complain"},
        "extension": _ALWAYS | {"original_due", "due", "reason", "complain"},
        "transfer": _ALWAYS | {"transferred_to", "reason", "complain"},
        "privacy-answer": _ALWAYS | {"answer", "grounds", "complain"},
    }
)


def placeholders(name: str) -> frozenset[str]:
    """Everything that the letter of that name can say."""
    return COMMON | REQUIRED[name]


def check_template(name: str, text: str) -> str:
    """Give the text back, or raise FaultError."""
    template = Template(check_text("the letter", text.replace("\r\n", "\n"), lines=True))
    if not template.is_valid():
        raise FaultError("a dollar sign stands alone; write $$ for a dollar")
    named = set(template.get_identifiers())
    if unknown := sorted(named - placeholders(name)):
        may = ", ".join(f"${one}" for one in sorted(placeholders(name)))
        raise FaultError(f"${unknown[0]} cannot be filled in; this letter can say {may}")
    if missing := sorted(REQUIRED[name] - named):
        raise FaultError(f"it does not say ${', $'.join(missing)}, and this letter must")
    return template.template
