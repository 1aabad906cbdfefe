# SPDX-License-Identifier: Apache-2.0
"""Forms: they parse what a person typed; whether it is allowed is for the services to say."""
