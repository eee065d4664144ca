"""Damage within a file's parts ends in findings or in a refusal in words, never in a crash."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

import pytest
from planted import DAYS, clean, to_docx

from vanphong.lib.appraisal import appraise, fix
from vanphong.lib.reading.problems import ExtractError

VALUES = ("", "-1", "x", "99999999999", "1.5", "50%", "nil")


def damaged(content: bytes, dice: random.Random) -> bytes:
    """One part with values that mean nothing, or with elements lost."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        part = dice.choice(["word/document.xml", "word/styles.xml"])
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                text = dice.choice((_spoil_values, _lose_elements))(text.decode(), dice).encode()
            new.writestr(name, text)
    return out.getvalue()


def _spoil_values(text: str, dice: random.Random) -> str:
    def spoil(match: re.Match[str]) -> str:
        return match[0] if dice.random() > 0.15 else f'{match[1]}="{dice.choice(VALUES)}"'

    return re.sub(r'(w:(?:val|w|left|right|top|line|before|after|firstLine|sz|ilvl))="[^"]*"', spoil, text)


def _lose_elements(text: str, dice: random.Random) -> str:
    whole = r"(?s)<w:(pPr|rPr|tcPr|tr|tbl|sectPr|r)\b(?:(?!<w:\1\b).)*?</w:\1>"
    return re.sub(whole, lambda match: "" if dice.random() < 0.15 else match[0], text)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_part_ends_in_findings_or_a_refusal(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    path, out = tmp_path / "a.docx", tmp_path / "b.docx"
    path.write_bytes(damaged(to_docx(dice.choice(clean("party-2026"))), dice))
    today = DAYS["party-2026"]
    try:
        report = appraise(path, today=today)
        fix(path, out, report.profile, today=today)
    except ExtractError as error:
        assert error.problem.message
        # A parser's refusal of what it cannot read, not a fault of ours.
        assert not isinstance(error.__cause__, AttributeError | TypeError | IndexError)
    else:
        assert appraise(out, report.profile, today=today).rules == report.rules
