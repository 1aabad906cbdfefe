# SPDX-License-Identifier: Apache-2.0
"""Check a Holdfast pack. Needs Python 3.8 or later and nothing else; no network is used.

    python3 verify.py [DIR] [--vkey FILE|STRING] [--checkpoint FILE] [--json]
It says PROVEN (exit status 0), or names each file, event or signature that fails (1). The rules:
1. The files are the ones that the two BagIt manifests list, no more, no fewer, byte for byte.
2. The key is the one given with --vkey; else it came with the pack, and the answer says so.
3. ledger/checkpoint is signed by that key and meets the quorum of ledger/policy.
4. Every custody event is in the ledger under it, and pack.json says of it what the entry says.
5. The pack.make entry commits to the payload's manifest and to every file that a person reads.
6. Every original is the file in a line of its acquisition: line -> body -> entry -> checkpoint.
Whatever is malformed is a named problem. The formats are in docs/formats/pack.md.
"""
# ruff: noqa: PLR2004 - the sizes in this file are those of the formats named above

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Asked = str | None
    Json = Any  # parsed JSON, until get() has looked at it
    Point = tuple[int, int, int, int]
    # the signed body, origin, size, root, and signatures as (name, key id, signature)
    Checkpoint = tuple[str, str, int, bytes, list[tuple[str, bytes, bytes]]]
    Key = tuple[str, bytes, int, bytes]  # name, key id, kind (1 signs, 4 and 6 cosign), public key

TAGS, PAYLOAD = "tagmanifest-sha256.txt", "manifest-sha256.txt"
READABLE = {"bag-info.txt", "bagit.txt", "index.html", "ledger/policy", "ledger/vkey"}
READABLE |= {"pack.json", "verify.html", "verify.py"}
LINE, NUMBER = r"[^\0-\x1f]+", "0|[1-9][0-9]{0,14}"
CHECKPOINT = rf"\A(({LINE})\n({NUMBER})\n(\S+)\n(?:{LINE}\n)*)\n((?:\u2014 [^+\s]+ \S+\n)+)\Z"
LARGEST_TEXT, NAMED = 64 << 20, ("entry", "act", "at")
CAME_WITH = """came with the pack. Ask the agency, or anyone who keeps its checkpoints, for its
fingerprint by another way than this pack, and compare it with""".replace("\n", " ")
UNWITNESSED = """No witness has cosigned this checkpoint. Compare it with one that is kept outside the
agency, to know that everyone is shown the same history.""".replace("\n", " ")
LIMITS = """Proven means unchanged since it was recorded. It does not mean that the recording tells the
truth, or that nothing was deleted from the card before it was handed in.""".replace("\n", " ")


class Problem(ValueError):  # noqa: N818 - the word that the answer uses
    """A check that failed; the text follows the name of the file or event it is about."""


