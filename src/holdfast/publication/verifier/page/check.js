// SPDX-License-Identifier: Apache-2.0
// Checks a public bundle in the browser: signature, entries, records, every number of each report.
// It reads only the addresses in the data attributes of #check, and writes what it finds as text.

const WORDS = ["technology", "outcome", "unit", "purpose", "data_class", "role", "approval"];
const RECORDED = /^(technology|decision|row|incident|toollog|support|report|engagement|isolation)\.|^(complaint|request|flight)\.(rec|step|cor|with)/;
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fail = (words) => { throw new Error(words); };

async function get(address) {
  const answer = await fetch(address, { cache: "no-cache", credentials: "omit" });
  if (!answer.ok) fail(`${address} is missing`);
  return new Uint8Array(await answer.arrayBuffer());
}

const readText = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
const getJson = async (address) => JSON.parse(readText(await get(address)));

function tilePath(number, width) {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0");
  const groups = digits.match(/.{3}/g);
  const path = groups.map((one, at) => (at < groups.length - 1 ? `x${one}/` : one)).join("");
  return `tile/entries/${path}${width < 256 ? `.p/${width}` : ""}`;
}

function readCheckpoint(bytes, vkey) {
  const [, name, keyId, tail] = /^([^+\s]+)\+([0-9a-f]{8})\+([\w+/=]+)\n?$/.exec(vkey)
    ?? fail("log/vkey is not in form");
  const raw = bytesOf(tail);
  const named = new Uint8Array([...new TextEncoder().encode(`${name}\n`), ...raw]);
  if (hex(sha256(named).subarray(0, 4)) !== keyId || raw[0] !== 1) fail("log/vkey is not in form");
  const [body, signed] = readText(bytes).split(/(?<=\n)\n/);
  const [origin, size, root] = body.split("\n");
  const mine = signed.split("\n").filter((line) => line.startsWith(`\u2014 ${name} `))
    .map((line) => bytesOf(line.split(" ")[2])).filter((one) => hex(one.subarray(0, 4)) === keyId);
  const message = new TextEncoder().encode(body);
  if (origin !== name || !mine.length
    || !mine.every((one) => ed25519Verify(raw.subarray(1), one.subarray(4), message))) {
    fail(`log/checkpoint is not signed by the key ${name}+${keyId}`);
  }
  return { origin, size: Number(size), root, key: vkey.trim() };
}

// A Merkle tree that is read from left to right: its peaks, and its root at the sizes asked for.
class Tree {
  constructor(sizes) {
    [this.size, this.peaks, this.sizes] = [0, [], new Set(sizes)];
    this.roots = new Map([[0, base64(sha256(new Uint8Array()))]]);
  }

  static node(left, right) {
    return new Sha256().update(new Uint8Array([1])).update(left).update(right).digest();
  }

  add(face) {
    let hash = new Sha256().update(new Uint8Array([0])).update(face).digest();
    for (let left = this.size; left & 1; left >>>= 1) hash = Tree.node(this.peaks.pop(), hash);
    this.peaks.push(hash);
    this.size += 1;
    if (this.sizes.has(this.size)) {
      this.roots.set(this.size, base64(this.peaks.reduceRight((right, left) => Tree.node(left, right))));
    }
  }
}

function readFace(index, bytes, state) {
  const face = JSON.parse(readText(bytes));
  if (face.day < state.day || !/^\d{4}-\d\d-\d\d$/.test(face.day) || !Number.isInteger(face.count)
    || WORDS.some((word) => typeof face[word] !== "string")) {
    fail(`entry ${index} is not in form, or its day goes back`);
  }
  state.day = face.day;
  if (face.published) state.named.push({ index, day: face.day, act: face.act, digest: face.published });
  else if (RECORDED.test(face.act) && face.outcome === "done") fail(`entry ${index} names no record`);
  const tally = state.tallies.get(quarterOf(face.day));
  if (!tally || index >= tally.size) return;
  tally.entries += 1;
  if (!USE_ACTS.has(face.act)) return;
  addUse(tally.sums, face, 1, face.count);
  if (face.act === "flight.record") addUse(tally.sums, { ...face, unit: "flights" }, 0, 1);
}

