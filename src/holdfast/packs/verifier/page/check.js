// SPDX-License-Identifier: Apache-2.0
// The six rules of verify.py, in the same order and in the same words, over files that a person
// chose in the page. `files` maps a path in the pack to a File. Nothing leaves the page.

"use strict";

const TAGS = "tagmanifest-sha256.txt";
const PAYLOAD = "manifest-sha256.txt";
const READABLE = ["bag-info.txt", "bagit.txt", "index.html", "ledger/policy", "ledger/vkey",
  "pack.json", "verify.html", "verify.py"];
const LARGEST_TEXT = 64 * 2 ** 20;
const PIECE = 4 * 2 ** 20;
const CAME_WITH = "came with the pack. Ask the agency, or anyone who keeps its checkpoints, for its "
  + "fingerprint by another way than this pack, and compare it with";
const UNWITNESSED = "No witness has cosigned this checkpoint. Compare it with one that is kept "
  + "outside the agency, to know that everyone is shown the same history.";
const LIMITS = "Proven means unchanged since it was recorded. It does not mean that the recording "
  + "tells the truth, or that nothing was deleted from the card before it was handed in.";
const byCodePoint = (a, b) => (a < b ? -1 : Number(a > b));

class Check {
  constructor(files, onBytes) {
    this.files = files;
    this.onBytes = onBytes;
    this.digests = new Map();
    this.bodies = new Map();
    this.problems = [];
    this.said = [];
    this.notes = [];
    this.checked = { files: 0, originals: 0, events: 0, cosignatures: 0 };
    this.point = { body: "", origin: "", size: 0, root: new Uint8Array(), signatures: [] };
    this.used = new Set([TAGS, PAYLOAD]);
    this.proven = false;
  }

  async attempt(where, step) {
    try {
      return await step();
    } catch (problem) {
      const known = problem instanceof Problem;
      if (!known && !(problem instanceof DOMException)) throw problem;
      this.problems.push(`${where} ${known ? problem.message : "cannot be read"}`);
      return undefined;
    }
  }

  async read(path) {
    const file = this.files.get(path);
    if (!this.digests.has(path) || file.size > LARGEST_TEXT) {
      throw new Problem(`needs ${path}, which is missing or too large`);
    }
    this.used.add(path);
    return new Uint8Array(await file.arrayBuffer());
  }

  async check(vkey) {
    await this.listedFiles();
    const key = (await this.attempt("ledger/vkey", () => this.key(vkey))) ?? "";
    await this.attempt("ledger/checkpoint", () => this.signed(key));
    await this.attempt("ledger/policy", () => this.witnessed(key));
    await this.attempt("proofs/pack", () => this.made());
    const told = await this.attempt("pack.json", async () => readJson(await this.read("pack.json")));
    for (const event of (await this.attempt("pack.json", () => get(told, "events", "list"))) ?? []) {
      const name = KINDS.object(event)
        ? ["entry", "act", "at"].map((part) => String(event[part] ?? "None")).join(" ") : "?";
      await this.attempt(`proofs/${name}`, () => this.event(event));
    }
    for (const item of (await this.attempt("pack.json", () => get(told, "items", "list"))) ?? []) {
      await this.attempt("pack.json", () => this.item(item));
    }
    const extra = this.problems.length ? [] : [...this.digests.keys()];
    for (const path of extra.filter((one) => !this.used.has(one)).sort(byCodePoint)) {
      if (!path.startsWith("data/")) {
        this.problems.push(`${path} does not belong to the pack: no entry needs it`);
      }
    }
    this.problems = [...new Set(this.problems)];
    this.proven = this.problems.length === 0;
    return this;
  }

  async listedFiles() { // rule 1
    for (const [path, file] of this.files) await this.attempt(path, () => this.digest(path, file));
    const listed = new Map([[TAGS, this.digests.get(TAGS)]]);
    for (const name of [TAGS, PAYLOAD]) {
      const manifest = (await this.attempt(name, () => this.manifest(name))) ?? new Map();
      for (const [path, digest] of manifest) {
        listed.set(path, digest);
        if ((this.digests.get(path) ?? digest) !== digest) {
          this.problems.push(`${path} was changed: its SHA-256 is not that in ${name}`);
        }
      }
    }
    for (const path of [...new Set([...listed.keys(), ...this.digests.keys()])].sort(byCodePoint)) {
      if (!this.digests.has(path)) {
        this.problems.push(`${path} is missing`);
      } else if (!listed.has(path)) {
        this.problems.push(`${path} does not belong to the pack: no manifest lists it`);
      } else if (this.digests.get(path) === listed.get(path)) {
        this.checked.files += 1;
      }
    }
  }

