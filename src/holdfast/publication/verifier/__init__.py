# SPDX-License-Identifier: Apache-2.0
"""The verifier of a public bundle in its two forms: verify.py for a command line, check.js for a page.

Both are files that a bundle carries and count every number again from the format's words, with no
code of the package; `assemble` only hands them out.
"""

from __future__ import annotations
