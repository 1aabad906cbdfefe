# SPDX-License-Identifier: Apache-2.0
"""Makes a home on disk: folders, keys, an empty vault and an empty ledger, in one step.

Promises: the home is made beside its place and renamed into it, so that a half-made one is never
found; nothing that is there is overwritten. Imports no Django: the pages' settings are read from
the home that this makes.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from typing import TYPE_CHECKING

from holdfast.home import CONFIG_NAME, Home, HomeExistsError, HomeNotWritableError
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.keys import write_key
from holdfast.ledger.log import Log
from holdfast.ledger.signer import Signer
from holdfast.vault import Vault

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_TEMPLATE = """\
# Holdfast: the settings of this home. Every setting is described in docs/configuration.md.
# Only vault/, ledger/, keys/ and this file are precious; the rest is made again from them.

# database = "postgresql://user@host/name"   # without this line: SQLite, in this folder

[agency]
name = {agency}
zone = {zone}

[ledger]
origin = {origin}
"""


def lay_out_home(
    root: Path,
    *,
    agency: str,
    now: datetime,
    zone: str = "Pacific/Auckland",
    database: str = "",
    origin: str = "",
) -> Home:
    """Make the folders, keys, vault and ledger of a new home at `root`.

    Raises HomeExistsError when something is there, HomeNotWritableError when it cannot be made.
    """
    root = root.absolute()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise HomeExistsError(
            f"{root} is there already and is not empty. Nothing was changed. Name a new folder."
        )
    part = root.with_name(f"{root.name}.being-made")
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o750)
        _fill(part, agency=agency, now=now, zone=zone, database=database, origin=origin)
        if root.exists():
            root.rmdir()
        part.rename(root)
    except (OSError, LedgerError) as error:
        raise HomeNotWritableError(
            f"The home could not be made at {root}: {error}. Nothing is left of the attempt. "
            "Free space, or name a folder that you may write to."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Home.open(root)


def _fill(root: Path, *, agency: str, now: datetime, zone: str, database: str, origin: str) -> None:
    origin = origin or f"holdfast/{_plain(agency)}/{secrets.token_hex(4)}"
    text = _TEMPLATE.format(
        agency=json.dumps(agency), zone=json.dumps(zone), origin=json.dumps(origin)
    )
    if database:
        text = f"database = {json.dumps(database)}\n\n{text}"
    (root / CONFIG_NAME).write_text(text, encoding="utf-8")
    home = Home.open(root)
    home.keys.mkdir(mode=0o700)
    signer = Signer(origin, secrets.token_bytes(32))
    write_key(home.log_key, signer)
    _write_secret(home.web_secret, secrets.token_urlsafe(50))
    Vault.create(home.vault)
    Log.create(home.ledger, signer, now=now)
    for folder in (home.findings, home.derivatives, home.intakes, home.uploads):
        folder.mkdir(parents=True, mode=0o750)


def _write_secret(path: Path, secret: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())


def _plain(agency: str) -> str:
    """Give the agency's name as part of a log's origin: no space, no plus sign."""
    return re.sub(r"[^a-z0-9]+", "-", agency.lower()).strip("-")[:40] or "agency"
