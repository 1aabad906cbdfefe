# SPDX-License-Identifier: Apache-2.0
"""The content security policy that both pages of a pack carry in themselves.

Nothing may be fetched, sent, framed or submitted; a style or a script runs only if it is, byte
for byte, the one whose SHA-256 stands in the policy.
"""

from __future__ import annotations

import base64
import hashlib


def page_policy(*, style: str, script: str | None = None, media: bool = False) -> str:
    """Return the policy of a page with this inline style and script; `media` from beside it."""
    rules = [
        "default-src 'none'",
        f"style-src {_hash(style)}",
        *([] if script is None else [f"script-src {_hash(script)}"]),
        *(["img-src 'self' file:", "media-src 'self' file:"] if media else []),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(rules)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
