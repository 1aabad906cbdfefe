# SPDX-License-Identifier: Apache-2.0
"""Put the verifiers together as the files that a pack carries.

verify.py goes as it is. verify.html is one file made of readable sources in `page/`; the same
sources always give the same bytes, so anyone can make it again and compare.
"""

from __future__ import annotations

from importlib.resources import files

from holdfast.packs.page_policy import page_policy

SCRIPTS = ("sha2.js", "ed25519.js", "forms.js", "check.js", "page.js")


def verify_py() -> bytes:
    """Return verify.py, the very file that `holdfast verify` runs."""
    return files("holdfast.packs.verifier").joinpath("verify.py").read_bytes()


def verify_html() -> bytes:
    """Return verify.html with its style, its script and the policy that allows only those."""
    style = look() + _source("page.css")
    script = "".join(_source(name) for name in SCRIPTS)
    page = _source("page.html")
    page = page.replace("{{policy}}", page_policy(style=style, script=script))
    page = page.replace("{{style}}", style)
    return page.replace("{{script}}", script).encode()


def look() -> str:
    """Return the style that both pages of a pack share."""
    return files("holdfast.packs").joinpath("look.css").read_text("utf-8")


def _source(name: str) -> str:
    return files("holdfast.packs.verifier").joinpath("page", name).read_text("utf-8")
