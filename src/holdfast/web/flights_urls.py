# SPDX-License-Identifier: Apache-2.0
"""The addresses of the drone programme; no number of a flight or an asset begins with a tilde."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from holdfast.web.views import flights as tracks
from holdfast.web.views.flying import fleet, flights, matching, recording

FLIGHTS: list[URLPattern | URLResolver] = [
    path("", flights.listed, name="flying"),
    path("logbook.csv", flights.logbook, name="logbook"),
    path("map/", tracks.flights, name="flights"),
    path("map/tracks.geojson", tracks.tracks, name="flights_tracks"),
    path("map/flights.csv", tracks.as_csv, name="flights_csv"),
    path("proposed/", matching.proposed, name="flights_proposed"),
    path("does-not-fit/", matching.does_not_fit, name="flights_unmatched"),
    path("figures/", matching.figures, name="flight_figures"),
    path("~prepare/", recording.prepare, name="flight_prepare"),
    path("~record/", recording.record, name="flight_record"),
    path("checks/<str:number>/cancel/", recording.cancel, name="flight_cancel"),
    path("fleet/", fleet.fleet, name="fleet"),
    path("fleet/~register/", fleet.register, name="device_register"),
    path("fleet/<str:number>/", fleet.one, name="asset"),
    path("fleet/<str:number>/upkeep/", fleet.upkeep, name="asset_upkeep"),
    path("fleet/<str:number>/ground/", fleet.ground, name="asset_ground"),
    path("pilots/", fleet.pilots_listed, name="pilots"),
    path("pilots/~keep/", fleet.pilot_kept, name="pilot_keep"),
    path("number/<str:number>/", flights.one, name="flight"),
    path("number/<str:number>/correct/", recording.correct, name="flight_correct"),
    path("number/<str:number>/withdraw/", recording.withdraw, name="flight_withdraw"),
]
