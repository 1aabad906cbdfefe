# SPDX-License-Identifier: Apache-2.0
"""verify.html and index.html of a pack, opened from the disk in a real Chromium."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.packs.verifier.verify import Result, ed25519_verify, verify_pack
from packs.made_pack import make_pack, signer
from packs.mutations import MUTATIONS, VIDEO, flip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
VECTORS = ROOT.parent / "shared/samples/ledger/ed25519vectors.json"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pack(tmp_path_factory.mktemp("made"))


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Give a page that refuses what is not a file, and fails the test for it or a script error."""
    page = chromium.new_page()
    wrong: list[str] = []
    page.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    page.on("request", lambda one: wrong.append(one.url) if one.url[:5] != "file:" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
    yield page
    page.close()
    assert wrong == []


def check(page: Page, verifier: Path, pack: Path, vkey: str = "") -> dict[str, object]:
    """Give a pack to the page as a person would, and read the answer off it."""
    page.goto((verifier / "verify.html").as_uri())
    if vkey:
        page.get_by_text("key from somewhere else").click()
        page.get_by_label("Verifier key").fill(vkey)
    page.get_by_label("folder").set_input_files(pack)
    page.wait_for_selector("#answer:not([hidden])")
    items = {name: page.locator(f"#{name} li").all_text_contents() for name in
             ("problems", "said", "notes")}  # fmt: skip
    return {"verdict": page.inner_text("#verdict"), **items}


def expected(result: Result) -> dict[str, object]:
    lines = result.in_words().rstrip("\n").split("\n- ")[1:]
    said = 1 + len(result.said)
    return {
        "verdict": "PROVEN" if result.proven else "NOT PROVEN",
        "problems": result.problems,
        "said": lines[:said],
        "notes": lines[said:],
    }


def test_a_pack_is_proven_in_the_browser_with_no_request(page: Page, made: Path) -> None:
    answer = check(page, made, made)
    assert answer == expected(verify_pack(made))
    assert answer["verdict"] == "PROVEN"
    assert page.evaluate("document.activeElement.id") == "verdict"


def test_a_key_that_you_hold_is_used_instead_of_the_one_in_the_pack(page: Page, made: Path) -> None:
    ours, theirs = signer().verifier.vkey, signer(seed=2).verifier.vkey
    assert check(page, made, made, ours) == expected(verify_pack(made, vkey=ours))
    answer = check(page, made, made, theirs)
    assert answer == expected(verify_pack(made, vkey=theirs))
    assert answer["verdict"] == "NOT PROVEN"


def test_both_verifiers_say_the_same_of_every_spoilt_pack(
    page: Page, made: Path, tmp_path: Path
) -> None:
    for number, (name, (spoil, where)) in enumerate(MUTATIONS.items()):
        pack = Path(shutil.copytree(made, tmp_path / str(number) / "pack"))
        spoil(pack)
        answer, ours = check(page, made, pack), expected(verify_pack(pack))
        for one in (answer, ours):
            one["problems"] = sorted(map(str, one["problems"]))  # type: ignore[call-overload] # a list of lines
        assert answer == ours, name
        assert answer["verdict"] == "NOT PROVEN", name
        assert where in " ".join(answer["problems"]), name  # type: ignore[arg-type] # the same


def test_a_file_of_many_pieces_is_hashed_as_a_whole(page: Page, made: Path, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(made, tmp_path / "pack"))
    for size in (0, 55, 56, 63, 64, 119, 128, (4 << 20) + 61):
        (pack / VIDEO).write_bytes(bytes(range(251)) * (size // 251) + b"x" * (size % 251))
        page.goto((made / "verify.html").as_uri())
        digest = verify_pack(pack).digests[VIDEO]
        page.set_input_files("#folder", pack)
        page.wait_for_selector("#answer:not([hidden])")
        found = page.evaluate(
            "async ([path]) => { const check = new Check(chosenFiles(element('folder').files), "
            "() => {}); await check.listedFiles(); return check.digests.get(path); }",
            [VIDEO],
        )
        assert found == digest


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared samples are not here")
def test_both_verifiers_agree_on_the_hard_signatures(page: Page, made: Path) -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))[::6]
    ours = [
        ed25519_verify(bytes.fromhex(v["key"]), bytes.fromhex(v["sig"]), v["msg"].encode())
        for v in vectors
    ]
    page.goto((made / "verify.html").as_uri())
    theirs = page.evaluate(
        "(vectors) => { const raw = (text) => Uint8Array.from(text.match(/../g), (two) => "
        "parseInt(two, 16)); return vectors.map((v) => ed25519Verify(raw(v.key), raw(v.sig), "
        "bytesOf(v.msg))); }",
        vectors,
    )
    assert theirs == ours
    assert set(ours) == {True, False}


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_pages_are_free_of_axe_violations(
    chromium: Browser, made: Path, tmp_path: Path, scheme: str
) -> None:
    spoilt = Path(shutil.copytree(made, tmp_path / "pack"))
    flip(VIDEO)(spoilt)
    page = chromium.new_page(color_scheme="dark" if scheme == "dark" else "light")
    axe = AXE.read_text("utf-8")

    def violations() -> list[str]:
        page.evaluate(axe)
        found = page.evaluate("axe.run().then((result) => result.violations)")
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]

    page.goto((made / "index.html").as_uri())
    assert violations() == []
    page.goto((made / "verify.html").as_uri())
    page.get_by_text("key from somewhere else").click()
    assert violations() == []
    for pack in (made, spoilt):
        check(page, made, pack)
        assert violations() == []
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_record_shows_its_pictures_and_never_scrolls_sideways(
    page: Page, made: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((made / "index.html").as_uri())
    assert page.evaluate("[...document.images].every((image) => image.naturalWidth > 0)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for link in page.locator("a[href]").all():
        target = str(link.get_attribute("href"))
        assert page.locator(target).count() if target[0] == "#" else (made / target).is_file()


def test_the_folder_can_be_chosen_with_the_keyboard(page: Page, made: Path) -> None:
    # Choosers are watched for before the page opens: one that opens sooner than the watch is lost.
    page.on("filechooser", lambda chooser: chooser.set_files(made))
    page.goto((made / "verify.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "folder"
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer:not([hidden])")
    assert page.inner_text("#verdict") == "PROVEN"


def test_a_folder_can_be_dropped_on_the_page(page: Page, made: Path) -> None:
    page.goto((made / "verify.html").as_uri())
    box = page.locator("#drop").bounding_box()
    assert box is not None
    devtools = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send(
            "Input.dispatchDragEvent",
            {
                "type": kind,
                "x": box["x"] + 20,
                "y": box["y"] + 20,
                "data": {"items": [], "files": [str(made)], "dragOperationsMask": 1},
            },
        )
    page.wait_for_selector("#answer:not([hidden])")
    assert page.inner_text("#verdict") == "PROVEN"
