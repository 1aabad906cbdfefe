// SPDX-License-Identifier: Apache-2.0
// Counts a quarterly report again from faces and published records, by the rules of
// docs/formats/public-bundle.md. No code is shared with the program that made the report.

const DATA_KEYS = new Set(["volume", "by_purpose", "by_data_class", "by_role", "by_approval",
  "expected", "technologies_by_stage", "people_by_role"]);
const USE_ACTS = new Set(["acquisition.take_in", "item.read", "item.view", "item.process",
  "pack.make", "search.run", "use.record", "flight.record"]);
const STAGE_NAMES = ["proposed", "assessed", "trial", "adopted", "suspended", "retired"];
const CLOSING = { answered: "answered", upheld: "answered", "not-upheld": "answered",
  transferred: "transferred" };
const WITHHELD_ACTS = ["person.enrol", "person.roles"];

const dayAfter = (day, count) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86400000 * count).toISOString().slice(0, 10);
const quarterOf = (day) => `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
const within = (days, span) => days.filter((day) => span[0] <= day && day <= span[1]).length;
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

function daysOf(quarter) {
  const [, year, number] = /^([12]\d{3})Q([1-4])$/.exec(quarter);
  const last = new Date(Date.UTC(Number(year), Number(number) * 3, 0)).toISOString().slice(0, 10);
  return [`${year}-${String(number * 3 - 2).padStart(2, "0")}-01`, last, dayAfter(last, 30)];
}

// Every leaf by its path; a list of texts or numbers is one leaf.
function leavesOf(value, path = "", name = "", into = new Map()) {
  const keyed = Array.isArray(value) && value.some((one) => one !== null && typeof one === "object");
  if (value === null || typeof value !== "object" || (Array.isArray(value) && !keyed)) {
    return into.set(path, value);
  }
  const pairs = keyed
    ? value.map((one, at) => [one.id ?? one.unit ?? String(at), one]) : Object.entries(value);
  for (const [key, one] of pairs) {
    const inside = keyed || DATA_KEYS.has(name) ? `${path}[${key}]` : `${path}.${key}`;
    leavesOf(one, path ? inside : key, key, into);
  }
  return into;
}

class RecordBook {
  constructor(records, size, last, on) {
    this.on = on;
    this.records = records.filter((one) => one.index < size && one.day <= last);
    this.technologies = this.firsts("technology.register", (one) => one.technology.id);
    this.decisions = this.firsts("decision.record", (one) => one.number);
    this.complaints = this.firsts("complaint.receive", (one) => one.number);
    this.approvals = new Map();
    for (const one of this.decisions.values()) {
      const terms = one.record.approval;
      if (terms && !this.approvals.has(terms.id)) this.approvals.set(terms.id, this.stand(one, terms));
    }
    this.rows = new Map([...this.firsts("row.add", (one) => one.row.id)].filter(([id, one]) => {
      const { until, approval } = one.record.row;
      const ended = this.after("row.end", one.index, (it) => it.row === id).length;
      const allowed = !approval || this.approvals.get(approval)?.status === "in force";
      return allowed && !ended && !(until && until.slice(0, 10) <= this.on);
    }).sort(([a], [b]) => (a < b ? -1 : 1)));
    this.people = {};
    for (const { record } of this.records.filter((one) => WITHHELD_ACTS.includes(one.record.type))) {
      for (const role of record.gained) this.people[role] = (own(this.people, role) ?? 0) + 1;
      for (const role of record.lost) this.people[role] = (own(this.people, role) ?? 0) - 1;
    }
  }

  after(type, index, fits) {
    return this.records.filter((one) => one.record.type === type && one.index > index
      && fits(one.record));
  }

  firsts(type, id) {
    const found = new Map();
    for (const one of this.after(type, -1, () => true)) {
      if (!found.has(id(one.record))) found.set(id(one.record), one);
    }
    return found;
  }

  confirmed({ index, record }) {
    return this.after("decision.confirm", index, (it) => it.number === record.number)[0]?.day ?? "";
  }

  // The day on which an oral decision ran out, or nothing.
  ranOut(decision) {
    const stated = decision.record.approval?.confirm_by.slice(0, 10);
    const by = stated || dayAfter(decision.day, 2);
    const confirmed = this.confirmed(decision);
    return decision.record.form !== "oral" || (confirmed && confirmed <= by) ? "" : by;
  }

  stand(decision, terms) {
    const hits = [...this.decisions.values()].filter((one) => one.index > decision.index
      && one.record.affects.includes(terms.id));
    const ended = hits.find((one) => one.record.kind === "end")?.day ?? "";
    const turns = hits.map((one) => one.record.kind).filter((kind) => /^(pause|resume)$/.test(kind));
    const [begins, until, by] = [terms.from, terms.until, terms.confirm_by].map((at) => at.slice(0, 10));
    const confirmed = this.confirmed(decision);
    const late = confirmed && confirmed <= by ? "" : by;
    const passed = (day) => day && day <= this.on;
    let status = turns.at(-1) === "pause" ? "paused" : "in force";
    if (ended || begins > this.on || passed(late) || passed(until)) status = "not in force";
    const touched = hits.at(-1)?.day ?? "";
    return { ...terms, begins, status, index: decision.index, ends: [ended, until, late].filter(Boolean),
      overdue: status !== "not in force" && terms.review_on && touched < terms.review_on
        && terms.review_on < this.on };
  }

  matters(subject, span) {
    const found = [...this.firsts(`${subject}.receive`, (one) => one.number).values()].map((came) => {
      const steps = this.after(`${subject}.step`, came.index, (it) => it.number === came.record.number);
      const end = steps.find((one) => own(CLOSING, one.record.step));
      const due = [came, ...steps].map((one) => one.record.due).filter(Boolean).at(-1) ?? "";
      const decided = steps.some((one) => one.record.step === "decided");
      return { day: came.day, end: end?.day, how: end && CLOSING[end.record.step],
        late: !end && !decided && due && due < this.on };
    });
    const ended = (how) => within(found.filter((one) => one.how === how).map((one) => one.end), span);
    return { received: within(found.map((one) => one.day), span), answered: ended("answered"),
      transferred: ended("transferred"), open_at_end: found.filter((one) => !one.end).length,
      overdue: found.filter((one) => one.late).length };
  }

  technology(name, sums, span, held) {
    const { index, record } = this.technologies.get(name);
    const mine = (type) => this.after(type, index, (it) => (it.id ?? it.technology) === name);
    const says = { ...record.technology, stage: "proposed" };
    for (const one of mine("technology.change")) Object.assign(says, one.record.fields, { id: name });
    for (const one of mine("technology.stage")) says.stage = one.record.to;
    const rows = (kind) => [...this.rows].filter(([, { record: { row } }]) => row.kind === kind
      && ["", name].includes(row.technology));
    const roles = new Set(rows("permit").flatMap(([, one]) => one.record.row.roles));
    const approvals = [...this.approvals].filter(([, one]) => one.technology === name)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const stood = approvals.filter(([, one]) => one.begins <= this.on
      && one.ends.every((end) => end >= span[0]));
    const standing = approvals.filter(([, one]) => one.status === "in force");
    const decisions = [...this.decisions.values()].filter((one) => one.record.technology === name
      || one.record.approval?.technology === name || one.record.affects.some((id) =>
        this.approvals.get(id)?.technology === name && this.approvals.get(id).index < one.index));
    const uses = sums.filter((one) => one.technology === name);
    const by = (key, what) => {
      const counts = {};
      for (const one of uses.filter((it) => it.outcome === "done" && it[what])) {
        counts[one[key]] = (own(counts, one[key]) ?? 0) + one[what];
      }
      return counts;
    };
    const times = (outcome) => uses.reduce((sum, it) => sum + (it.outcome === outcome ? it.times : 0), 0);
    const [volume, expected] = [by("unit", "volume"), {}];
    for (const [, one] of standing.length ? standing : stood) {
      for (const [unit, count] of Object.entries(one.expected)) {
        expected[unit] = (own(expected, unit) ?? 0) + count;
      }
    }
    const units = [...new Set([...Object.keys(expected), ...Object.keys(volume)])].sort();
    const advice = new Map();
    for (const one of mine("technology.advice")) {
      const known = advice.get(one.record.number) ?? { asked: one.day, answered: "" };
      known.answered ||= one.record.answered_on && one.day;
      advice.set(one.record.number, known);
    }
    const numbers = (found) => found.map((one) => one.record.number);
    const told = ({ from, to, only_theirs, only_ours }) => ({ from, to, only_theirs, only_ours });
    return {
      id: name, name: says.name, kind: says.kind, stage: says.stage, parent: says.parent,
      ours: says.ours, latent: says.latent, captures_others: says.captures_others,
      uses: times("done"), refused: times("denied"), failed: times("failed"), volume,
      by_purpose: by("purpose", "times"), by_data_class: by("data_class", "times"),
      by_role: by("role", "times"), by_approval: by("approval", "times"), expected,
      drift: units.map((unit) => {
        const [hoped, actual] = [own(expected, unit) ?? null, own(volume, unit) ?? 0];
        return { unit, expected: hoped, actual, percent: hoped ? Math.floor((actual * 100) / hoped) : null };
      }),
      approvals_in_force: standing.map(([id]) => id),
      rows_in_force: rows("permit").map(([id]) => id), bans_in_force: rows("ban").map(([id]) => id),
      people_with_access: held(`technologies[${name}].people_with_access`, roles),
      trials: stood.filter(([, one]) => one.kind === "trial").map(([id]) => id),
      decisions: numbers(decisions.filter((one) => within([one.day], span))),
      oral_unconfirmed: numbers(decisions.filter((one) => one.record.form === "oral" && !this.confirmed(one))),
      complaints: within([...this.complaints.values()].filter((one) => one.record.technology === name)
        .map((one) => one.day), span),
      incidents: within(mine("incident.record").map((one) => one.day), span),
      advice_asked: within([...advice.values()].map((one) => one.asked), span),
      advice_answered: within([...advice.values()].map((one) => one.answered), span),
      assessments: [...new Set(mine("technology.assess").map((one) => one.record.kind))].sort(),
      reviews_overdue: approvals.filter(([, one]) => one.overdue).map(([id]) => id),
      log_handed_in: mine("toollog.take_in").filter((one) => within([one.day], span))
        .map((one) => told(one.record)),
    };
  }

  // `people` are role holders by role: counted, or as the report says when their records are withheld.
  report(tally, span, people, smallest, ground) {
    const [sums, withheld] = [[...tally.sums.values()], []];
    const held = (cell, roles) => {
      const counts = [...roles].map((role) => (Object.hasOwn(people, role) ? people[role] : 0));
      if (counts.some((count) => count === null || (count > 0 && count < smallest))) {
        withheld.push({ cell, ground });
        return null;
      }
      return counts.reduce((sum, count) => sum + count, 0);
    };
    const technologies = [...this.technologies.keys()].sort().map((name) =>
      this.technology(name, sums, span, held));
    const times = (fits) => sums.filter(fits).reduce((sum, one) => sum + one.times, 0);
    const decided = [...this.decisions.values()].filter((one) => within([one.day], span));
    const forms = (form) => decided.filter((one) => one.record.form === form).length;
    const flags = this.after("support.withdraw", -1, () => true).filter((one) => within([one.day], span));
    const totals = {
      entries: tally.entries, uses: times((one) => one.outcome === "done"),
      refused: times((one) => one.outcome === "denied"), failed: times((one) => one.outcome === "failed"),
      not_on_register: times((one) => !this.technologies.has(one.technology)),
      decisions: { written: forms("written"), oral: forms("oral"), expired_oral: within(
        [...this.decisions.values()].map((one) => this.ranOut(one)), [span[0], this.on]) },
      complaints: this.matters("complaint", span), requests: this.matters("request", span),
      incidents: within(this.after("incident.record", -1, () => true).map((one) => one.day), span),
      technologies_by_stage: Object.fromEntries(STAGE_NAMES.map((stage) =>
        [stage, technologies.filter((one) => one.stage === stage).length])),
      withdrawn_supports: flags.length,
      uses_flagged: flags.reduce((sum, one) => sum + one.record.uses, 0),
    };
    totals.people_by_role = Object.fromEntries(Object.keys(people).sort().map((role) =>
      [role, held(`totals.people_by_role[${role}]`, [role])]));
    return { technologies, totals, withheld };
  }
}
