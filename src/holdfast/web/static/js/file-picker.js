// SPDX-License-Identifier: Apache-2.0
// Says what was picked, and lights up while files are held over it. Dropping gives the files to the
// ordinary file input, so the form is sent the same way with and without this script.

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

function inUnits(bytes) {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${unit ? amount.toFixed(1) : amount} ${UNITS[unit]}`;
}

export function bindFilePicker(picker) {
  const input = picker.querySelector("input[type=file]");
  const said = picker.querySelector("[data-file-picker-said]");
  const say = () => {
    const files = [...input.files];
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    said.textContent = files.length
      ? `${files.length} file${files.length === 1 ? "" : "s"}, ${inUnits(bytes)}`
      : "";
  };
  input.addEventListener("change", say);
  for (const kind of ["dragenter", "dragover"]) {
    picker.addEventListener(kind, (event) => {
      event.preventDefault();
      picker.dataset.over = "yes";
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    picker.addEventListener(kind, () => delete picker.dataset.over);
  }
  picker.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!input.webkitdirectory && event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      say();
    }
  });
}
