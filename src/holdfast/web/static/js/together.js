// SPDX-License-Identifier: Apache-2.0
// Several cameras played side by side on one clock: [data-together] with [data-camera] in it. The
// leading camera's own player is the clock while it plays; the others are brought to it by small
// changes of their rate, and by a jump when they are far off. When one has to wait, all wait.
// Without this script each player has the browser's own controls, and the page links to moments.

import { Camera } from "./common-clock.js";
import { secondWords } from "./frame-times.js";

const KEYS = {
  k: (page) => page.toggle(),
  j: (page) => page.go(page.clock - 5),
  l: (page) => page.go(page.clock + 5),
  ",": (page) => page.step(-1),
  ".": (page) => page.step(1),
};
const SHOWN_EVERY_MS = 120;

class Together {
  constructor(element) {
    this.element = element;
    this.length = Number(element.dataset.length);
    this.zero = element.dataset.zero === "" ? null : Number(element.dataset.zero);
    this.words = new Intl.DateTimeFormat("en-NZ", {
      timeZone: element.dataset.zone,
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    });
    this.cameras = [...element.querySelectorAll("[data-camera]")].map((one) => new Camera(one));
    this.cursors = [...element.querySelectorAll("[data-cursor]")];
    this.clock = Number(element.dataset.at);
    this.playing = false;
    this.speed = 1;
    this.last = 0;
    this.told = 0;
  }

  find(name) {
    return this.element.querySelector(`[data-${name}]`);
  }

