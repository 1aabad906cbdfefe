// SPDX-License-Identifier: Apache-2.0
// Sends a folder from this desk in pieces: [data-upload] around a form with a folder picker. Each
// file keeps its path inside the folder and its time of last change. A piece that was lost is asked
// for again from where the server stands, so a broken line goes on where it stopped; after a reload
// the same folder may be picked again and what arrived is not sent twice.
// Without this script the ordinary file form below sends the files in one go.

const PIECE = 4 << 20;
const TRIES = 6;
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

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

class Upload {
  constructor(form) {
    this.form = form;
    this.picker = form.querySelector("input[type=file]");
    this.bar = form.querySelector("progress");
    this.said = form.querySelector("[data-said]");
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.sent = 0;
    this.begun = 0;
  }

  async call(address, method, body) {
    const headers = { "X-CSRFToken": this.token };
    if (typeof body === "string") {
      headers["Content-Type"] = "application/json";
    } else if (body) {
      headers["Content-Type"] = "application/octet-stream";
    }
    for (let tried = 1; ; tried += 1) {
      try {
        const answer = await fetch(address, { method, body, headers });
        if (answer.ok || answer.status === 409) {
          return await answer.json();
        }
        if (answer.status < 500) {
          const words = await answer.json().catch(() => ({}));
          throw new Refused(words.message || `The server refused (${answer.status}).`);
        }
      } catch (error) {
        if (error instanceof Refused) {
          throw error;
        }
      }
      if (tried === TRIES) {
        throw new Refused("The server cannot be reached. What arrived is kept; pick the same folder again to go on.");
      }
      this.say(`The line broke; trying again (${tried} of ${TRIES - 1})…`);
      await pause(500 * 2 ** tried);
    }
  }

  say(words) {
    this.said.textContent = words;
  }

  progress(name) {
    const passed = (Date.now() - this.begun) / 1000;
    this.bar.value = this.sent;
    this.say(`${inUnits(this.sent)} of ${inUnits(this.bar.max)} sent, ${inUnits(Math.round(this.sent / Math.max(passed, 0.1)))} a second · ${name}`);
  }

  async run(leave) {
    const files = [...this.picker.files];
    const list = files.map((file) => ({
      path: file.webkitRelativePath || file.name,
      size: file.size,
      modified_ms: file.lastModified,
    }));
    this.bar.closest("[data-progress]").hidden = false;
    this.bar.max = Math.max(1, files.reduce((sum, file) => sum + file.size, 0));
    this.begun = Date.now();
    const upload = await this.call(this.form.dataset.upload, "POST", JSON.stringify({ files: list }));
    for (const [index, file] of files.entries()) {
      await this.file(`${upload.address}${index}/`, file, upload.received[index]);
    }
    this.bar.value = this.bar.max;
    this.say("All sent. The medium is being taken in…");
    this.form.querySelector("[name=upload]").value = upload.upload;
    this.picker.disabled = true;
    leave();
    this.form.submit();
  }

  async file(address, file, received) {
    let at = received;
    this.sent += at;
    while (at < file.size) {
      this.progress(file.name);
      const answer = await this.call(`${address}?at=${at}`, "PUT", file.slice(at, at + PIECE));
      this.sent += answer.received - at;
      at = answer.received;
    }
  }
}

class Refused extends Error {}

for (const form of document.querySelectorAll("[data-upload]")) {
  form.addEventListener("submit", async (event) => {
    if (form.querySelector("[name=upload]").value) {
      return;
    }
    event.preventDefault();
    if (!form.reportValidity()) {
      return;
    }
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    const upload = new Upload(form);
    const stay = (leaving) => leaving.preventDefault();
    window.addEventListener("beforeunload", stay);
    try {
      await upload.run(() => window.removeEventListener("beforeunload", stay));
    } catch (error) {
      upload.say(error.message);
      button.disabled = false;
    } finally {
      window.removeEventListener("beforeunload", stay);
    }
  });
}
