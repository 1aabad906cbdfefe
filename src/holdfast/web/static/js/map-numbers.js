// SPDX-License-Identifier: Apache-2.0
// The numbers of several flights on one map, as in the table below it. Numbers that would lie on
// each other are joined in one mark; opening a mark lists its flights, each with the way to it.

import * as L from "../vendor/leaflet-1.9.4/leaflet-src.esm.js";

const APART = 26;

export function bindNumbers(map, flights) {
  const marks = L.layerGroup().addTo(map);
  const redraw = () => {
    marks.clearLayers();
    for (const group of grouped(map, flights)) {
      addMark(map, marks, group);
    }
  };
  map.on("zoomend", redraw);
  redraw();
  for (const link of document.querySelectorAll("[data-flight]")) {
    const flight = flights.find((one) => String(one.number) === link.dataset.flight);
    if (flight) {
      link.addEventListener("click", () => goTo(map, [flight]));
    }
  }
}

function grouped(map, flights) {
  const groups = [];
  for (const flight of flights) {
    const point = map.latLngToLayerPoint(flight.start);
    const group = groups.find((one) => one.point.distanceTo(point) < APART);
    if (group) {
      group.flights.push(flight);
    } else {
      groups.push({ point, flights: [flight] });
    }
  }
  return groups.map((one) => one.flights);
}

function addMark(map, marks, group) {
  const words = group.map((one) => one.number).join(", ");
  const span = document.createElement("span");
  span.textContent = words;
  const icon = L.divIcon({ className: "map-number", html: span, iconSize: null });
  const title = group.length === 1 ? `Flight ${words}: ${group[0].title}` : `Flights ${words}`;
  const mark = L.marker(group[0].start, { icon, title, riseOnHover: true }).addTo(marks);
  mark.bindPopup(() => listed(map, group));
}

function listed(map, group) {
  const list = document.createElement("ul");
  list.className = "map-list";
  for (const flight of group) {
    const link = document.createElement("a");
    link.href = flight.address;
    link.textContent = flight.title;
    const entry = document.createElement("li");
    entry.append(`${flight.number} `, link);
    list.append(entry);
  }
  const closer = document.createElement("button");
  closer.type = "button";
  closer.className = "button-small";
  closer.textContent = "Go closer";
  closer.addEventListener("click", () => {
    map.closePopup();
    goTo(map, group);
  });
  const box = document.createElement("div");
  box.append(list, closer);
  return box;
}

function goTo(map, group) {
  const all = group.reduce((sum, one) => sum.extend(one.line.getBounds()), L.latLngBounds([]));
  map.fitBounds(all.pad(0.2), { maxZoom: 18 });
}
