# SPDX-License-Identifier: Apache-2.0
"""Files in which everything that can leave with a file is planted: built here, byte by byte."""

from __future__ import annotations

import io
import random
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageDraw
from PIL.TiffImagePlugin import IFDRational, ImageFileDirectory_v2

from holdfast.demo.card.flight import PLACES, invent_flight
from holdfast.demo.card.subtitles import cue_texts
from holdfast.demo.card.video import add_user_data, write_video
from holdfast.leaving.boxes import XMP_UUID

if TYPE_CHECKING:
    from pathlib import Path

# As a P4 Multispectral writes them: the end of one repeats the beginning of the other.
DRONE_ID = "cdd7347e50f5a1b2c3d4e5f60718293a"
CAPTURE = f"8a1e6f00-0000-4abc-9def-{DRONE_ID[:12]}"
SERIAL = "0K8TFBK0020618"
CARD_PATH = "DCIM\\100MEDIA\\DJI_0018.JPG"
MARKER = b"PLANTED-MARKER-7Q2Z"


def picture(size: tuple[int, int] = (320, 240), *, seed: int = 3) -> Image.Image:
    """Draw something with edges and noise, so that no two places are alike."""
    randomness = random.Random(seed)  # noqa: S311 - a drawing
    grain = Image.frombytes("RGB", size, randomness.randbytes(3 * size[0] * size[1]))
    image = Image.blend(Image.new("RGB", size, "#667788"), grain, 0.3)
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = randomness.randrange(size[0]), randomness.randrange(size[1])
        colour = tuple(randomness.randrange(256) for _ in range(3))
        draw.rectangle((x, y, x + size[0] // 4, y + size[1] // 5), fill=colour)
    return image


def coded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def xmp_packet() -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'rdf:about="DJI Meta Data" xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/" '
        f'drone-dji:GpsLatitude="-36.8485" drone-dji:DroneID="{DRONE_ID}" '
        f'drone-dji:CaptureUUID="{CAPTURE}" drone-dji:SomethingNew="+1.25"/>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def exif(*, orientation: int = 1, thumbnail: bytes = b"") -> bytes:
    """Build an EXIF block with position, serial, maker note (which repeats it) and a thumbnail."""
    made = Image.Exif()
    made[270], made[271], made[272], made[305] = CARD_PATH, "DJI", "FC6360", "v01.23.4920"
    made[274], made[306], made[315] = orientation, "2026:01:17 10:04:12", "Constable Aroha Ngata"
    inner = made.get_ifd(0x8769)
    inner[42033], inner[36867] = SERIAL, "2026:01:17 10:04:12"
    inner[37500] = b"[ae_dbg_info:" + random.Random(1).randbytes(90) + SERIAL.encode() + b"]"  # noqa: S311 - padding
    place = made.get_ifd(0x8825)
    place[1], place[2] = "S", (IFDRational(36), IFDRational(50), IFDRational(5455, 100))
    place[3], place[4] = "E", (IFDRational(174), IFDRational(45), IFDRational(4826, 100))
    block: bytes = made.tobytes()
    return block if not thumbnail else _with_thumbnail(block, thumbnail)


def _with_thumbnail(block: bytes, thumbnail: bytes) -> bytes:
    """Add a second directory, which points to the thumbnail behind it."""
    tiff = bytearray(block[6:])
    little = tiff[:2] == b"II"
    order = "<" if little else ">"
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    at = len(tiff)
    struct.pack_into(f"{order}I", tiff, first + 2 + 12 * count, at)
    rows = ((0x0103, 3, 6), (0x0201, 4, at + 2 + 36 + 4), (0x0202, 4, len(thumbnail)))
    tiff += struct.pack(f"{order}H", len(rows))
    for tag, kind, value in rows:
        shown = (
            struct.pack(f"{order}HH", value, 0) if kind == 3 else struct.pack(f"{order}I", value)
        )
        tiff += struct.pack(f"{order}HHI", tag, kind, 1) + shown
    return block[:6] + bytes(tiff) + bytes(4) + thumbnail


def mpf(length: int, second_at: int) -> bytes:
    """Index one further picture, `second_at` bytes after the index itself."""
    entries = struct.pack(">IIIHH", 0x20030000, length, 0, 0, 0)
    entries += struct.pack(">IIIHH", 0x010002, length, second_at, 0, 0)
    rows = struct.pack(">HHI4s", 0xB000, 7, 4, b"0100") + struct.pack(">HHII", 0xB001, 4, 1, 2)
    table = 8 + 2 + 3 * 12 + 4
    rows += struct.pack(">HHII", 0xB002, 7, len(entries), table)
    return b"MPF\x00MM\x00*" + struct.pack(">IH", 8, 3) + rows + bytes(4) + entries


def photoshop() -> bytes:
    iptc = b"\x1c\x02\x50" + struct.pack(">H", 11) + b"Photo Jones"
    iptc += b"\x1c\x02\x5a" + struct.pack(">H", 8) + b"Auckland"
    return b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(iptc)) + iptc + b"\x00"


def profile() -> bytes:
    """Give a colour profile that is not sRGB, with a display's private tag in it."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    place = made.find("sRGB".encode("utf-16-be"))
    while place >= 0:
        made[place : place + 8] = "wide".encode("utf-16-be")
        place = made.find("sRGB".encode("utf-16-be"))
    return bytes(made).replace(b"sRGB", b"wide")


def full_jpeg(path: Path, *, orientation: int = 6, image: Image.Image | None = None) -> Path:
    """Write a photograph in which everything is planted."""
    shown = image or picture()
    base = coded(shown, quality=88, icc_profile=profile())
    other = coded(picture(seed=9), quality=70)
    thumbnail = coded(shown.resize((160, 120)), quality=70)
    head, rest = base[:2], base[2:]
    more = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a xmlns='urn:b' c='extended words'/></x:xmpmeta>"
    extended = b"http://ns.adobe.com/xmp/extension/\x00" + b"0" * 32
    extended += struct.pack(">II", len(more), 0) + more
    segments = [
        segment(0xE1, exif(orientation=orientation, thumbnail=thumbnail)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + xmp_packet()),
        segment(0xE1, extended),
        segment(0xED, photoshop()),
        segment(0xFE, b"made at the station by j.smith@police.example"),
        segment(0xE7, b"MAKER\x00" + random.Random(2).randbytes(200)),  # noqa: S311 - a maker's data
    ]
    before = head + b"".join(segments)
    index = mpf(len(other), 0)
    index_at = len(before) + 4 + 4
    total = len(before) + 4 + len(index) + len(rest)
    index = mpf(len(other), total - index_at)
    data = before + segment(0xE2, index) + rest + other + b"TRAILER" + bytes(9) + MARKER
    path.write_bytes(data)
    return path


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def full_png(path: Path) -> Path:
    """Write a PNG with texts, time, EXIF, XMP, a profile, an unknown chunk and a trailer."""
    base = coded(picture(), "PNG", icc_profile=profile())
    after_header = 8 + 25
    packet = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp_packet()
    added = (
        chunk(b"tEXt", b"Author\x00Constable Aroha Ngata")
        + chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"at C:\\Users\\jones\\case.png"))
        + chunk(b"iTXt", packet)
        + chunk(b"eXIf", exif(orientation=3)[6:])
        + chunk(b"tIME", struct.pack(">HBBBBB", 2026, 1, 17, 10, 4, 12))
        + chunk(b"prVt", b"private " + MARKER)
    )
    path.write_bytes(base[:after_header] + added + base[after_header:] + b"behind the end")
    return path


def full_dng(path: Path, *, preview: bytes) -> Path:
    """Write a small DNG whose first directory is a JPEG preview, with serial, XMP and private data."""
    tags = ImageFileDirectory_v2(prefix=b"II")
    values: dict[int, object] = {
        254: 1, 256: 320, 257: 240, 258: (8, 8, 8), 259: 7, 262: 6, 271: "DJI", 272: "FC6360",
        274: 1, 277: 3, 278: 240, 50706: b"\x01\x04\x00\x00", 50735: SERIAL,
        50740: b"DJI private " + SERIAL.encode(),
    }  # fmt: skip
    for tag, value in values.items():
        tags[tag] = value
    tags[700] = xmp_packet()
    tags.tagtype[700] = 1
    tags.tagtype[50740] = 7
    tags[273], tags[279] = 0, len(preview)
    tags.tagtype[273] = tags.tagtype[279] = 4
    path.write_bytes(b"II*\x00" + struct.pack("<I", 8) + tags.tobytes(8) + preview)
    return path


@dataclass(frozen=True, slots=True)
class Track:
    """A track beside picture and sound: its handler, its sample format, its samples."""

    handler: bytes
    code: bytes
    samples: tuple[bytes, ...]


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), name) + body


def _trak(number: int, track: Track, place: int) -> bytes:
    count = len(track.samples)
    sizes = struct.pack(">III", 0, 0, count)
    sizes += b"".join(struct.pack(">I", len(one)) for one in track.samples)
    places, at = b"", place
    for one in track.samples:
        places += struct.pack(">I", at)
        at += len(one)
    entry = struct.pack(">I4s", 16, track.code) + bytes(6) + b"\x00\x01"
    table = box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1), entry),
        box(b"stts", struct.pack(">IIII", 0, 1, count, 1000)),
        box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1, 1)),
        box(b"stsz", sizes),
        box(b"stco", struct.pack(">II", 0, count), places),
    )
    handler = struct.pack(">I4s4s12x", 0, b"\x00\x00\x00\x00", track.handler) + b"DJI meta\x00"
    media = box(
        b"mdia",
        box(b"mdhd", struct.pack(">IIIIIHH", 0, 3_850_000_000, 0, 1000, 1000 * count, 0, 0)),
        box(b"hdlr", handler),
        box(b"minf", box(b"nmhd", bytes(4)), table),
    )
    header = struct.pack(">IIIII4xI", 7, 0, 0, number, 0, 1000 * count) + bytes(60)
    return box(b"trak", box(b"tkhd", header), media)


def _field(number: int, value: bytes) -> bytes:
    return bytes([number << 3 | 2, len(value)]) + value


def djmd_sample() -> bytes:
    """Build a sample as DJI does: schema, serial at 1-1-5, model at 1-1-10."""
    inner = _field(1, b"dvtm_wm265e.proto") + _field(5, SERIAL.encode()) + _field(10, b"M3E")
    return _field(1, _field(1, inner))


def full_video(path: Path) -> Path:
    """Write a recording with captions, user data, djmd, XMP, cover, keys, times and free bytes."""
    start = datetime(2026, 1, 17, 10, 4, 12)  # noqa: DTZ001 - an aircraft's clock has no zone
    flight = invent_flight(random.Random(5), PLACES[0], start)  # noqa: S311 - an invention
    write_video(
        path,
        random.Random(1),  # noqa: S311 - a drawing
        seconds=2,
        size=(320, 180),
        frames_per_second=10,
        created=datetime(2026, 1, 16, 21, 4, 12, tzinfo=UTC),
        label="test",
        cues=cue_texts(flight, dialect="B+", seconds=2, hertz=1),
    )
    add_user_data(path, flight.moment(0), model_code="FC330", serial=SERIAL)
    cover = coded(picture((64, 48)))
    data = box(b"data", struct.pack(">II", 13, 0), cover)
    listed = box(b"meta", bytes(4), box(b"hdlr", bytes(8), b"mdirappl", bytes(9)),
                 box(b"ilst", box(b"covr", data)))  # fmt: skip
    named = box(b"fsid", CARD_PATH.encode())
    into_index(path, [Track(b"meta", b"djmd", (djmd_sample(), djmd_sample()))],
               box(b"udta", listed, named))  # fmt: skip
    with path.open("ab") as file:
        file.write(box(b"uuid", XMP_UUID, xmp_packet()))
        file.write(box(b"free", b"left in an empty box " + MARKER))
    return path


def into_index(path: Path, tracks: list[Track], *more: bytes) -> None:
    """Put tracks and boxes into the index, which stands behind the media in these files."""
    data = path.read_bytes()
    place = data.rfind(b"moov") - 4
    (size,) = struct.unpack_from(">I", data, place)
    samples = b"".join(one for track in tracks for one in track.samples)
    at = place + 8
    built, number = b"", 90
    for track in tracks:
        built += _trak(number, track, at)
        at += sum(map(len, track.samples))
        number += 1
    index = data[place + 8 : place + size] + built + b"".join(more)
    path.write_bytes(
        data[:place] + box(b"mdat", samples) + box(b"moov", index) + data[place + size :]
    )