  async digest(path, file) {
    const hash = new Sha256();
    for (let at = 0; at < file.size; at += PIECE) {
      const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
      hash.update(piece);
      this.onBytes(piece.length, path);
      await new Promise((resume) => { setTimeout(resume); });
    }
    this.digests.set(path, hex(hash.digest()));
  }

  async manifest(name) {
    const text = textOf(await this.read(name));
    const listed = new Map();
    for (const [, digest, path] of text.matchAll(/([0-9a-f]{64}) {2}([A-Za-z0-9._/-]+)\n/g)) {
      if (path.startsWith("data/") === (name === PAYLOAD)) listed.set(path, digest);
    }
    if ([...listed].map(([path, digest]) => `${digest}  ${path}\n`).join("") !== text) {
      throw new Problem("is not in form");
    }
    return listed;
  }

  async key(given) { // rule 2
    const packed = textOf(await this.read("ledger/vkey")).replace(/\n+$/, "");
    const line = given || packed;
    if (line !== packed) this.problems.push("ledger/vkey is not the key that you gave");
    const how = given ? "is the one that you gave. Its fingerprint is" : CAME_WITH;
    this.notes.push(`The key ${readVkey(line).name} ${how}: ${fingerprint(line)}`);
    return line;
  }

  async signed(vkey) { // rule 3, the log's own signature
    const { name, id, kind, key } = readVkey(vkey);
    this.point = readCheckpoint(await this.read("ledger/checkpoint"));
    const { body, origin, size, signatures } = this.point;
    const mine = signatures.filter((one) => one.name === name && same(one.id, id));
    if (!mine.length || origin !== name || kind !== 1) {
      throw new Problem(`is not signed by ${name}, but by someone else`);
    }
    if (!mine.every((one) => ed25519Verify(key, one.signature, bytesOf(body)))) {
      throw new Problem(`has a signature of ${name} that fails`);
    }
    this.said.push(`The checkpoint of ${size} entries is signed by ${name}.`);
  }

  async witnessed(vkey) { // rule 3, the witnesses
    const { logs, witnesses, groups, quorum } = readPolicy(await this.read("ledger/policy"));
    const met = new Set();
    if (logs.length && !logs.includes(vkey)) {
      throw new Problem("does not name the log that signed the checkpoint");
    }
    for (const [witness, { name, id, kind, key }] of witnesses) {
      for (const found of this.point.signatures) {
        if (found.name !== name || !same(found.id, id)) continue;
        if (kind !== 4) {
          this.notes.push(`${name} cosigned in a way that is not checked here.`);
          continue;
        }
        const at = BigInt(`0x${hex(found.signature.subarray(0, 8)) || "0"}`);
        const text = bytesOf(`cosignature/v1\ntime ${at}\n${this.point.body}`);
        if (at >> 34n || !ed25519Verify(key, found.signature.subarray(8), text)) {
          throw new Problem(`names ${name}, whose cosignature fails`);
        }
        const when = new Date(Number(at) * 1000).toISOString();
        const shown = `${when.slice(0, 10)} ${when.slice(11, 19)} UTC`;
        this.said.push(`${name} cosigned the checkpoint at ${shown}.`);
        met.add(witness);
      }
    }
    this.checked.cosignatures = met.size;
    for (const [group, { count, members }] of groups) {
      if (members.filter((member) => met.has(member)).length >= count) met.add(group);
    }
    if (quorum !== "none" && !met.has(quorum)) {
      throw new Problem(`asks for the quorum ${quorum}, and it is not met`);
    }
    if (!met.size) this.notes.push(UNWITNESSED);
  }

