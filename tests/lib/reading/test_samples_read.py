"""The sample documents are read right: number, date and type of those with text, and of six scans."""

from __future__ import annotations

import collections
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.model import Text
from vanphong.lib.reading.ocr import available

SAMPLES = Path(__file__).parents[3] / "samples"
FIELDS = ("reference_code", "issued_on", "type")
SCANS = (
    "scan_0012.pdf", "scan_0013.pdf", "scan_0018.pdf", "scan_0020.png", "fax 03-10-2026 CD09.tif",
    "QD 58 chup dien thoai.pdf",
)  # fmt: skip
Row = dict[str, Any]


def rows() -> list[Row]:
    lines = (SAMPLES / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def path_of(row: Row) -> Path:
    """The file of a row, in whichever Unicode form its name came onto this disk."""
    forms = ("NFC", "NFD")
    return next(p for form in forms if (p := SAMPLES / unicodedata.normalize(form, row["file"])).exists())


def shares_right(wanted: list[Row]) -> dict[str, float]:
    """The share of right values by field; a value where there is none is wrong."""
    right: collections.Counter[str] = collections.Counter()
    for row in wanted:
        header = read_header(Text(extract(path_of(row)).pages, ""))
        for field in FIELDS:
            right[field] += header.value(field) == row[field]
    return {field: right[field] / len(wanted) for field in FIELDS}


def test_number_date_and_type_of_samples_with_text_are_read_right() -> None:
    wanted = [
        row for row in rows() if row["quality"] in ("text", "flow") and not row["file"].endswith(".doc")
    ]
    shares = shares_right(wanted)
    assert len(wanted) >= 35
    assert min(shares.values()) >= 0.97, shares


@pytest.mark.skipif(not available(), reason="no Vietnamese recognition on this machine")
def test_number_date_and_type_of_six_scans_are_read_right() -> None:
    wanted = [row for row in rows() if row["file"] in SCANS]
    shares = shares_right(wanted)
    assert len(wanted) == len(SCANS)
    assert min(shares.values()) >= 0.85, shares
