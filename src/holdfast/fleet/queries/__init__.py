# SPDX-License-Identifier: Apache-2.0
"""What the programme's pages and commands read: the viewer first."""
