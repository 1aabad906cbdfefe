// SPDX-License-Identifier: Apache-2.0
// The video player: [data-player] around a <video controls>. Adds frame steps, speeds and keys, and
// keeps map, table and plots at the same second: it sends "holdfast:time" (detail.second) and
// listens to "holdfast:seek". Without this script the browser's own controls play the video.

const KEYS = {
  k: (player) => player.toggle(),
  j: (player) => player.seek(player.video.currentTime - 5),
  l: (player) => player.seek(player.video.currentTime + 5),
  ",": (player) => player.step(-1),
  ".": (player) => player.step(1),
};

class Player {
  constructor(element) {
    this.element = element;
    this.video = element.querySelector("video");
    this.frame = 1 / Number(element.dataset.frames || 30);
    this.rows = [...document.querySelectorAll("[data-second]")];
    this.seconds = this.rows.map((row) => Number(row.dataset.second));
    this.cursors = [...document.querySelectorAll("[data-plot]")];
    this.row = null;
  }

  bind() {
    for (const event of ["timeupdate", "seeked", "loadedmetadata"]) {
      this.video.addEventListener(event, () => this.tell());
    }
    this.video.addEventListener("error", () => {
      const words = document.querySelector("[data-player-problem]");
      words.hidden = false;
      words.setAttribute("role", "alert");
    });
    this.video.addEventListener("play", () => this.follow());
    document.addEventListener("holdfast:seek", (event) => this.seek(event.detail.second));
    for (const button of this.element.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.step(Number(button.dataset.step)));
    }
    const speed = this.element.querySelector("[data-speed]");
    speed?.addEventListener("change", () => {
      this.video.playbackRate = Number(speed.value);
    });
    for (const seeker of document.querySelectorAll("[data-seek]")) {
      seeker.addEventListener("click", () => this.seek(Number(seeker.dataset.seek)));
    }
    document.addEventListener("keydown", (event) => this.key(event));
    for (const tool of this.element.querySelectorAll("[data-player-tools]")) {
      tool.hidden = false;
    }
    if (this.video.readyState >= 1) {
      this.tell();
    }
  }

  key(event) {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) {
      return;
    }
    event.preventDefault();
    KEYS[event.key](this);
  }

  toggle() {
    if (this.video.paused) {
      this.video.play();
    } else {
      this.video.pause();
    }
  }

  seek(second) {
    this.video.currentTime = Math.min(Math.max(0, second), this.video.duration || 0);
  }

  step(frames) {
    this.video.pause();
    this.seek(this.video.currentTime + frames * this.frame);
  }

  // "timeupdate" comes four times a second; while playing, the marker moves with every picture.
  follow() {
    if (!this.video.paused && !this.video.ended) {
      this.tell();
      requestAnimationFrame(() => this.follow());
    }
  }

  tell() {
    const second = this.video.currentTime;
    document.dispatchEvent(new CustomEvent("holdfast:time", { detail: { second } }));
    const clock = this.element.querySelector("[data-clock]");
    if (clock) {
      clock.textContent = `${clockWords(second)} of ${clockWords(this.video.duration || 0)}`;
    }
    for (const plot of this.cursors) {
      const share = Math.min(1, second / Number(plot.dataset.plot));
      const cursor = plot.querySelector("[data-cursor]");
      cursor.setAttribute("x1", share * 1000);
      cursor.setAttribute("x2", share * 1000);
    }
    this.mark(second);
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

function clockWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds - minutes * 60).toFixed(2).padStart(5, "0")}`;
}

for (const element of document.querySelectorAll("[data-player]")) {
  new Player(element).bind();
}
