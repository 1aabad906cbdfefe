# SPDX-License-Identifier: Apache-2.0
"""Copy the browser libraries, fonts and base map that we serve, and check every byte of them.

`npm ci` has put the packages of package-lock.json into node_modules; this copies the files named
in docs/browser-libraries.toml to src/holdfast/web/static/vendor/<name>-<version>/, licences with
them, and refuses a file whose SHA-256 is not the committed one. Nothing that others wrote is
committed; the list of what they wrote is.

    python tools/vendor.py            copy, and check
    python tools/vendor.py --check    check what was copied
    python tools/vendor.py --list     print the list with the SHA-256 that is in node_modules now
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "browser-libraries.toml"
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "holdfast" / "web" / "static" / "vendor"

# The folder of a package that holds what is used; it is left out of the name here.
_BUILT = {"dist", "src", "ttf"}


class VendorError(Exception):
    """A library is not there, or is not the one that the list names."""


@dataclass(frozen=True, slots=True)
class File:
    """One file: where it is in its package, its name here, and its SHA-256."""

    package: str
    version: str
    source: str
    sha256: str

    @property
    def origin(self) -> Path:
        """Where npm put it."""
        return PACKAGES / self.package / self.source

    @property
    def place(self) -> Path:
        """Where the pages take it from."""
        parts = Path(self.source).parts
        inner = parts[1:] if parts[0] in _BUILT else parts
        return VENDOR.joinpath(f"{self.package}-{self.version}", *inner)


def read_list() -> list[File]:
    """Read the committed list."""
    document = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return [
        File(library["name"], library["version"], source, sha256)
        for library in document["library"]
        for source, sha256 in library["files"].items()
    ]


def copy() -> int:
    """Make the vendor folder again from node_modules. Raises VendorError."""
    files = read_list()
    for file in files:
        _check_version(file)
        _check_bytes(file, file.origin)
    shutil.rmtree(VENDOR, ignore_errors=True)
    for file in files:
        file.place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.origin, file.place)
    return len(files)


def check() -> int:
    """Hash every vendored file again, and refuse one that nobody listed. Raises VendorError."""
    files = read_list()
    for file in files:
        _check_bytes(file, file.place)
    listed = {file.place for file in files}
    strangers = sorted(
        str(path) for path in VENDOR.rglob("*") if path.is_file() and path not in listed
    )
    if strangers:
        raise VendorError(f"{', '.join(strangers)}: not in {LIST}. Take it away or list it.")
    return len(files)


def _check_version(file: File) -> None:
    manifest = PACKAGES / file.package / "package.json"
    if not manifest.is_file():
        raise VendorError(f"{file.package} is not in node_modules. Run: npm ci")
    found: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
    if found["version"] != file.version:
        raise VendorError(
            f"{file.package} is {found['version']}, the list says {file.version}. Run: npm ci"
        )


def _check_bytes(file: File, path: Path) -> None:
    if not path.is_file():
        raise VendorError(f"{path} is not there. Run: npm ci && python tools/vendor.py")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != file.sha256:
        raise VendorError(f"{path} has SHA-256 {found}, the list says {file.sha256}.")


def main() -> int:
    """Do what the command line asks; say how many files are right."""
    parser = argparse.ArgumentParser(description="Copy and check the browser libraries.")
    parser.add_argument("--check", action="store_true", help="only check what was copied")
    parser.add_argument("--list", action="store_true", help="print the hashes in node_modules")
    asked = parser.parse_args()
    if asked.list:
        for file in read_list():
            digest = hashlib.sha256(file.origin.read_bytes()).hexdigest()
            print(f'"{file.source}" = "{digest}"')  # noqa: T201 # a command says what it did
        return 0
    try:
        count = check() if asked.check else copy()
    except VendorError as error:
        print(error, file=sys.stderr)  # noqa: T201 # a command says what it did
        return 1
    print(f"{count} files of others, each as listed in {LIST.relative_to(ROOT)}")  # noqa: T201 # a command says what it did
    return 0


if __name__ == "__main__":
    sys.exit(main())
