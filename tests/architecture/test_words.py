# SPDX-License-Identifier: Apache-2.0
"""The glossary's words and no synonyms; nothing claimed that is not so; spelt as in New Zealand.

The words are assembled here so that this file does not find itself.
"""

from __future__ import annotations

import re
from pathlib import Path

from architecture.tree import ROOT, texts

_OURS = [
    (path, text)
    for path, text in texts(".py", ".md", ".html", ".js", ".mjs")
    if path != Path("tests/architecture/test_words.py")
]
_SYNONYMS = {
    "in" + "gest": "take in, intake, acquisition",
    "arti" + r"fact\b": "original, derivative or finding",
    "white" + "list": "allowed list",
    "black" + "list": "banned list",
    "evidence " + "locker": "vault",
    "block" + "chain": "ledger",
}
_AMERICAN = (
    "behavi" + "or", "authori" + "ze", "recogni" + "ze", "organi" + "zation", "cata" + r"log\b",
    "licen" + r"sed\b to", "canc" + "eled", "initi" + "alize", "custom" + "ize", "summar" + "ize",
)  # fmt: skip
_BOAST = re.compile("tamper" + "[- ]?proof|un" + "hackable|military" + "[- ]grade", re.IGNORECASE)
_REFUSAL = re.compile(r"never|not\b|nor\b|no\b|refuse", re.IGNORECASE)


def _lines(pattern: str) -> list[str]:
    expression = re.compile(pattern, re.IGNORECASE)
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in _OURS
        for number, line in enumerate(text.splitlines(), 1)
        if expression.search(line)
    ]


def test_the_glossary_has_no_synonyms() -> None:
    for word, instead in _SYNONYMS.items():
        assert _lines(word) == [], f"say {instead}"


def test_nothing_is_called_proof_against_everything() -> None:
    boasts = [
        f"{path}:{number}"
        for path, text in _OURS
        for number, line in enumerate(text.splitlines(), 1)
        if _BOAST.search(line) and not _REFUSAL.search(line)
    ]
    assert boasts == []


def test_prose_is_spelt_as_in_new_zealand() -> None:
    prose = re.compile("|".join(_AMERICAN), re.IGNORECASE)
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in _OURS
        if path.suffix in {".md", ".html"}
        for number, line in enumerate(text.splitlines(), 1)
        if prose.search(line)
    ]
    assert found == []


def test_every_word_of_the_glossary_is_explained() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word in (
        "medium", "acquisition", "manifest", "disposition", "receipt", "original", "sidecar",
        "derivative", "finding", "item", "case", "exhibit", "custody event", "ledger", "entry",
        "checkpoint", "witness", "proof", "face", "sealed body", "technology", "processor", "pack",
        "hold", "disposal",
    ):  # fmt: skip
        assert f"**{word}**" in glossary, word


def test_no_host_of_a_package_registry_is_named() -> None:
    hosts = "registry" + r"\.npmjs|pypi" + r"\.org|files\.python" + "hosted|proxy\\.golang"
    assert _lines(hosts) == []
