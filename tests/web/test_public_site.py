# SPDX-License-Identifier: Apache-2.0
"""The public site: what everybody may read, and that nothing else is ever in it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from holdfast.ledger import Log
from holdfast.oversight import services
from holdfast.web.published import answers
from holdfast.web.published.state import reader_of
from public_home import PRIVATE, cosign, govern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.home import Home

_SETTINGS = files("holdfast.agency").joinpath("data", "settings.toml").read_text(encoding="utf-8")

PAGES = (
    "", "register/", "register/nuix/", "register/nuix/face-search/", "register/helmet-camera/",
    "register/holdfast-viewer/", "reports/", "checkpoints/", "check/", "contractors/",
    "flights/", "flights/flights.json", "flights/flights.csv",
)  # fmt: skip


@pytest.fixture
def site(home: Home, people: Mapping[str, Person], tmp_path: Path) -> Client:
    govern(home, people, tmp_path)
    return Client()


def read(site: Client, page: str = "") -> str:
    answer = site.get(f"/public/{page}")
    assert answer.status_code == 200, page
    return re.sub(r"\s+", " ", answer.content.decode())


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let the site's clock stand so many days later."""

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # always with a zone
            del tz
            return datetime.now(UTC) + timedelta(days=days)

    monkeypatch.setattr(answers, "datetime", Later)


def current_quarter() -> str:
    today = datetime.now(UTC).date()
    return f"{today.year}Q{(today.month + 2) // 3}"


def every_public_address(home: Home) -> list[str]:
    size = Log.open(home.ledger).size
    tiles = [f"log/tile/entries/000.p/{size}", f"log/tile/0/000.p/{size}"] if size < 256 else []
    records = [f"records/{index}.json" for index in range(size)]
    return [*PAGES, *tiles, *records, "log/checkpoint", "log/vkey", "bundle.json", "verify.py"]


def test_flights_are_shown_by_month_and_coarse_place(site: Client) -> None:
    page = read(site, "flights/")
    assert '<span class="figure-value">12</span><span class="figure-word">minutes' in page
    assert "-41.50,174.75/0.25" in page
    assert "Crash-scene examination" in page
    told = json.loads(site.get("/public/flights/flights.json").content)
    assert (told["totals"]["flights"], told["totals"]["not_approved"]) == (1, 1)
    assert b"crash-scene" in site.get("/public/flights/flights.csv").content
    assert site.get("/public/flights/flights.exe").status_code == 404


def test_no_name_case_or_title_is_in_any_page_or_file(home: Home, site: Client) -> None:
    seen = 0
    for address in every_public_address(home):
        answer = site.get(f"/public/{address}")
        text = answer.content.decode("utf-8", "replace")
        seen += answer.status_code == 200
        assert [word for word in PRIVATE if word in text] == [], address
    assert seen > len(PAGES) + 20


def test_a_report_shows_no_name_and_its_sealed_version_is_not_there(
    home: Home, people: Mapping[str, Person], site: Client
) -> None:
    quarter = current_quarter()
    services.make_report(home=home, actor=people["governance"], quarter=quarter)
    names = [f"reports/{quarter}/", *(f"reports/{quarter}/report.{one}" for one in ("json", "csv"))]
    for address in names:
        text = site.get(f"/public/{address}").content.decode()
        assert "nuix" in text
        assert [word for word in PRIVATE if word in text] == []
    told = json.loads(site.get(f"/public/reports/{quarter}/report.json").content)
    assert told["audience"] == "public"
    assert site.get(f"/public/reports/{quarter}/report.pdf").content.startswith(b"%PDF")
    for hidden in ("full.json", "full.csv", "report.exe"):
        assert site.get(f"/public/reports/{quarter}/{hidden}").status_code == 404


def test_reading_sets_no_cookie_and_asks_nobody_who_they_are(
    site: Client, browse: Callable[[str], Client], people: Mapping[str, Person]
) -> None:
    del people
    signed_in = browse("investigator")
    for page in PAGES:
        for client in (site, signed_in):
            answer = client.get(f"/public/{page}")
            assert answer.cookies == {}
            assert "Vary" not in answer
            assert "public" in answer["Cache-Control"]
        assert site.get(f"/public/{page}").content == signed_in.get(f"/public/{page}").content


