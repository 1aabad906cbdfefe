# SPDX-License-Identifier: Apache-2.0
"""Paper shows what it was given, whatever that was, and numbers its pages."""

from __future__ import annotations

from holdfast.paper import TEXT, make_pdf, paragraph


def test_no_text_is_read_as_markup() -> None:
    hostile = '<b>bold</b> & <img src="http://example.invalid/x.png"/>'
    assert paragraph(hostile, TEXT).getPlainText() == hostile


def test_a_long_text_goes_on_over_numbered_pages_in_a_font_that_has_macrons() -> None:
    story = [paragraph(f"Ōtautahi {number}", TEXT) for number in range(200)]
    data = make_pdf(story, title="t", author="Te Tai", footer="Te Tai\x00")
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") > 2
    assert b"DejaVuSans" in data