  bind() {
    this.leader = Number(this.find("leader").value);
    this.sound = Number(this.find("sound").value);
    this.find("play").addEventListener("click", () => this.toggle());
    for (const button of this.element.querySelectorAll("[data-by]")) {
      button.addEventListener("click", () => this.go(this.clock + Number(button.dataset.by)));
    }
    for (const button of this.element.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.step(Number(button.dataset.step)));
    }
    this.find("leader").addEventListener("change", (event) => {
      this.leader = Number(event.target.value);
    });
    this.find("sound").addEventListener("change", (event) => {
      this.sound = Number(event.target.value);
      this.hear();
    });
    this.find("speed").addEventListener("change", (event) => {
      this.speed = Number(event.target.value);
    });
    this.find("scrub").addEventListener("input", (event) => this.go(Number(event.target.value)));
    document.addEventListener("keydown", (event) => this.key(event));
    this.find("transport").hidden = false;
    for (const element of document.querySelectorAll(".no-script")) {
      element.hidden = true;
    }
    this.hear();
    this.go(this.clock);
    for (const camera of this.cameras) {
      for (const part of camera.parts) {
        part.video.addEventListener("seeked", () => this.tell());
      }
      // The times of the pictures may come after the first seek, which they make exact.
      camera.shown?.load().then(() => this.playing || this.go(this.clock));
    }
  }

  key(event) {
    const typing = event.target.closest("input:not([type=range]), select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) {
      return;
    }
    event.preventDefault();
    KEYS[event.key](this);
  }

  // Each camera's part at this moment, null for one that has no pictures.
  parts() {
    return this.cameras.map((camera) => camera.show(this.clock));
  }

  hear() {
    this.cameras.forEach((camera, index) => {
      for (const part of camera.parts) {
        part.video.muted = index !== this.sound;
      }
    });
  }

  toggle() {
    if (this.playing) {
      this.pause();
    } else {
      if (this.clock >= this.length) {
        this.clock = 0;
      }
      this.playing = true;
      this.last = performance.now();
      this.say();
      requestAnimationFrame((now) => this.tick(now));
    }
  }

  pause() {
    this.playing = false;
    for (const part of this.parts()) {
      part?.stop();
    }
    this.go(this.clock);
    this.say();
  }

  go(clock) {
    this.clock = Math.min(Math.max(0, clock), this.length);
    for (const part of this.parts()) {
      part?.seek(this.clock);
    }
    this.tell();
    if (!this.playing) {
      const address = new URL(window.location.href);
      address.searchParams.set("at", this.clock.toFixed(3));
      window.history.replaceState(null, "", address);
    }
  }

  step(pictures) {
    this.playing = false;
    this.say();
    const parts = this.parts();
    for (const part of parts) {
      part?.stop();
    }
    const leading = parts[this.leader] ?? parts.find((part) => part !== null);
    this.go(leading ? leading.stepped(this.clock, pictures) : this.clock + pictures / 25);
  }

  tick(now) {
    if (!this.playing) {
      return;
    }
    const passed = (now - this.last) / 1000;
    this.last = now;
    const before = this.parts();
    if (before.some((part) => part && !part.isReady)) {
      for (const part of before) {
        part?.stop();
      }
    } else {
      this.move(before, passed);
    }
    if (this.clock >= this.length) {
      this.pause();
      return;
    }
    if (now - this.told > SHOWN_EVERY_MS) {
      this.tell();
    }
    requestAnimationFrame((next) => this.tick(next));
  }

  // Let the clock go on with the leading camera, and the others after it.
  move(parts, passed) {
    const leading = parts[this.leader];
    if (leading && !leading.video.paused && !leading.video.ended) {
      this.clock = leading.clock(leading.video.currentTime);
      leading.video.playbackRate = this.speed / leading.rate;
      leading.away = 0;
    } else if (!leading || leading.video.ended) {
      this.clock += passed * this.speed;
    }
    for (const part of parts) {
      if (!part || part.video.ended) {
        continue;
      }
      if (part !== leading || part.video.paused) {
        part.steer(this.clock, this.speed);
      }
      part.play();
    }
    this.shift(parts);
  }

  // A camera that comes to pictures of another part begins with them where the clock is.
  shift(before) {
    this.parts().forEach((part, index) => {
      if (part && part !== before[index]) {
        part.seek(this.clock);
      }
    });
  }

  say() {
    const button = this.find("play");
    button.textContent = this.playing ? "Pause" : "Play";
    button.setAttribute("aria-pressed", String(this.playing));
  }

  tell() {
    this.told = performance.now();
    const words = this.clockWords();
    this.find("clock").textContent = words;
    const scrub = this.find("scrub");
    scrub.value = this.clock;
    scrub.setAttribute("aria-valuetext", words);
    for (const cursor of this.cursors) {
      const x = this.length ? (this.clock / this.length) * 1000 : 0;
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
    }
    const moments = document.querySelectorAll("[data-moment]");
    const at = document.querySelector("[data-at-words]");
    if (!this.playing) {
      at.textContent = secondWords(this.clock);
    }
    this.cameras.forEach((camera, index) => {
      this.tellCamera(camera, this.playing ? null : moments[index]);
    });
  }

  tellCamera(camera, moment) {
    const part = camera.at(this.clock);
    const none = camera.element.querySelector("[data-none]");
    const own = camera.element.querySelector("[data-own]");
    const difference = camera.element.querySelector("[data-difference]");
    none.hidden = part !== null;
    difference.hidden = part === null;
    if (part === null) {
      none.textContent = camera.why(this.clock);
      own.textContent = "";
    } else {
      own.textContent = `at ${secondWords(part.own(this.clock))} of it`;
      const away = Math.round(part.behind(this.clock) * 1000);
      difference.textContent = `${away > 0 ? "−" : away < 0 ? "+" : ""}${Math.abs(away)} ms`;
      difference.title = "How far its picture is from the clock now";
    }
    if (moment) {
      tellMoment(moment, part, this.clock, none.textContent);
    }
  }

  clockWords() {
    const seconds = secondWords(this.clock);
    if (this.zero === null) {
      return seconds;
    }
    return `${this.words.format(new Date(this.zero + this.clock * 1000))} · ${seconds}`;
  }
}

// The line of a camera in the table of the moment: a link to its own page at that second.
function tellMoment(moment, part, clock, otherwise) {
  const cell = moment.querySelector("td");
  if (part === null) {
    cell.textContent = otherwise;
    return;
  }
  const second = part.own(clock);
  const link = document.createElement("a");
  link.href = `${part.video.dataset.item}?at=${second.toFixed(3)}`;
  link.textContent = `${part.video.dataset.name}, at ${secondWords(second)} of it`;
  cell.replaceChildren(link);
}

for (const element of document.querySelectorAll("[data-together]")) {
  const page = new Together(element);
  page.bind();
}