def test_a_page_that_did_not_change_is_not_sent_again(site: Client) -> None:
    for page in (*PAGES, "log/checkpoint", "records/3.json"):
        first = site.get(f"/public/{page}")
        again = site.get(f"/public/{page}", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert site.head(f"/public/{page}").status_code == 200
        assert site.put(f"/public/{page}").status_code == 405


def test_the_register_says_of_a_tool_all_that_its_records_say(site: Client) -> None:
    page = read(site, "register/nuix/")
    assert "Nuix &lt;b&gt;Workstation&lt;/b&gt;" in page
    assert "An investigator may use Nuix" in page
    assert "NZ$ 120,000" in page
    assert "Bought off the shelf" in page
    assert "Never to compare faces" in page
    assert "Nobody can read a million files" in page
    assert "mailto:technology@police.example" in page
    assert "Executive committee" in page


def test_an_empty_field_is_shown_as_not_filled_in(site: Client) -> None:
    page = read(site, "register/helmet-camera/")
    assert page.count("not filled in") >= 8
    assert '<dt>Maker</dt><dd><span class="not-filled-in">not filled in</span>' in page


def test_advice_that_is_withheld_says_on_what_ground(site: Client) -> None:
    page = read(site, "register/nuix/")
    assert "Withheld." in page
    assert "Official Information Act" in page


def test_a_latent_function_stands_under_its_tool_as_present_and_not_approved(site: Client) -> None:
    page = read(site, "register/")
    tool = page.index('href="/public/register/nuix/"')
    function = page.index('href="/public/register/nuix/face-search/"', tool)
    assert "present, not approved" in page[function : function + 300]
    entry = read(site, "register/nuix/face-search/")
    assert "Present, not approved" in entry
    assert "So far that was 1 time." in entry
    assert "may use" in entry


def test_every_entry_has_a_way_that_reaches_somebody(site: Client) -> None:
    for page in PAGES:
        if page.startswith("register/") and page != "register/":
            ways = re.findall(
                r'href="(/public/(?:complain|ask)/\?technology=[^"]+)"', read(site, page)
            )
            assert len(ways) == 2
            assert [site.get(way).status_code for way in ways] == [200, 200]


def test_a_complaint_begun_at_an_entry_names_its_technology(site: Client) -> None:
    page = read(site, "complain/?technology=nuix/face-search")
    assert re.search(r'<option value="nuix/face-search" selected', page)


def test_no_link_of_the_site_leads_nowhere(site: Client) -> None:
    found = {
        link for page in PAGES for link in re.findall(r'href="(/public/[^"#]*)', read(site, page))
    }
    assert len(found) > 25
    assert [one for one in found if "bundle" not in one and site.get(one).status_code != 200] == []


def test_an_expired_approval_shows_that_nobody_may_use_it_now(
    home: Home, people: Mapping[str, Person], site: Client
) -> None:
    decision = services.record_decision(
        home=home, actor=people["governance"], title="Stop", kind="pause", form="written",
        made_on=datetime.now(UTC).date(), maker="Executive committee", authority="A delegation",
        reason="To look at it again", affects=[_approval_of("nuix")],
    )  # fmt: skip
    page = read(site, "register/nuix/")
    assert "Nobody may use it." in page
    assert "is paused" in page
    assert decision in page
    assert "Nobody may use it now." in read(site, "register/")


def test_the_front_page_counts_what_the_ledger_holds(site: Client) -> None:
    page = read(site)
    assert re.search(r'count">1</span><a [^>]*>present, not approved', page)
    assert re.search(r'count">1</span><span class="word">refused by the system', page)
    assert "No report has been made yet" in page


def test_a_report_that_is_late_is_shown_as_overdue_with_its_days(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 400)
    days = [int(one) for one in re.findall(r"overdue by (\d+) day", read(site))]
    assert max(days) > 250
    assert f"Overdue by {max(days)} days" in read(site, f"reports/{current_quarter()}/")
    assert f"by <strong>{max(days)} days" in read(site, "reports/")


def test_a_witness_is_called_independent_only_when_it_is_said_who_runs_it(
    home: Home, site: Client
) -> None:
    assert "No witness." in read(site)
    cosign(home)
    assert "we do not call it independent" in read(site)
    told = (home.root / "holdfast.toml").read_text(encoding="utf-8")
    stated = f'{told}run_by = "The High Court registry"\n'
    (home.root / "holdfast.toml").write_text(stated, encoding="utf-8")
    assert "<strong>The High Court registry</strong>, an outside body" in fresh(home, site)
    own = f'{told}run_by = "Te Tai Police"\n'
    (home.root / "holdfast.toml").write_text(own, encoding="utf-8")
    assert "<strong>not independent</strong>" in fresh(home, site)


def fresh(home: Home, site: Client) -> str:
    """Read the front page as a server that was started now would show it."""
    reader_of.cache_clear()
    assert home.root.is_dir()
    return read(site)


def test_what_is_younger_than_the_delay_is_not_shown_or_served(
    home: Home, site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home.root / "agency").mkdir()
    (home.root / "agency" / "settings.toml").write_text(
        _SETTINGS.replace("publication_delay_days = 0", "publication_delay_days = 3"),
        encoding="utf-8",
    )
    from holdfast import home as homes

    homes._lists.cache_clear()
    assert "No technology is on the register yet" in read(site, "register/")
    assert site.get("/public/register/nuix/").status_code == 404
    assert site.get("/public/records/3.json").status_code == 404
    assert site.get("/public/log/tile/entries/000.p/1").status_code == 404
    assert b"\n0\n" in site.get("/public/log/checkpoint").content
    later(monkeypatch, 3)
    assert "Nuix" in read(site, "register/")
    homes._lists.cache_clear()


def test_what_cannot_be_read_is_told_without_a_path_of_the_machine(
    home: Home, site: Client
) -> None:
    (home.ledger / "log" / "checkpoint").write_text("nothing\n", encoding="utf-8")
    answer = site.get("/public/")
    assert answer.status_code == 503
    assert "cannot be shown now" in answer.content.decode()
    assert str(home.root) not in answer.content.decode()


def test_an_address_that_is_not_there_is_told_in_the_sites_own_words(site: Client) -> None:
    for address in (
        "register/none/",
        "reports/2199Q9/",
        "reports/1999Q1/",
        "nothing/",
        "records/0.json",
    ):
        answer = site.get(f"/public/{address}")
        assert answer.status_code == 404
        assert "This page is not here" in answer.content.decode()


def _approval_of(technology: str) -> str:
    from holdfast.oversight.models import Approval

    return Approval.objects.get(technology=technology).number
