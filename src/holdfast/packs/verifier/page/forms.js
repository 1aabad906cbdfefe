// SPDX-License-Identifier: Apache-2.0
// The forms of a pack, parsed strictly: JSON, base64, verifier keys, checkpoints, policies, and
// inclusion proofs (C2SP signed-note, tlog-checkpoint, tlog-policy; RFC 6962). As in verify.py.

"use strict";

class Problem extends Error {}

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
const bytesOf = (text) => encoder.encode(text);

function joined(...parts) {
  const out = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (out.set(part, at), at + part.length), 0);
  return out;
}

const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

const KINDS = {
  text: (value) => typeof value === "string",
  whole: (value) => Number.isInteger(value),
  flag: (value) => typeof value === "boolean",
  list: (value) => Array.isArray(value),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

function get(value, key, kind) {
  const found = KINDS.object(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  if (!KINDS[kind](found)) throw new Problem(`has "${key}" missing or not in form`);
  return found;
}

function decode64(text) {
  let raw = "";
  try {
    raw = atob(text);
  } catch {
    raw = "";
  }
  if (!raw || btoa(raw) !== text) throw new Problem("is not in form");
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

function textOf(data) {
  try {
    return strict.decode(data);
  } catch {
    throw new Problem("is not in form");
  }
}

function readJson(data) {
  try {
    return JSON.parse(strict.decode(data));
  } catch {
    throw new Problem("is not in form");
  }
}

function readVkey(text) {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  if (!found) throw new Problem("is not in form");
  const [, name, id] = found;
  const raw = decode64(found[3]);
  const whole = sha256(joined(bytesOf(`${name}\n`), raw)).subarray(0, 4);
  if (id !== hex(whole)) throw new Problem("is not in form");
  return { name, id: whole, kind: raw[0], key: raw.subarray(1) };
}

const LINE = "[^\\0-\\x1f]+";
const NUMBER = "0|[1-9][0-9]{0,14}";
const CHECKPOINT = new RegExp(
  `^((${LINE})\\n(${NUMBER})\\n(\\S+)\\n(?:${LINE}\\n)*)\\n((?:\u2014 [^+\\s]+ \\S+\\n)+)$`);

function readCheckpoint(data) {
  const found = CHECKPOINT.exec(textOf(data));
  if (!found) throw new Problem("is not in form");
  const [, body, origin, size, root, signed] = found;
  const signatures = signed.split("\n").slice(0, -1).map((line) => {
    const [, name, tail] = line.split(" ");
    const raw = decode64(tail);
    return { name, id: raw.subarray(0, 4), signature: raw.subarray(4) };
  });
  return { body, origin, size: Number(size), root: decode64(root), signatures };
}

function readPolicy(data) {
  const logs = [];
  const witnesses = new Map();
  const groups = new Map();
  let quorum = "";
  for (const line of textOf(data).split("\n")) {
    const [verb = "#", ...words] = line.split(/[ \t]+/).filter(Boolean);
    const known = new Set(["none", ...witnesses.keys(), ...groups.keys()]);
    const names = words.slice(2);
    const fresh = words.length > 0 && !known.has(words[0]);
    const used = [...groups.values()].flatMap((group) => group.members);
    const once = new Set(["none", ...used, ...names]).size === 1 + used.length + names.length
      && names.every((name) => known.has(name));
    const how = { any: "1", all: String(names.length) }[words[1]] ?? words[1];
    if (verb === "log" && [1, 2].includes(words.length)) {
      logs.push(words[0]);
    } else if (verb === "witness" && [2, 3].includes(words.length) && fresh) {
      witnesses.set(words[0], readVkey(words[1]));
    } else if (verb === "group" && fresh && once && names.length > 0
      && /^[1-9][0-9]{0,3}$/.test(how)) {
      groups.set(words[0], { count: Number(how), members: names });
    } else if (verb === "quorum" && words.length === 1 && !fresh && !quorum) {
      quorum = words[0];
    } else if (!verb.startsWith("#")) {
      throw new Problem(`is not a policy in form: ${line}`);
    }
  }
  const keys = new Set([...witnesses.values()].map((witness) => hex(witness.key)));
  const possible = [...groups.values()].every((group) => group.count <= group.members.length);
  if (!quorum || keys.size !== witnesses.size || !possible) {
    throw new Problem("is not a policy in form");
  }
  return { logs, witnesses, groups, quorum };
}

function rootFromProof(leaf, index, size, hashes) {
  const [at, last] = [BigInt(index), BigInt(size) - 1n];
  if (at < 0n || at > last) return new Uint8Array();
  const inner = at === last ? 0 : (at ^ last).toString(2).length;
  const border = (at >> BigInt(inner)).toString(2).replaceAll("0", "").length;
  if (hashes.length !== inner + border || hashes.some((one) => one.length !== 32)) {
    return new Uint8Array();
  }
  return hashes.reduce((node, one, level) => {
    const left = level >= inner || ((at >> BigInt(level)) & 1n) === 1n;
    return sha256(left ? joined([1], one, node) : joined([1], node, one));
  }, sha256(joined([0], leaf)));
}

function fingerprint(vkey) {
  return hex(sha256(bytesOf(vkey))).replace(/(....)(?=.)/g, "$1 ");
}
