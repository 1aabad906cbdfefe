// SPDX-License-Identifier: Apache-2.0
// The page: takes a folder that was chosen or dropped, shows progress, and gives the answer.

"use strict";

const element = (id) => document.getElementById(id);

function fill(id, texts) {
  element(id).replaceChildren(...texts.map((text) => {
    const line = document.createElement("li");
    line.textContent = text;
    return line;
  }));
}

async function run(files) {
  const total = [...files.values()].reduce((sum, file) => sum + file.size, 0);
  let done = 0;
  element("answer").hidden = true;
  element("working").hidden = false;
  const check = new Check(files, (count, path) => {
    done += count;
    element("progress").value = total ? done / total : 1;
    element("progress-text").textContent =
      `${(done / 2 ** 20).toFixed(1)} of ${(total / 2 ** 20).toFixed(1)} MiB: ${path}`;
  });
  await check.check(element("vkey").value.trim());
  show(check);
}

function show(check) {
  const { files, originals, events, cosignatures } = check.checked;
  element("working").hidden = true;
  element("answer").hidden = false;
  element("answer").dataset.proven = String(check.proven);
  element("banner").className = check.proven ? "verdict proven" : "verdict failed";
  element("stroke").setAttribute("d", check.proven ? "M12 23l7 7 13-15" : "M14 14l16 16M30 14L14 30");
  element("verdict").textContent = check.proven ? "PROVEN" : "NOT PROVEN";
  element("in-words").textContent = check.proven
    ? "Every file, event and signature in this pack is exactly what was recorded."
    : "Something in this pack is not what was recorded. What fails is named below.";
  element("problems-part").hidden = check.proven;
  fill("problems", check.problems);
  fill("said", [`Checked and right: ${files} files, ${originals} originals, ${events} events, `
    + `${cosignatures} cosignatures.`, ...check.said]);
  fill("notes", [...check.notes, LIMITS]);
  element("verdict").focus();
}

function chosenFiles(list) {
  return new Map(Array.from(list, (file) =>
    [file.webkitRelativePath.split("/").slice(1).join("/"), file]));
}

element("folder").addEventListener("change", (event) => {
  if (event.target.files.length) run(chosenFiles(event.target.files));
});

// The input covers the whole place, so that a dropped folder is the browser's own business: the
// entries of a drop handled here could not be read on a page that was opened from the disk.
element("drop").addEventListener("dragenter", () => element("drop").classList.add("over"));
for (const over of ["dragleave", "drop"]) {
  element("drop").addEventListener(over, () => element("drop").classList.remove("over"));
}
