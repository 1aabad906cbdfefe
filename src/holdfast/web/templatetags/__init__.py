# SPDX-License-Identifier: Apache-2.0
"""How values become words on a page."""
