# SPDX-License-Identifier: Apache-2.0
"""People: who may come in, with what role, and what each role may do.

Who a person is (name, roles, operating-system user) is on the ledger and is rebuilt from it.
What proves that somebody is that person (password, second factor, sessions, enrolment codes) is
only here: after a rebuild people enrol again. See docs/adr/0008-sign-in-by-allauth.md.
"""