function addUse(sums, face, times, volume) {
  const words = WORDS.map((word) => face[word]);
  const key = JSON.stringify(words);
  const sum = sums.get(key)
    ?? { ...Object.fromEntries(WORDS.map((word, at) => [word, words[at]])), times: 0, volume: 0 };
  sum.times += times;
  sum.volume += volume;
  sums.set(key, sum);
}

async function readEntries(base, size, tree, state, say) {
  for (let number = 0; number * 256 < size; number += 1) {
    const width = Math.min(256, size - number * 256);
    const data = await get(base + tilePath(number, width));
    let at = 0;
    for (let index = number * 256; index < number * 256 + width; index += 1) {
      const stop = at + 2 + ((data[at] << 8) | data[at + 1]);
      const face = data.subarray(at + 2, stop);
      tree.add(face);
      readFace(index, face, state);
      at = stop;
    }
    if (at !== data.length) fail(`${tilePath(number, width)} does not hold its entries and no more`);
    say(`${tree.size.toLocaleString("en-NZ")} of ${size.toLocaleString("en-NZ")} entries read`);
  }
}

async function readRecords(base, named, audience) {
  const wanted = named.filter((one) => audience !== "public" || !WITHHELD_ACTS.includes(one.act));
  const records = new Array(wanted.length);
  let next = 0;
  const work = async () => {
    while (next < wanted.length) {
      const at = next;
      next += 1;
      const { index, day, act, digest } = wanted[at];
      const data = await get(`${base}${String(index).padStart(7, "0")}.json`);
      const record = JSON.parse(readText(data));
      if (hex(sha256(data)) !== digest || record.type !== act) fail(`record ${index} is not the one named`);
      records[at] = { index, day, record };
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return records;
}

async function checkReport(base, made, { tree, state, records, withheld, origin }) {
  const { quarter, report_sha256: digest, opening_size: from, closing_size: to } = made.record;
  const [span, data] = [daysOf(quarter), await get(`${base}${quarter}/report.json`)];
  if (hex(sha256(data)) !== digest) fail(`the report of ${quarter} is not the newest that the ledger names`);
  const told = JSON.parse(readText(data));
  const on = told.made_on < span[1] ? told.made_on : span[1];
  const book = new RecordBook(records, to, span[1], on);
  const people = withheld ? told.totals.people_by_role : book.people;
  const ours = {
    v: 1, audience: "public", agency: told.agency, origin, quarter, from: span[0], to: span[1],
    due_on: span[2], made_on: told.made_on, provisional: told.made_on <= span[1], days: "UTC",
    smallest_cell: told.smallest_cell, ground: told.ground,
    opening: { size: from, root: tree.roots.get(from) }, closing: { size: to, root: tree.roots.get(to) },
    ...book.report(state.tallies.get(quarter), span, people, told.smallest_cell, told.ground),
  };
  const [left, right] = [leavesOf(told), leavesOf(ours)];
  const wrong = [...new Set([...left.keys(), ...right.keys()])].filter((path) =>
    JSON.stringify(left.get(path)) !== JSON.stringify(right.get(path)));
  const numbers = [...right].filter(([path, one]) => /^(tech|tota)/.test(path)
    && (one === null || typeof one === "number" || Array.isArray(one)));
  const resting = withheld ? numbers.filter(([path]) => path.includes("people_")).length : 0;
  return { quarter, counted: numbers.length - resting, resting, wrong: wrong.map((path) =>
    `${path}: the report says ${JSON.stringify(left.get(path))}, the ledger gives ${JSON.stringify(right.get(path))}`) };
}

// Counts flights.json again, where the page says that there is one.
async function checkFlights(address, records, about) {
  const [told, ours] = [await getJson(address), flightsOf(records, about)];
  if (told.size !== ours.size || told.v !== ours.v) fail("flights.json is not about this checkpoint");
  const [left, right] = [flightNumbers(told), flightNumbers(ours)];
  const wrong = [...new Set([...left.keys(), ...right.keys()])].filter((path) => left.get(path) !== right.get(path));
  return { quarter: "flights.json", counted: right.size, resting: 0, wrong: wrong.map((path) =>
    `${path}: it says ${left.get(path)}, the records give ${right.get(path)}`) };
}

export async function checkBundle({ log, records: recordsAt, reports: reportsAt, bundle, flights }, say = () => {}) {
  const about = await getJson(bundle);
  const head = readCheckpoint(await get(`${log}checkpoint`), readText(await get(`${log}vkey`)));
  if (about.size !== head.size || about.origin !== head.origin) fail("bundle.json is not about this checkpoint");
  const made = await Promise.all(about.reports.map((one) => getJson(`${reportsAt}${one}/report.json`)));
  const tree = new Tree([head.size, ...made.flatMap((one) => [one.opening.size, one.closing.size])]);
  const tallies = new Map(made.map((one) =>
    [one.quarter, { size: one.closing.size, entries: 0, sums: new Map() }]));
  const state = { day: "", named: [], tallies };
  await readEntries(log, head.size, tree, state, say);
  if (tree.roots.get(head.size) !== head.root) fail("the entries are not those that the checkpoint was signed for");
  const records = await readRecords(recordsAt, state.named, about.audience);
  const withheld = state.named.length - records.length;
  if (about.withheld.records !== withheld) fail("bundle.json says another number of withheld records");
  const newest = new Map(records.filter((one) => one.record.type === "report.make")
    .map((one) => [one.record.quarter, one]));
  if (about.reports.join() !== [...newest.keys()].sort().join()) fail("a report that the ledger names is missing");
  const found = [];
  for (const one of newest.values()) {
    found.push(await checkReport(reportsAt, one, { tree, state, records, withheld, origin: head.origin }));
  }
  if (flights) found.push(await checkFlights(flights, records, about));
  return { ...head, records: records.length, withheld, ground: about.withheld.ground, reports: found };
}

function add(parent, name, text, className = "") {
  const element = parent.appendChild(document.createElement(name));
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

function show(place, found) {
  const wrong = found.reports.flatMap((one) => one.wrong.map((words) => `${one.quarter}, ${words}`));
  const counted = found.reports.reduce((sum, one) => sum + one.counted, 0);
  const resting = found.reports.reduce((sum, one) => sum + one.resting, 0);
  add(place, "p", wrong.length ? "NOT PROVEN" : "PROVEN", `state ${wrong.length ? "bad" : "good"}`);
  const list = place.appendChild(document.createElement("ul"));
  wrong.forEach((words) => add(list, "li", words));
  add(list, "li", `The checkpoint of ${found.size.toLocaleString("en-NZ")} entries is signed by the key below, and the entries are those that it was signed for.`);
  add(list, "li", `${found.records} published records are those that the entries name.`);
  add(list, "li", `${counted} numbers of ${found.reports.length} reports and lists were counted again here${wrong.length ? "." : ", and are right."}`);
  add(list, "li", `${found.withheld} records are withheld${found.withheld ? ` (${found.ground})` : ""}; ${resting} numbers rest on them, and only the oversight body can count those.`);
  add(place, "p", "Compare the key with the one that the agency publishes elsewhere:");
  add(place, "p", found.key, "hash");
}

const place = globalThis.document?.querySelector("#check");
if (place) {
  const status = place.querySelector("[role=status]");
  const { log, records, reports, bundle, flights } = place.dataset;
  try {
    const found = await checkBundle({ log, records, reports, bundle, flights }, (words) => { status.textContent = words; });
    status.textContent = "Checked.";
    show(place, found);
  } catch (error) {
    status.textContent = "Checked.";
    add(place, "p", "NOT PROVEN", "state bad");
    add(place, "p", `${error.message}.`);
  }
  place.dataset.done = "";
}
