# SPDX-License-Identifier: Apache-2.0
"""What the public gets: published records, reports, the bundle, and the verifier that goes with it."""
