# SPDX-License-Identifier: Apache-2.0
"""Motion analysis of recordings from fixed cameras: what moved where, when, and in what colours."""

from holdfast.analysis.motion.analyse import Progress, analyse