P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def _add(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return (x * y % P, z * t % P, y * z % P, x * t % P)


def _point(data: bytes) -> Point | None:
    y, sign = int.from_bytes(data, "little") & ((1 << 255) - 1), data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def ed25519_verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether `signature` is good: canonical key, not of small order; no cofactor."""
    base = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    key = _point(public) if len(public) == 32 and len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if base is None or key is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus, total = (P - key[0], key[1], 1, P - key[3]), (0, 1, 1, 0)
    table, four = (total, base, minus, _add(base, minus)), _add(_add(key, key), _add(key, key))
    for bit in range(252, -1, -1):
        total = _add(_add(total, total), table[(s >> bit & 1) | (h >> bit & 1) << 1])
    inverse = pow(total[2], P - 2, P)
    x, y = total[0] * inverse % P, total[1] * inverse % P
    right = (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]
    return right and _add(four, four)[0] != 0


def root_from_proof(leaf: bytes, index: int, size: int, hashes: list[bytes]) -> bytes:
    """Return the root that an inclusion proof (RFC 6962) leads to; b"" when it cannot be one."""
    node, inner = hashlib.sha256(b"\0" + leaf).digest(), (index ^ (size - 1)).bit_length()
    length = inner + f"{index >> inner:b}".count("1")
    if not 0 <= index < size or len(hashes) != length or any(len(one) != 32 for one in hashes):
        return b""
    for level, one in enumerate(hashes):
        left = level >= inner or index >> level & 1
        node = hashlib.sha256(b"\1" + (one + node if left else node + one)).digest()
    return node


def get(value: Json, key: str, kind: type) -> Json:
    """Return `value[key]` when it is of that kind."""
    if not isinstance(value, dict) or not isinstance(value.get(key), kind):
        raise Problem(f'has "{key}" missing or not in form')
    return value[key]


def decode64(text: str) -> bytes:
    """Decode base64 that is in its one canonical form and not empty."""
    data = base64.b64decode(text, validate=True)
    if not data or base64.b64encode(data).decode() != text:
        raise Problem("is not in form")
    return data


def read_vkey(text: str) -> Key:
    """Parse a verifier key line and check its key id."""
    [(name, key_id, tail)] = re.findall(r"\A([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\Z", text)
    raw = decode64(tail)
    if hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != key_id:
        raise Problem("is not in form")
    return name, bytes.fromhex(key_id), raw[0], raw[1:]


def read_checkpoint(data: bytes) -> Checkpoint:
    """Parse a checkpoint (a signed note); nothing is verified here."""
    [(body, origin, size, root, signed)] = re.findall(CHECKPOINT, data.decode())
    lines = [line.split(" ") for line in signed.split("\n")[:-1]]
    signatures = [(name, decode64(one)[:4], decode64(one)[4:]) for _, name, one in lines]
    return body, origin, int(size), decode64(root), signatures


def read_policy(data: bytes) -> tuple[list[str], dict[str, Key], Json, str]:
    """Parse a tlog-policy: logs, witnesses by name, groups (how many of whom), quorum."""
    witnesses: dict[str, Key] = {}
    groups: dict[str, tuple[int, list[str]]] = {}
    logs, quorum = [], ""
    for line in data.decode().split("\n"):
        verb, *words = [word for word in re.split("[ \t]+", line) if word] or ["#"]
        known, names = {"none", *witnesses, *groups}, words[2:]
        new = bool(words) and words[0] not in known
        used = [one for _, members in groups.values() for one in members]
        once = len({"none", *used, *names}) == 1 + len(used) + len(names) and known >= {*names}
        how = {"any": "1", "all": str(len(names))}.get(*words[1:2] * 2) if names else None
        if verb == "log" and len(words) in (1, 2):
            logs.append(words[0])
        elif verb == "witness" and len(words) in (2, 3) and new:
            witnesses[words[0]] = read_vkey(words[1])
        elif verb == "group" and new and once and how and re.match(r"[1-9][0-9]{0,3}\Z", how):
            groups[words[0]] = (int(how), names)
        elif verb == "quorum" and len(words) == 1 and not (new or quorum):
            quorum = words[0]
        elif not verb.startswith("#"):
            raise Problem("is not a policy in form: " + line)
    distinct = len({key[3] for key in witnesses.values()}) == len(witnesses)
    if not (quorum and distinct and all(many <= len(them) for many, them in groups.values())):
        raise Problem("is not a policy in form")
    return logs, witnesses, groups, quorum


class Result:
    """The answer, and the check that makes it: problems, what holds (said), what to know (notes)."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.used, self.proven = folder, {TAGS, PAYLOAD}, False
        self.digests: dict[str, str] = {}
        self.bodies: dict[int, Json] = {}
        self.problems: list[str] = []
        self.said: list[str] = []
        self.notes: list[str] = []
        self.checked = {"files": 0, "originals": 0, "events": 0, "cosignatures": 0}
        self.point: Checkpoint = ("", "", 0, b"", [])

    def _attempt(self, where: str, step: Json, *given: Json) -> Json:
        try:
            return step(*given)
        except (ValueError, RecursionError, OSError) as error:
            what = "cannot be read" if isinstance(error, OSError) else "is not in form"
            self.problems.append(f"{where} {error if isinstance(error, Problem) else what}")

    def _read(self, path: str) -> bytes:
        file = self.folder.joinpath(*path.split("/"))
        if path not in self.digests or file.stat().st_size > LARGEST_TEXT:
            raise Problem(f"needs {path}, which is missing or too large")
        self.used.add(path)
        return file.read_bytes()

    def check(self, vkey: Asked, trusted: Asked) -> Result:
        """Apply the six rules."""
        self._files()
        key = self._attempt("ledger/vkey", self._key, vkey) or ""
        self._attempt("ledger/checkpoint", self._signed, key, trusted)
        self._attempt("ledger/policy", self._witnessed, key)
        self._attempt("proofs/pack", self._made)
        told = self._attempt("pack.json", lambda: json.loads(self._read("pack.json")))
        for one in self._attempt("pack.json", get, told, "events", list) or []:
            name = " ".join(str(one.get(key)) for key in NAMED) if isinstance(one, dict) else "?"
            self._attempt(f"proofs/{name}", self._event, one)
        for one in self._attempt("pack.json", get, told, "items", list) or []:
            self._attempt("pack.json", self._item, one)
        spare = {one for one in self.digests if not one.startswith("data/")} - self.used
        for path in sorted(spare) if not self.problems else []:
            self.problems.append(f"{path} does not belong to the pack: no entry needs it")
        self.problems = list(dict.fromkeys(self.problems))
        self.proven = not self.problems
        return self

    def _files(self) -> None:  # rule 1
        for here, folders, names in os.walk(str(self.folder)):
            for name in names + [one for one in folders if os.path.islink(f"{here}/{one}")]:  # noqa: PTH114 - of a path too long it says no, where Path raises
                path = Path(here, name).relative_to(self.folder).as_posix()
                self._attempt(path, self._digest, Path(here, name), path)
        listed = {TAGS: self.digests.get(TAGS)}
        for name in (TAGS, PAYLOAD):
            for path, digest in (self._attempt(name, self._manifest, name) or {}).items():
                listed[path] = digest
                if self.digests.get(path, digest) != digest:
                    self.problems.append(f"{path} was changed: its SHA-256 is not that in {name}")
        for path in sorted({*listed, *self.digests}):
            if path not in self.digests:
                self.problems.append(f"{path} is missing")
            elif path not in listed:
                self.problems.append(f"{path} does not belong to the pack: no manifest lists it")
            self.checked["files"] += self.digests.get(path, "") == listed.get(path)

    def _digest(self, file: Path, path: str) -> None:
        if file.is_symlink() or not file.is_file():
            raise Problem("is not a plain file")
        digest = hashlib.sha256()
        with file.open("rb") as read:
            for chunk in iter(lambda: read.read(1 << 20), b""):
                digest.update(chunk)
        self.digests[path] = digest.hexdigest()

    def _manifest(self, name: str) -> dict[str, str]:
        text, ours = self._read(name).decode(), name == PAYLOAD
        found = re.findall("([0-9a-f]{64})  ([A-Za-z0-9._/-]+)\n", text)
        listed = {path: one for one, path in found if path.startswith("data/") == ours}
        if "".join(f"{one}  {path}\n" for path, one in listed.items()) != text:
            raise Problem("is not in form")
        return listed

    def _key(self, given: str | None) -> str:  # rule 2
        packed = self._read("ledger/vkey").decode().rstrip("\n")
        line = packed if given is None else given.strip()
        if line != packed:
            self.problems.append("ledger/vkey is not the key that you gave")
        how = CAME_WITH if given is None else "is the one that you gave. Its fingerprint is"
        self.notes.append(f"The key {read_vkey(line)[0]} {how}: {fingerprint(line)}")
        return line

    def _signed(self, vkey: str, trusted: str | None) -> None:  # rule 3, the log's own signature
        name, key_id, kind, public = read_vkey(vkey)
        self.point = read_checkpoint(self._read("ledger/checkpoint"))
        body, origin, size, _, signed = self.point
        mine = [one[2] for one in signed if one[:2] == (name, key_id)]
        if not mine or origin != name or kind != 1:
            raise Problem(f"is not signed by {name}, but by someone else")
        if not all(ed25519_verify(public, one, body.encode()) for one in mine):
            raise Problem(f"has a signature of {name} that fails")
        if trusted is not None and read_checkpoint(trusted.encode())[0] != body:
            raise Problem("is not the checkpoint that you hold")
        self.said.append(f"The checkpoint of {size} entries is signed by {name}.")

    def _witnessed(self, vkey: str) -> None:  # rule 3, the witnesses
        logs, witnesses, groups, quorum = read_policy(self._read("ledger/policy"))
        met: set[str] = set()
        if logs and vkey not in logs:
            raise Problem("does not name the log that signed the checkpoint")
        for witness, (name, key_id, kind, public) in witnesses.items():
            for found in self.point[4]:
                if found[:2] == (name, key_id) and kind != 4:
                    self.notes.append(f"{name} cosigned in a way that is not checked here.")
                elif found[:2] == (name, key_id):
                    at = int.from_bytes(found[2][:8], "big")
                    text = f"cosignature/v1\ntime {at}\n{self.point[0]}".encode()
                    if at >> 34 or not ed25519_verify(public, found[2][8:], text):
                        raise Problem(f"names {name}, whose cosignature fails")
                    when = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(at))
                    self.said.append(f"{name} cosigned the checkpoint at {when}.")
                    met.add(witness)
        self.checked["cosignatures"] = len(met)
        for group, (count, members) in groups.items():
            met.update({group} if len(met.intersection(members)) >= count else ())
        if quorum not in {*met, "none"}:
            raise Problem(f"asks for the quorum {quorum}, and it is not met")
        self.notes.extend([] if met else [UNWITNESSED])

    def _entry(self, where: str, index: int | None, *, disclosed: bool) -> tuple[Json, Json, int]:
        face, proof = self._read(f"{where}/face.json"), self._read(f"{where}/entry.tlog-proof")
        head, _, rest = proof.decode().partition("\n\n")
        found = re.match(rf"c2sp\.org/tlog-proof@v1\nindex ({NUMBER})(?=\n|\Z)", head)
        if not found or not rest.startswith(self.point[0] + "\n"):
            raise Problem("has no proof for this checkpoint")
        number, hashes = int(found.group(1)), [decode64(line) for line in head.split("\n")[2:]]
        root = root_from_proof(face, number, self.point[2], hashes)
        if index not in (None, number) or root != self.point[3]:
            raise Problem("is not in the ledger: its proof fails")
        body = self._read(f"{where}/body.json") if disclosed else b"null"
        sealed = hashlib.sha256(b"holdfast sealed v1\n" + body).hexdigest()
        if disclosed and sealed != get(json.loads(face), "sealed", str):
            raise Problem("has a sealed body that is not the one its face commits to")
        return json.loads(face), json.loads(body), number

    def _made(self) -> None:  # rule 5
        face, body, number = self._entry("proofs/pack", None, disclosed=True)
        tags = get(get(body, "details", dict), "tag_files", dict)
        if get(face, "act", str) != "pack.make" or get(face, "outcome", str) != "done":
            raise Problem("is not the entry of a pack that was made")
        self.used.update(tags := {**tags, PAYLOAD: get(body["details"], "manifest_sha256", str)})
        wrong = [p for p in sorted({*tags, *READABLE}) if self.digests.get(p, "") != tags.get(p)]
        self.problems += [f"{p} is not the one that the ledger says was handed out" for p in wrong]
        said = f"Entry {number} of {get(body, 'at', str)} says that this was handed out."
        self.said.extend([] if wrong else [said])

    def _event(self, told: Json) -> None:  # rule 4
        index, at, shown = get(told, "entry", int), get(told, "at", str), get(told, "body", bool)
        face, body, _ = self._entry(f"proofs/{index}", index, disclosed=shown)
        if shown:
            actor = get(get(body, "actor", dict), "name", str)
            same = actor in get(told, "actor", str) and at == get(body, "at", str)
            self.bodies[index] = body
        else:
            same = at[:10] == get(face, "day", str)
            self.notes.append(f"Entry {index}: only act and day are proven; the body is not here.")
        if not same or get(told, "act", str) != get(face, "act", str):
            raise Problem("is told otherwise in pack.json than in the ledger")
        self.checked["events"] += 1

    def _line(self, path: str, entry: int) -> Json:  # rule 6
        told = json.loads(self._read(path))
        hashes = [decode64(str(one)) for one in get(told, "hashes", list)]
        index, count = get(told, "index", int), get(told, "count", int)
        root = root_from_proof(get(told, "line", str).encode(), index, count, hashes)
        lines = get(self.bodies.get(entry), "lines", dict)
        if (count, root.hex()) != (get(lines, "count", int), get(lines, "root", str)):
            raise Problem(f"needs {path}, which is not a line of entry {entry}")
        return json.loads(told["line"])

    def _item(self, told: Json) -> None:  # rule 6
        for one in get(told, "originals", list):
            path, entry = get(one, "path", str), get(one, "entry", int)
            line = self._line(get(one, "line", str), entry)
            taken = self.bodies[entry].get("act") == "acquisition.take_in"
            if not taken or get(line, "sha256", str) != self.digests.get(path):
                raise Problem(f"names {path}, which is not the file taken in by entry {entry}")
            self.checked["originals"] += 1
        for one in get(told, "custody", list):
            if get(one, "entry", int) in self.bodies and one.get("line") is not None:
                self._line(get(one, "line", str), one["entry"])

    def in_words(self) -> str:
        """Return the answer as a person reads it."""
        counts = ", ".join(f"{count} {what}" for what, count in self.checked.items())
        said = [f"Checked and right: {counts}.", *self.said, *self.notes, LIMITS]
        verdict = "PROVEN" if self.proven else "NOT PROVEN\n\n! " + "\n! ".join(self.problems)
        return verdict + "\n\n- " + "\n- ".join(said) + "\n"


