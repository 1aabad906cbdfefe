// SPDX-License-Identifier: Apache-2.0
// Recordings on one clock, without a page around them: where each is at a second of the clock.
//
//   const part = new Part(video)        from its data-from, data-rate, data-seconds, data-frames
//   part.has(12.5)                      whether it has pictures at a second of the clock
//   part.own(12.5), part.clock(3.1)     its own second at one of the clock, and the other way round
//   part.seek(12.5)                     show the picture of that second; the last seek asked for wins
//   part.stepped(12.5, 1)               the second of the clock in the middle of its next picture
//   part.behind(12.5)                   how many seconds its picture is behind the clock now
//   part.steer(12.5, 1)                 play at a rate that brings it to the clock, or jump there
//
// A second of the clock is `from + own * rate`: `rate` is what its clock drifts, 1 for no drift.

import { FrameTimes, secondWords } from "./frame-times.js";

const READY = 3;
const FAR_S = 0.35;
const CLOSE_S = 0.003;
const GAIN = 5;
const MOST = 0.25;
const NEW_SHARE = 0.4;
const END_S = 0.001;

export class Part {
  constructor(video) {
    this.video = video;
    this.from = Number(video.dataset.from);
    this.rate = Number(video.dataset.rate) || 1;
    this.seconds = Number(video.dataset.seconds);
    this.frames = Number(video.dataset.frames) || 30;
    this.times = null;
    this.aim = null;
    this.loaded = false;
    this.away = 0;
    video.addEventListener("seeked", () => this.arrived());
    video.addEventListener("loadedmetadata", () => this.arrived());
  }

  get until() {
    return this.from + this.seconds * this.rate;
  }

  has(clock) {
    return clock >= this.from && clock < this.until;
  }

  own(clock) {
    return (clock - this.from) / this.rate;
  }

  clock(own) {
    return this.from + own * this.rate;
  }

  // Get the file and the times of its pictures; nothing happens the second time.
  async load() {
    if (this.loaded) {
      return;
    }
    this.loaded = true;
    this.video.controls = false;
    this.video.preload = "auto";
    if (!this.video.getAttribute("src")) {
      this.video.src = this.video.dataset.src;
    }
    this.times = await FrameTimes.fetch(this.video.dataset.times);
  }

  get isReady() {
    return this.video.readyState >= READY && !this.video.seeking;
  }

  // Which second to seek to, so that the picture of a moment is shown and no neighbour of it.
  exact(own) {
    const end = Number.isFinite(this.video.duration) ? this.video.duration - END_S : own;
    const at = Math.min(Math.max(0, own), Math.max(0, end));
    return this.times && at < this.times.until ? this.times.middle(this.times.at(at)) : at;
  }

  seek(clock) {
    this.aim = clock;
    if (!this.video.seeking && this.video.readyState >= 1) {
      this.video.currentTime = this.exact(this.own(clock));
    }
  }

  arrived() {
    if (this.aim === null) {
      return;
    }
    const wanted = this.exact(this.own(this.aim));
    if (Math.abs(this.video.currentTime - wanted) > END_S) {
      this.video.currentTime = wanted;
    } else {
      this.aim = null;
    }
  }

  stepped(clock, pictures) {
    const own = this.own(clock);
    if (!this.times) {
      return this.clock(Math.max(0, own + pictures / this.frames));
    }
    return this.clock(this.times.middle(this.times.at(own) + pictures));
  }

  behind(clock) {
    if (!this.video.paused) {
      return this.away;
    }
    const own = this.own(clock);
    const shown = this.video.currentTime;
    return this.times && this.times.at(own) === this.times.at(shown) ? 0 : own - shown;
  }

  // What the browser says of where a player is jumps by some milliseconds, so that it is evened out.
  measure(clock) {
    const now = this.own(clock) - this.video.currentTime;
    this.away = Math.abs(now) > FAR_S ? now : this.away + NEW_SHARE * (now - this.away);
    return this.away;
  }

  steer(clock, speed) {
    const away = this.measure(clock);
    const usual = speed / this.rate;
    if (Math.abs(away) > FAR_S) {
      this.video.currentTime = Math.max(0, this.own(clock));
      this.video.playbackRate = usual;
      this.away = 0;
    } else if (Math.abs(away) > CLOSE_S) {
      const more = Math.min(Math.max(GAIN * away, -MOST), MOST);
      this.video.playbackRate = usual * (1 + more);
    } else if (this.video.playbackRate !== usual) {
      this.video.playbackRate = usual;
    }
  }

  play() {
    if (this.video.paused) {
      this.video.play().catch(() => {});
    }
  }

  stop() {
    if (!this.video.paused) {
      this.video.pause();
    }
  }
}

export class Camera {
  constructor(element) {
    this.element = element;
    this.title = element.dataset.title;
    this.parts = [...element.querySelectorAll("[data-part]")].map((video) => new Part(video));
    this.missing = [...element.querySelectorAll("[data-missing]")].map((one) => ({
      from: Number(one.dataset.from),
      until: Number(one.dataset.until),
      words: one.textContent,
    }));
    this.shown = null;
  }

  // Why there is no picture at a moment: it cannot be shown, or the camera has none.
  why(clock) {
    const known = this.missing.find((one) => clock >= one.from && clock < one.until);
    if (known) {
      return known.words;
    }
    const next = this.after(clock);
    const then = next ? ` They begin at ${secondWords(next.from)} of the clock.` : "";
    return `No pictures at this moment.${then}`;
  }

  // The part that has pictures; of two that meet, the later one.
  at(clock) {
    return this.parts.findLast((part) => part.has(clock)) ?? null;
  }

  after(clock) {
    return this.parts.find((part) => part.from > clock) ?? null;
  }

  // Show the part of a moment, and get the next one ready.
  show(clock) {
    const part = this.at(clock);
    if (part !== this.shown) {
      for (const other of this.parts) {
        other.video.hidden = other !== part;
        if (other !== part) {
          other.stop();
        }
      }
      this.shown = part;
      part?.load();
    }
    const next = this.after(clock);
    if (next && next.from - clock < 20) {
      next.load();
    }
    return part;
  }
}
