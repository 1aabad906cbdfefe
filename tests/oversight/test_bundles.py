# SPDX-License-Identifier: Apache-2.0
"""What is published proves itself, with nothing but its own verifier."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.services import PublishedBundle, publish_bundle
from holdfast.publication import BundlePlaceError
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Entry
from oversight.telling import DRONE, TOOL, Story, at

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.home import Home

_SETTINGS = files("holdfast.agency").joinpath("data", "settings.toml").read_text(encoding="utf-8")


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the bundle's own verifier, in a process that has nothing of ours."""
    return subprocess.run(
        [sys.executable, "-I", folder / "verify.py", folder],
        capture_output=True, text=True, check=False, env={}, timeout=120,
    )  # fmt: skip


@pytest.fixture
def told(story: Story) -> Story:
    for day in ("2026-08-02", "2026-10-02", "2026-10-03"):
        story.use(day)
    story.report("2026Q3", "2026-10-20")
    story.use("2026-11-05", TOOL, 2)
    story.hand_in("time,count\n2026-11-05T01:00Z,3\n", "2026-11-01", "2026-11-30")
    story.report("2026Q4", "2026-12-15")
    story.report("2026Q4", "2027-01-05")
    return story


def publish(story: Story, to: Path, day: str = "2027-01-06", **more: bool) -> PublishedBundle:
    return publish_bundle(
        home=story.home, actor=story.person("governance"), to=to, now=at(day), **more
    )


def test_a_public_bundle_is_proven_by_its_own_verifier(told: Story, tmp_path: Path) -> None:
    publish(told, tmp_path / "public")
    done = verify(tmp_path / "public")
    assert done.returncode == 0, done.stdout + done.stderr
    told_of = json.loads((tmp_path / "public" / "bundle.json").read_bytes())
    assert told_of["reports"] == ["2026Q3", "2026Q4"]
    report = json.loads((tmp_path / "public/reports/2026Q4/report.json").read_bytes())
    assert report["provisional"] is False
    names = {path.name for path in (tmp_path / "public/reports/2026Q4").iterdir()}
    assert names == {"report.json", "report.html", "report.csv", "report.pdf"}


def test_a_full_bundle_counts_the_withheld_cells_again(told: Story, tmp_path: Path) -> None:
    done = publish(told, tmp_path / "full", full=True)
    assert done.withheld == 0
    checked = verify(tmp_path / "full")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    full = json.loads((tmp_path / "full/reports/2026Q4/full.json").read_bytes())
    assert full["totals"]["people_by_role"]["investigator"] == 2
    full["totals"]["people_by_role"]["investigator"] = 3
    path = tmp_path / "full/reports/2026Q4/full.json"
    path.write_text(json.dumps(full, sort_keys=True, separators=(",", ":")))
    assert verify(tmp_path / "full").returncode == 1


def test_a_number_that_was_changed_and_a_record_that_is_gone_are_found(
    told: Story, tmp_path: Path
) -> None:
    publish(told, tmp_path / "public")
    for harm in ("number", "record"):
        shutil.copytree(tmp_path / "public", tmp_path / harm)
    page = tmp_path / "number/reports/2026Q3/report.html"
    page.write_bytes(page.read_bytes().replace(b'.uses">1<', b'.uses">0<'))
    assert page.read_bytes() != (tmp_path / "public/reports/2026Q3/report.html").read_bytes()
    next(iter(sorted((tmp_path / "record/records").iterdir()))).unlink()
    for harm in ("number", "record"):
        assert verify(tmp_path / harm).returncode == 1


def test_publishing_again_goes_on_and_leaves_another_audience_alone(
    told: Story, tmp_path: Path
) -> None:
    publish(told, tmp_path / "public")
    told.use("2027-01-07", DRONE)
    publish(told, tmp_path / "public", "2027-01-08")
    assert verify(tmp_path / "public").returncode == 0
    with pytest.raises(BundlePlaceError, match="another audience"):
        publish(told, tmp_path / "public", "2027-01-08", full=True)


def test_what_is_younger_than_the_delay_is_left_for_later(told: Story, tmp_path: Path) -> None:
    home = told.home
    folder = home.root / "agency"
    folder.mkdir(exist_ok=True)
    (folder / "settings.toml").write_text(
        _SETTINGS.replace("publication_delay_days = 0", "publication_delay_days = 30"),
        encoding="utf-8",
    )
    delayed = _opened_again(home)
    done = publish_bundle(
        home=delayed, actor=told.person("governance"), to=tmp_path / "public", now=at("2027-01-06")
    )
    assert verify(tmp_path / "public").returncode == 0
    newest = Entry.objects.filter(index__lt=done.size).order_by("-index").first()
    assert newest is not None
    assert str(newest.day) == "2026-12-01"
    told_of = json.loads((tmp_path / "public/bundle.json").read_bytes())
    assert told_of["reports"] == ["2026Q3"]
    with pytest.raises(NotDecidedError, match="at least 30 days old"):
        publish_bundle(
            home=delayed, actor=told.person("governance"), to=tmp_path / "no", now=at("2026-07-20")
        )


def _opened_again(home: Home) -> Home:
    from holdfast import home as module

    module._lists.cache_clear()
    return type(home).open(home.root)


def test_who_may_not_publish_is_refused_and_nothing_is_written(
    story: Story, tmp_path: Path
) -> None:
    with pytest.raises(NotPermittedError):
        publish_bundle(
            home=story.home,
            actor=story.person("operator"),
            to=tmp_path / "no",
            now=at("2026-12-01"),
        )
    assert not (tmp_path / "no").exists()
