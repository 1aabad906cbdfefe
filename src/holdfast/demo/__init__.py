# SPDX-License-Identifier: Apache-2.0
"""Things made up for demonstration and tests: real formats, drawn content, invented events."""
