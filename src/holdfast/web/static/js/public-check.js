// SPDX-License-Identifier: Apache-2.0
// "Check it yourself" in the browser: runs the check of the public bundle (check.js, the same file
// that every bundle carries) against this site, and says in plain words what holds and what fails.

const TRIES = 3;

function part(parent, name, text = "", className = "") {
  const made = parent.appendChild(document.createElement(name));
  made.textContent = text;
  if (className) {
    made.className = className;
  }
  return made;
}

function box(answer, tone, title) {
  answer.replaceChildren();
  const made = part(answer, "div", "", `verdict verdict-${tone}`);
  part(made, "h3", title);
  return made;
}

const many = (count, one, more = `${one}s`) =>
  `${count.toLocaleString("en-NZ")} ${count === 1 ? one : more}`;

function showReport(list, report) {
  const line = part(list, "li");
  if (!report.wrong.length) {
    line.textContent = `Report ${report.quarter}: ${many(report.counted, "number")} counted again, all right.`;
    return;
  }
  line.textContent = `Report ${report.quarter}: ${many(report.wrong.length, "number")} of ${report.counted} wrong.`;
  const wrong = part(line, "ul", "", "plain");
  report.wrong.forEach((words) => part(wrong, "li", words));
}

function show(answer, found, ownKey) {
  const proven = found.reports.every((one) => !one.wrong.length);
  const made = box(answer, proven ? "good" : "bad", proven ? "Proven" : "Not proven");
  const list = part(made, "ul", "", "plain");
  part(list, "li", `The seal is good: checkpoint ${found.size} is signed, and these ${many(found.size, "entry", "entries")} are the ones that it seals.`);
  part(list, "li", `${many(found.records, "public record")} are exactly those that the entries name.`);
  found.reports.forEach((one) => showReport(list, one));
  if (!found.reports.length) {
    part(list, "li", "No report has been made yet, so there was no number to count again.");
  }
  const resting = found.reports.reduce((sum, one) => sum + one.resting, 0);
  if (found.withheld) {
    part(list, "li", `${many(found.withheld, "record")} are withheld. Ground: ${found.ground}. ${many(resting, "number")} of people rest on them; only the oversight body can count these.`);
  }
  part(list, "li", found.key === ownKey ? "The key is the one shown on this site. Compare it with the one that you were told elsewhere." : "The key is not the one that this page shows.");
  part(made, "p", "The program came from this site too. If you do not trust the site at all, use the second way.", "small");
}

async function check(place, answer) {
  const { checkBundle } = await import(place.dataset.program);
  const { base } = place.dataset;
  const places = {
    log: `${base}log/`, records: `${base}records/`, reports: `${base}reports/`,
    bundle: `${base}bundle.json`, flights: `${base}flights/flights.json`,
  };
  for (let tried = 1; ; tried += 1) {
    try {
      show(answer, await checkBundle(places, (words) => { answer.querySelector("p").textContent = words; }), place.dataset.key);
      return;
    } catch (error) {
      // A new checkpoint came while it was reading: what it has is of two moments. Begin again.
      const moved = /bundle\.json is not about this checkpoint|\.p\/\d+ is missing/.test(error.message);
      if (!moved || tried === TRIES) {
        throw error;
      }
    }
  }
}

for (const found of document.querySelectorAll("[data-public-check]")) {
  const form = found.querySelector("[data-check-form]");
  const start = found.querySelector("[data-check-start]");
  const answer = found.querySelector("[data-check-answer]");
  form.hidden = false;
  found.querySelector("[data-check-without]").hidden = true;
  start.addEventListener("click", async () => {
    start.disabled = true;
    part(box(answer, "wait", "Checking …"), "p", "Reading the record");
    try {
      await check(found, answer);
    } catch (error) {
      const made = box(answer, "bad", "Not proven");
      part(made, "p", `${error.message.slice(0, 1).toUpperCase()}${error.message.slice(1)}.`);
      part(made, "p", "Keep what you see: it is evidence. Then try the second way, and tell an oversight body.");
    }
    start.disabled = false;
    answer.dataset.done = "yes";
  });
}
