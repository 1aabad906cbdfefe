# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import json
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Log, Policy, TlogProof
from holdfast.ledger.lines import LineTree, read_lines, verify_line
from holdfast.records import queries, services
from holdfast.records.errors import MediumError, NoRoomError, NotPermittedError, RefusedError
from holdfast.records.models import CaseItem, Custody, Entry, Item, ManifestLine, Original
from holdfast.records.stores import lines_folder, open_vault, view_log
from records.making import Agency, files_of, small_card

if TYPE_CHECKING:
    from holdfast.records.receipt import Receipt

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
KEYS = {
    "acquisition",
    "seen",
    "stored",
    "duplicate",
    "excluded",
    "unreadable",
    "gaps",
    "files",
    "items",
    "checkpoint",
}
FILE_KEYS = {"path", "size", "sha256", "disposition", "reason", "item"}


def adds_up(receipt: Receipt) -> bool:
    by = [file.disposition for file in receipt.files]
    words = ("stored", "duplicate", "excluded", "unreadable")
    counts = {word: by.count(word) for word in words}
    return receipt.seen == len(by) == sum(counts.values()) and counts == {
        word: getattr(receipt, word) for word in words
    }


def test_every_file_of_a_card_is_stored_bit_for_bit(agency: Agency, card: Path) -> None:
    agency.open_case()
    receipt = agency.take_in(card)
    assert adds_up(receipt)
    on_card = {
        path.relative_to(card).as_posix(): path.read_bytes()
        for path in card.rglob("*")
        if path.is_file()
    }
    assert {file.path for file in receipt.files} == set(on_card)
    vault = open_vault(agency.home)
    for file in receipt.files:
        data = on_card[file.path]
        assert file.sha256 == hashlib.sha256(data).hexdigest()
        assert file.disposition == "stored"
        assert vault.path(file.sha256).read_bytes() == data
    assert receipt.gaps
    assert receipt.readings == {"done": receipt.stored}


def test_a_video_and_its_sidecars_are_one_item(agency: Agency, card: Path) -> None:
    case = agency.open_case()
    agency.take_in(card)
    services.add_member(
        home=agency.home, actor=agency["investigator"], case=case, username="operator"
    )
    videos = queries.case_items(agency["operator"], case, kind="video").rows
    assert len(videos) == 1
    detail = queries.item(agency["operator"], agency.home, videos[0].number)
    assert detail.files[0].role == "main"
    assert "sidecar" in {file.role for file in detail.files}
    assert detail.item.has_track
    assert detail.item.latitude is not None
    assert detail.item.latitude < 0
    assert detail.item.day is not None
    assert detail.times.claimed_source
    flight = queries.track(agency["operator"], agency.home, videos[0].number)
    assert flight is not None
    assert len(flight.points) > 1


def test_a_second_intake_of_the_same_card_stores_nothing(agency: Agency, card: Path) -> None:
    agency.open_case()
    first = agency.take_in(card)
    items, originals = Item.objects.count(), Original.objects.count()
    again = agency.take_in(card)
    assert again.acquisition != first.acquisition
    assert (again.stored, again.duplicate) == (0, first.seen)
    assert again.stores_nothing
    assert "Nothing new was stored" in again.summary
    assert adds_up(again)
    assert all("in the vault already" in file.reason for file in again.files)
    assert (Item.objects.count(), Original.objects.count()) == (items, originals)
    assert again.items == first.items


def test_a_known_item_is_linked_to_the_second_case(agency: Agency, card: Path) -> None:
    first, second = agency.open_case("C-1"), agency.open_case("C-2")
    agency.take_in(card, case="C-1")
    agency.take_in(card, case="C-2")
    in_both = CaseItem.objects.filter(case=first).values_list("item", flat=True)
    assert set(in_both) == set(CaseItem.objects.filter(case=second).values_list("item", flat=True))
    one = in_both[0]
    events = queries.item_custody(agency["investigator"], agency.home, one)
    assert [event.act for event in events] == [
        "acquisition.take_in",
        "item.read",
        "acquisition.take_in",
    ]


