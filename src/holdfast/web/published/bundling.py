# SPDX-License-Identifier: Apache-2.0
"""Makes the public bundle apart from the server: `python -m holdfast.web.published.bundling FOLDER`.

The zip comes to its place whole. What is asked and told, and how, is in `holdfast.web.behind`.
"""

from __future__ import annotations

import shutil
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.web import behind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.home import Home
    from holdfast.web.published.state import Published


def work(home: Home, username: str, asked: Mapping[str, Any], state: behind.State) -> None:
    """Write the bundle of the public size and zip it."""
    from holdfast.oversight.services.reports import ground_in_words
    from holdfast.publication import PUBLIC, write_bundle
    from holdfast.web.published.bundle import ZIP, shelf
    from holdfast.web.published.reports import report_files
    from holdfast.web.published.state import reader_of

    del username  # the public's
    today = date.fromisoformat(asked["today"])
    published = reader_of(home.root).published(home, today)
    folder = shelf(home) / state.number
    inside, archive = folder / "bundle", folder / ZIP
    if archive.exists():
        return
    shutil.rmtree(inside, ignore_errors=True)
    quarters = {record["quarter"] for _, _, record in published.register.reports}
    write_bundle(
        inside,
        log=published.log,
        published=_records(published),
        reports={quarter: report_files(published, quarter) for quarter in sorted(quarters)},
        agency=home.config.agency,
        audience=PUBLIC,
        made_on=today,
        ground=ground_in_words(home),
        size=published.size,
    )
    zip_folder(inside, archive)
    shutil.rmtree(inside)
    state.write({"result": ZIP})


def _records(published: Published) -> Iterator[tuple[int, bytes]]:
    for index in range(published.size):
        data = published.record(index)
        if data is not None:
            yield index, data


def zip_folder(folder: Path, to: Path) -> None:
    """Write a folder as one zip, under another name until it is whole; same files, same bytes."""
    part = to.with_name(f"{to.name}.unfinished")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = f"{folder.name}/{file.relative_to(folder).as_posix()}"
            archive.writestr(zipfile.ZipInfo(name), file.read_bytes(), zipfile.ZIP_DEFLATED)
    part.rename(to)


if __name__ == "__main__":
    sys.exit(behind.run(Path(sys.argv[1]), work))
