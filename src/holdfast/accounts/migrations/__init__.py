# SPDX-License-Identifier: Apache-2.0
"""The steps that made the tables of people."""
