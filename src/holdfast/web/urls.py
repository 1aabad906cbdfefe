# SPDX-License-Identifier: Apache-2.0
"""Every address of the pages, in one list."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from holdfast.web.flights_urls import FLIGHTS
from holdfast.web.governance_urls import GOVERNANCE
from holdfast.web.reporting_urls import REPORTS
from holdfast.web.views import (
    account,
    aligning,
    answers,
    cases,
    changes,
    clips,
    complaints,
    desk_figures,
    engagement_steps,
    engagements,
    errors,
    find,
    flights,
    integrity,
    item_movement,
    items,
    leaving,
    ledger,
    media,
    movement,
    notes,
    packs,
    people,
    public_desk,
    public_flights,
    public_proof,
    public_site,
    receipts,
    recordings,
    requests,
    styleguide,
    synopsis,
    system,
    take_in,
    today,
    together,
    watching,
)

_ACCOUNT: list[URLPattern | URLResolver] = [
    path("sign-in/", allauth_views.login, name="account_login"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("closed/", allauth_views.account_inactive, name="account_inactive"),
    path("", account.my_account, name="my_account"),
    path("enrol/", account.enrol, name="enrol"),
    path("again/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("password/", allauth_views.password_change, name="account_change_password"),
    # Somebody who comes in by OpenID Connect has no password; one needs a one-time code here too.
    path("password/first/", account.enrol, name="account_set_password"),
    path("second-factor/", include("allauth.mfa.urls")),
]

_TAKE_IN: list[URLPattern | URLResolver] = [
    path("", take_in.take_in, name="take_in"),
    path("upload/", take_in.upload, name="take_in_upload"),
    path("upload/<str:number>/<int:index>/", take_in.piece, name="take_in_piece"),
    path("<str:number>/", take_in.progress, name="take_in_progress"),
]

_RECEIPTS: list[URLPattern | URLResolver] = [
    path("", receipts.receipts, name="receipts"),
    path("<str:number>/", receipts.receipt, name="receipt"),
    path("<str:number>/confirm/", receipts.confirm, name="receipt_confirm"),
    path("<str:number>/receipt.json", receipts.as_json, name="receipt_json"),
    path("<str:number>/receipt.pdf", receipts.as_pdf, name="receipt_pdf"),
]

_CASES: list[URLPattern | URLResolver] = [
    path("", cases.cases, name="cases"),
    path("open/", cases.open_case, name="case_open"),
    path("break-glass/", cases.break_glass, name="break_glass"),
    path("holds/<str:hold>/release/", cases.release, name="hold_release"),
    path("<int:number>/", cases.case, name="case"),
    path("<int:number>/flights/", flights.of_case, name="case_flights"),
    path("<int:number>/people/", cases.people, name="case_people"),
    path("<int:number>/exhibits/", cases.exhibits, name="case_exhibits"),
    path("<int:number>/receipts/", cases.receipts, name="case_receipts"),
    path("<int:number>/recordings/", recordings.recordings, name="case_recordings"),
    path("<int:number>/recordings/notes/", notes.of_case, name="case_notes"),
    path("<int:number>/recordings/notes.csv", notes.of_case_csv, name="case_notes_csv"),
    path("<int:number>/recordings/~examine/", recordings.examine, name="case_examine"),
    path(
        "<int:number>/recordings/~examining/<str:work>/", recordings.progress, name="case_examining"
    ),
    path("<int:number>/movement/", movement.movement, name="case_movement"),
    path("<int:number>/movement/~begin/", movement.begin, name="case_movement_begin"),
    path(
        "<int:number>/movement/~finding/<str:work>/", movement.progress, name="case_movement_work"
    ),
    path(
        "<int:number>/movement/~finding/<str:work>/stop/",
        movement.stop,
        name="case_movement_stop",
    ),
    path("<int:number>/together/", together.on_one_clock, name="case_together"),
    path("<int:number>/together/play/", together.play, name="case_together_play"),
    path("<int:number>/purpose/", cases.purpose, name="case_purpose"),
    path("<int:number>/classify/", cases.classify, name="case_classify"),
    path("<int:number>/hold/", cases.hold, name="case_hold"),
    path("<int:number>/packs/", packs.packs, name="case_packs"),
    path("<int:number>/packs/~make/", packs.make, name="pack_new"),
    path("<int:number>/packs/~making/<str:work>/", packs.progress, name="pack_progress"),
    path("<int:number>/packs/<str:pack>/", packs.pack, name="pack"),
    path("<int:number>/packs/<str:pack>/pack.zip", packs.download, name="pack_download"),
]

_ITEMS: list[URLPattern | URLResolver] = [
    path("", items.view, name="item"),
    path("facts/", items.facts, name="item_facts"),
    path("custody/", items.custody, name="item_custody"),
    path("derivatives/", items.derivatives, name="item_derivatives"),
    path("access/", items.access, name="item_access"),
    path("change/<str:what>/", changes.change, name="item_change"),
    path("track.geojson", items.track, name="item_track"),
    path("track.csv", items.track_csv, name="item_track_csv"),
    path("original/<str:sha256>", media.original, name="item_original"),
    path("picture/<str:kind>", media.picture, name="item_picture"),
    path("damage/", media.damage, name="item_damage"),
    path("playable", media.playable, name="item_playable"),
    path("frame-times.json", watching.frame_times, name="item_watch_times"),
    path("making", watching.making, name="item_watch_making"),
    path("axis", watching.axis, name="item_watch_axis"),
    path("film-strip.jpg", watching.strip, name="item_watch_strip"),
    path("notes/", notes.write, name="item_note_write"),
    path("notes/notes.csv", notes.as_csv, name="item_watch_notes"),
    path("notes/<str:note>/withdraw/", notes.withdraw, name="item_note_withdraw"),
    path("clips/", clips.make, name="item_watch_clip_new"),
    path("clips/<str:key>/", clips.clip, name="item_watch_clip_page"),
    path("clips/<str:sha256>.mp4", clips.clip_file, name="item_watch_clip"),
    path("align/", aligning.align, name="item_align"),
    path("align/compare/", aligning.compare, name="item_align_compare"),
    path("align/remove/", aligning.remove, name="item_align_remove"),
    path("align/by/<str:way>/", aligning.save, name="item_align_save"),
    path("leaving/", leaving.leaving, name="item_leaving"),
    path("leaving/clean/", leaving.clean, name="item_leaving_clean"),
    path("leaving/copy", leaving.copy, name="item_leaving_copy"),
    path("leaving/review.json", leaving.review_file, name="item_leaving_review"),
    path("integrity/", integrity.integrity, name="item_integrity"),
    path("integrity/salvage/", integrity.salvage, name="item_integrity_salvage"),
    path("integrity/report.json", integrity.report_file, name="item_integrity_json"),
    path("integrity/report.pdf", integrity.paper, name="item_integrity_pdf"),
    path(
        "integrity/copies/<str:sha256>.json",
        integrity.copy_file,
        name="item_integrity_copy_json",
    ),
    path("integrity/copies/<str:sha256>", integrity.copy, name="item_integrity_copy"),
    path("synopsis/", synopsis.synopsis, name="item_synopsis"),
    path("synopsis/make/", synopsis.make, name="item_synopsis_make"),
    path("synopsis/analyse/", synopsis.analyse, name="item_synopsis_analyse"),
    path("synopsis/<str:known>.mp4", synopsis.video, name="item_synopsis_video"),
    path("synopsis/<str:known>.json", synopsis.as_json, name="item_synopsis_json"),
    path("synopsis/<str:known>/", synopsis.made_before, name="item_synopsis_made"),
    path("synopsis/<str:known>/figures.json", synopsis.figures, name="item_synopsis_figures"),
    path("movement/", item_movement.movement, name="item_movement"),
    path("movement/tracks.json", item_movement.tracks_json, name="item_movement_json"),
    path("movement/scene.jpg", item_movement.scene, name="item_scene"),
    path("movement/tracks/<int:track>.jpg", item_movement.picture, name="item_track_picture"),
]

_ENGAGEMENTS: list[URLPattern | URLResolver] = [
    path("", engagements.engagements, name="engagements"),
    path("~open/", engagements.new, name="engagement_new"),
    path("<str:number>/", engagements.engagement, name="engagement"),
    path("<str:number>/medium/", engagement_steps.tie, name="engagement_tie"),
    path("<str:number>/agreement/", engagement_steps.agreement, name="engagement_agreement"),
    path("<str:number>/remind/", engagement_steps.remind, name="engagement_remind"),
    path("<str:number>/close/", engagement_steps.close, name="engagement_close"),
    path(
        "<str:number>/reminders/<int:step>.pdf",
        engagement_steps.reminder_file,
        name="engagement_reminder",
    ),
    path(
        "<str:number>/<slug:condition>/<slug:what>/", engagement_steps.step, name="engagement_step"
    ),
]

_LEDGER: list[URLPattern | URLResolver] = [
    path("", ledger.ledger, name="ledger"),
    path("checkpoint", ledger.checkpoint, name="ledger_checkpoint"),
    path("<int:index>/", ledger.entry, name="ledger_entry"),
    path("<int:index>/proof", ledger.proof, name="ledger_proof"),
    path("<int:index>/body", ledger.body, name="ledger_body"),
    path("<int:index>/face", ledger.face, name="ledger_face"),
]

# No username begins with a tilde, so enrolling cannot stand in somebody's way.
_PEOPLE: list[URLPattern | URLResolver] = [
    path("", people.people, name="people"),
    path("~enrol/", people.enrol, name="person_enrol"),
    path("<str:username>/", people.person, name="person"),
    path("<str:username>/roles/", people.roles, name="person_roles"),
    path("<str:username>/os-user/", people.os_user, name="person_os_user"),
    path("<str:username>/code/", people.code, name="person_code"),
]

_REQUESTS: list[URLPattern | URLResolver] = [
    path("", requests.requests, name="requests"),
    path("~record/", requests.record, name="request_new"),
    path("<str:number>/", requests.request, name="request"),
    path("<str:number>/decide/", requests.decide, name="request_decide"),
    path("<str:number>/receipt.json", requests.receipt, name="request_receipt"),
    path("<str:number>/letters/<int:step>.pdf", requests.letter_file, name="request_letter"),
    path(
        "<str:number>/acknowledgement.pdf",
        requests.acknowledgement_file,
        name="request_acknowledgement",
    ),
    path("<str:number>/answer/", answers.answer, name="answer"),
    path("<str:number>/answer/approve/", answers.approve, name="answer_approve"),
    path("<str:number>/answer/give/", answers.give, name="answer_give"),
    *(
        path(f"<str:number>/{what}/", requests.act, {"what": what}, name=f"request_{what}")
        for what in ("extend", "transfer", "close")
    ),
]

_COMPLAINTS: list[URLPattern | URLResolver] = [
    path("", complaints.desk, name="complaints"),
    path("~record/", complaints.record, name="complaint_new"),
    path("statistics/", desk_figures.figures, name="desk_figures"),
    path("requests/", include(_REQUESTS)),
    path("<str:number>/", complaints.complaint, name="complaint"),
    path("<str:number>/receipt.json", complaints.receipt, name="complaint_receipt"),
    *(
        path(f"<str:number>/{what}/", complaints.act, {"what": what}, name=f"complaint_{what}")
        for what in ("acknowledge", "transfer", "answer", "freeze")
    ),
]

# For everybody, without an account: web/published/ and views/public_*.py.
_PUBLIC: list[URLPattern | URLResolver] = [
    path("", public_site.home, name="public"),
    path("register/", public_site.register, name="public_register"),
    path("register/<path:number>/", public_site.entry, name="public_entry"),
    path("contractors/", public_site.contractors, name="public_contractors"),
    path("reports/", public_site.reports, name="public_reports"),
    path("reports/<str:quarter>/", public_site.report, name="public_report"),
    path("reports/<str:quarter>/report.<str:kind>", public_site.report_as_file, name="public_file"),
    path("flights/", public_flights.flights, name="public_flights"),
    path("flights/flights.<str:kind>", public_flights.as_file, name="public_flights_file"),
    path("checkpoints/", public_proof.checkpoints, name="public_checkpoints"),
    path("check/", public_proof.check, name="public_check"),
    path("verify.py", public_proof.verifier, name="public_verifier"),
    path("check.js", public_proof.check_js, name="public_check_js"),
    path("bundle.json", public_proof.bundle_json, name="public_bundle_json"),
    path("bundle.zip", public_proof.bundle_zip, name="public_bundle"),
    path("log/checkpoint", public_proof.log_checkpoint, name="public_log_checkpoint"),
    path("log/vkey", public_proof.log_vkey, name="public_log_vkey"),
    path("log/tile/<path:path>", public_proof.log_tile, name="public_log_tile"),
    path("records/<int:index>.json", public_proof.record, name="public_record"),
    path("complain/", public_desk.complain, name="public_complain"),
    path("ask/", public_desk.ask, name="public_ask"),
    path("status/", public_desk.status, name="public_status"),
    path("status/receipt/", public_desk.receipt, name="public_receipt"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("account/", include(_ACCOUNT)),
    path("take-in/", include(_TAKE_IN)),
    path("receipts/", include(_RECEIPTS)),
    path("cases/", include(_CASES)),
    path("items/<int:number>/", include(_ITEMS)),
    path("find/", find.find, name="find"),
    path("flights/engagements/", include(_ENGAGEMENTS)),
    path("flights/", include(FLIGHTS)),
    path("reports/", include(REPORTS)),
    *GOVERNANCE,
    path("ledger/", include(_LEDGER)),
    path("people/", include(_PEOPLE)),
    path("public/", include(_PUBLIC)),
    path("complaints/", include(_COMPLAINTS)),
    path("system/", system.system, name="system"),
    path("first-steps/", styleguide.first_steps, name="first_steps"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
if settings.SITE.openid:
    urlpatterns += [
        path("account/agency/", include("allauth.socialaccount.urls")),
        path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]

handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.server_error
