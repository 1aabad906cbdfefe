# SPDX-License-Identifier: Apache-2.0
"""What each act of oversight does to the projection, the same code live and in a replay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.oversight.acts import complaints, decisions, reports, requests, technologies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.records.acts import Act


def _changes_nothing(_act: Act) -> None:
    """Leave the projection alone: the entry itself is all there is."""


APPLY: Final[Mapping[str, Callable[[Act], None]]] = {
    "technology.register": technologies.register,
    "technology.change": technologies.change,
    "technology.stage": technologies.move,
    "technology.assess": technologies.assess,
    "technology.advice": technologies.advise,
    "decision.record": decisions.record,
    "decision.confirm": decisions.confirm,
    "row.add": decisions.add_row,
    "row.end": decisions.end_row,
    "use.record": _changes_nothing,
    "toollog.take_in": reports.take_in_log,
    "incident.record": reports.record_incident,
    "support.withdraw": reports.withdraw_support,
    "report.make": reports.make,
    "complaint.receive": complaints.receive,
    "complaint.step": complaints.step,
    "complaint.concern": complaints.concern,
    "request.receive": requests.receive,
    "request.step": requests.step,
    "answer.propose": requests.propose,
    "answer.approve": requests.approve,
}
