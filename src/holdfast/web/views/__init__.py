# SPDX-License-Identifier: Apache-2.0
"""One module a noun; a view is glue over one service or one query."""
