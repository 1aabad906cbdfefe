// SPDX-License-Identifier: Apache-2.0
// Ed25519 verification (RFC 8032) with BigInt: no cofactor, compared by encoding; a key that is not
// in canonical form, or of small order, is refused. The same rules as verify.py, line by line.

"use strict";

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value) => ((value % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (let value = mod(base), left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * value) % P;
    value = (value * value) % P;
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));

function addPoints(a, b) {
  const e = mod((a[1] - a[0]) * (b[1] - b[0]));
  const f = mod((a[1] + a[0]) * (b[1] + b[0]));
  const g = mod(2n * a[3] * b[3] * D);
  const h = mod(2n * a[2] * b[2]);
  const [x, y, z, t] = [f - e, h - g, h + g, f + e];
  return [mod(x * y), mod(z * t), mod(y * z), mod(x * t)];
}

function littleEndian(bytes) {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function toPoint(bytes) {
  const whole = littleEndian(bytes);
  const [y, sign] = [whole & ((1n << 255n) - 1n), whole >> 255n];
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = mod(x * power(2n, (P - 1n) / 4n));
  if (y >= P || mod(x * x - square) || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

const BASE_Y = mod(4n * power(5n, P - 2n));
const BASE = toPoint(Uint8Array.from({ length: 32 }, (_, i) =>
  Number((BASE_Y >> BigInt(8 * i)) & 255n)));

function ed25519Verify(key, signature, message) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const point = toPoint(key);
  const s = littleEndian(signature.subarray(32));
  if (point === null || s >= L) return false;
  const hashed = new Uint8Array(64 + message.length);
  hashed.set(signature.subarray(0, 32));
  hashed.set(key, 32);
  hashed.set(message, 64);
  const h = littleEndian(sha512(hashed)) % L;
  const minus = [P - point[0], point[1], 1n, P - point[3]];
  const table = [[0n, 1n, 1n, 0n], BASE, minus, addPoints(BASE, minus)];
  let total = table[0];
  for (let bit = 252n; bit >= 0n; bit -= 1n) {
    const pick = ((s >> bit) & 1n) | (((h >> bit) & 1n) << 1n);
    total = addPoints(addPoints(total, total), table[Number(pick)]);
  }
  const inverse = power(total[2], P - 2n);
  const [x, y] = [mod(total[0] * inverse), mod(total[1] * inverse)];
  const four = addPoints(addPoints(point, point), addPoints(point, point));
  return (y | ((x & 1n) << 255n)) === littleEndian(signature.subarray(0, 32))
    && addPoints(four, four)[0] !== 0n;
}
