# SPDX-License-Identifier: Apache-2.0
"""Hand out the files that every bundle carries unchanged: the checkers, how to use them, the look.

check.js is one ES module made of readable sources: hashing and signatures as in a pack's checker,
then counting, then the check. The same installation always gives the same bytes, so that anyone can
make them again and compare.
"""

from __future__ import annotations

from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.packs.verifier.assemble import look
from holdfast.publication.pages import page

if TYPE_CHECKING:
    from collections.abc import Mapping

_FROM_PACKS = ("sha2.js", "ed25519.js")
_CHECKS = ("verify.py", "verify_flights.py")
# How the source of verify.py finds what counts the flights.
_BESIDE = 'runpy.run_path(str(Path(__file__).with_name("verify_flights.py")))["add_flights"]'
_OURS = ("count.js", "flights.js", "check.js")


def static_files() -> Mapping[str, bytes]:
    """Return the files by their path in the bundle."""
    here = files("holdfast.publication.verifier")
    check = here.joinpath("page", "check.html").read_text("utf-8")
    return MappingProxyType(
        {
            "README.txt": here.joinpath("README.txt").read_bytes(),
            "verify.py": verify_py(),
            "check.html": page("Check the ledger", check, root="", script="check.js"),
            "check.js": check_js(),
            "look.css": bundle_css(),
        }
    )


def verify_py() -> bytes:
    """Return verify.py as one file: the check, and in it what counts the flights.

    The two sources stay apart to be read; whoever takes the program takes one file.
    """
    here = files("holdfast.publication.verifier")
    check, flights = (here.joinpath(name).read_text("utf-8") for name in _CHECKS)
    counting = flights[flights.index("KEYS = ") :].strip()
    start = check.index("\nclass Register:")
    if check.count(_BESIDE) != 1:
        raise AssertionError("verify.py asks for verify_flights.py in one place")
    head = check[:start] + "\nimport io\nfrom typing import Callable\n" + counting + "\n"
    return (head + check[start:].replace(_BESIDE, "add_flights")).encode()


def check_js() -> bytes:
    """Return check.js. It looks for #check, whose data attributes say where the bundle is."""
    packs = files("holdfast.packs.verifier").joinpath("page")
    ours = files("holdfast.publication.verifier").joinpath("page")
    sources = [packs.joinpath(name).read_text("utf-8") for name in _FROM_PACKS]
    sources += [ours.joinpath(name).read_text("utf-8") for name in _OURS]
    return "\n".join(sources).encode()


def bundle_css() -> bytes:
    """Return look.css, the style of every page of a bundle."""
    ours = files("holdfast.publication").joinpath("pages.css").read_text("utf-8")
    return (look() + ours).encode()
