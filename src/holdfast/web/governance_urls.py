# SPDX-License-Identifier: Apache-2.0
"""The addresses of technology governance.

Promises: what is done to a technology begins with a tilde, which no id does, so that a function
called `uses` is never taken for a tab.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from holdfast.web.views import technologies
from holdfast.web.views.governance import (
    acts,
    decisions,
    network_tests,
    permissions,
    quarantine,
    technology,
)


class TechnologyConverter:
    """The id of a technology, that of a function of a tool with its stroke."""

    regex = r"[a-z0-9][a-z0-9.-]*(?:/[a-z0-9][a-z0-9.-]*)?"

    def to_python(self, value: str) -> str:
        """Give it as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Give it as it stands."""
        return value


register_converter(TechnologyConverter, "technology")

_TECHNOLOGIES: list[URLPattern | URLResolver] = [
    path("", technologies.technologies, name="technologies"),
    path("new/", technologies.new, name="technology_new"),
    path("baseline/", technologies.baseline, name="baseline"),
    path("id/<technology:number>/", technology.entry, name="technology"),
    path("id/<technology:number>/~approvals/", technology.approvals, name="technology_approvals"),
    path("id/<technology:number>/~assessments/", technology.assessments, name="technology_assessments"),
    path("id/<technology:number>/~advice/", technology.advice, name="technology_advice"),
    path("id/<technology:number>/~uses/", technology.uses, name="technology_uses"),
    path("id/<technology:number>/~history/", technology.history, name="technology_history"),
    path("id/<technology:number>/~tests/", network_tests.tests, name="technology_tests"),
    path("id/<technology:number>/~tests/new/", network_tests.new, name="network_test_new"),
    path("id/<technology:number>/~tests/compare/", network_tests.compare, name="network_test_compare"),
    path("id/<technology:number>/~tests/making/<str:work>/", network_tests.progress, name="network_test_progress"),
    path("id/<technology:number>/~tests/<str:test>/", network_tests.test, name="network_test"),
    path("id/<technology:number>/~tests/<str:test>/report.<str:kind>", network_tests.download, name="network_test_file"),
    path("id/<technology:number>/~do/<str:what>/", acts.act, name="technology_act"),
    path("id/<technology:number>/~answer/<str:question>/", acts.answer, name="advice_answer"),
]  # fmt: skip

_DECISIONS: list[URLPattern | URLResolver] = [
    path("", decisions.decisions, name="decisions"),
    path("new/", decisions.new, name="decision_new"),
    path("new/<str:does>/", decisions.touch, name="decision_touch"),
    path("<str:number>/", decisions.decision, name="decision"),
    path("<str:number>/confirm/", decisions.confirm, name="decision_confirm"),
]

_PERMISSIONS: list[URLPattern | URLResolver] = [
    path("", permissions.permissions, name="permissions"),
    path("mine/", permissions.mine, name="my_permissions"),
    path("new/<str:kind>/", permissions.new, name="permission_new"),
    path("<str:number>/", permissions.row, name="permission"),
    path("<str:number>/end/", permissions.end, name="permission_end"),
]

GOVERNANCE: list[URLPattern | URLResolver] = [
    path("technologies/", include(_TECHNOLOGIES)),
    path("decisions/", include(_DECISIONS)),
    path("permissions/", include(_PERMISSIONS)),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/release/", quarantine.release, name="quarantine_release"),
    path("cases/<int:number>/withdraw/", quarantine.withdraw, name="case_withdraw"),
]
