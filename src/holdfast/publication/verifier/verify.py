# SPDX-License-Identifier: Apache-2.0
"""Check a public bundle of Holdfast. Needs Python 3.8 or later and nothing else; no network.

    python3 verify.py [DIR] [--key VKEY] [--against OLDER_CHECKPOINT_FILE] [--json]
It says PROVEN (exit status 0), or names each file, entry or number that fails (1); 2: wrong usage.
What is malformed is a named problem. The rules of counting: docs/formats/public-bundle.md.
1. The checkpoint is signed by the key given, or by the one in the bundle: the answer says which.
2. The entries give its root, every tile and what --against was signed for; days never go back; every
   record is the one its entry names, and none is missing but those for the oversight body.
3. Reports are the newest named; EVERY NUMBER, in page and CSV too, IS COUNTED AGAIN HERE from entries
   and records; so are the flights.
4. Register and overdue reports follow from the records; every other file is as bundle.json lists it.
"""

# ruff: noqa: PLR2004, E401, I001, B905, SLF001, ANN401 - sizes are those of the formats; for Python 3.8; few pages
# fmt: off
from __future__ import annotations
import argparse, base64, csv, hashlib, html, json, os, re, runpy, sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any as Json  # what was parsed, or is made of it

CHECKPOINT = "\\A(([^\0-\x1f]+)\n(0|[1-9][0-9]{0,14})\n(\\S+)\n(?:[^\0-\x1f]+\n)*)\n((?:\u2014 [^+\\s]+ \\S+\n)+)\\Z"
CELL = re.compile(r'data-cell="([^"]*)">([^<]*)<')  # a number on a report's page
WORDS = ("technology", "outcome", "unit", "purpose", "data_class", "role", "approval")
USES = re.compile(r"(acquisition\.take_in|item\.(read|view|process)|pack\.make|search\.run|(use|flight)\.record)\Z")
RECORDED = re.compile(r"(technology|decision|row|incident|toollog|support|report|engagement|isolation)\.|(complaint|request|flight)\.(rec|step|cor|with)")
WITHHELD = ("person.enrol", "person.roles")
ABOUT = ("id", "number", "row", "quarter", "technology", "v")  # the first there is says what it is about
ONCE = ("technology.register", "decision.record", "row.add", "complaint.receive", "request.receive", "flight.record", "engagement.open")
STAGES = ("proposed", "assessed", "trial", "adopted", "suspended", "retired")
COUNTED, KINDS = (("uses", "done"), ("refused", "denied"), ("failed", "failed")), [str] * 8 + [int]
ENDS = {"answered": "answered", "upheld": "answered", "not-upheld": "answered", "transferred": "transferred"}
TOLD = ("id", "name", "kind", "stage", "parent", "ours", "latent", "captures_others", "assessments")
MAPS = ("volume", "by_purpose", "by_data_class", "by_role", "by_approval", "expected", "technologies_by_stage", "people_by_role")
OUR_KEY = "The key came with the bundle. Compare it with the one published elsewhere, or give that with --key: "
PROVEN = ("PROVEN: this is what the agency's ledger says, and the numbers follow from it. It does not mean that nothing "
          "was done outside the ledger, or that a decision was wise.")
Problem = type("Problem", (ValueError,), {})  # a check that failed; its text follows the name of a file
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
def _add(a: Json, b: Json) -> Json:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return x * y % P, z * t % P, y * z % P, x * t % P
def _times(scalar: int, point: Json, total: Json = (0, 1, 1, 0)) -> Json:
    for bit in f"{scalar:b}":
        total = _add(_add(total, total), point) if bit == "1" else _add(total, total)
    return total
