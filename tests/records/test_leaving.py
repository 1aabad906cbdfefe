# SPDX-License-Identifier: Apache-2.0
"""What leaves the building: packs, receipts on paper, the published ledger, cosignatures."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Verifier, verify_published
from holdfast.ledger.witness.server import WitnessServer
from holdfast.ledger.witness.setup import add_log, prepare_witness
from holdfast.oversight import uses
from holdfast.records import queries, services
from holdfast.records.errors import NotFoundError, RefusedError
from holdfast.records.models import Custody, Entry, PackMade
from holdfast.records.receipt_pdf import receipt_pdf
from holdfast.records.stores import view_log
from records.making import Agency, files_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pack_is_on_the_ledger_and_proves_itself(
    agency: Agency, card: Path, tmp_path: Path
) -> None:
    case = agency.open_case()
    agency.open_case("C-2")
    agency.take_in(card)
    services.link(
        home=agency.home,
        actor=agency["exhibit_officer"],
        items=[1],
        case=case + 1,
        reason="a name that must not leave",
    )
    made = uses.make_pack(
        home=agency.home,
        actor=agency["investigator"],
        case="C-1",
        purpose="disclosure",
        recipient="Counsel",
        to=tmp_path / "pack",
        copies=False,
    )
    ended = subprocess.run(
        [sys.executable, "-I", "verify.py", "--json"],
        cwd=made.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    verdict = json.loads(ended.stdout)
    assert (ended.returncode, verdict["proven"], verdict["problems"]) == (0, True, [])
    entry = Entry.objects.get(index=made.entry)
    assert entry.act == "pack.make"
    assert made.manifest_sha256 in bytes(entry.body or b"").decode()
    assert PackMade.objects.get().number == made.number
    assert Custody.objects.filter(entry=entry).count() == made.items
    for path in made.folder.rglob("*"):
        if path.is_file() and path.suffix in (".json", ".html", ".txt"):
            text = path.read_bytes()
            assert b"must not leave" not in text, path
            assert b'"C-2"' not in text, path


def test_a_pack_holds_only_what_its_maker_may_open(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    with pytest.raises(RefusedError, match="holds no item"):
        uses.make_pack(
            home=agency.home,
            actor=agency["investigator"],
            case="C-1",
            purpose="court",
            to=tmp_path / "pack",
        )
    agency.take_in(files_of(tmp_path / "m", a__txt=b"a"))
    for items, case in (([2], "C-1"), ([1], "C-9")):
        with pytest.raises(NotFoundError, match="No pack"):
            uses.make_pack(
                home=agency.home,
                actor=agency["investigator"],
                case=case,
                items=items,
                purpose="court",
                to=tmp_path / "pack",
            )
    assert not (tmp_path / "pack").exists()
    assert not PackMade.objects.exists()


def test_the_receipt_on_paper_holds_every_file(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    medium = files_of(tmp_path / "m", a__txt=b"a")
    for number in range(120):
        (medium / f"Ōtautahi {number}\n<b>.bin").write_bytes(b"%d" % number)
    receipt = agency.take_in(medium, read=False)
    data = receipt_pdf(receipt)
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") > 3
    assert b"DejaVuSans" in data


def test_the_published_ledger_verifies_and_its_publication_is_an_entry(
    agency: Agency, tmp_path: Path
) -> None:
    agency.open_case()
    result = services.publish(home=agency.home, actor=agency["auditor"], to=tmp_path / "public")
    assert (tmp_path / "public" / "checkpoint").is_file()
    assert (tmp_path / "public" / "vkey").read_text().startswith("te-tai/log+")
    verifier = Verifier.from_vkey((tmp_path / "public" / "vkey").read_text().strip())
    assert verify_published(tmp_path / "public", verifier).problems == ()
    assert Entry.objects.get(index=result.entry).act == "ledger.publish"


def test_without_a_witness_cosigning_says_how_to_name_one(agency: Agency) -> None:
    with pytest.raises(RefusedError, match="No witness is configured"):
        services.cosign(home=agency.home, actor=agency["admin"])


def test_anybody_gets_the_proof_of_any_entry(agency: Agency) -> None:
    agency.open_case()
    for who in ("governance", "auditor", "operator"):
        proof = queries.entry_proof(agency[who], agency.home, 0)
        assert proof.startswith("c2sp.org/tlog-proof@v1\nindex 0\n")


def test_a_witness_cosigns_and_one_that_is_gone_is_written_down(
    agency: Agency, tmp_path: Path
) -> None:
    agency.open_case()
    add_log(tmp_path / "witness", (agency.home.ledger / "log" / "vkey").read_text().strip())
    witness = prepare_witness(
        tmp_path / "witness",
        "court.example",
        clock=lambda: datetime.now(UTC),
        randomness=secrets.token_bytes,
    )
    vkey = (tmp_path / "witness" / "vkeys").read_text().splitlines()[0]
    server = WitnessServer(("127.0.0.1", 0), witness, lambda _said: None)
    Thread(target=server.serve_forever, daemon=True).start()
    settings = agency.home.root / "holdfast.toml"
    for name, port in (("court", server.server_address[1]), ("gone", 9)):
        told = f'name = "{name}"\nurl = "http://127.0.0.1:{port}"\nvkey = "{vkey}"\n'
        settings.write_text(f"{settings.read_text()}\n[[ledger.witness]]\n{told}")
    home = type(agency.home).open(agency.home.root)
    result = services.cosign(home=home, actor=agency["admin"])
    server.shutdown()
    server.server_close()
    assert [(one.name, one.cosigned) for one in result.answers] == [
        ("court", True),
        ("gone", False),
    ]
    assert result.answers[1].reason
    assert "— court.example " in result.checkpoint
    assert "— court.example " in view_log(home).checkpoint(result.size).data.decode()
    entry = Entry.objects.get(act="ledger.cosign")
    assert (entry.count, entry.unit, entry.outcome) == (1, "cosignatures", "done")