  async entry(where, index, disclosed) { // rule 4
    const face = await this.read(`${where}/face.json`);
    const proof = textOf(await this.read(`${where}/entry.tlog-proof`));
    const gap = proof.indexOf("\n\n");
    const [head, rest] = gap < 0 ? [proof, ""] : [proof.slice(0, gap), proof.slice(gap + 2)];
    const found = /^c2sp\.org\/tlog-proof@v1\nindex (0|[1-9][0-9]{0,14})(?=\n|$)/.exec(head);
    if (!found || !rest.startsWith(`${this.point.body}\n`)) {
      throw new Problem("has no proof for this checkpoint");
    }
    const number = Number(found[1]);
    const hashes = head.split("\n").slice(2).map(decode64);
    const root = rootFromProof(face, number, this.point.size, hashes);
    if ((index !== null && index !== number) || !same(root, this.point.root)) {
      throw new Problem("is not in the ledger: its proof fails");
    }
    const body = disclosed ? await this.read(`${where}/body.json`) : bytesOf("null");
    const sealed = hex(sha256(joined(bytesOf("holdfast sealed v1\n"), body)));
    if (disclosed && sealed !== get(readJson(face), "sealed", "text")) {
      throw new Problem("has a sealed body that is not the one its face commits to");
    }
    return { face: readJson(face), body: readJson(body), number };
  }

  async made() { // rule 5
    const { face, body, number } = await this.entry("proofs/pack", null, true);
    const told = get(get(body, "details", "object"), "tag_files", "object");
    if (get(face, "act", "text") !== "pack.make" || get(face, "outcome", "text") !== "done") {
      throw new Problem("is not the entry of a pack that was made");
    }
    const tags = new Map(Object.entries(told));
    tags.set(PAYLOAD, get(body.details, "manifest_sha256", "text"));
    for (const path of tags.keys()) this.used.add(path);
    const paths = [...new Set([...tags.keys(), ...READABLE])].sort(byCodePoint);
    const wrong = paths.filter((path) => this.digests.get(path) !== (tags.get(path) ?? ""));
    for (const path of wrong) {
      this.problems.push(`${path} is not the one that the ledger says was handed out`);
    }
    const said = `Entry ${number} of ${get(body, "at", "text")} says that this was handed out.`;
    if (!wrong.length) this.said.push(said);
  }

  async event(told) { // rule 4
    const index = get(told, "entry", "whole");
    const shown = get(told, "body", "flag");
    const { face, body } = await this.entry(`proofs/${index}`, index, shown);
    let right = get(told, "act", "text") === get(face, "act", "text");
    if (shown) {
      right = get(told, "at", "text") === get(body, "at", "text") && right;
      const { name } = { name: get(get(body, "actor", "object"), "name", "text") };
      right = get(told, "actor", "text").includes(name) && right;
      this.bodies.set(index, body);
    } else {
      right = get(told, "at", "text").slice(0, 10) === get(face, "day", "text") && right;
      this.notes.push(`Entry ${index}: only act and day are proven; the body is not here.`);
    }
    if (!right) throw new Problem("is told otherwise in pack.json than in the ledger");
    this.checked.events += 1;
  }

  async line(path, entry) { // rule 6
    const told = readJson(await this.read(path));
    const hashes = get(told, "hashes", "list").map((one) => decode64(String(one)));
    const index = get(told, "index", "whole");
    const count = get(told, "count", "whole");
    const line = bytesOf(get(told, "line", "text"));
    const root = hex(rootFromProof(line, index, count, hashes));
    const lines = get(this.bodies.get(entry), "lines", "object");
    if (count !== get(lines, "count", "whole") || root !== get(lines, "root", "text")) {
      throw new Problem(`needs ${path}, which is not a line of entry ${entry}`);
    }
    return readJson(line);
  }

  async item(told) { // rule 6
    for (const one of get(told, "originals", "list")) {
      const path = get(one, "path", "text");
      const entry = get(one, "entry", "whole");
      const line = await this.line(get(one, "line", "text"), entry);
      const right = this.bodies.get(entry).act === "acquisition.take_in"
        && get(line, "sha256", "text") === this.digests.get(path);
      if (!right) {
        throw new Problem(`names ${path}, which is not the file taken in by entry ${entry}`);
      }
      this.checked.originals += 1;
    }
    for (const event of get(told, "custody", "list")) {
      const entry = get(event, "entry", "whole");
      if (this.bodies.has(entry) && (event.line ?? null) !== null) {
        await this.line(get(event, "line", "text"), entry);
      }
    }
  }
}