def test_the_same_bytes_twice_on_a_medium_are_one_original(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    receipt = agency.take_in(files_of(tmp_path / "m", a__txt=b"same", b__txt=b"same"))
    assert [(file.disposition, file.reason) for file in receipt.files] == [
        ("stored", ""),
        ("duplicate", "the same bytes as a.txt"),
    ]
    assert receipt.files[0].item == receipt.files[1].item


def test_a_new_sidecar_joins_the_item_that_is_there(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    video = b"not a real video"
    agency.take_in(files_of(tmp_path / "one", DCIM_in_DJI_0001__MP4=video))
    receipt = agency.take_in(
        files_of(tmp_path / "two", DCIM_in_DJI_0001__MP4=video, DCIM_in_DJI_0001__SRT=b"1\n")
    )
    assert {file.item for file in receipt.files} == {1}
    detail = queries.item(agency["investigator"], agency.home, 1)
    assert [(file.name, file.role) for file in detail.files] == [
        ("DJI_0001.MP4", "main"),
        ("DJI_0001.SRT", "sidecar"),
    ]


def test_what_is_not_a_file_is_excluded_by_a_named_rule(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    medium = files_of(tmp_path / "m", a__txt=b"a")
    (medium / "link").symlink_to("/etc/passwd")
    (medium / "folder-link").symlink_to("/etc")
    os.mkfifo(medium / "pipe")
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(medium)
        one.bind("socket")
        os.chdir(here)
    receipt = agency.take_in(medium)
    assert adds_up(receipt)
    assert (receipt.stored, receipt.excluded) == (1, 4)
    rules = {file.path: file.reason for file in receipt.files if file.disposition == "excluded"}
    assert rules["link"].startswith("rule symbolic-link")
    assert rules["folder-link"].startswith("rule symbolic-link")
    assert rules["pipe"].startswith("rule fifo")
    assert rules["socket"].startswith("rule socket")


def test_a_rule_of_the_agency_excludes_by_name_and_says_so(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    text = (agency.home.root / "holdfast.toml").read_text()
    rule = '[[intake.exclude]]\nname = "traces"\npattern = "*.DS_Store"\nreason = "left by a computer"\n'
    (agency.home.root / "holdfast.toml").write_text(f"{text}\n{rule}")
    home = type(agency.home).open(agency.home.root)
    ours = Agency(home, agency.people)
    medium = files_of(tmp_path / "m", a__txt=b"a")
    (medium / ".DS_Store").write_bytes(b"x")
    receipt = ours.take_in(medium)
    assert receipt.excluded == 1
    assert receipt.files[0].reason == "rule traces: left by a computer"


def test_any_name_a_file_system_allows_is_kept(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    medium = os.fsencode(tmp_path / "m")
    (tmp_path / "m").mkdir()
    names = [b"new\nline", b"\xff\xfe broken", b"n" * 255, "Ōtautahi 写真".encode()]
    for number, name in enumerate(names):
        Path(os.fsdecode(medium + b"/" + name)).write_bytes(b"%d" % number)
    receipt = agency.take_in(Path(os.fsdecode(medium)))
    assert receipt.stored == 4
    kept = {
        bytes(line.path_bytes) if line.path_bytes else line.path.encode()
        for line in ManifestLine.objects.all()
    }
    assert kept == set(names)
    json.dumps(receipt.to_json())


def test_an_unreadable_file_and_folder_are_named_and_the_rest_goes_on(
    agency: Agency, tmp_path: Path
) -> None:
    if os.geteuid() == 0:
        pytest.skip("root can read everything: the same is tested with failing system calls")
    agency.open_case()
    medium = files_of(tmp_path / "m", a__txt=b"a", b__txt=b"b", c_in_d__txt=b"d")
    (medium / "b.txt").chmod(0)
    (medium / "c").chmod(0)
    receipt = agency.take_in(medium)
    (medium / "c").chmod(0o755)
    assert (receipt.stored, receipt.unreadable) == (1, 2)
    assert adds_up(receipt)


def test_an_empty_medium_gives_a_receipt_that_says_so(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    (tmp_path / "m").mkdir()
    receipt = agency.take_in(tmp_path / "m")
    assert receipt.seen == 0
    assert receipt.summary == "No file was found on the medium."
    assert receipt.lines_root == ""


def test_empty_files_are_items_of_their_own(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    medium = files_of(tmp_path / "m", DJI_0001__JPG=b"", DJI_0002__JPG=b"")
    receipt = agency.take_in(medium)
    assert [file.item for file in receipt.files] == [1, 2]
    again = agency.take_in(medium)
    assert [file.item for file in again.files] == [1, 2]
    assert again.stored == 0


def test_a_single_file_is_a_medium(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    (tmp_path / "export.csv").write_bytes(b"a,b\n")
    receipt = agency.take_in(tmp_path / "export.csv")
    assert receipt.medium["kind"] == "file"
    assert [file.path for file in receipt.files] == ["export.csv"]


def test_the_receipt_has_the_keys_that_were_promised(agency: Agency, card: Path) -> None:
    agency.open_case()
    given = agency.take_in(card).to_json()
    assert given.keys() >= KEYS
    assert all(file.keys() >= FILE_KEYS for file in given["files"])
    assert given["checkpoint"].startswith("te-tai/log\n")
    assert given["seen"] == sum(given[word] for word in ("stored", "duplicate")) + (
        given["excluded"] + given["unreadable"]
    )


def test_a_file_is_proven_by_line_root_entry_and_checkpoint(agency: Agency, card: Path) -> None:
    agency.open_case()
    receipt = agency.take_in(card)
    tree: LineTree = read_lines(lines_folder(agency.home), receipt.lines_root)
    file = receipt.files[1]
    verify_line(
        tree.lines[file.position],
        file.position,
        tree.count,
        tree.proof(file.position),
        receipt.lines_root,
    )
    assert json.loads(tree.lines[file.position])["sha256"] == file.sha256
    log: Log = view_log(agency.home)
    body = json.loads(log.body(receipt.entry) or b"{}")
    assert body["lines"]["root"] == receipt.lines_root
    proof = TlogProof.parse(receipt.proof.encode())
    policy = Policy.parse(f"log {log.verifier.vkey}\nquorum none\n".encode())
    assert proof.verify(log.face(receipt.entry), policy)


def test_the_face_says_no_name_and_no_free_text(agency: Agency, card: Path) -> None:
    agency.open_case("SECRET-REFERENCE")
    agency.take_in(
        card,
        case="SECRET-REFERENCE",
        purpose="the cellar of Mr Smith",
        authority="warrant 12",
    )
    log = view_log(agency.home)
    for index in range(log.size):
        face = log.face(index).decode()
        for word in ("SECRET", "Smith", "warrant", "DJI_", "Pat"):
            assert word not in face
    entry = Entry.objects.get(act="acquisition.take_in")
    assert entry.purpose == "other"
    assert b"the cellar of Mr Smith" in bytes(entry.body or b"")


def test_what_cannot_be_taken_in_is_refused_in_words(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    with pytest.raises(MediumError, match="cannot be reached"):
        agency.take_in(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MediumError, match="neither a folder nor a file"):
        agency.take_in(tmp_path / "pipe")
    with pytest.raises(MediumError, match="the home itself"):
        agency.take_in(agency.home.root.parent)
    with pytest.raises(MediumError, match="the home itself"):
        agency.take_in(agency.home.vault)
    (tmp_path / "m").mkdir()
    with pytest.raises(NotPermittedError, match="There is no case NEW"):
        agency.take_in(tmp_path / "m", case="NEW")
    with pytest.raises(NotPermittedError, match="needs the role"):
        agency.take_in(tmp_path / "m", who="auditor")
    with pytest.raises(RefusedError, match="purpose"):
        agency.take_in(tmp_path / "m", purpose=" ")


def test_a_case_is_opened_by_who_may_open_one(agency: Agency, tmp_path: Path) -> None:
    receipt = agency.take_in(
        files_of(tmp_path / "m", a__txt=b"a"), case="NEW-7", who="exhibit_officer"
    )
    assert receipt.case == "NEW-7"
    assert [entry.act for entry in Entry.objects.order_by("index")][-3:] == [
        "case.open",
        "acquisition.take_in",
        "item.read",
    ]


def test_too_little_room_is_said_before_anything_is_copied(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    settings = agency.home.root / "holdfast.toml"
    settings.write_text(settings.read_text() + "\n[intake]\nspare_mib = 99999999\n")
    ours = Agency(type(agency.home).open(agency.home.root), agency.people)
    with pytest.raises(NoRoomError, match="Nothing was copied"):
        ours.take_in(files_of(tmp_path / "m", a__txt=b"a"))
    assert not list(open_vault(agency.home).iterate())


def test_an_unknown_file_is_kept_and_has_custody(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    receipt = agency.take_in(files_of(tmp_path / "m", odd__xyz=b"\x00\x01\x02 odd"))
    assert receipt.items == 1
    assert Custody.objects.filter(item=1).count() == 2
    assert queries.item(agency["investigator"], agency.home, 1).item.kind == "other"


def test_real_samples_are_all_accounted_for(agency: Agency) -> None:
    if not SAMPLES.is_dir():
        pytest.skip(f"the real samples are not on this machine: {SAMPLES}")
    agency.open_case()
    receipt = agency.take_in(SAMPLES / "drone")
    on_disk = [path for path in (SAMPLES / "drone").rglob("*") if path.is_file()]
    assert receipt.seen == receipt.stored == len(on_disk)
    assert adds_up(receipt)
    assert sum(receipt.readings.values()) == receipt.seen


def test_the_receipt_names_what_is_damaged_with_the_reason(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    faults = ("truncated-video", "text-photograph", "empty-subtitle", "unknown-file")
    receipt = agency.take_in(small_card(tmp_path / "card", seed=3, faults=faults))
    assert receipt.stored == receipt.seen - receipt.duplicate
    said = {Path(one.path).suffix: one.reason for one in receipt.damaged}
    assert "no index" in said[".MP4"]
    assert "not JPEG" in said[".JPG"]
    assert "empty" in said[".SRT"]
    assert ".bin" not in said
