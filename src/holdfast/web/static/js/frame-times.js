// SPDX-License-Identifier: Apache-2.0
// When each picture of a recording is shown, as `items/N/frame-times.json` says it, and times in
// words. Nothing here touches a page. Seconds count from the recording's first picture.
//
//   const times = FrameTimes.read(answer)      or  await FrameTimes.fetch(address)
//   times.count, times.until                   how many pictures, and when the last was shown
//   times.start(n), times.end(n)               the interval of picture n (0 is the first)
//   times.middle(n)                            where to seek so that picture n is shown
//   times.at(second)                           which picture is shown at a second
//   times.clock, times.jumps                   the time of day of second 0; where the clock jumped
//   secondWords(12.3456), dayWords(start, 12)  0:12.346, 14:03:12.000 NZDT
//   typed("1:02.5"), typed("#123")             { second } or { picture }, null when it is neither

const NEAR = 0.0006;

export class FrameTimes {
  constructor(starts, until, clock = null, jumps = []) {
    this.starts = starts;
    this.until = until;
    this.clock = clock;
    this.jumps = jumps;
  }

  static read(said) {
    const starts = new Float64Array(said.count);
    const [above, below] = said.base;
    let tick = said.first;
    let index = 0;
    const put = () => {
      starts[index] = (tick * above) / below;
      index += 1;
    };
    put();
    for (const [count, steps] of said.runs) {
      for (let step = 0; step < count; step += 1) {
        tick += steps[step % steps.length];
        put();
      }
    }
    const until = ((tick + said.last) * above) / below;
    return new FrameTimes(starts, until, said.start ?? null, said.jumps ?? []);
  }

  static async fetch(address) {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? FrameTimes.read(await answer.json()) : null;
  }

  get count() {
    return this.starts.length;
  }

  start(picture) {
    return this.starts[this.inside(picture)];
  }

  end(picture) {
    const index = this.inside(picture);
    return index + 1 < this.count ? this.starts[index + 1] : this.until;
  }

  middle(picture) {
    return (this.start(picture) + this.end(picture)) / 2;
  }

  // The picture that is shown at a second; one written with three digits means the picture itself.
  at(second) {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= second + NEAR) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  inside(picture) {
    return Math.min(Math.max(0, Math.round(picture)), this.count - 1);
  }
}

// 0:04.133, or 1:02:03.500 from an hour on.
export function secondWords(second) {
  const all = Math.max(0, Math.round(second * 1000));
  const hours = Math.floor(all / 3_600_000);
  const minutes = Math.floor(all / 60_000) % 60;
  const rest = ((all % 60_000) / 1000).toFixed(3).padStart(6, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

// The time of day at a second, and what is known of its zone. `start.wall` is the clock of second 0 as
// it reads in `start.zone`; `start.rate` true seconds pass in one of its own.
export function dayWords(start, second) {
  if (!start) {
    return "";
  }
  const moment = new Date(Date.parse(`${start.wall}Z`) + Math.round(second * (start.rate ?? 1) * 1000));
  return `${moment.toISOString().slice(0, 23).replace("T", " ")} ${start.zone}`;
}

// What a person typed: seconds, m:ss.mmm, h:mm:ss.mmm, or # and a picture's number (the first is 1).
export function typed(text) {
  const words = text.trim();
  const picture = /^#\s*(\d{1,9})$/.exec(words);
  if (picture) {
    return Number(picture[1]) ? { picture: Number(picture[1]) - 1 } : null;
  }
  const clock = /^(?:(?:(\d{1,4}):)?([0-5]?\d):)?(\d{1,7}(?:[.,]\d{1,6})?)$/.exec(words);
  if (!clock) {
    return null;
  }
  const rest = Number(clock[3].replace(",", "."));
  if (clock[2] !== undefined && rest >= 60) {
    return null;
  }
  return { second: Number(clock[1] ?? 0) * 3600 + Number(clock[2] ?? 0) * 60 + rest };
}
