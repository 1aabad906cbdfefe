// SPDX-License-Identifier: Apache-2.0
// A synopsis that can be clicked: [data-synopsis] around a <video>. Lays a link over every figure of
// the picture that is shown, which leads to its moment in the recording. Without this script the
// browser's own controls play the video, and the table has the same links.

const KEYS = {
  k: (synopsis) => synopsis.toggle(),
  j: (synopsis) => synopsis.seek(synopsis.video.currentTime - 5),
  l: (synopsis) => synopsis.seek(synopsis.video.currentTime + 5),
  ",": (synopsis) => synopsis.step(-1),
  ".": (synopsis) => synopsis.step(1),
};

class Synopsis {
  constructor(element, told) {
    this.element = element;
    this.told = told;
    this.video = element.querySelector("video");
    this.layer = element.querySelector("[data-figures]");
    this.place = element.querySelector("[data-place]");
    this.button = element.querySelector("[data-play]");
    this.links = told.figures.map((figure) => this.link(figure));
    this.layer.append(...this.links);
    this.shown = null;
  }

  link(figure) {
    const link = document.createElement("a");
    link.className = "synopsis-figure";
    link.hidden = true;
    link.setAttribute("aria-label", `${figure.label}: show it in the recording`);
    link.title = figure.label;
    link.addEventListener("focus", () => this.video.pause());
    // Whoever comes back finds the same picture again.
    link.addEventListener("click", () => history.replaceState(null, "", `#s=${this.video.currentTime.toFixed(2)}`));
    return link;
  }

  bind() {
    this.video.controls = false;
    this.video.removeAttribute("tabindex");
    this.element.querySelector("[data-tools]").hidden = false;
    document.querySelector("[data-help]").textContent =
      "Click a figure to see it in the recording, one second before. By keyboard: Tab stops the video and goes from figure to figure, Enter opens one; k plays, j and l go 5 s, comma and full stop one picture.";
    for (const event of ["timeupdate", "seeked", "loadeddata", "pause"]) {
      this.video.addEventListener(event, () => this.draw());
    }
    for (const event of ["play", "pause", "ended"]) {
      this.video.addEventListener(event, () => {
        this.button.textContent = this.video.paused ? "Play" : "Pause";
      });
    }
    // The picture that is seen may be another than the clock says: a browser that can, tells which.
    if (this.video.requestVideoFrameCallback) {
      this.listen();
    } else {
      this.video.addEventListener("play", () => this.follow());
    }
    this.video.addEventListener("click", () => this.toggle());
    this.button.addEventListener("click", () => this.toggle());
    this.place.addEventListener("input", () => this.seek(Number(this.place.value)));
    for (const button of this.element.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.step(Number(button.dataset.step)));
    }
    const speed = this.element.querySelector("[data-speed]");
    speed.addEventListener("change", () => {
      this.video.playbackRate = Number(speed.value);
    });
    const outlined = this.element.querySelector("[data-outlined]");
    outlined.addEventListener("change", () => {
      this.layer.classList.toggle("synopsis-outlined", outlined.checked);
    });
    document.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.video);
    const back = /^#s=([\d.]+)$/.exec(location.hash);
    if (back) {
      this.seek(Number(back[1]));
    }
    this.draw();
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
    this.video.currentTime = Math.min(Math.max(0, second), this.video.duration || second);
  }

  listen() {
    this.video.requestVideoFrameCallback((_now, told) => {
      this.shown = told.mediaTime;
      this.draw();
      this.listen();
    });
  }

  // To the middle of a picture, so that rounding never shows the one beside it.
  step(pictures) {
    this.video.pause();
    this.seek((this.frame() + pictures + 0.5) / this.told.fps);
  }

  frame() {
    return Math.floor((this.shown ?? this.video.currentTime) * this.told.fps + 0.01);
  }

  follow() {
    if (!this.video.paused && !this.video.ended) {
      this.draw();
      requestAnimationFrame(() => this.follow());
    }
  }

  draw() {
    const frame = this.frame();
    const shown = this.shownAt();
    this.told.figures.forEach((figure, index) => {
      const link = this.links[index];
      const point = pointAt(figure.points, frame);
      link.hidden = point === null;
      if (point !== null) {
        this.lay(link, point, shown);
      }
    });
    this.place.value = String(this.video.currentTime);
    this.element.querySelector("[data-clock]").textContent =
      `${clockWords(this.video.currentTime)} of ${clockWords(Number(this.place.max))}`;
  }

  lay(link, [, left, top, wide, high, ms], shown) {
    const share = this.told.shares;
    link.style.left = `${shown.left + (left / share) * shown.wide}px`;
    link.style.top = `${shown.top + (top / share) * shown.high}px`;
    link.style.width = `${(wide / share) * shown.wide}px`;
    link.style.height = `${(high / share) * shown.high}px`;
    const second = Math.max(0, ms / 1000 - this.told.before_s);
    link.href = `${this.element.dataset.item}?at=${second.toFixed(2)}`;
  }

  // Where in the element the picture itself is: it may stand between black bars.
  shownAt() {
    const { clientWidth, clientHeight, videoWidth, videoHeight } = this.video;
    const scale = Math.min(clientWidth / (videoWidth || 1), clientHeight / (videoHeight || 1));
    const wide = videoWidth * scale;
    const high = videoHeight * scale;
    return { left: (clientWidth - wide) / 2, top: (clientHeight - high) / 2, wide, high };
  }
}

// Between two points everything goes evenly.
function pointAt(points, frame) {
  if (frame < points[0][0] || frame > points[points.length - 1][0]) {
    return null;
  }
  const after = Math.max(1, points.findIndex((point) => point[0] >= frame));
  const one = points[after - 1];
  const other = points[after] || one;
  const share = (frame - one[0]) / Math.max(1, other[0] - one[0]);
  return one.map((value, index) => value + share * (other[index] - value));
}

function clockWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds - minutes * 60).toFixed(1).padStart(4, "0")}`;
}

for (const element of document.querySelectorAll("[data-synopsis]")) {
  const answer = await fetch(element.dataset.synopsis, { headers: { Accept: "application/json" } });
  if (answer.ok) {
    new Synopsis(element, await answer.json()).bind();
  }
}
