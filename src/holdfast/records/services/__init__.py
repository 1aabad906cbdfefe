# SPDX-License-Identifier: Apache-2.0
"""Every change of state: authorise, change, ledger entry; keyword-only, the actor mandatory."""

from __future__ import annotations

from holdfast.records.services.aligning import place_recording, remove_placing
from holdfast.records.services.cases import (
    add_member,
    break_glass,
    close_case,
    open_case,
    plain_text,
    set_case_title,
    state_purpose,
)
from holdfast.records.services.checks import CheckResult, run_check
from holdfast.records.services.devices import register_device
from holdfast.records.services.enrolment import issue_enrolment_code
from holdfast.records.services.holds import place_hold, release_hold
from holdfast.records.services.homes import found_home, heal
from holdfast.records.services.items import (
    classify,
    correct_time,
    correct_title,
    give_exhibit_number,
    link,
    release_items,
    set_access,
    unlink,
)
from holdfast.records.services.notes import withdraw_note, write_note
from holdfast.records.services.outside import cosign, publish
from holdfast.records.services.packs import PackResult, make_pack
from holdfast.records.services.people import (
    enrol_person,
    identify_os_user,
    person_for_os_user,
    set_roles,
)
from holdfast.records.services.processing import process
from holdfast.records.services.reading import read_items
from holdfast.records.services.receipts import confirm_receipt, interrupted_intakes
from holdfast.records.services.searching import search
from holdfast.records.services.take_in import take_in
from holdfast.records.services.viewing import open_view
from holdfast.records.writing import Recorded, authorise

__all__ = [
    "CheckResult",
    "PackResult",
    "Recorded",
    "add_member",
    "authorise",
    "break_glass",
    "classify",
    "close_case",
    "confirm_receipt",
    "correct_time",
    "correct_title",
    "cosign",
    "enrol_person",
    "found_home",
    "give_exhibit_number",
    "heal",
    "identify_os_user",
    "interrupted_intakes",
    "issue_enrolment_code",
    "link",
    "make_pack",
    "open_case",
    "open_view",
    "person_for_os_user",
    "place_hold",
    "place_recording",
    "plain_text",
    "process",
    "publish",
    "read_items",
    "register_device",
    "release_hold",
    "release_items",
    "remove_placing",
    "run_check",
    "search",
    "set_access",
    "set_case_title",
    "set_roles",
    "state_purpose",
    "take_in",
    "unlink",
    "withdraw_note",
    "write_note",
]
