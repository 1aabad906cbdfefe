// SPDX-License-Identifier: Apache-2.0
// A <video> (or <audio>) that is moved by whole pictures. Needs no page around it.
//
//   const exact = new ExactVideo(video, times)   times: a FrameTimes, or null while it is not known
//   exact.picture, exact.second                  what is shown: its index, and its own second
//   exact.toPicture(n), exact.toSecond(12.5)     show exactly that; a second shows its picture
//   exact.step(-1), exact.toggle()               the picture before; play or pause
//   exact.onShown = () => …                      called when something else is shown
//
// A seek goes to the middle of a picture's interval, so that no rounding of the browser's can show a
// neighbour. Without times, steps are of `rate` pictures a second, as nearly as that is.

const ENDS = 0.001;

export class ExactVideo {
  constructor(video, times = null, rate = 30) {
    this.video = video;
    this.times = times;
    this.rate = rate;
    this.onShown = () => {};
    this.known = null;
    this.aim = null;
    this.listen();
  }

  listen() {
    this.video.addEventListener("seeking", () => {
      this.known = null;
    });
    this.video.addEventListener("seeked", () => {
      this.aim = null;
      this.onShown();
    });
    for (const event of ["timeupdate", "loadedmetadata"]) {
      this.video.addEventListener(event, () => this.onShown());
    }
    if ("requestVideoFrameCallback" in HTMLVideoElement.prototype && this.video.requestVideoFrameCallback) {
      this.hearPictures();
    } else {
      this.video.addEventListener("play", () => this.follow());
    }
  }

  // The browser says of every picture that it shows which one it is.
  hearPictures() {
    this.video.requestVideoFrameCallback((_now, shown) => {
      this.known = shown.mediaTime;
      this.onShown();
      this.hearPictures();
    });
  }

  // "timeupdate" comes four times a second; while playing, ask more often.
  follow() {
    if (!this.video.paused && !this.video.ended) {
      this.onShown();
      requestAnimationFrame(() => this.follow());
    }
  }

  get position() {
    return this.known !== null && !this.video.seeking ? this.known : this.video.currentTime;
  }

  get picture() {
    return this.aim ?? (this.times ? this.times.at(this.position) : null);
  }

  // The second of what is shown: of a picture its own, of sound where it is. Pictures that ended before
  // the sound did stay, and the second goes on.
  get second() {
    const at = this.position;
    if (!this.times || at > this.times.until) {
      return at;
    }
    return this.times.start(this.picture);
  }

  toPicture(picture) {
    if (!this.times) {
      return;
    }
    this.video.pause();
    this.aim = this.times.inside(picture);
    this.video.currentTime = this.times.middle(this.aim);
    this.onShown();
  }

  toSecond(second) {
    const end = Number.isFinite(this.video.duration) ? this.video.duration : second;
    const at = Math.min(Math.max(0, second), Math.max(0, end - ENDS));
    if (this.times && this.video.paused && at <= this.times.until) {
      this.toPicture(this.times.at(at));
    } else {
      this.aim = null;
      this.video.currentTime = at;
    }
  }

  step(pictures) {
    this.video.pause();
    if (this.times) {
      this.toPicture(this.picture + pictures);
    } else {
      this.toSecond(this.video.currentTime + pictures / this.rate);
    }
  }

  toggle() {
    if (this.video.paused) {
      this.video.play();
    } else {
      this.video.pause();
    }
  }
}
