// SPDX-License-Identifier: Apache-2.0
// The player's page: [data-player] around a <video controls> or <audio controls>. Adds steps by exact
// pictures, speeds, keys, a jump to what is typed, and keeps map, table and time axis at the same
// second: it sends "holdfast:time" (detail.second) and listens to "holdfast:seek". Links with
// data-at seek instead of loading the page. Without this script the browser's own controls play, and
// such links load the page at their moment.

import { ExactVideo } from "./exact-video.js";
import { FrameTimes, dayWords, secondWords, typed } from "./frame-times.js";

const WIDE = 1000;
const KEYS = {
  k: (player) => player.exact.toggle(),
  j: (player) => player.exact.toSecond(player.exact.second - 5),
  l: (player) => player.exact.toSecond(player.exact.second + 5),
  ",": (player) => player.exact.step(-1),
  ".": (player) => player.exact.step(1),
};

class Player {
  constructor(element) {
    this.element = element;
    this.media = element.querySelector("video, audio");
    this.exact = new ExactVideo(this.media, null, Number(element.dataset.rate || 30));
    this.exact.onShown = () => this.tell();
    this.rows = [...document.querySelectorAll("[data-second]")];
    this.seconds = this.rows.map((row) => Number(row.dataset.second));
    this.row = null;
  }

  async bind() {
    this.media.addEventListener("error", () => this.stopped());
    document.addEventListener("holdfast:seek", (event) => this.exact.toSecond(event.detail.second));
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("click", (event) => this.click(event));
    for (const button of this.element.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.exact.step(Number(button.dataset.step)));
    }
    const speed = this.element.querySelector("[data-speed]");
    speed?.addEventListener("change", () => {
      this.media.playbackRate = Number(speed.value);
    });
    this.element.querySelector("[data-jump]")?.addEventListener("submit", (event) => this.jump(event));
    for (const tool of document.querySelectorAll("[data-player-tools]")) {
      tool.hidden = false;
    }
    if (this.media.error) {
      this.stopped();
    }
    // Where the original does not play, the copy takes its place as soon as it is there.
    document.addEventListener("htmx:afterSwap", () => {
      if (this.element.dataset.stopped && !document.querySelector("#making[hx-get]")) {
        window.location.reload();
      }
    });
    if (this.element.dataset.times) {
      this.exact.times = await FrameTimes.fetch(this.element.dataset.times);
    }
    this.begin();
  }

  // Where the address says, exactly; then a test, or a person, may rely on what is shown.
  begin() {
    const { at, atPicture } = this.element.dataset;
    const go = () => {
      if (atPicture) {
        this.exact.toPicture(Number(atPicture));
      } else if (at) {
        this.exact.toSecond(Number(at));
      }
      this.tell();
      this.element.dataset.ready = "yes";
    };
    if (this.media.readyState >= 1) {
      go();
    } else {
      this.media.addEventListener("loadedmetadata", go, { once: true });
    }
  }

  stopped() {
    const words = document.querySelector("[data-player-problem]");
    if (words) {
      words.hidden = false;
      words.setAttribute("role", "alert");
    }
    this.element.dataset.stopped = "yes";
  }

  key(event) {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) {
      return;
    }
    event.preventDefault();
    KEYS[event.key](this);
  }

  click(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const link = event.target.closest("[data-at]:not([data-player]), [data-seek]");
    const plot = event.target.closest("[data-plot]");
    const now = event.target.closest("[data-now]");
    if (now) {
      document.getElementById(now.dataset.now).value = secondWords(this.exact.second);
    } else if (link) {
      event.preventDefault();
      this.exact.toSecond(Number(link.dataset.at ?? link.dataset.seek));
      this.show();
    } else if (plot) {
      const box = plot.getBoundingClientRect();
      this.exact.toSecond(((event.clientX - box.left) / box.width) * Number(plot.dataset.plot));
    }
  }

  // A link far below leads up to the picture.
  show() {
    const box = this.element.getBoundingClientRect();
    if (box.top < 0 || box.top > window.innerHeight * 0.7) {
      this.element.scrollIntoView({ block: "start" });
    }
  }

  jump(event) {
    event.preventDefault();
    const field = event.target.elements.at;
    const moment = typed(field.value);
    field.setAttribute("aria-invalid", String(moment === null));
    event.target.querySelector("[data-jump-problem]").hidden = moment !== null;
    if (moment?.picture !== undefined) {
      this.exact.toPicture(moment.picture);
    } else if (moment) {
      this.exact.toSecond(moment.second);
    }
  }

  tell() {
    const { second, times, picture } = this.exact;
    document.dispatchEvent(new CustomEvent("holdfast:time", { detail: { second } }));
    const jumped = times?.jumps.some(([at]) => second >= at);
    this.write("[data-picture]", times ? `${(picture + 1).toLocaleString("en-NZ")} of ${times.count.toLocaleString("en-NZ")}` : "");
    this.write("[data-clock]", `${secondWords(second)} of ${secondWords(this.media.duration || 0)}`);
    this.write("[data-day]", jumped ? "not known: the recording’s clock jumped" : dayWords(times?.clock, second));
    for (const plot of document.querySelectorAll("[data-plot]")) {
      const x = Math.min(1, second / (Number(plot.dataset.plot) || 1)) * WIDE;
      const cursor = plot.querySelector("[data-cursor]");
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
    }
    this.mark(second);
  }

  write(selector, words) {
    const place = this.element.querySelector(selector);
    if (place && place.textContent !== words) {
      place.textContent = words;
    }
  }

  mark(second) {
    let index = this.seconds.findIndex((at) => at > second) - 1;
    if (index === -2) {
      index = this.seconds.length - 1;
    }
    const row = this.rows[Math.max(0, index)];
    if (!row || row === this.row) {
      return;
    }
    this.row?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    this.row = row;
    const frame = row.closest("[data-follows]");
    if (frame && !frame.contains(document.activeElement)) {
      frame.scrollTop = row.offsetTop - frame.clientHeight / 2;
    }
  }
}

for (const element of document.querySelectorAll("[data-player]")) {
  new Player(element).bind();
}
