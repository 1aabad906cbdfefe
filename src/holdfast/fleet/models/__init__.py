# SPDX-License-Identifier: Apache-2.0
"""The projection of the drone programme: fields and constraints, nothing else."""
