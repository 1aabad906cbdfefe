// SPDX-License-Identifier: Apache-2.0
// SHA-256, fed in pieces so that a file of any size passes through, and SHA-512 for short texts.
// FIPS 180-4. The constants are computed: fractional parts of the roots of the first primes.

"use strict";

const primes = [];
for (let n = 2; primes.length < 80; n += 1) {
  if (primes.every((prime) => n % prime)) primes.push(n);
}

function integerRoot(value, degree) {
  let low = 0n;
  let high = 1n << 80n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle;
  }
  return low;
}

const fraction = (prime, degree) =>
  BigInt.asUintN(64, integerRoot(BigInt(prime) << (64n * degree), degree));
const ROUNDS_512 = primes.map((prime) => fraction(prime, 3n));
const START_512 = primes.slice(0, 8).map((prime) => fraction(prime, 2n));
const ROUNDS_256 = Int32Array.from(ROUNDS_512.slice(0, 64), (word) => Number(word >> 32n) | 0);
const START_256 = START_512.map((word) => Number(word >> 32n) | 0);

class Sha256 {
  constructor() {
    this.state = Int32Array.from(START_256);
    this.words = new Int32Array(64);
    this.rest = new Uint8Array(64);
    this.kept = 0;
    this.length = 0;
  }

  update(data) {
    let at = 0;
    this.length += data.length;
    if (this.kept) {
      at = Math.min(64 - this.kept, data.length);
      this.rest.set(data.subarray(0, at), this.kept);
      this.kept += at;
      if (this.kept < 64) return this;
      this.blocks(this.rest, 0, 64);
      this.kept = 0;
    }
    const end = data.length - ((data.length - at) % 64);
    this.blocks(data, at, end);
    this.rest.set(data.subarray(end));
    this.kept = data.length - end;
    return this;
  }

  // Whole blocks at a time, with plain numbers only: this loop sees every byte of the evidence.
  blocks(data, start, end) {
    const { words, state } = this;
    for (let at = start; at < end; at += 64) {
      for (let i = 0, from = at; i < 16; i += 1, from += 4) {
        words[i] = (data[from] << 24) | (data[from + 1] << 16) | (data[from + 2] << 8)
          | data[from + 3];
      }
      for (let i = 16; i < 64; i += 1) {
        const x = words[i - 15];
        const y = words[i - 2];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
      }
      let a = state[0];
      let b = state[1];
      let c = state[2];
      let d = state[3];
      let e = state[4];
      let f = state[5];
      let g = state[6];
      let h = state[7];
      for (let i = 0; i < 64; i += 1) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS_256[i] + words[i]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
      }
      state[0] += a;
      state[1] += b;
      state[2] += c;
      state[3] += d;
      state[4] += e;
      state[5] += f;
      state[6] += g;
      state[7] += h;
    }
  }

  digest() {
    const bits = BigInt(this.length) * 8n;
    const padding = new Uint8Array(((this.kept < 56 ? 56 : 120) - this.kept) + 8);
    padding[0] = 0x80;
    new DataView(padding.buffer).setBigUint64(padding.length - 8, bits);
    this.update(padding);
    const out = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, i) => out.setInt32(4 * i, word));
    return new Uint8Array(out.buffer);
  }
}

function sha512(message) {
  const data = new Uint8Array(Math.ceil((message.length + 17) / 128) * 128);
  data.set(message);
  data[message.length] = 0x80;
  const view = new DataView(data.buffer);
  view.setBigUint64(data.length - 8, BigInt(message.length) * 8n);
  const turn = (x, n) => BigInt.asUintN(64, (x >> n) | (x << (64n - n)));
  const state = START_512.slice();
  for (let start = 0; start < data.length; start += 128) {
    const w = [];
    for (let i = 0; i < 80; i += 1) {
      if (i < 16) {
        w.push(view.getBigUint64(start + 8 * i));
      } else {
        const s0 = turn(w[i - 15], 1n) ^ turn(w[i - 15], 8n) ^ (w[i - 15] >> 7n);
        const s1 = turn(w[i - 2], 19n) ^ turn(w[i - 2], 61n) ^ (w[i - 2] >> 6n);
        w.push(BigInt.asUintN(64, w[i - 16] + s0 + w[i - 7] + s1));
      }
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i += 1) {
      const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
      const choice = (e & f) ^ (BigInt.asUintN(64, ~e) & g);
      const t1 = h + s1 + choice + ROUNDS_512[i] + w[i];
      const t2 = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, BigInt.asUintN(64, d + t1), c, b, a,
        BigInt.asUintN(64, t1 + t2)];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      state[i] = BigInt.asUintN(64, state[i] + word);
    });
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => out.setBigUint64(8 * i, word));
  return new Uint8Array(out.buffer);
}

const sha256 = (data) => new Sha256().update(data).digest();
const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