def _point(data: bytes) -> Json:
    y, sign = int.from_bytes(data, "little") & ((1 << 255) - 1), data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * pow(2, (P - 1) // 4, P) % P if (x * x - square) % P else x
    x = P - x if x & 1 != sign else x
    return None if y >= P or (x * x - square) % P or x == P else (x, y, 1, x * y % P)
def ed25519_verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether `signature` is good: canonical key, not of small order; no cofactor."""
    base, s = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")), int.from_bytes(signature[32:], "little")
    key = _point(public) if len(public) == 32 and len(signature) == 64 else None
    if key is None or s >= L or _times(8, key)[0] == 0:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    total = _add(_times(s, base), _times(h, (P - key[0], key[1], 1, P - key[3])))
    x, y = (one * pow(total[2], P - 2, P) % P for one in total[:2])
    return int.to_bytes(y | (x & 1) << 255, 32, "little") == signature[:32]
def _signed(data: bytes, vkey: str) -> tuple[str, int, str]:  # origin, size and root that this key has signed
    [(name, key_id, tail)] = re.findall(r"\A([^+\s]+)\+([0-9a-f]{8})\+([\w+/=]+)\Z", vkey, re.ASCII)
    [(body, origin, size, root, signed)] = re.findall(CHECKPOINT, data.decode())
    raw, lines = base64.b64decode(tail, validate=True), [line.split(" ")[1:] for line in signed.split("\n")[:-1]]
    mine = [it[4:] for it in (base64.b64decode(one) for who, one in lines if who == name) if it[:4].hex() == key_id]
    good = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() == key_id and raw[0] == 1 and mine
    if not good or name != origin or not all(ed25519_verify(raw[1:], one, body.encode()) for one in mine):
        raise Problem(f"is not signed by the key {name}+{key_id}")
    return origin, int(size), root
def _tile(level: Json, number: int, width: int) -> str:
    groups = re.findall("...", str(number).zfill(-(-len(str(number)) // 3) * 3))
    return f"log/tile/{level}/{''.join(f'x{it}/' for it in groups[:-1])}{groups[-1]}" + f".p/{width}" * (width < 256)
def _node(level: Json, start: int, stop: int) -> bytes:
    nodes = [level[at : at + 32] for at in range(32 * start, 32 * stop, 32)]
    while len(nodes) > 1:
        nodes = [hashlib.sha256(b"\1" + nodes[at] + nodes[at + 1]).digest() for at in range(0, len(nodes), 2)]
    return bytes(nodes[0])
def _quarter(day: str) -> str:
    return f"{day[:4]}Q{(int(day[5:7]) + 2) // 3}"
def _days(quarter: str) -> tuple[str, str, str]:  # its first and last day, and the day its report is due
    [(year, number)] = re.findall(r"\A([12]\d{3})Q([1-4])\Z", quarter, re.ASCII)
    after = int(year) * 4 + int(number)
    last = date(after // 4, after % 4 * 3 + 1, 1) - timedelta(1)
    return f"{year}-{int(number) * 3 - 2:02d}-01", str(last), str(last + timedelta(30))
def _within(found: Json, span: Json) -> int:  # how many (entry, day, …) are of these days
    return sum(span[0] <= one[1] <= span[1] for one in found)
def _leaves(value: Json, path: str = "", name: str = "") -> Json:  # (path, leaf)s; a list of texts is a leaf
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        value, name = {one.get("id", one.get("unit", str(at))): one for at, one in enumerate(value)}, MAPS[0]
    for key, one in value.items() if isinstance(value, dict) else ():
        yield from _leaves(one, f"{path}[{key}]" if name in MAPS else f"{path}.{key}" if path else key, key)
    yield from () if isinstance(value, dict) else ((path, value),)

class Register:
    """What the records say, up to the end of the day `last`, as it stands at the end of `on`."""

    def __init__(self, records: Json, size: int, last: str, on: str) -> None:
        self.on, self.by = on, {}  # type: str, Json # by: type of record -> what it is about -> records
        for index, day, one in records:
            if index < size and day <= last:
                about = next(one[key]["id"] if isinstance(one[key], dict) else one[key] for key in ABOUT if key in one)
                self.by.setdefault(one["type"], {}).setdefault(about, []).append((index, day, one))
        self.technologies, self.decisions = self._first("technology.register"), self._first("decision.record")
        self.approvals, self.rows, self.confirmed, self.lapsed = {}, {}, {}, []  # type: Json, Json, Json, Json
        for number, (index, day, one) in self.decisions.items():
            self.confirmed[number] = (self._of("decision.confirm", number, index) or [(0, "")])[0][1]
            by = ((one["approval"] or {}).get("confirm_by") or str(date.fromisoformat(day) + timedelta(2)))[:10]
            self.lapsed += [(number, by)] if one["form"] == "oral" and not "" < self.confirmed[number] <= by else []
            if one["approval"] and one["approval"]["id"] not in self.approvals:
                self.approvals[one["approval"]["id"]] = self._approval(number, index, one["approval"])
        for name, (index, _, one) in sorted(self._first("row.add").items()):
            until, under = one["row"]["until"][:10], one["row"]["approval"]
            good = not under or self.approvals.get(under, {}).get("status") == "in force"
            self.rows.update({name: one} if good and not "" < until <= on and not self._of("row.end", name, index) else {})
        them = [one[2] for kind in WITHHELD for one in self._of(kind)]
        self.people = {role: sum(one["gained"].count(role) - one["lost"].count(role) for one in them)
                       for role in {role for one in them for role in one["gained"] + one["lost"]}}
    def _of(self, kind: str, about: Json = None, after: int = -1) -> Json:  # (entry, day, record)s, in order
        known = self.by.get(kind, {})
        found = [it for one in known.values() for it in one] if about is None else known.get(about, [])
        return sorted((it for it in found if it[0] > after), key=lambda it: it[0])
    def _first(self, kind: str) -> Json:  # the record that took each id: a second one changes nothing
        return {about: found[0] for about, found in self.by.get(kind, {}).items()}
    def _approval(self, number: str, index: int, terms: Json) -> Json:
        hits = [(day, it["kind"]) for at, day, it in self.decisions.values() if at > index and terms["id"] in it["affects"]]
        ended = next((day for day, kind in hits if kind == "end"), "")
        begins, until, late = (terms[key][:10] for key in ("from", "until", "confirm_by"))
        late = "" if "" < self.confirmed[number] <= late else late
        paused = [kind for _, kind in hits if kind in ("pause", "resume")][-1:] == ["pause"]
        status = next(words for holds, words in (
            (ended, "ended"), (begins > self.on, "not yet in force"), ("" < late <= self.on, "lapsed, not confirmed"),
            ("" < until <= self.on, "expired"), (paused, "paused"), (True, "in force")) if holds)
        overdue = (hits or [("", "")])[-1][0] < terms["review_on"] < self.on and status in ("in force", "paused")
        return {**terms, "index": index, "status": status, "overdue": overdue, "begins": begins,
                "ends": [day for day in (ended, until, late) if day]}
    def _matters(self, subject: str, span: Json) -> Json:
        found = []
        for number, (index, came, one) in self._first(subject + ".receive").items():
            steps = [(day, it) for _, day, it in self._of(subject + ".step", number, index)]
            ended = next(((day, ENDS[it["step"]]) for day, it in steps if it["step"] in ENDS), ("", ""))
            due = [it["due"] for _, it in ((came, one), *steps) if it.get("due")][-1:] or [""]
            late = "" < due[0] < self.on and not any(it["step"] == "decided" for _, it in steps)
            found.append((number, came, late and not ended[0], *ended))
        closed = {how: _within([it[2:] for it in found if it[4] == how], span) for how in ENDS.values()}
        return {"received": _within(found, span), "open_at_end": sum(not it[3] for it in found),
                "overdue": sum(it[2] for it in found), **closed}
    def _document(self, name: str) -> Json:  # what register.json says of a technology
        index, _, one = self.technologies[name]
        found = {kind: self._of("technology." + kind, name, index) for kind in ("change", "stage", "assess", "advice")}
        says = {**one["technology"], **{key: new for _, _, it in found["change"] for key, new in it["fields"].items() if key != "id"}}
        found["test"] = self._of("isolation.record", name, index)
        rows = [(key, it["row"]["kind"], it) for key, it in self.rows.items() if it["row"]["technology"] in ("", name)]
        permits, bans = ({key: it["sentence"] for key, what, it in rows if what == kind} for kind in ("permit", "ban"))
        mine = {key: it for key, it in self.approvals.items() if it["technology"] == name}
        return {**says, "stage": (["proposed"] + [it["to"] for _, _, it in found["stage"]])[-1], "rows_in_force": permits,
                "bans_in_force": bans, "assessments": sorted({it["kind"] for _, _, it in found["assess"]}),
                "network_tests": {it["test"]: it["verdict"] for _, _, it in found["test"]},
                "approvals": {key: it["status"] for key, it in mine.items()},
                "records": [index, *sorted(it[0] for all_ in found.values() for it in all_)],
                "decisions": [number for number, (at, _, one) in self.decisions.items()
                              if name in (one["technology"], (one["approval"] or {}).get("technology"))
                              or any(mine.get(key, {"index": at})["index"] < at for key in one["affects"])]}
    def _count(self, name: str, sums: Json, span: Json, held: Json) -> Json:  # what a report says of a technology
        index, says, expected = self.technologies[name][0], self._document(name), {}  # type: int, Json, Json
        done = [one for one in sums if one[0][:2] == (name, "done")]
        by = {key: {word: sum(it[2 if at == 2 else 1] for it in done if it[0][at] == word) for word in
                    {it[0][at] for it in done if at > 2 or it[2]}} for at, key in enumerate(MAPS[:5], 2)}
        mine = sorted((key, it) for key, it in self.approvals.items() if it["technology"] == name)
        stood = [it for it in mine if it[1]["begins"] <= self.on and all(end >= span[0] for end in it[1]["ends"])]
        standing = [one for one in mine if one[1]["status"] == "in force"]
        for unit, many in (pair for _, it in standing or stood for pair in it["expected"].items()):
            expected[unit] = expected.get(unit, 0) + many
        both = [(unit, expected.get(unit), by["volume"].get(unit, 0)) for unit in sorted({*expected, *by["volume"]})]
        drift = [(unit, many, actual, actual * 100 // many if many else None) for unit, many, actual in both]
        roles = {role for key in says["rows_in_force"] for role in self.rows[key]["row"]["roles"]}
        advice, about = self._of("technology.advice", name, index)[::-1], says["decisions"]
        came, incidents = self._first("complaint.receive"), self._of("incident.record", None, index)
        return {
            **{key: says[key] for key in TOLD}, **by, "expected": expected,
            **{key: sum(one[1] for one in sums if one[0][:2] == (name, outcome)) for key, outcome in COUNTED},
            "drift": [dict(zip(("unit", "expected", "actual", "percent"), it)) for it in drift],
            **{key: [*says[key]] for key in ("rows_in_force", "bans_in_force")},
            "people_with_access": held(f"technologies[{name}].people_with_access", roles),
            "trials": [key for key, it in stood if it["kind"] == "trial"], "approvals_in_force": [*dict(standing)],
            "decisions": [key for key in about if _within([self.decisions[key]], span)],
            "oral_unconfirmed": [k for k in about if self.decisions[k][2]["form"] == "oral" and not self.confirmed[k]],
            "complaints": _within([it for it in came.values() if it[2]["technology"] == name], span),
            "incidents": _within([it for it in incidents if it[2]["technology"] == name], span),
            "advice_asked": _within({it[2]["number"]: it for it in advice}.values(), span),
            "advice_answered": _within({it[2]["number"]: it for it in advice if it[2]["answered_on"]}.values(), span),
            "reviews_overdue": [key for key, it in mine if it["overdue"]],
            "log_handed_in": [{key: it[2][key] for key in ("from", "to", "only_theirs", "only_ours")}
                              for it in self._of("toollog.take_in", name, index) if _within([it], span)]}
    def _report(self, tally: Json, span: Json, people: Json, smallest: int, ground: str) -> Json:
        sums, withheld = [(words, *two) for words, two in tally[2].items()], []  # type: Json, Json
        def held(cell: str, roles: Json) -> Json:  # a count of people, withheld when one role is small
            counts = [people.get(role, 0) for role in roles]
            small = any(many is None or 0 < many < smallest for many in counts)
            return withheld.append({"cell": cell, "ground": ground}) if small else sum(counts)
        technologies = [self._count(name, sums, span, held) for name in sorted(self.technologies)]
        decided = [one[2]["form"] for one in self.decisions.values() if _within([one], span)]
        flags = [one[2]["uses"] for one in self._of("support.withdraw") if _within([one], span)]
        return {"technologies": technologies, "totals": {
            **{key: sum(one[1] for one in sums if one[0][1] == outcome) for key, outcome in COUNTED},
            "entries": tally[1], "withdrawn_supports": len(flags), "uses_flagged": sum(flags),
            "not_on_register": sum(one[1] for one in sums if one[0][0] not in self.technologies),
            "decisions": {"written": decided.count("written"), "oral": decided.count("oral"),
                          "expired_oral": _within(self.lapsed, (span[0], self.on))},
            "incidents": _within(self._of("incident.record"), span), **{f"{it}s": self._matters(it, span) for it in ("complaint", "request")},
            "technologies_by_stage": {one: sum(it["stage"] == one for it in technologies) for one in STAGES},
            "people_by_role": {role: held(f"totals.people_by_role[{role}]", {role}) for role in sorted(people)},
        }, "withheld": withheld}

class Check:
    """The answer, and the check that makes it: problems, what holds (said), what to know (notes)."""

    def __init__(self, folder: Path, key: str, against: bytes) -> None:
        self.folder, self.where, self.used, self.files = folder, "The folder", {"bundle.json"}, set()  # type: Json, str, Json, Json
        self.said, self.notes, self.problems, self.records, self.named = [], [], [], [], []  # type: Json, Json, Json, Json, Json
        self.levels, self.days, self.tallies, self.recomputed, self.resting = [bytearray()], [("", 0)], {}, 0, 0  # type: Json, Json, Json, int, int
        try:
            self._check(key, against)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, SyntaxError, OSError) as error:
            what = "cannot be read" if isinstance(error, OSError) else "is not in form"
            self.problems.append(f"{self.where} {error if isinstance(error, Problem) else what}")
    def _read(self, path: str) -> bytes:
        self.where = path
        self.used.add(path)
        if path not in self.files:
            raise Problem("is missing")
        return Path(self.folder, path).read_bytes()
    def _sha(self, path: str) -> str:
        return hashlib.sha256(self._read(path)).hexdigest()
    def _check(self, key: str, against: bytes) -> None:
        for file in (Path(here, name) for here, folders, names in os.walk(str(self.folder)) for name in names + folders):
            if file.is_symlink() or not (file.is_file() or file.is_dir()) or file.stat().st_size > 64 << 20:
                raise Problem(f"holds {file.name}, which is no plain file or too large")
            self.files.update([file.relative_to(self.folder).as_posix()] if file.is_file() else [])
        packed = self._read("log/vkey").decode()
        if packed != (key or packed).strip() + "\n":
            raise Problem("is not the key that you gave" if key else "is not in form")
        self.notes.append("The key is the one you gave." if key else OUR_KEY + packed[:-1])
        head, told = _signed(self._read("log/checkpoint"), packed[:-1]), json.loads(self._read("bundle.json"))
        if (told["v"], told["origin"], told["size"]) != (1, *head[:2]) or told["audience"] not in ("public", "oversight"):
            raise Problem("is not about this checkpoint: it is being written, or was changed")
        self.tallies = {it: [json.loads(self._read(f"reports/{it}/report.json"))["closing"]["size"], 0, {}] for it in told["reports"]}
        self._tree(head)
        for self.where in ["THE OLDER CHECKPOINT"] if against else []:  # what follows is about it
            older = _signed(against, packed[:-1])
            if older[1] > head[1] or self._root(older[1]) != older[2]:
                raise Problem(f"of {older[1]} entries is not the beginning of this history, which was REWRITTEN or cut")
            self.said.append(f"The {older[1]} entries of the older checkpoint are the beginning of these.")
        for index, day, act, digest in self.named:
            path = f"records/{index:07d}.json"
            if path in self.files or act not in WITHHELD or told["audience"] != "public":
                one = json.loads(self._read(path))
                if (one["type"], self._sha(path)) != (act, digest) or one["audience"] not in ("public", told["audience"]):
                    raise Problem(f"is not the record that entry {index} names, or is for the oversight body only")
                self.records.append((index, day, one))
        self._rest(told, head, len(self.named) - len(self.records))
    def _entries(self, size: int) -> None:
        tally: Json = (0,)
        for number in range(-(-size // 256)):
            data, at = self._read(_tile("entries", number, min(256, size - 256 * number))), 0
            for index in range(256 * number, min(256 * number + 256, size)):
                stop = at + 2 + (data[at] << 8 | data[at + 1])
                self.levels[0] += hashlib.sha256(b"\0" + data[at + 2 : stop]).digest()
                face, at = json.loads(data[at + 2 : stop]), stop
                words, act, day = tuple(face[key] for key in WORDS), face["act"], face["day"]
                if [*map(type, (*words, act, face["count"]))] != KINDS or face["count"] < 0 or day < self.days[-1][0]:
                    raise Problem(f"holds entry {index}, which is not in form, or whose day goes back ({day})")
                if day != self.days[-1][0]:
                    self.days.append((str(date.fromisoformat(day)), index))
                    tally = self.tallies.get(_quarter(day), (0, 0))
                if "published" in face:
                    self.named.append((index, day, act, face["published"]))
                elif RECORDED.match(act) and face["outcome"] == "done":
                    raise Problem(f"holds entry {index}, {act}, which names no record")
                if index < tally[0]:
                    tally[1] += 1
                    two = tally[2].setdefault(words, [0, 0]) if USES.match(act) else [0, 0]
                    two[:] = two[0] + 1, two[1] + face["count"]
                    if act == "flight.record":  # a flight, beside its minutes
                        tally[2].setdefault((*words[:2], "flights", *words[3:]), [0, 0])[1] += 1
            if at != len(data):
                raise Problem("does not hold its entries and no more")
    def _tree(self, head: Json) -> None:
        self._entries(head[1])
        while len(self.levels[-1]) >= 8192:  # 256 hashes of 32 bytes
            level = self.levels[-1]
            self.levels.append(b"".join(_node(level, at, at + 256) for at in range(0, len(level) // 32 - 255, 256)))
        for height, level in enumerate(self.levels):
            for at in range(0, len(level), 8192):
                if self._read(_tile(height, at // 8192, min(256, (len(level) - at) // 32))) != level[at : at + 8192]:
                    raise Problem(f"is not what the entries from {at // 32 << 8 * height} on give: one was changed")
        if self._root(head[1]) != head[2]:
            raise Problem("is not what log/checkpoint was signed for")
        self.said.append(f"The {head[1]} entries are those that the checkpoint was signed for.")
    def _root(self, size: int) -> str:
        found, rest = b"", size
        for height in (at for at in range(63) if size >> at & 1):
            rest -= 1 << height
            at = rest >> height << height % 8
            one = _node(self.levels[height // 8], at, at + (1 << height % 8))
            found = hashlib.sha256(b"\1" + one + found).digest() if found else one
        return base64.b64encode(found or hashlib.sha256(b"").digest()).decode()
    def _rest(self, told: Json, head: Json, withheld: int) -> None:
        register, made_on = Register(self.records, head[1], "9999", told["made_on"]), told["made_on"]
        self.problems += [f"records/{found[1][0]:07d}.json takes the id {about} a second time" for kind in ONCE
                          for about, found in register.by.get(kind, {}).items() if len(found) > 1]
        newest = {one["quarter"]: (index, day, one) for index, day, one in register._of("report.make")}
        final = [one["quarter"] for _, _, one in register._of("report.make") if not one["provisional"]]
        began = min([it[1] for kind in ONCE[:2] for it in register._of(kind)] or [made_on])
        late, first, last = [], *(date.fromisoformat(day).toordinal() for day in (began, made_on))  # type: Json, int, int
        for quarter in sorted({_quarter(str(date.fromordinal(one))) for one in range(first, last)}):
            days = last - date.fromisoformat(_days(quarter)[2]).toordinal()
            late += [{"quarter": quarter, "days": days}] if days > 0 and quarter not in final else []
        self._same("bundle.json", told, {**told, "reports": sorted(newest), "overdue": late,
                                         "withheld": {**told["withheld"], "records": withheld}})
        if made_on < self.days[-1][0] or bool(withheld) != bool(told["withheld"]["ground"]):
            self.problems.append("bundle.json is dated before its last entry, or gives no ground for what is withheld")
        for quarter, one in newest.items():
            self._report(quarter, one, head[0], withheld)
        if "flights.json" in told["files"] or any(one["type"] == "flight.record" for _, _, one in self.records):
            runpy.run_path(str(Path(__file__).with_name("verify_flights.py")))["add_flights"](self, told)
        self._same("register.json", json.loads(self._read("register.json")), {
            "v": 1, "agency": told["agency"], "as_of": made_on, "size": head[1],
            "technologies": [register._document(name) for name in sorted(register.technologies)]})
        self.problems += [f"{path} is no file that bundle.json lists, or not as it lists it" for path in sorted(
            {*told["files"], *self.files} - (self.used - {*told["files"]})) if self._sha(path) != told["files"].get(path)]
        self.said.append(f"{len(self.records)} records are as named; {self.recomputed} numbers were counted again and are right.")
        self.notes.append(f"{withheld} records are withheld ({told['withheld']['ground'] or 'none'}). {self.resting} "
                          "numbers, of people who hold a role, rest on them: only the oversight body can count these.")
    def _report(self, quarter: str, made: Json, origin: str, withheld: int) -> None:
        (index, day, record), span, base = made, _days(quarter), f"reports/{quarter}/"
        named = {"report.json": record["report_sha256"], **record["files_sha256"]}
        self.problems += [f"{base}{name} is not the one that entry {index} names, the newest"
                          for name, digest in named.items() if self._sha(base + name) != digest]
        sizes = {"opening": record["opening_size"], "closing": record["closing_size"]}
        for name, audience in (("report", "public"), ("full", "oversight"))[: 1 + (base + "full.json" in self.files)]:
            told = json.loads(self._read(f"{base}{name}.json"))
            made_on, size, smallest = told["made_on"], sizes["closing"], told["smallest_cell"]
            register = Register(self.records, size, span[1], min(made_on, span[1]))
            people = told["totals"]["people_by_role"] if withheld else register.people
            if not size <= index or not made_on <= day or any(
                    (first < size and it > made_on) or (first < sizes["opening"] and it >= span[0]) for it, first in self.days):
                self.problems.append(f"{base}{name}.json is dated, or begins or ends, where it cannot")
            leaves = self._same(f"{base}{name}.json", told, {
                "v": 1, "audience": audience, "agency": told["agency"], "origin": origin, "quarter": quarter,
                "from": span[0], "to": span[1], "due_on": span[2], "made_on": made_on, "days": "UTC",
                "provisional": made_on <= span[1], "smallest_cell": smallest, "ground": told["ground"],
                **{key: {"size": one, "root": self._root(one)} for key, one in sizes.items()}, **register._report(
                    self.tallies[quarter], span, people, smallest if name == "report" else 0, told["ground"])})
            cells = {(path, ("withheld" if "people_" in path else "not stated") if it is None else
                      str(len(it) if isinstance(it, list) else it)) for path, it in leaves.items()
                     if path[:4] in ("tech", "tota") and (it is None or type(it) in (int, list))}
            held = len([path for path, _ in cells if withheld and "people_" in path])
            self.recomputed, self.resting = self.recomputed + len(cells) - held, self.resting + held
            for path in {base + name + ".csv", base + name + ".html"} & self.files:
                text = self._read(path).decode("utf-8-sig")
                rows = csv.reader(text.split("\r\n")[1:]) if path.endswith("csv") else CELL.findall(text)
                shown = {(html.unescape(row[0]), row[1].replace(",", "")) for row in rows if row}
                self.problems += [f"{path} shows other numbers: {sorted(shown ^ cells)[:2]}"] if shown != cells else []
    def _same(self, where: str, told: Json, ours: Json) -> Json:
        one, two = dict(_leaves(told)), dict(_leaves(ours))
        pairs = [(path, *(json.dumps(it.get(path, "nothing"))[:90] for it in (one, two))) for path in sorted({*one, *two})]
        wrong = [f"{where} says {said} for {path}; the ledger gives {found}" for path, said, found in pairs if said != found]
        same = wrong or json.dumps(told, sort_keys=True) == json.dumps(ours, sort_keys=True)
        self.problems += wrong if same else [f"{where} says something twice, or out of order"]
        return two
    def in_words(self) -> str:
        """Return the answer as a person reads it."""
        verdict = "\n! ".join(["NOT PROVEN", *self.problems]) if self.problems else PROVEN
        return verdict + "\n\n- " + "\n- ".join(self.said + self.notes) + "\n"

def main() -> int:
    """Check, print, and return the exit status."""
    parser = argparse.ArgumentParser(description="Check a public bundle of Holdfast, without a network.")
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).parent))
    parser.add_argument("--key", default="", help="the agency's verifier key, as it is published elsewhere")
    parser.add_argument("--against", metavar="FILE", help="a checkpoint that you were shown earlier")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    asked = parser.parse_args()
    try:
        found = Check(asked.folder, asked.key, Path(asked.against).read_bytes() if asked.against else b"")
    except OSError as error:
        parser.error(f"cannot be read: {error}")
    told = {"proven": not found.problems, "problems": found.problems, "recomputed": found.recomputed,
            "withheld": found.resting, "notes": found.said + found.notes}
    sys.stdout.write((json.dumps(told) + "\n" if asked.json else found.in_words()).encode("ascii", "replace").decode())
    return 1 if found.problems else 0
if __name__ == "__main__":
    sys.exit(main())
