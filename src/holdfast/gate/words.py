# SPDX-License-Identifier: Apache-2.0
"""The phrases that a row's sentence is made of, each stored with what it names.

Promises: a sentence is put together from these and from nothing else. Something that is no longer
on a list is named by its id, so that an old row can still be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.agency import Agency
    from holdfast.gate.policy import TechnologyState

_ARTICLES = frozenset({"a", "an", "the", "anybody", "somebody"})
# Where the first sound is not what the first letter says.
_SOUNDS_LIKE_CONSONANT = ("uni", "use", "usu", "uti", "eu", "one", "once")
_SOUNDS_LIKE_VOWEL = ("hour", "honest", "honor", "honour", "heir")
_LETTERS_NAMED_WITH_A_VOWEL = "AEFHILMNORSX"


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases by id.

    A role is a name, "Exhibit officer"; a technology goes on from "may use", a purpose from there,
    a data class from "on".
    """

    roles: Mapping[str, str]
    technologies: Mapping[str, str]
    purposes: Mapping[str, str]
    data_classes: Mapping[str, str]

    @classmethod
    def of(
        cls,
        roles: Mapping[str, str],
        technologies: Iterable[TechnologyState],
        agency: Agency,
    ) -> Self:
        """Take the phrases from where they are kept. `roles` are names by id."""
        return cls(
            roles=MappingProxyType(dict(roles)),
            technologies=MappingProxyType({one.id: one.phrase for one in technologies}),
            purposes=MappingProxyType({one.id: one.phrase for one in agency.purposes}),
            data_classes=MappingProxyType({one.id: one.phrase for one in agency.data_classes}),
        )

    def role(self, role: str) -> str:
        """Give the role with its article: "an exhibit officer"."""
        return with_article(_one_line(self.roles.get(role, role.replace("_", " "))))

    def technology(self, technology: str) -> str:
        """Give the technology's phrase: "the drone DJI Mavic 2 Pro"."""
        return _one_line(self.technologies.get(technology) or technology)

    def purpose(self, purpose: str) -> str:
        """Give the purpose's phrase: "to examine a crime scene"."""
        return _one_line(self.purposes.get(purpose) or f"for the purpose {purpose}")

    def data_class(self, data_class: str) -> str:
        """Give the data class's phrase: "unclassified recordings"."""
        return _one_line(self.data_classes.get(data_class) or f"the data class {data_class}")


def with_article(name: str) -> str:
    """Put "a" or "an" before a name, by its sound; a name with an article keeps its own."""
    first = name.split(" ", 1)[0]
    if first.casefold() in _ARTICLES:
        return name[:1].lower() + name[1:]
    if len(first) > 1 and first.isupper():
        return f"{'an' if first[0] in _LETTERS_NAMED_WITH_A_VOWEL else 'a'} {name}"
    name = name[:1].lower() + name[1:]
    vowel = name[:1] in tuple("aeiou") and not name.startswith(_SOUNDS_LIKE_CONSONANT)
    return f"{'an' if vowel or name.startswith(_SOUNDS_LIKE_VOWEL) else 'a'} {name}"


def either(parts: Iterable[str]) -> str:
    """Join alternatives: "a, b or c"; by "or" alone where a part has a comma of its own."""
    *others, last = parts
    if not others:
        return last
    comma = ", " if not any("," in part for part in (*others, last)) else " or "
    return f"{comma.join(others)} or {last}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
