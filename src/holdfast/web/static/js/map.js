// SPDX-License-Identifier: Apache-2.0
// A map of flights: [data-map] with data-tracks (address of a GeoJSON). The table beside the map
// says the same, so the map is for sight only. The ground is drawn by map-base.js.
//
// Several flights differ by number, colour and dashes. Of a single one the drone's place is shown:
// it listens to "holdfast:time" (detail.second) and moves the marker, and sends "holdfast:seek" when
// the line is clicked.

import * as L from "../vendor/leaflet-1.9.4/leaflet-src.esm.js";
import { besides, drawCoast, drawGround } from "./map-base.js";
import { bindNumbers } from "./map-numbers.js";

const LOOKS = 6;

export async function bindMap(element) {
  const answer = await fetch(element.dataset.tracks, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) {
    element.textContent = "The flight could not be loaded. The table has the same positions.";
    return;
  }
  const tracks = (await answer.json()).features.filter((one) => one.geometry.coordinates.length);
  if (!tracks.length) {
    element.textContent = "No position in this recording has a place.";
    return;
  }
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
    maxZoom: 20,
    scrollWheelZoom: false,
    attributionControl: false,
    zoomControl: false,
  });
  L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ imperial: false, position: "topleft" }).addTo(map);

  const first = tracks[0].geometry.coordinates[0][0];
  const flights = tracks.map((track) => drawTrack(map, track, first, tracks.length === 1));
  const bounds = flights.reduce((all, one) => all.extend(one.line.getBounds()), L.latLngBounds([]));
  map.fitBounds(bounds.pad(0.2), { maxZoom: 18 });
  drawGround(map);
  map.once("focus", () => map.scrollWheelZoom.enable());
  if (flights.length === 1) {
    bindMarker(map, flights[0]);
  } else {
    bindNumbers(map, flights);
  }
  new ResizeObserver(() => map.invalidateSize()).observe(element);
  await drawCoast(map, bounds);
  element.dataset.ready = "yes";
}

// One flight: its line, and what the marker and the numbers need of it.
function drawTrack(map, track, first, alone) {
  const at = track.geometry.coordinates.map(([east, north]) => [north, besides(east, first)]);
  const { seconds, title, address, number } = track.properties;
  const look = alone ? 1 : ((number - 1) % LOOKS) + 1;
  L.polyline(at, { className: "map-track-halo", interactive: false }).addTo(map);
  const line = L.polyline(at, { className: `map-track map-track-${look}`, interactive: alone }).addTo(map);
  L.circleMarker(at[0], { radius: 5, className: `map-start map-track-${look}`, interactive: false }).addTo(map);
  return { at, seconds, title, address, number, line, start: L.latLng(at[0]) };
}

function bindMarker(map, { at, seconds, line }) {
  const marker = L.circleMarker(at[0], { radius: 8, className: "map-drone", interactive: false });
  marker.addTo(map);
  document.addEventListener("holdfast:time", (event) => {
    const [north, east] = placeAt(at, seconds, event.detail.second);
    marker.setLatLng([north, east]);
    if (!map.getBounds().contains([north, east])) {
      map.panTo([north, east]);
    }
    map.getContainer().dataset.place = `${north.toFixed(6)},${besides(east, 0).toFixed(6)}`;
  });
  line.on("click", (event) => {
    const near = at.reduce(
      (best, place, index) => {
        const far = map.distance(place, event.latlng);
        return far < best.far ? { far, index } : best;
      },
      { far: Infinity, index: 0 },
    );
    document.dispatchEvent(
      new CustomEvent("holdfast:seek", { detail: { second: seconds[near.index] } }),
    );
  });
}

// The place at a second, on the straight line between the two positions around it.
export function placeAt(at, seconds, second) {
  let low = 0;
  let high = seconds.length - 1;
  if (second <= seconds[0]) {
    return at[0];
  }
  if (second >= seconds[high]) {
    return at[high];
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (seconds[middle] <= second) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const share = (second - seconds[low]) / (seconds[high] - seconds[low] || 1);
  return [0, 1].map((axis) => at[low][axis] + share * (at[high][axis] - at[low][axis]));
}

for (const element of document.querySelectorAll("[data-map]")) {
  bindMap(element);
}
