# SPDX-License-Identifier: Apache-2.0
"""Taking in a medium: every file on it stored, accounted for, and on the ledger as one act.

The order, and what stands when it stops between two steps:

1. the medium is listed             nothing
2. each file: vault, then journal   objects nobody can see; taking in again goes on from there
3. manifest lines, then one entry   all of it, or (crash before the commit) as after step 2
4. the entry under a checkpoint     if it stops here, the next command finishes it
5. the journal is removed           if it stops here, the next take-in removes it
6. (by the caller) items are read   the acquisition is whole; reading goes on later

Promises: the receipt's numbers add up; a file is *stored* or says why not; evidence is never
refused for being unreadable, strange or from a device nobody knows.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfast.gate import genuine
from holdfast.home import locked
from holdfast.records.drafts import Subject
from holdfast.records.errors import MediumError, NotPermittedError
from holdfast.records.intake.journal import Journal
from holdfast.records.intake.known import known_of
from holdfast.records.intake.manifest import Manifest, draw_up
from holdfast.records.intake.medium import Medium, open_medium
from holdfast.records.intake.progress import RECORDING, Progress
from holdfast.records.intake.seen import Seen, shown_path
from holdfast.records.intake.storing import look, store
from holdfast.records.models import Acquisition, Case, ManifestLine
from holdfast.records.numbers import next_number
from holdfast.records.permitted import Under, class_of, confirmed
from holdfast.records.services.cases import open_in, plain_text
from holdfast.records.stores import open_vault
from holdfast.records.writing import authorise, writing
from holdfast.vault import StoredObject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.intake.manifest import Result
    from holdfast.records.writing import Writer

TECHNOLOGY = "holdfast-intake"
ACT = "acquisition.take_in"
# The status of every new item, whatever is decided of it later.
UNCLASSIFIED = "unclassified"
WHOSE = ("agency", "outside")
_MOST_NOTES = 500


def _tell_nobody(_progress: Progress) -> None:
    """Progress that nobody asked for."""


def take_in(
    *,
    home: Home,
    actor: Person,
    permit: Permit,
    path: Path,
    case: str,
    purpose_text: str = "",
    authority: str = "",
    medium_name: str = "",
    whose: str = "agency",
    read_back: bool = True,
    recover_deleted: bool = False,
    progress: Callable[[Progress], None] = _tell_nobody,
    now: datetime | None = None,
) -> str:
    """Take in the medium at `path` into the case with that reference; give the acquisition's number.

    Its items wait to be read (`read_items`). `whose` device recorded it: "agency" or "outside". A
    case that does not exist is opened when the actor may open cases. The same path again, after
    an interruption, goes on where it stopped. Raises MediumError, MediumGoneError, NoRoomError,
    NotPermittedError, HomeBusyError, and what the vault raises when its disk fails.
    """
    authorise(actor, ACT)
    genuine(permit).require(
        act=ACT,
        technology=TECHNOLOGY,
        person=actor.username,
        data_class=class_of(home, UNCLASSIFIED),
    )
    if whose not in WHOSE:
        raise MediumError(f"A device is the agency's or somebody else's, not {whose!r}.")
    reference = plain_text(case, "reference")
    started = now or datetime.now(UTC)
    with ExitStack() as stack:
        stack.enter_context(locked(home.intake_lock, command=f"taking in {path}", now=started))
        need_case(actor, reference)
        medium = open_medium(path, rules=home.config.exclusions, closing=stack)
        _refuse_home(home, medium)
        vault = open_vault(home)
        swept = vault.sweep()
        seen, left_alone = look(medium, recover_deleted=recover_deleted, tell=progress)
        journal = Journal.of(home.intakes, medium, case=reference) or Journal.begin(
            home.intakes,
            medium,
            {"case": reference, "actor": actor.username, "started_at": started.isoformat()}
            | {"files_total": sum(one.source is not None for one in seen)},
        )
        results, resumed = store(
            vault,
            medium,
            seen,
            journal,
            read_back=read_back,
            spare_bytes=home.config.spare_bytes,
            tell=progress,
        )
        progress(Progress(RECORDING, len(seen), len(seen), 0, 0))
        details: dict[str, Any] = {
            "purpose_text": " ".join(purpose_text.split()),
            "authority": authority.strip(),
            "medium": medium.facts | ({"name": medium_name.strip()} if medium_name.strip() else {}),
            "whose": whose,
            "started_at": str(journal.about["started_at"]),
            "read_back": all(
                result.read_back for result in results if isinstance(result, StoredObject)
            )
            and read_back,
            "resumed": resumed > 0,
        }
        notes = {
            "resumed_files": resumed,
            "swept": len(swept.removed),
            "deleted": [_deleted(one) for one in left_alone[:_MOST_NOTES]],
            "deleted_total": len(left_alone),
            "recovered": sum(one.deleted for one in seen),
        }
        with writing(home=home, actor=actor, command=f"recording {path}", now=now) as writer:
            under = confirmed([permit], actor=actor, act=ACT, technology=TECHNOLOGY, now=writer.now)
            number = _record(
                writer,
                under=under,
                reference=reference,
                details=details,
                notes=notes,
                seen=seen,
                results=results,
            )
        journal.end()
    return number


def items_of(acquisition: str) -> list[int]:
    """Give the items that are on the medium of an acquisition, whether or not they were new."""
    lines = ManifestLine.objects.filter(acquisition=acquisition, item__isnull=False)
    return list(lines.order_by("item").values_list("item", flat=True).distinct())


def _record(
    writer: Writer,
    *,
    under: Under,
    reference: str,
    details: dict[str, Any],
    notes: dict[str, Any],
    seen: Sequence[Seen],
    results: Sequence[Result],
) -> str:
    found = Case.objects.filter(reference=reference).first()
    if found is None:
        opener = authorise(writer.actor, "case.open")
        found = open_in(writer, role=opener, reference=reference, title="")
    manifest = draw_up(seen, results, known_of(seen, results, case=found.number))
    number = next_number(Acquisition, "A", writer.now)
    counts = manifest.counts
    writer.record(
        under.draft(
            ACT,
            {
                **details,
                "counts": counts,
                "bytes_seen": sum(one.size for one in seen),
                "bytes_stored": _bytes_stored(manifest),
                "items": len(manifest.items),
                "notes": notes
                | {
                    "gaps": list(manifest.layout.gaps),
                    "split_recordings": [list(run) for run in manifest.layout.split_recordings],
                    "layout": list(manifest.layout.notes),
                },
            },
            subjects=(Subject("acquisition", number), Subject("case", found.number)),
            count=counts["seen"],
            unit="files",
            rows=manifest.rows() if seen else None,
        )
    )
    return number


def _bytes_stored(manifest: Manifest) -> int:
    results = (manifest.results[position] for position in manifest.first.values())
    return sum(result.size for result in results if isinstance(result, StoredObject))


def need_case(actor: Person, reference: str) -> None:
    """Refuse before the copying, not after it, when there is no such case to take in to."""
    if Case.objects.filter(reference=reference).exists():
        return
    try:
        authorise(actor, "case.open")
    except NotPermittedError as refusal:
        raise NotPermittedError(
            f"There is no case {reference}, and {actor} may not open one. Nothing was copied. "
            "Check the reference, or ask an investigator to open the case."
        ) from refusal


def _refuse_home(home: Home, medium: Medium) -> None:
    """Refuse a home as a medium: taking it in would never end."""
    inside = medium.path.is_relative_to(home.root) and not medium.path.is_relative_to(home.uploads)
    if inside or home.root.is_relative_to(medium.path):
        raise MediumError(
            f"{medium.path} holds the home itself, or is part of it. Nothing was copied. Name the "
            "card's own folder."
        )


def _deleted(one: Seen) -> dict[str, Any]:
    return {
        "path": shown_path(one.path),
        "size": one.size,
        "file_system_time": one.file_system_time,
        "certainty": one.certainty,
    }
