"""Files damaged at random – bits turned, cut off, zeroed, doubled – are read or refused with a reason, never more."""

from __future__ import annotations

import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image, ImageDraw
from test_extract import BODY, a_docx, a_pdf

from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.problems import ExtractError

ROUNDS = 40


def an_xlsx(path: Path) -> Path:
    book = Workbook()
    for row in range(20):
        book.active.append(["Số đến", row, BODY])  # type: ignore[union-attr]
    book.save(path)
    return path


def a_text(path: Path) -> Path:
    path.write_text(f"TỈNH ỦY HÀ GIANG\nSố 12-CV/TU\n{BODY}\n" * 20, encoding="utf-8")
    return path


def a_picture(path: Path) -> Path:
    sheet = Image.new("L", (500, 700), 255)
    ImageDraw.Draw(sheet).text((60, 60), "So 12-CV/TU", fill=0)
    sheet.save(path, dpi=(100, 100))
    return path


def damaged(content: bytes, rng: random.Random) -> bytes:
    """`content` with one to four things done to it."""
    body = bytearray(content)
    for _ in range(rng.randrange(1, 5)):
        if len(body) < 16:
            break
        start = rng.randrange(len(body))
        stop = min(len(body), start + rng.randrange(1, 1 + len(body) // 8))
        match rng.randrange(5):
            case 0:
                body[start] ^= 1 << rng.randrange(8)
            case 1:
                del body[start:]
            case 2:
                body[start:stop] = bytes(stop - start)
            case 3:
                body[start:start] = body[start:stop]
            case _:
                body[start:stop] = rng.randbytes(stop - start)
    return bytes(body)


def read_or_refused(path: Path) -> bool:
    """Whether the file was read; anything but a reasoned refusal is raised."""
    try:
        text = extract(path, ocr=False, threads=1)
    except ExtractError as error:
        assert error.problem.message
        return False
    header = read_header(text)
    assert all(0 <= found.confidence <= 1 for found in header.fields.values())
    return True


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "txt", "png", "tif"])
def test_a_damaged_file_is_read_or_refused_with_a_reason(kind: str, tmp_path: Path) -> None:
    makers: dict[str, Callable[[Path], Path]] = {"docx": a_docx, "xlsx": an_xlsx, "pdf": a_pdf, "txt": a_text}
    whole = makers.get(kind, a_picture)(tmp_path / f"whole.{kind}").read_bytes()
    rng = random.Random(f"damage-{kind}")
    for at in range(ROUNDS):
        path = tmp_path / f"{at}.{kind}"
        path.write_bytes(damaged(whole, rng))
        read_or_refused(path)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_office_file_with_a_damaged_part_inside_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    makers: dict[str, Callable[[Path], Path]] = {"docx": a_docx, "xlsx": an_xlsx}
    with zipfile.ZipFile(makers[kind](tmp_path / f"whole.{kind}")) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rng = random.Random(f"inside-{kind}")
    for at in range(ROUNDS):
        spoilt = rng.choice(sorted(parts))
        path = tmp_path / f"{at}.{kind}"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, damaged(content, rng) if name == spoilt else content)
        read_or_refused(path)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_damaged_old_word_file_is_read_or_refused_with_a_reason(tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, a_docx(tmp_path / "whole.docx")], check=True, capture_output=True, timeout=90)
    whole = (tmp_path / "whole.doc").read_bytes()
    rng = random.Random("damage-doc")
    for at in range(4):
        path = tmp_path / f"{at}.doc"
        path.write_bytes(damaged(whole, rng))
        read_or_refused(path)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "doc", "pdf", "txt", "png", "tif", "jpg"])
def test_random_bytes_under_any_name_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    rng = random.Random(f"bytes-{kind}")
    for at, size in enumerate((1, 7, 64, 600, 5000)):
        path = tmp_path / f"{at}.{kind}"
        path.write_bytes(rng.randbytes(size))
        read_or_refused(path)
