# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from holdfast.ledger import Checkpoint, Note, Policy, SignatureType, SignedCheckpoint, Signer
from holdfast.ledger.errors import MalformedTextError, PolicyError, SignatureError
from ledger.making import NOW, SIGNER, STRANGER

TEXT = Checkpoint(SIGNER.name, 3, bytes(32)).body()


def witness(number: int) -> Signer:
    kinds = (SignatureType.COSIGNATURE_ED25519, SignatureType.COSIGNATURE_ML_DSA_44)
    return Signer(f"witness.example/w{number}", bytes(31) + bytes([number]), kinds[number % 2])


WITNESSES = [witness(number) for number in range(6)]
LOG = f"log {SIGNER.verifier.vkey}\n"
LINES = "".join(
    f"witness {name} {signer.verifier.vkey}\n"
    for name, signer in zip(("X1", "X2", "X3", "Y1", "Y2", "Y3"), WITNESSES, strict=True)
)
TWO_LEVELS = (
    f"# the policy of the specification's example\n{LOG}\n{LINES}"
    "group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n"
    "group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
)


def checkpoint(*numbers: int, log: Signer = SIGNER) -> SignedCheckpoint:
    signers = [log, *(WITNESSES[number] for number in numbers)]
    return SignedCheckpoint.of(Note(TEXT, tuple(each.sign(TEXT, NOW) for each in signers)))


@pytest.mark.parametrize("present", [(0, 1, 3), (0, 2, 5), (0, 1, 2, 3, 4, 5)])
def test_a_quorum_of_two_levels_is_reached(present: tuple[int, ...]) -> None:
    trusted = Policy.parse(TWO_LEVELS.encode()).evaluate(checkpoint(*present))
    assert trusted.log == SIGNER.verifier
    assert [each.verifier for each in trusted.witnesses] == [
        WITNESSES[number].verifier for number in present
    ]


@pytest.mark.parametrize("present", [(), (0, 1), (3, 4, 5), (0, 3, 4)])
def test_too_few_witnesses_are_not_a_quorum(present: tuple[int, ...]) -> None:
    with pytest.raises(PolicyError, match="quorum"):
        Policy.parse(TWO_LEVELS.encode()).evaluate(checkpoint(*present))


def test_no_quorum_asks_only_for_the_log() -> None:
    policy = Policy.parse(f"{LOG}quorum none\n".encode())
    assert policy.evaluate(checkpoint()).witnesses == ()
    assert policy == Policy.of_log(SIGNER.verifier)


def test_one_witness_can_be_the_quorum() -> None:
    policy = Policy.parse(f"{LOG}{LINES}quorum Y2\n".encode())
    assert policy.evaluate(checkpoint(4))
    with pytest.raises(PolicyError):
        policy.evaluate(checkpoint(3))


def test_a_checkpoint_of_another_key_or_another_log_is_refused() -> None:
    policy = Policy.parse(TWO_LEVELS.encode())
    with pytest.raises(SignatureError, match="not signed by its log"):
        policy.evaluate(checkpoint(0, 1, 3, log=STRANGER))
    other = SignedCheckpoint.of(SIGNER.sign_note(Checkpoint("other", 3, bytes(32)).body(), NOW))
    with pytest.raises(SignatureError, match="does not know"):
        policy.evaluate(other)


def test_a_witness_that_fails_refuses_the_checkpoint_whatever_the_quorum() -> None:
    good = checkpoint(0, 1, 3)
    lines = (*good.note.signatures, WITNESSES[5].sign(TEXT.replace(b"3", b"4"), NOW))
    broken = SignedCheckpoint.of(Note(TEXT, lines))
    with pytest.raises(SignatureError, match="does not verify"):
        Policy.parse(TWO_LEVELS.encode()).evaluate(broken)


def test_urls_tabs_and_names_beyond_ascii_are_taken_as_they_are() -> None:
    text = f"\t log  {SIGNER.verifier.vkey}\thttps://log.example/\n"
    text += f"witness K\u016bmara {WITNESSES[0].verifier.vkey} https://w.example/\n \t\n"
    text += "quorum K\u016bmara\n"
    policy = Policy.parse(text.encode())
    assert policy.urls[SIGNER.verifier] == "https://log.example/"
    assert policy.urls[WITNESSES[0].verifier] == "https://w.example/"
    assert policy.quorum == "K\u016bmara".encode()


def test_thirty_two_of_everything_are_taken() -> None:
    logs = [Signer(f"log.example/{n}", bytes(31) + bytes([n])) for n in range(32)]
    text = "".join(f"log {log.verifier.vkey}\n" for log in logs)
    for number in range(32):
        kind = SignatureType.COSIGNATURE_ED25519
        key = Signer(f"w.example/{number}", bytes(30) + bytes([9, number]), kind)
        text += f"witness w{number} {key.verifier.vkey}\n"
        text += f"group g{number} any w{number}\n"
    policy = Policy.parse(f"{text}quorum g31\n".encode())
    assert (len(policy.logs), len(policy.witnesses), len(policy.groups)) == (32, 32, 32)


@pytest.mark.parametrize(
    "text",
    [
        "",
        LOG,
        "quorum none",
        "quorum none\nquorum none\n",
        "quorum X1\n",
        f"{LINES}quorum X9\n",
        f"{LOG}{LOG}quorum none\n",
        f"{LINES}{LINES}quorum none\n",
        f"{LINES}group X1 any X2\nquorum none\n",
        f"witness none {WITNESSES[0].verifier.vkey}\nquorum none\n",
        f"{LINES}group g any none\nquorum g\n",
        f"{LINES}group g any\nquorum g\n",
        f"{LINES}group g 0 X1\nquorum g\n",
        f"{LINES}group g 3 X1 X2\nquorum g\n",
        f"{LINES}group g 01 X1\nquorum g\n",
        f"{LINES}group g -1 X1\nquorum g\n",
        f"{LINES}group g 1 X1 X1\nquorum g\n",
        f"{LINES}group g any X1\ngroup h any X1\nquorum h\n",
        f"{LINES}group g any g\nquorum g\n",
        f"{LINES}quorum g\ngroup g any X1\n",
        f"log {WITNESSES[0].verifier.vkey}\nquorum none\n",
        f"witness w {SIGNER.verifier.vkey}\nquorum none\n",
        f"{LOG}quorum none\r\n",
        f"{LOG}# a bell \x07\nquorum none\n",
        "log not-a-key\nquorum none\n",
        "sing a-song\nquorum none\n",
        "log\nquorum none\n",
        f"log {SIGNER.verifier.vkey} url another\nquorum none\n",
    ],
)
def test_a_malformed_policy_is_refused_by_name(text: str) -> None:
    with pytest.raises(MalformedTextError):
        Policy.parse(text.encode())


def test_a_key_under_another_name_is_still_the_same_key() -> None:
    again = Signer("another.name", WITNESSES[0].seed, WITNESSES[0].kind)
    text = f"{LINES}witness again {again.verifier.vkey}\nquorum none\n"
    with pytest.raises(MalformedTextError, match="same public key"):
        Policy.parse(text.encode())
