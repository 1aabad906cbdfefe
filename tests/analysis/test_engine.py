# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis import hostile
from gating import permit_for
from holdfast.analysis import Job, Source, State, UnknownProcessorError, confinement, run_all
from holdfast.analysis.template import Template
from holdfast.analysis.template_main import _death
from holdfast.gate import ForgedPermitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.analysis.job import Outcome

READING = permit_for("holdfast-reading", "item.read")
THUMBNAIL = permit_for("holdfast-thumbnail")


@pytest.fixture
def source(tmp_path: Path) -> Source:
    path = tmp_path / "original"
    path.write_bytes(b"evidence")
    return Source(hashlib.sha256(b"evidence").hexdigest(), path, "original.bin")


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    with Template.start(hostile.COMMAND, hostile.REGISTRY) as one:
        yield one


def ended(template: Template, name: str, source: Source, output: Path | None = None) -> Outcome:
    """Run the misbehaving processor, then a good one, which must not be disturbed."""
    outcome = template.run(Job(name, READING, source, output))
    after = template.run(Job("good", READING, source))
    assert after.state is State.DONE
    assert after.finding == {"size": 8}
    return outcome


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("memory", "it asked for more memory than 256 MiB"),
        ("loop", "it used more than 1 seconds of processor time"),
        ("sleep", "it did not end within 2 seconds"),
        ("ignores_signals", "it used more than 1 seconds of processor time"),
        ("forks", "Permission denied"),
        ("crash", "crashed (SIGSEGV)"),
        ("leaves", "ended without an answer (status 7)"),
        ("answers_long", "its answer is longer than 1 MiB"),
        ("answers_nonsense", "not JSON serializable"),
        ("network", "Permission denied"),
        ("deletes", "Permission denied"),
        ("opens", "Too many open files"),
        ("writes_elsewhere", "File too large"),
    ],
)
def test_a_processor_that_misbehaves_is_named_failed_and_the_next_is_not_disturbed(
    template: Template, source: Source, name: str, reason: str
) -> None:
    outcome = ended(template, name, source)
    assert outcome.state is State.FAILED
    assert reason in outcome.reason
    assert source.path.read_bytes() == b"evidence"


def test_a_taken_over_library_cannot_make_processes_either(
    template: Template, source: Source
) -> None:
    assert ended(template, "forks_underneath", source).finding == {"made": 0}


def test_a_processor_that_writes_too_much_leaves_nothing(
    template: Template, source: Source, tmp_path: Path
) -> None:
    outcome = ended(template, "writes", source, tmp_path / "out")
    assert outcome.state is State.FAILED
    assert "File too large" in outcome.reason
    assert not (tmp_path / "out").exists()


def test_a_refusal_is_an_outcome_with_its_reason(template: Template, source: Source) -> None:
    outcome = ended(template, "encrypted", source)
    assert (outcome.state, outcome.reason) == (State.ENCRYPTED, "its pages are encrypted")


def test_what_a_library_prints_is_not_taken_for_an_answer(
    template: Template, source: Source
) -> None:
    assert ended(template, "prints", source).finding == {"honest": True}


def test_a_derivative_is_hashed_outside_the_process_that_made_it(
    template: Template, source: Source, tmp_path: Path
) -> None:
    outcome = template.run(Job("good", READING, source, tmp_path / "out"))
    assert outcome.output_sha256 == hashlib.sha256(b"ecnedive").hexdigest()
    assert outcome.output_size == 8
    assert outcome.provenance.to_json() == {
        "sources": [source.sha256], "processor": "good", "version": "1", "settings": {}
    }  # fmt: skip


def test_a_name_that_is_not_utf_8_is_opened(template: Template, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9\nnew")
    path.write_bytes(b"12345678")
    assert template.run(Job("good", READING, Source("0" * 64, path, "café"))).finding == {"size": 8}


def test_a_template_that_was_killed_fails_its_file_and_says_so(source: Source) -> None:
    with Template.start(hostile.COMMAND, hostile.REGISTRY) as one:
        threading.Timer(0.3, one.process.kill).start()
        outcome = one.run(Job("sleep", READING, source))
        assert (outcome.state, outcome.reason) == (State.FAILED, "the engine's process ended")
        assert one.ended
        assert one.run(Job("good", READING, source)).state is State.FAILED


def test_stopping_ends_the_work_at_once_and_leaves_no_process(source: Source) -> None:
    begun = time.monotonic()
    with Template.start(hostile.COMMAND, hostile.REGISTRY) as one:
        group = one.process.pid
        outcome = one.run(Job("sleep", READING, source), lambda: time.monotonic() - begun > 0.5)
    assert outcome.reason == "the work was stopped"
    assert time.monotonic() - begun < 10
    time.sleep(0.2)
    assert living_in(group) == []


def living_in(group: int) -> list[int]:
    """Tell which processes of the group run; one that ended and waits to be counted does not."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _parent, of = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(of) == group and state != "Z":
                found.append(int(folder.name))
    return found


def test_a_processor_that_is_not_in_the_list_is_refused(source: Source) -> None:
    with pytest.raises(UnknownProcessorError, match="There is no processor called 'face'"):
        list(run_all([Job("face", READING, source)]))


def text_sources(folder: Path, count: int) -> Iterator[Source]:
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_bytes(b"text %d" % number)
        yield Source(hashlib.sha256(path.read_bytes()).hexdigest(), path, path.name)


def test_every_job_of_a_long_list_ends_once(tmp_path: Path) -> None:
    jobs = (
        Job("thumbnail", THUMBNAIL, one, tmp_path / f"{one.name}.jpg", token=one.name)
        for one in text_sources(tmp_path, 150)
    )
    outcomes = {job.token: outcome for job, outcome in run_all(jobs, workers=2)}
    assert len(outcomes) == 150
    assert {outcome.state for outcome in outcomes.values()} == {State.NOTHING_TO_DO}


def test_any_executor_of_this_process_runs_the_batches(tmp_path: Path) -> None:
    jobs = [
        Job("thumbnail", THUMBNAIL, one, tmp_path / "x.jpg") for one in text_sources(tmp_path, 3)
    ]
    with ThreadPoolExecutor(1) as pool:
        states = [outcome.state for _job, outcome in run_all(jobs, executor=pool)]
    assert states == [State.NOTHING_TO_DO] * 3


def test_a_permit_does_not_leave_the_process(tmp_path: Path) -> None:
    jobs = [Job("thumbnail", THUMBNAIL, one) for one in text_sources(tmp_path, 1)]
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(ForgedPermitError, match="nothing was run"),
    ):
        list(run_all(jobs, executor=pool))


def test_leaving_the_loop_early_ends_what_runs(tmp_path: Path) -> None:
    jobs = (
        Job("thumbnail", THUMBNAIL, one, tmp_path / "x.jpg") for one in text_sources(tmp_path, 1000)
    )
    begun = time.monotonic()
    for _job, _outcome in run_all(jobs):
        break
    assert time.monotonic() - begun < 30


def test_the_system_page_can_say_what_keeps_a_processor_in() -> None:
    network, calls = confinement()
    assert "network" in network
    assert "system-call filter" in calls


def test_a_killed_child_is_said_to_have_used_its_time() -> None:
    assert "processor time" in _death(-signal.SIGKILL, hostile.TIGHT)
