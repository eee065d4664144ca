"""`vanphong doctor`: what the machine has, what is missing, and what that costs."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from vanphong.lib.terminal import AsJson, emit

from .environment import embedded, var
from .exits import ExitCode

FREE_BYTES = 2_000_000_000
COLUMNS = {"what": "Mục", "found": "Có", "detail": "Chi tiết"}


@dataclass(frozen=True)
class Check:
    """One thing to look for; without a `needed` one the office cannot run, without another it does less."""

    what: str
    look: Callable[[], str]
    without: str
    needed: bool = False


def doctor(as_json: AsJson = False) -> None:
    """Kiểm tra máy có đủ những thứ cần dùng."""
    rows = list(_examined())
    emit(rows, as_json=as_json, columns=COLUMNS)
    if any(row["needed"] and not row["found"] for row in rows):
        raise typer.Exit(ExitCode.SYSTEM)


def _examined() -> Iterator[dict[str, object]]:
    for check in CHECKS:
        seen = check.look()
        yield {
            "what": check.what,
            "found": bool(seen),
            "needed": check.needed,
            "detail": seen or check.without,
        }


def _program(*names: str) -> Callable[[], str]:
    return lambda: next((path for name in names if (path := shutil.which(name))), "")


def _python() -> str:
    return sys.version.split()[0] if (3, 11) <= sys.version_info < (3, 14) else ""


def _database() -> str:
    if os.environ.get("DATABASE_URL"):
        return "theo DATABASE_URL"
    from vanphong.lib.postgres import binaries

    server = embedded()
    folder = next(binaries.candidates(), None)
    if server is None or folder is None:
        return ""
    state = "đang chạy" if server.is_running() else "không chạy"
    return f"PostgreSQL {binaries.major_version(folder)} kèm theo, {state}"


def _space() -> str:
    folder = next(path for path in (var(), *var().parents) if path.exists())
    free = shutil.disk_usage(folder).free
    return f"còn {free / 1e9:.1f} GB".replace(".", ",") if free > FREE_BYTES else ""


def _recogniser() -> str:
    if importlib.util.find_spec("tesserocr") is None:
        return ""
    package = Path(__file__).parents[2]
    models = sorted(package.rglob("vie.traineddata")) + sorted(
        Path("/usr/share").glob("tesseract-ocr/*/*/vie.*")
    )
    return f"tesserocr, {models[0].name}" if models else ""


def _serif_font() -> str:
    package = Path(__file__).parents[2]
    if own := next(package.rglob("Tinos*.ttf"), None):
        return own.name
    if not shutil.which("fc-match"):
        return ""
    answer = subprocess.run(
        ["fc-match", "-f", "%{family}", "Times New Roman:lang=vi"],
        capture_output=True,
        text=True,
        check=False,
    )
    name = answer.stdout.strip()
    return name if any(known in name for known in ("Liberation Serif", "Tinos", "Times New Roman")) else ""


CHECKS = (
    Check("Python", _python, "Cần Python từ 3.11 đến 3.13.", needed=True),
    Check("Cơ sở dữ liệu", _database, "Chạy lại «make setup», hoặc đặt DATABASE_URL.", needed=True),
    Check("Chỗ trống trên đĩa", _space, "Còn dưới 2 GB; cần dọn bớt trước khi tiếp nhận văn bản."),
    Check("Nhận dạng chữ Việt", _recogniser, "Bản quét không được đọc; vào sổ bằng tay."),
    Check("LibreOffice", _program("soffice", "libreoffice"), "Không xem trước được tệp Word, Excel."),
    Check(
        "Chữ trong tệp .doc cũ",
        _program("catdoc", "antiword"),
        "Tệp .doc vẫn giữ, không tìm theo nội dung được.",
    ),
    Check("Phông chữ văn bản", _serif_font, "Bản in dùng phông khác, dòng có thể ngắt khác bản gốc."),
    Check(
        "Trình duyệt để kiểm thử",
        _program("chromium", "google-chrome"),
        "Kiểm thử trên trình duyệt bị bỏ qua.",
    ),
)
