# SPDX-License-Identifier: Apache-2.0
"""Whatever stands in an agency's file, it is read or refused by name: never another error."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from agency import shipped
from holdfast.agency import AgencyDataError, read_agency
from holdfast.agency.letters import REQUIRED
from holdfast.agency.lists import LISTS

_SIMPLE = st.one_of(
    st.booleans(), st.integers(-(10**12), 10**12), st.text(max_size=12), st.just(2.5)
)
_VALUES = st.recursive(_SIMPLE, lambda inner: st.lists(inner, max_size=3), max_leaves=4)
_KEYS = st.sampled_from(
    [
        "words", "phrase", "supported_by", "act", "kind", "balanced", "consider", "beside", "years",
        "length", "unit", "about", "working", "not_working", "weekend", "recess_from", "first_year",
        "smallest_cell", "unknown",
    ]
)  # fmt: skip


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(LISTS),
    rows=st.dictionaries(_KEYS, _VALUES, max_size=4),
    entry=st.sampled_from(["", "oia-9-2-a", "a-b"]),
)
def test_a_list_with_any_values_is_read_or_refused(
    name: str, rows: dict[str, object], entry: str
) -> None:
    head = f"[{name}.{entry}]" if entry else f"[{name}]"
    lines = [f"{key} = {_toml(value)}" for key, value in rows.items()]
    text = "\n".join(['source = "s"', 'date = "2026-11-27"', head, *lines])
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(AgencyDataError):
        read_agency(shipped.write(Path(folder), f"{name}.toml", text.encode(errors="replace")))


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(
        [*(f"{one}.toml" for one in LISTS), *(f"letters/{one}.txt" for one in REQUIRED)]
    ),
    content=st.one_of(
        st.binary(max_size=60),
        st.text(max_size=60).map(lambda text: text.encode(errors="surrogatepass")),
    ),
)
def test_a_file_with_any_bytes_is_read_or_refused(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(AgencyDataError):
        read_agency(shipped.write(Path(folder), name, content))
