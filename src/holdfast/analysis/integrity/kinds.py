# SPDX-License-Identifier: Apache-2.0
"""Every kind of finding, with its class, what it means and what it does not mean.

One table, so that the words a court reads are written once. Three classes are kept apart: what is
*damaged*, what is *incomplete*, and what is *unusual but normal*. The kinds here are stable names;
docs/integrity.md explains each, and a test holds that page to this table.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from holdfast.analysis.integrity.report import Finding, Verdict

_DAMAGED: Final = Verdict.DAMAGED
_INCOMPLETE: Final = Verdict.INCOMPLETE
_UNUSUAL: Final = Verdict.UNUSUAL


class Kind(NamedTuple):
    """The class and the two sentences of one kind."""

    verdict: Verdict
    means: str
    does_not_mean: str


KINDS: Final[dict[str, Kind]] = {
    "not_a_recording": Kind(
        Verdict.UNREADABLE,
        "The bytes are not a recording in any format known here, or too little of one is left.",
        "It does not mean that there never was a recording under this name.",
    ),
    "empty": Kind(
        Verdict.UNREADABLE,
        "The file is there and holds no recording.",
        "It does not mean that nothing was recorded: a card that failed or filled up leaves such files.",
    ),
    "no_index": Kind(
        _INCOMPLETE,
        "The recording was never closed or its end is missing, so no player finds the pictures in it.",
        "It does not mean that the pictures are lost: salvage can often find them again.",
    ),
    "cut_off": Kind(
        _INCOMPLETE,
        "The file ends before the recording in it does; what came after is not in this file.",
        "It does not say why: a copy that was broken off and a camera that lost power look alike.",
    ),
    "not_closed": Kind(
        _UNUSUAL,
        "The file carries no mark of its end, as files written as they were received do.",
        "It does not mean that something is missing, nor that nothing is: the file cannot tell.",
    ),
    "shorter_than_declared": Kind(
        _INCOMPLETE,
        "The file says of itself that the recording is longer than what was found in it.",
        "It does not say whether the missing part was ever written.",
    ),
    "longer_than_declared": Kind(
        _UNUSUAL,
        "More was found than the file says of itself; its header was not brought up to date.",
        "It does not mean that something was added: many recorders do so.",
    ),
    "unknown_bytes": Kind(
        _DAMAGED,
        "The file holds bytes that belong to no part of the recording.",
        "It does not mean that any picture is harmed, nor that somebody hid something there.",
    ),
    "padding": Kind(
        _UNUSUAL,
        "The file is filled up with zeros after the recording, as some cameras and cards do.",
        "It does not mean that anything was removed.",
    ),
    "structure_broken": Kind(
        _DAMAGED,
        "The frame in which the recording is packed does not hold together at this place.",
        "It does not tell by itself which pictures are harmed: see the decode errors.",
    ),
    "index_wrong": Kind(
        _DAMAGED,
        "The index of the file and what it points at do not agree.",
        "It does not mean that the pictures themselves are harmed.",
    ),
    "bytes_not_indexed": Kind(
        _UNUSUAL,
        "Part of the recorded data is named by no index entry: padding, a camera's own data, or a "
        "part that was trimmed without being removed.",
        "It does not mean that somebody trimmed it.",
    ),
    "fragment_missing": Kind(
        _INCOMPLETE,
        "The recording is written in numbered fragments, and numbers are missing.",
        "It does not say whether the camera never wrote them or a copy lost them.",
    ),
    "packets_lost": Kind(
        _DAMAGED,
        "The stream counts its packets, and the count jumps: packets are missing.",
        "It does not say where they were lost: radio link, network or copy.",
    ),
    "marked_wrong": Kind(
        _DAMAGED,
        "The stream itself marks these packets as received with errors.",
        "It does not mean that the file was changed after it was received.",
    ),
    "decode_errors": Kind(
        _DAMAGED,
        "What is stored here does not decode: pictures or sound are missing or would be shown wrong.",
        "It does not mean that what decodes before and after is wrong; and a player may hide it.",
    ),
    "starts_inside": Kind(
        _UNUSUAL,
        "The recording begins between two pictures that stand alone, so its first pictures cannot "
        "be shown. Recordings cut from a running stream begin so.",
        "It does not mean that the rest is harmed.",
    ),
    "gap": Kind(
        _INCOMPLETE,
        "The timestamps jump: for this time the stream holds nothing.",
        "It does not say why: the recorder paused, could not keep up, or a part was taken out.",
    ),
    "dropped": Kind(
        _INCOMPLETE,
        "Pictures are missing from a steady cadence.",
        "It does not mean that somebody removed them: an overloaded recorder drops pictures.",
    ),
    "few_dropped": Kind(
        _UNUSUAL,
        "Single pictures are missing from a steady cadence, as happens in many cameras.",
        "It does not mean that somebody removed them.",
    ),
    "clock_jump": Kind(
        _DAMAGED,
        "The timestamps run backwards: the time line of the recording is broken here.",
        "It does not mean that pictures are out of order or missing: a clock was set, or parts joined.",
    ),
    "variable_rate": Kind(
        _UNUSUAL,
        "Pictures come at uneven intervals, as phones, screen recorders and some cameras make them.",
        "It does not mean that pictures are missing. Times are taken from each picture's own stamp.",
    ),
    "frozen": Kind(
        _INCOMPLETE,
        "The picture stands still while the recording runs on, although it changes from picture to "
        "picture before or after: what happened in this time is not shown.",
        "It does not mean that somebody froze it: a stalled sensor or encoder does the same.",
    ),
    "still": Kind(
        _UNUSUAL,
        "The picture does not change for long, and this recording is still at other times too.",
        "It means neither that the camera was frozen nor that it was not: a scene in which nothing "
        "moves, compressed hard, looks the same.",
    ),
    "silent": Kind(
        _UNUSUAL,
        "There is a sound track, and it holds nothing but digital silence from end to end.",
        "It does not mean that it was quiet, nor that sound was removed: a muted microphone does so.",
    ),
    "silence": Kind(
        _INCOMPLETE,
        "The sound falls to digital silence, below what any open microphone gives.",
        "It does not mean that it was quiet, nor that sound was removed: a mute switch does so.",
    ),
    "gated_silence": Kind(
        _UNUSUAL,
        "The sound falls to digital silence again and again, as microphones with a noise gate do.",
        "It does not mean that sound was removed.",
    ),
    "pre_event": Kind(
        _UNUSUAL,
        "Pictures without sound at the beginning: consistent with a pre-event buffer, in which a "
        "camera keeps what it saw before it was started, without sound.",
        "It does not prove that there was such a buffer, and nothing suggests a fault.",
    ),
    "no_times": Kind(
        _UNUSUAL,
        "The stream carries no timestamps, as bare streams do: when something happens in it cannot be "
        "told.",
        "It does not mean that anything is missing.",
    ),
    "long_interval": Kind(
        _UNUSUAL,
        "A recording of variable rate leaves out pictures here, and the picture after it is nearly the "
        "same as before: some recorders write a picture only when something changes.",
        "It proves neither that nothing happened in this time nor that something did.",
    ),
    "hidden": Kind(
        _UNUSUAL,
        "The file holds pictures that it tells players not to show: it was trimmed without being made "
        "anew, or a camera or a program marked its beginning so.",
        "It does not mean that somebody hid them; they are in the file and can be shown.",
    ),
    "no_sound": Kind(
        _UNUSUAL,
        "The file has pictures and no sound track, as many fixed cameras and drones record.",
        "It does not mean that sound was removed; compare with a recording of the same camera.",
    ),
    "sound_missing": Kind(
        _INCOMPLETE,
        "The reference recording of the same camera has sound, and this one has none that can be "
        "heard.",
        "It does not say why: sound may have been switched off.",
    ),
    "no_picture": Kind(
        _UNUSUAL,
        "The file holds sound and no moving picture.",
        "It does not mean that pictures were removed.",
    ),
    "starts_apart": Kind(
        _INCOMPLETE,
        "Pictures and sound do not begin together.",
        "It does not mean that they are out of step afterwards.",
    ),
    "ends_apart": Kind(
        _INCOMPLETE,
        "Pictures and sound do not end together: the shorter one is not whole.",
        "It does not mean that they are out of step before.",
    ),
    "chapter": Kind(
        _UNUSUAL,
        "The camera splits long recordings, and this file looks like one part of several.",
        "It does not mean that the other parts exist, nor that they belong to it.",
    ),
    "unlike_reference": Kind(
        _UNUSUAL,
        "The file is built otherwise than the reference recording of the same model.",
        "It does not prove re-encoding or editing: settings and firmware change such things too.",
    ),
    "no_decoder": Kind(
        _UNUSUAL,
        "The stream is in a form that is not decoded here; only its packets were looked at.",
        "It does not mean that the stream is damaged.",
    ),
}


def found(
    kind: str,
    what: str,
    how: str,
    *,
    from_s: float | None = None,
    to_s: float | None = None,
    stream: int | None = None,
    at_byte: int | None = None,
) -> Finding:
    """Make a finding of a kind, with that kind's class and sentences."""
    entry = KINDS[kind]
    return Finding(
        kind=kind,
        verdict=entry.verdict,
        what=what,
        from_s=None if from_s is None else round(from_s, 3),
        to_s=None if to_s is None else round(to_s, 3),
        how=how,
        means=entry.means,
        does_not_mean=entry.does_not_mean,
        stream=stream,
        at_byte=at_byte,
    )
