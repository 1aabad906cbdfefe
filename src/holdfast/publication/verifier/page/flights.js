// SPDX-License-Identifier: Apache-2.0
// Counts the flights of a bundle again from its published records, by the rules of
// docs/formats/public-bundle.md. No code is shared with the program that wrote flights.json.

const FLIGHT_KEYS = ["month", "district", "purpose", "technology"];

// The flights as they stand after the last record, and the numbers corrected and withdrawn.
function standingFlights(records) {
  const [flights, corrected, withdrawn] = [new Map(), new Set(), new Set()];
  for (const { record } of records) {
    const { type, number } = record;
    if (type === "flight.record" && !flights.has(number) && !withdrawn.has(number)) flights.set(number, record);
    if (type === "flight.correct" && flights.has(number)) {
      flights.set(number, record);
      corrected.add(number);
    }
    if (type === "flight.withdraw" && flights.delete(number)) {
      withdrawn.add(number);
      corrected.delete(number);
    }
  }
  return { flights: [...flights.values()], corrected, withdrawn };
}

function sumOfFlights(flights) {
  const sources = new Map();
  const timed = flights.filter((one) => one.source !== "unknown");
  for (const one of timed) sources.set(one.source, (sources.get(one.source) ?? 0) + one.minutes);
  return { flights: flights.length, minutes: timed.reduce((sum, one) => sum + one.minutes, 0),
    minutes_by_source: Object.fromEntries(sources), unknown_length: flights.length - timed.length,
    not_approved: flights.filter((one) => !one.approved).length };
}

function flightsOf(records, about) {
  const { flights, corrected, withdrawn } = standingFlights(records);
  const table = (keys) => {
    const rows = new Map();
    for (const one of flights) {
      const key = JSON.stringify(keys.map((name) => one[name]));
      rows.set(key, [...(rows.get(key) ?? []), one]);
    }
    return [...rows].map(([, mine]) =>
      ({ ...Object.fromEntries(keys.map((name) => [name, mine[0][name]])), ...sumOfFlights(mine) }));
  };
  return { v: 1, agency: about.agency, as_of: about.made_on, size: about.size,
    totals: { ...sumOfFlights(flights), corrected: corrected.size, withdrawn: withdrawn.size },
    rows: table(FLIGHT_KEYS), cells: table(["cell"]), rules: table(["rule"]) };
}

// Every number of flights.json by a path that does not depend on the order of rows.
function flightNumbers(told) {
  const found = new Map();
  const take = (name, row) => {
    for (const [key, value] of Object.entries(row)) {
      if (typeof value === "number") found.set(`${name}.${key}`, value);
      if (key === "minutes_by_source") take(`${name}.${key}`, value);
    }
  };
  take("totals", told.totals);
  for (const row of told.rows) take(JSON.stringify(FLIGHT_KEYS.map((name) => row[name])), row);
  for (const key of ["cell", "rule"]) for (const row of told[`${key}s`]) take(`${key} ${row[key]}`, row);
  return found;
}
