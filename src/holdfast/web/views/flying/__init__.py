# SPDX-License-Identifier: Apache-2.0
"""Pages of the drone programme: flights, fleet, pilots, what does not fit, figures."""
