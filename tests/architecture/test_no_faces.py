# SPDX-License-Identifier: Apache-2.0
"""Holdfast recognises no faces: no code for it, no model, and nowhere to plug one in.

The words are assembled here so that this file does not find itself.
"""

from __future__ import annotations

import ast
import re

from architecture.tree import ROOT, files, python, texts

_RECOGNITION = re.compile(
    "|".join(
        (
            "face" + r"[_-]?(recogni[sz]|detect|match|embed|encod|landmark|id\b|cascade|mesh)",
            "facial" + r"[_ -]?(recogni[sz]|feature|embed|landmark)",
            "recogni[sz]e" + "[_ -]?face",
            "haar" + "cascade|Cascade" + "Classifier|deep" + "face|arc" + "face|face" + "net",
            "insight" + "face|retina" + "face|blaze" + "face|open" + "face|media" + "pipe",
            r"\bdl" + r"ib\b|gait[_-]?recogni",
        )
    ),
    re.IGNORECASE,
)
_MODEL_SUFFIXES = {
    ".onnx", ".pt", ".pth", ".tflite", ".h5", ".hdf5", ".caffemodel", ".pb", ".safetensors",
    ".mlmodel", ".gguf", ".weights", ".engine", ".pkl", ".joblib", ".npz",
}  # fmt: skip
_LOCKS = ("requirements.lock", "requirements-test.lock", "package-lock.json", "pyproject.toml")
# Where a module may be named by text, and why that is no way in for other people's code.
_NAMED_IMPORTS = {
    "src/holdfast/cli/lazy.py": "the fixed table in cli/app.py",
    "src/holdfast/analysis/processors/__init__.py": "the closed list of processors in it",
    "src/holdfast/readers/formats.py": "the closed list of formats in it, under holdfast.readers",
}


def test_no_code_recognises_a_face() -> None:
    found = [
        f"{path}: {match.group(0)}"
        for path, text in texts(".py", ".js", ".mjs", ".html", under="src")
        for match in _RECOGNITION.finditer(text)
    ]
    assert found == []


def test_no_library_that_is_installed_recognises_a_face() -> None:
    for name in _LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not _RECOGNITION.search(text), name
        assert "opencv" not in text, name
        assert "torch" not in text, name


def test_no_model_is_kept_in_the_project() -> None:
    assert [str(path) for path in files() if path.suffix.lower() in _MODEL_SUFFIXES] == []


def test_nothing_can_be_plugged_in() -> None:
    loaders = {"entry_points", "import_module", "__import__", "spec_from_file_location", "exec"}
    found = {
        str(path)
        for path, text in python("src")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in loaders
    }
    assert found <= _NAMED_IMPORTS.keys(), "code of others could come in here"
