// SPDX-License-Identifier: Apache-2.0
// What lies under a flight: the coast of Natural Earth (1 : 10 million), a grid of degrees, and a
// small map that says where in the country this is. Nothing is fetched from elsewhere.
//
// The coast means something only from far away. Closer than COAST_MOST the ground is left plain,
// neither land nor sea, so that nobody reads a place into it. See docs/adr/0011.

import * as L from "../vendor/leaflet-1.9.4/leaflet-src.esm.js";
import feature from "../vendor/topojson-client-3.1.0/feature.js";

const COAST = new URL("../vendor/world-atlas-2.0.2/countries-10m.json", import.meta.url);
const COAST_MOST = 11;
const AROUND_DEGREES = 12;
const INSET_DEGREES = 6.5;
const STEPS = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001];
const FAR = "Coast: Natural Earth, 1 : 10 million";
const NEAR = "Too close for the coast we hold: plain ground, no map";

// The same meridian, on the side of the date line where the other one is.
export function besides(east, other) {
  return east + 360 * Math.round((other - east) / 360);
}

export function drawGround(map) {
  map.createPane("land").style.zIndex = 200;
  map.createPane("grid").style.zIndex = 250;
  const said = L.control.attribution({ prefix: false }).addTo(map);
  const grid = L.layerGroup([], { pane: "grid" }).addTo(map);
  const redraw = () => {
    const close = map.getZoom() > COAST_MOST;
    map.getContainer().toggleAttribute("data-close", close);
    said.removeAttribution(close ? FAR : NEAR).addAttribution(close ? NEAR : FAR);
    drawGrid(map, grid);
  };
  map.on("moveend", redraw);
  redraw();
}

export async function drawCoast(map, bounds) {
  const topology = await (await fetch(COAST)).json();
  const land = feature(topology, topology.objects.land);
  const polygons = (land.features ?? [land]).flatMap((one) =>
    one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates);
  const near = [-360, 0, 360].flatMap((turn) =>
    polygons
      .filter((polygon) => meets(polygon[0], turn, around(bounds)))
      .map((polygon) => (turn ? turned(polygon, turn) : polygon)));
  addLand(map, near);
  addInset(map, near, bounds);
}

function around(bounds) {
  return [
    bounds.getWest() - AROUND_DEGREES,
    bounds.getSouth() - AROUND_DEGREES,
    bounds.getEast() + AROUND_DEGREES,
    bounds.getNorth() + AROUND_DEGREES,
  ];
}

function turned(polygon, turn) {
  return polygon.map((ring) => ring.map(([east, north]) => [east + turn, north]));
}

function meets(ring, turn, [west, south, east, north]) {
  let [least, most, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const place of ring) {
    least = Math.min(least, place[0]);
    most = Math.max(most, place[0]);
    low = Math.min(low, place[1]);
    high = Math.max(high, place[1]);
  }
  return least + turn <= east && most + turn >= west && low <= north && high >= south;
}

function addLand(map, coordinates) {
  L.geoJSON(
    { type: "MultiPolygon", coordinates },
    { pane: map.getPane("land") ? "land" : "overlayPane", interactive: false, style: { className: "map-land" } },
  ).addTo(map);
}

// Where in the country: shown while the large map is too close to tell.
function addInset(map, coordinates, bounds) {
  const frame = document.createElement("div");
  frame.className = "map-inset";
  frame.setAttribute("aria-hidden", "true");
  map.getContainer().append(frame);
  const inset = L.map(frame, {
    attributionControl: false,
    boxZoom: false,
    doubleClickZoom: false,
    dragging: false,
    fadeAnimation: false,
    keyboard: false,
    scrollWheelZoom: false,
    touchZoom: false,
    zoomAnimation: false,
    zoomControl: false,
    zoomSnap: 0,
  });
  const middle = bounds.getCenter();
  inset.fitBounds(
    L.latLngBounds(
      [middle.lat - INSET_DEGREES, middle.lng - INSET_DEGREES],
      [middle.lat + INSET_DEGREES, middle.lng + INSET_DEGREES],
    ).extend(bounds),
  );
  addLand(inset, coordinates);
  L.circleMarker(middle, { radius: 10, className: "map-here-ring", interactive: false }).addTo(inset);
  const here = L.circleMarker(middle, { radius: 4, className: "map-here", interactive: false }).addTo(inset);
  map.on("moveend", () => here.setLatLng(map.getCenter()));
}

// Lines of equal latitude and longitude with their degrees, about four across.
function drawGrid(map, grid) {
  grid.clearLayers();
  const bounds = map.getBounds();
  const [west, east] = [bounds.getWest(), bounds.getEast()];
  const [south, north] = [bounds.getSouth(), bounds.getNorth()];
  const step = STEPS.find((one) => (east - west) / one >= 3) ?? STEPS.at(-1);
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  const options = { pane: "grid", className: "map-grid", interactive: false };
  const words = (degrees, positive, negative) =>
    `${Math.abs(degrees).toFixed(digits)}° ${degrees < 0 ? negative : positive}`;
  const label = (place, text) => {
    const span = document.createElement("span");
    span.textContent = text;
    const icon = L.divIcon({ className: "map-degrees", html: span, iconSize: null });
    L.marker(place, { pane: "grid", interactive: false, keyboard: false, icon }).addTo(grid);
  };
  for (let at = Math.ceil(west / step) * step; at < east; at += step) {
    L.polyline([[south, at], [north, at]], options).addTo(grid);
    label([south + (north - south) * 0.86, at], words(besides(at, 0), "E", "W"));
  }
  for (let at = Math.ceil(south / step) * step; at < north; at += step) {
    L.polyline([[at, west], [at, east]], options).addTo(grid);
    label([at, west + (east - west) * 0.012], words(at, "N", "S"));
  }
}
