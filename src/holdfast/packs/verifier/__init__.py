# SPDX-License-Identifier: Apache-2.0
"""The offline verifier in its two forms: verify.py for a command line, verify.html for a browser.

Both are files that a pack carries; this package only keeps them and puts the page together. They
import nothing of Holdfast, and give the same verdict in the same words.
"""

from __future__ import annotations
