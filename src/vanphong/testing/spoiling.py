"""Files gone wrong, from sound ones: the same damage for the same seed."""

from __future__ import annotations

import random

_MARKS = (
    b"/Length",
    b"/Type",
    b"/Count",
    b"obj",
    b"stream",
    b"xref",
    b"PK\x03\x04",
    b"<w:",
    b"Content-",
    b"=?",
    b";",
)


def spoilt(content: bytes, dice: random.Random) -> bytes:
    """The content with one to three kinds of damage: bytes changed, cut off, zeroed, doubled, words broken."""
    hurt = bytearray(content)
    for _ in range(dice.randint(1, 3)):
        if len(hurt) < 8:
            break
        at = dice.randrange(len(hurt))
        match dice.randrange(7):
            case 0:
                for _ in range(dice.choice((1, 5, 60))):
                    hurt[dice.randrange(len(hurt))] = dice.randrange(256)
            case 1:
                del hurt[at:]
            case 2:
                run = min(len(hurt) - at, dice.randint(1, 400))
                hurt[at : at + run] = bytes(run)
            case 3:
                hurt[at:at] = hurt[at : at + dice.randint(1, 2000)]
            case 4:
                del hurt[at : at + dice.randint(1, 300)]
            case 5:
                place = hurt.find(dice.choice(_MARKS), at)
                if place >= 0:
                    hurt[place : place + 4] = dice.choice((b"\xff\xfe\x00\x00", b"9999", b"<<[[", b"%00\r"))
            case _:
                digits = [n for n in range(at, min(at + 3000, len(hurt))) if 48 <= hurt[n] <= 57]
                for place in digits[: dice.randint(1, 3)]:
                    hurt[place] = 57
    return bytes(hurt)
