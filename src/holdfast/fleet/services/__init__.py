# SPDX-License-Identifier: Apache-2.0
"""Every change of state of the drone programme: authorise, change, ledger entry."""
