# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.intake.manifest import Known, Manifest, Result, draw_up
from holdfast.records.intake.seen import Seen
from holdfast.vault import StoredObject, Unreadable

NAMES = st.sampled_from(
    [b"DJI_0001.MP4", b"DJI_0001.SRT", b"DJI_0001.LRF", b"DJI_0002.JPG", b"\xff.bin", b"a\n.txt"]
)
FOLDERS = st.sampled_from([b"", b"DCIM/100MEDIA/", b"DCIM/101MEDIA/"])


def seen(path: bytes, size: int = 4, **more: object) -> Seen:
    return Seen(path=path, size=size, file_system_time="", fingerprint=(size, 0, 0), **more)  # type: ignore[arg-type] # by name


def stored(number: int) -> StoredObject:
    return StoredObject(f"{number:064x}", 4, f"{number:064x}", new=True, read_back=True)


@st.composite
def media(draw: st.DrawFn) -> tuple[list[Seen], list[Result]]:
    paths = draw(st.lists(st.tuples(FOLDERS, NAMES).map(b"".join), unique=True, max_size=14))
    files: list[Seen] = []
    results: list[Result] = []
    for path in sorted(paths):
        ending = draw(st.integers(0, 7))
        if ending == 0:
            files.append(seen(path, excluded="rule x: y"))
            results.append(None)
        elif ending == 1:
            files.append(seen(path))
            results.append(Unreadable("input/output error", 2, "0" * 64))
        else:
            files.append(seen(path, size=draw(st.sampled_from([0, 4]))))
            results.append(stored(draw(st.integers(0, 6))))
    return files, results


@given(media(), st.sets(st.integers(0, 6)))
def test_every_file_has_one_line_one_disposition_and_if_read_an_item(
    medium: tuple[list[Seen], list[Result]], before: set[int]
) -> None:
    files, results = medium
    known = Known(originals={f"{number:064x}" for number in before}, next_item=50)
    manifest: Manifest = draw_up(files, results, known)
    rows = list(manifest.rows())
    assert [row["position"] for row in rows] == list(range(len(files)))
    counts = manifest.counts
    assert counts.pop("seen") == len(files) == sum(counts.values())
    new = [row["sha256"] for row in rows if row["disposition"] == "stored"]
    assert len(new) == len(set(new))
    assert not set(new) & known.originals
    for row in rows:
        was_read = row["disposition"] in ("stored", "duplicate")
        assert (row["item"] is not None) == was_read
        assert bool(row["reason"]) == (row["disposition"] != "stored")
    made = [row["item"] for row in rows if row.get("new_item")]
    assert sorted(made) == list(range(50, 50 + len(made)))
    places = [(row["item"], row["place"]) for row in rows if row["place"] is not None]
    assert len(places) == len(set(places))


def test_a_file_read_in_part_says_how_much_and_what_that_was() -> None:
    manifest = draw_up(
        [seen(b"a.mp4", size=9)], [Unreadable("input/output error", 4, "ab" * 32)], Known()
    )
    assert manifest.disposition(0) == (
        "unreadable",
        f"input/output error; 4 of 9 bytes could be read (SHA-256 of those: {'ab' * 32})",
    )


def test_a_sidecar_whose_video_cannot_be_read_is_kept_as_an_item() -> None:
    manifest = draw_up(
        [seen(b"DJI_0001.MP4"), seen(b"DJI_0001.SRT")],
        [Unreadable("input/output error", 0, ""), stored(1)],
        Known(),
    )
    rows = list(manifest.rows())
    assert [row["item"] for row in rows] == [None, 1]
    assert rows[1]["role"] == "main"


def test_a_gap_is_not_made_by_a_file_that_could_not_be_read() -> None:
    names = [b"DJI_0001.JPG", b"DJI_0002.JPG", b"DJI_0003.JPG"]
    results: list[Result] = [stored(1), Unreadable("input/output error", 0, ""), stored(3)]
    assert draw_up([seen(name) for name in names], results, Known()).layout.gaps == ()
