# SPDX-License-Identifier: Apache-2.0
"""The grounds that come with Holdfast are those of the statutes, each marked as the law marks it."""

from __future__ import annotations

from collections import Counter

from holdfast.agency import read_agency

AGENCY = read_agency(None)
GROUNDS = AGENCY.grounds


def test_every_ground_is_named_after_its_act_and_section() -> None:
    acts = {kind.id: kind.act for kind in AGENCY.request_kinds}
    for ground in GROUNDS:
        act, _, section = ground.act.rpartition(" s ")
        assert act == acts[ground.kind], ground.id
        slug = section.replace("(", "-").replace(")", "")
        assert ground.id in {
            f"{ground.kind}-{slug}",
            f"{ground.kind}-{slug.replace('7-2-', '7-', 1)}",
        }


def test_each_act_has_all_its_grounds() -> None:
    assert Counter(ground.kind for ground in GROUNDS) == {"oia": 43, "privacy": 18, "cda": 17}
    for one in ("oia-6-c", "oia-9-2-a", "oia-10", "oia-18-f", "privacy-53-c", "cda-16-1-a"):
        assert GROUNDS.get(one), one


def test_section_9_is_balanced_and_section_6_is_not() -> None:
    for ground in GROUNDS:
        if ground.kind == "oia":
            assert ground.balanced == ground.id.startswith("oia-9-2-"), ground.id


def test_sections_18_e_and_f_ask_for_consultation_first() -> None:
    asking = {ground.id: ground.consider for ground in GROUNDS if ground.consider}
    assert asking["oia-18-e"] == ("consultation",)
    assert asking["oia-18-f"] == ("consultation", "charge", "extension")
    assert {ground.id for ground in GROUNDS if ground.consult} == {"oia-18-e", "oia-18-f"}


def test_a_ground_that_stands_beside_another_names_one_that_is_there() -> None:
    for ground in GROUNDS:
        for prefix in ground.beside:
            assert any(other.id.startswith(prefix) for other in GROUNDS), ground.id


def test_what_was_not_read_in_the_statute_says_that_it_is_to_be_checked() -> None:
    assert "to be checked by a lawyer" in GROUNDS.source
