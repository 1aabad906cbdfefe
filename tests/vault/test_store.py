# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import os
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.vault import (
    BLOCK_SIZE,
    Expected,
    FileSource,
    ObjectState,
    StoredObject,
    StreamSource,
    Unreadable,
    Vault,
)
from holdfast.vault.blocks import tree_root
from holdfast.vault.layout import blocks_path, object_path

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = [
    0,
    1,
    4095,
    4096,
    100_001,
    BLOCK_SIZE - 1,
    BLOCK_SIZE,
    BLOCK_SIZE + 1,
    4 * BLOCK_SIZE,
    4 * BLOCK_SIZE + 4097,
    13 * BLOCK_SIZE + 5,
]
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def block_root_of(data: bytes) -> str:
    starts = range(0, len(data), BLOCK_SIZE)
    return tree_root([sha256(data[at : at + BLOCK_SIZE]).digest() for at in starts]).hex()


def tree(vault: Vault) -> dict[str, bytes]:
    return {
        str(path.relative_to(vault.root)): path.read_bytes()
        for path in vault.root.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("alone", [True, False])
def test_the_object_is_the_file(vault: Vault, medium: Path, size: int, *, alone: bool) -> None:
    data = os.urandom(size)
    (medium / "file").write_bytes(data)
    source = FileSource(medium / "file", "mine")
    if alone:
        stored: object = vault.store(source)
    else:
        [(given_back, stored)] = vault.store_all([source])
        assert given_back is source
    digest = sha256(data).hexdigest()
    assert stored == StoredObject(digest, size, block_root_of(data), new=True, read_back=True)
    path = vault.path(digest)
    assert path == object_path(vault.root, digest)
    assert path.read_bytes() == data
    assert path.stat().st_mode & 0o777 == 0o444
    assert path.stat().st_nlink == 1
    assert blocks_path(vault.root, digest).exists() == (size > BLOCK_SIZE)
    assert list((vault.root / "incoming").iterdir()) == []


def test_a_stream_is_stored_like_a_file(vault: Vault) -> None:
    data = os.urandom(2 * BLOCK_SIZE + 7)
    stored = vault.store(StreamSource(lambda: io.BytesIO(data)), read_back=False)
    assert stored.sha256 == sha256(data).hexdigest()
    assert stored.blocks_root == block_root_of(data)
    assert stored.read_back is False


def test_many_files_come_back_with_their_own_answers(vault: Vault, medium: Path) -> None:
    expected = {}
    for number in range(1500):
        data = os.urandom(number * 7 % 3000) + str(number).encode()
        (medium / str(number)).write_bytes(data)
        expected[number] = sha256(data).hexdigest()
    counted: list[int] = []
    answers = vault.store_all(
        (FileSource(medium / str(number), number) for number in range(1500)),
        on_bytes=counted.append,
    )
    found = {}
    for source, outcome in answers:
        assert isinstance(outcome, StoredObject)
        found[source.token] = outcome.sha256
    assert found == expected
    assert sum(counted) == sum(path.stat().st_size for path in medium.iterdir())
    assert list(vault.iterate()) == sorted(set(expected.values()))
    middle = sorted(expected.values())[700]
    assert list(vault.iterate(after=middle)) == sorted(expected.values())[701:]


def test_a_second_intake_of_the_same_card_stores_nothing(vault: Vault, medium: Path) -> None:
    for number, size in enumerate(SIZES):
        (medium / str(number)).write_bytes(os.urandom(size))
    sources = [FileSource(path) for path in sorted(medium.iterdir())]
    first = [outcome for _, outcome in vault.store_all(sources)]
    before = tree(vault)
    second = [outcome for _, outcome in vault.store_all(sources)]
    assert all(isinstance(one, StoredObject) and one.new for one in first)
    assert all(isinstance(one, StoredObject) and not one.new for one in second)
    assert tree(vault) == before


def test_the_same_bytes_twice_on_one_card_are_new_once(vault: Vault, medium: Path) -> None:
    for name in "abcdef":
        (medium / name).write_bytes(b"the same")
    outcomes = [one for _, one in vault.store_all(FileSource(medium / name) for name in "abcdef")]
    assert sorted(isinstance(one, StoredObject) and one.new for one in outcomes) == [False] * 5 + [
        True
    ]


@pytest.mark.parametrize("size", [5000, 2 * BLOCK_SIZE + 9])
@pytest.mark.parametrize("harm", ["cut", "flip", "longer"])
def test_a_damaged_object_is_set_aside_and_never_called_a_duplicate(
    vault: Vault, medium: Path, size: int, harm: str
) -> None:
    data = os.urandom(size)
    (medium / "file").write_bytes(data)
    digest = vault.store(FileSource(medium / "file")).sha256
    bad = {"cut": data[:-1], "flip": b"\x00" * 16 + data[16:], "longer": data + b"x"}[harm]
    path = vault.path(digest)
    path.chmod(0o600)
    path.write_bytes(bad)
    [(_, again)] = vault.store_all([FileSource(medium / "file")])
    assert isinstance(again, StoredObject)
    assert (again.new, again.replaced, again.read_back) == (True, True, True)
    assert path.read_bytes() == data
    assert [one.read_bytes() for one in (vault.root / "damaged").iterdir()] == [bad]
    assert vault.store(FileSource(medium / "file")).new is False


def test_names_may_hold_any_bytes(vault: Vault, medium: Path) -> None:
    names = [b"line\nbreak", b"\xff\xfe surrogate", b"x" * 255, b"-rf", b"' \"$(reboot)"]
    sources = []
    for name in names:
        path = medium / os.fsdecode(name)
        path.write_bytes(name)
        sources.append(FileSource(path, name))
    for source, outcome in vault.store_all(sources):
        assert isinstance(source.token, bytes)
        assert isinstance(outcome, StoredObject)
        assert outcome.sha256 == sha256(source.token).hexdigest()


def test_what_is_no_plain_file_is_told_and_the_rest_goes_on(vault: Vault, medium: Path) -> None:
    (medium / "good").write_bytes(b"good")
    (medium / "link").symlink_to(medium / "good")
    os.mkfifo(medium / "pipe")
    (medium / "folder").mkdir()
    names = ["link", "pipe", "folder", "gone", "good"]
    answers = {
        source.token: outcome
        for source, outcome in vault.store_all(FileSource(medium / name, name) for name in names)
    }
    reasons = {name: one.reason for name, one in answers.items() if isinstance(one, Unreadable)}
    assert set(reasons) == {"link", "pipe", "folder", "gone"}
    assert "symbolic link" in reasons["link"]
    assert "not a plain file" in reasons["pipe"]
    assert "no longer there" in reasons["gone"]
    assert list(vault.iterate()) == [sha256(b"good").hexdigest()]


class FailingStream(io.RawIOBase):
    """A stream of a medium that gives an error after its first bytes."""

    def __init__(self, good: int) -> None:
        self.good = good

    def read(self, size: int = -1) -> bytes:
        if not self.good:
            raise OSError(5, "Input/output error")
        part = min(size, self.good, 70_000)
        self.good -= part
        return b"z" * part


@pytest.mark.parametrize("good", [0, 10, BLOCK_SIZE, 9 * BLOCK_SIZE + 77])
def test_a_read_error_in_the_middle_is_told_with_what_was_read(vault: Vault, good: int) -> None:
    source = StreamSource(lambda: FailingStream(good))  # type: ignore[arg-type,return-value]  # only read and close are used
    [(_, outcome)] = vault.store_all([source])
    assert isinstance(outcome, Unreadable)
    assert outcome.bytes_read == good
    assert outcome.sha256_of_read == sha256(b"z" * good).hexdigest()
    assert "read error" in outcome.reason
    assert list(vault.iterate()) == []
    assert list((vault.root / "incoming").iterdir()) == []


@pytest.mark.parametrize("size", [1000, 9 * BLOCK_SIZE])
def test_a_file_that_changes_while_it_is_read_is_not_stored(
    vault: Vault, medium: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = medium / "busy"
    path.write_bytes(os.urandom(size))
    real = os.readv

    def read_and_meddle(descriptor: int, buffers: list[memoryview]) -> int:
        got = real(descriptor, buffers)
        with path.open("r+b") as other:
            other.write(b"meddled")
        return got

    monkeypatch.setattr(os, "readv", read_and_meddle)
    [(_, outcome)] = vault.store_all([FileSource(path)])
    assert isinstance(outcome, Unreadable)
    assert "changed while" in outcome.reason
    assert list(vault.iterate()) == []


@pytest.mark.parametrize("most", [1, 1000, 4096, 5000])
def test_short_writes_are_gone_on_with(
    vault: Vault, medium: Path, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = os.urandom(40_001 if most == 1 else BLOCK_SIZE + 4099)
    (medium / "file").write_bytes(data)
    real = os.pwrite

    def short(descriptor: int, buffer: memoryview, offset: int) -> int:
        return real(descriptor, buffer[:most], offset)

    monkeypatch.setattr(os, "pwrite", short)
    assert vault.store(FileSource(medium / "file")).sha256 == sha256(data).hexdigest()


def test_a_caller_who_stops_asking_leaves_nothing_half_visible(vault: Vault, medium: Path) -> None:
    for number in range(600):
        (medium / str(number)).write_bytes(os.urandom(3000))
    (medium / "large").write_bytes(os.urandom(20 * BLOCK_SIZE))
    answers = vault.store_all(FileSource(path) for path in sorted(medium.iterdir()))
    next(answers)
    answers.close()  # type: ignore[attr-defined]  # it is a generator
    assert list((vault.root / "incoming").iterdir()) == []
    for digest in vault.iterate():
        assert sha256(vault.path(digest).read_bytes()).hexdigest() == digest


def test_an_empty_folder_that_a_crash_left_behind_means_nothing(vault: Vault, medium: Path) -> None:
    (medium / "file").write_bytes(b"a photograph")
    digest = sha256(b"a photograph").hexdigest()
    (vault.root / "objects" / digest[:2] / digest[2:4]).mkdir(parents=True)
    assert (list(vault.iterate()), vault.has(digest)) == ([], False)
    [(_, stored)] = vault.store_all([FileSource(medium / "file")])
    assert isinstance(stored, StoredObject)
    assert (stored.sha256, stored.new) == (digest, True)


def test_an_error_of_the_list_of_sources_goes_up(vault: Vault, medium: Path) -> None:
    (medium / "one").write_bytes(b"1")

    def sources() -> Iterator[FileSource]:
        yield FileSource(medium / "one")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(vault.store_all(sources()))
    assert list((vault.root / "incoming").iterdir()) == []


@settings(max_examples=25, deadline=None)
@given(
    sizes=st.lists(
        st.one_of(st.integers(0, 9000), st.sampled_from(SIZES), st.integers(0, 3 * BLOCK_SIZE)),
        max_size=8,
    ),
    seed=st.integers(0, 1000),
)
def test_whatever_goes_in_checks_out(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], seed: int
) -> None:
    vault = Vault.create(tmp_path_factory.mktemp("any") / "vault")
    random = Random(seed)  # noqa: S311 - bytes of a test file
    contents = [random.randbytes(size) for size in sizes]
    sources = [StreamSource(partial(io.BytesIO, data)) for data in contents]
    stored = [one for _, one in vault.store_all(sources) if isinstance(one, StoredObject)]
    assert sorted(one.sha256 for one in stored) == sorted(
        sha256(data).hexdigest() for data in contents
    )
    expected = [Expected(one.sha256, one.size, one.blocks_root) for one in stored]
    assert [one.state for one in vault.check(expected)] == [ObjectState.SOUND] * len(expected)


def test_every_sample_file_is_stored_as_it_is(vault: Vault) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the samples of real recordings are not on this machine")
    files = [path for path in (SAMPLES / "drone").rglob("*") if path.is_file()]
    for source, outcome in vault.store_all(
        FileSource(path) for path in files if not path.is_symlink()
    ):
        assert isinstance(source, FileSource)
        assert isinstance(outcome, StoredObject)
        assert outcome.size == source.path.stat().st_size
        assert vault.path(outcome.sha256).read_bytes() == source.path.read_bytes()