def fingerprint(vkey: str) -> str:
    """Return the SHA-256 of a verifier key line in groups of four, to be compared by ear."""
    return " ".join(re.findall("....", hashlib.sha256(vkey.encode()).hexdigest()))


def verify_pack(folder: Path, *, vkey: Asked = None, trusted_checkpoint: Asked = None) -> Result:
    """Check the pack in `folder` and return the answer."""
    return Result(Path(folder)).check(vkey, trusted_checkpoint)


def main() -> int:
    """Check, print, and return the exit status."""
    parser = argparse.ArgumentParser(description="Check a Holdfast pack, without a network.")
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).parent))
    parser.add_argument("--vkey", help="the agency's verifier key, or a file that holds it")
    parser.add_argument("--checkpoint", help="a file with a checkpoint that you hold")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    asked = parser.parse_args()
    try:
        key = asked.vkey if "+" in (asked.vkey or "+") else Path(asked.vkey).read_text("utf-8")
        held = Path(asked.checkpoint).read_text("utf-8") if asked.checkpoint else None
        _ = held is None or read_checkpoint(held.encode())
    except (OSError, ValueError) as error:
        form = f"{asked.checkpoint or asked.vkey} is not in form"
        parser.error(f"cannot be read: {error}" if isinstance(error, OSError) else form)
    result = verify_pack(asked.folder, vkey=key, trusted_checkpoint=held)
    told = {"proven": result.proven, "problems": result.problems, "checked": result.checked}
    text = json.dumps({**told, "notes": result.notes}) + "\n" if asked.json else result.in_words()
    sys.stdout.write(text.encode("ascii", "backslashreplace").decode())
    return 0 if result.proven else 1


if __name__ == "__main__":
    sys.exit(main())
