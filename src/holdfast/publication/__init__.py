# SPDX-License-Identifier: Apache-2.0
"""What the public gets: published records, reports, the bundle, and the verifier that goes with it.

Promises: everything here is computed from the ledger's faces and from published records, so that a
stranger computes it again; what few people could be known by goes to the oversight body only, and
what is withheld says so. Knows no clock, no database and no environment. ADR 0012.
"""

from __future__ import annotations

from holdfast.publication.bundle import WrittenBundle, write_bundle
from holdfast.publication.contents import FULL_FILES, REPORT_FILES, overdue_reports
from holdfast.publication.engagements import EngagementCounts, count_engagements
from holdfast.publication.errors import (
    BundleContentsError,
    BundlePlaceError,
    PublicationError,
    PublishedRecordError,
    QuarterError,
)
from holdfast.publication.points import (
    closing_of,
    newest_size_before,
    opening_of,
    point,
    read_faces,
)
from holdfast.publication.quarters import Quarter
from holdfast.publication.records import (
    OVERSIGHT,
    PUBLIC,
    make_record,
    read_record,
    record_bytes,
    record_digest,
)
from holdfast.publication.register import Register, fold_records, register_document
from holdfast.publication.report import USE_ACTS, compute_report, report_bytes

__all__ = [
    "FULL_FILES",
    "OVERSIGHT",
    "PUBLIC",
    "REPORT_FILES",
    "USE_ACTS",
    "BundleContentsError",
    "BundlePlaceError",
    "EngagementCounts",
    "PublicationError",
    "PublishedRecordError",
    "Quarter",
    "QuarterError",
    "Register",
    "WrittenBundle",
    "closing_of",
    "compute_report",
    "count_engagements",
    "fold_records",
    "make_record",
    "newest_size_before",
    "opening_of",
    "overdue_reports",
    "point",
    "read_faces",
    "read_record",
    "record_bytes",
    "record_digest",
    "register_document",
    "report_bytes",
    "write_bundle",
]
