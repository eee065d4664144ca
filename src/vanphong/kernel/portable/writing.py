"""Writing the office into a folder, on one snapshot, while the office works on."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.commands import Invalid
from vanphong.kernel.files import store
from vanphong.kernel.files.models import Blob
from vanphong.kernel.journal.models import AuditEntry, Head
from vanphong.kernel.portable.declaring import carried_tables, papers
from vanphong.kernel.portable.values import fields_of, row_as_json, rows_of
from vanphong.lib.spreadsheet.cells import csv_text

FORMAT: Final = "vanphong-export-1"
MANIFEST, DATA, FILES, JOURNAL, EARLIER = "manifest.json", "du-lieu", "tep-khac", "nhat-ky", "nhat-ky-truoc"
BLOBS: Final = f"{DATA}/files.blob.jsonl"
READ_ME: Final = """Đây là toàn bộ dữ liệu của một văn phòng dùng Vanphong.

so/        mỗi sổ một thư mục, mỗi năm một thư mục con: bảng CSV (mở bằng Excel) và tệp của từng văn bản
ho-so/     hồ sơ công việc và mục lục của từng hồ sơ
du-lieu/   mọi bảng dữ liệu, mỗi dòng một đối tượng JSON (UTF-8)
nhat-ky/   nhật ký, mỗi mục nối với mục trước bằng SHA-256
tep-khac/  tệp không nằm trong thư mục nào ở trên (chữ đã đọc, bản có dấu đến, bản để lưu trữ)
manifest.json  SHA-256 của từng tệp; đầu chuỗi nhật ký

Nhập lại vào một máy mới: vanphong import THƯ-MỤC-NÀY. Mật khẩu và khóa đăng nhập không có ở đây.
"""
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_LONGEST_PART: Final = 90


def safe_part(words: str) -> str:
    """Words as one part of a path that every system takes."""
    clean = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", words).replace("/", "-"))
    return " ".join(clean.split()).strip(". ")[:_LONGEST_PART].rstrip(". ") or "khong-ten"


@dataclass(slots=True)
class Folder:
    """The folder being written: each file is known by path, size and digest; each blob by its first place."""

    root: Path
    told: Callable[[str], None]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def _place(self, path: str) -> tuple[str, Path]:
        """The path with safe parts, free also where capitals do not count, and its folder made."""
        parts = [safe_part(part) for part in path.split("/")]
        stem, dot, ending = parts[-1].rpartition(".")
        turn = 1
        while (name := "/".join(parts)).casefold() in self._taken:
            turn += 1
            parts[-1] = f"{stem} ({turn}).{ending}" if dot else f"{ending} ({turn})"
        self._taken.add(name.casefold())
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return name, target

    def lines(self, path: str, rows: Iterator[str]) -> int:
        """Lines of text as they come."""
        name, target = self._place(path)
        digest, size, count = hashlib.sha256(), 0, 0
        with target.open("wb") as out:
            for row in rows:
                content = f"{row}\n".encode()
                digest.update(content)
                size, count = size + len(content), count + 1
                out.write(content)
        self.files[name] = {"sha256": digest.hexdigest(), "size": size}
        self.told(name)
        return count

    def table(self, path: str, titles: list[str], rows: Iterator[list[Any]]) -> None:
        """A list as CSV with the mark by which a spreadsheet knows UTF-8."""
        name, target = self._place(path)
        with target.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(titles)
            for row in rows:
                writer.writerow([csv_text(cell) if isinstance(cell, str) else cell for cell in row])
        self.files[name] = {"sha256": store.digest_of(target), "size": target.stat().st_size}
        self.told(name)

    def blob(self, path: str, blob: Blob) -> str:
        """The bytes of a blob under a name of their own; bytes that are gone or altered are told."""
        name, target = self._place(path)
        digest = hashlib.sha256()
        try:
            with target.open("wb") as out:
                for piece in store.pieces_of(blob):
                    digest.update(piece)
                    out.write(piece)
        except OSError:
            target.unlink(missing_ok=True)
            self.missing.append(blob.pk)
            return ""
        if digest.hexdigest() != blob.pk:
            self.missing.append(blob.pk)
        self.files[name] = {"sha256": digest.hexdigest(), "size": target.stat().st_size}
        self.placed.add(blob.pk)
        self.told(name)
        return name


def export_office(
    target: Path, *, year: int | None = None, told: Callable[[str], None] = lambda name: None
) -> dict[str, Any]:
    """Write the office into an empty folder and answer the manifest; with `year` only that year's papers.

    Everything is read in one REPEATABLE READ transaction: what people write meanwhile is not in it, whole or
    in part. The manifest is written last: a folder without one is unfinished.
    """
    target.mkdir(parents=True, exist_ok=True)
    if any(target.iterdir()):
        raise Invalid(_("Thư mục «{name}» không trống. Đồng chí chọn thư mục mới.").format(name=target.name))
    if connection.in_atomic_block:
        raise RuntimeError("an export needs a transaction of its own")
    out = Folder(target, told)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        made_at = timezone.now()
        for one in sorted(papers, key=lambda p: p.name):
            one.write(out, year)
        counts = {} if year is not None else _whole(out)
        head = Head.objects.get()
    out.lines("DOC-TRUOC.txt", iter(READ_ME.splitlines()))
    manifest = {
        "format": FORMAT,
        "made_at": made_at.isoformat(),
        "version": _version(),
        "year": year,
        "whole": year is None,
        "journal": {"entries": head.seq, "head": bytes(head.hash).hex()},
        "rows": counts,
        "missing": sorted(set(out.missing)),
        "files": out.files,
    }
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1)
    with (target / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _version() -> str:
    try:
        return version("vanphong")
    except PackageNotFoundError:
        return ""


def _whole(out: Folder) -> dict[str, int]:
    """All tables, all bytes they hold, the journal and those of earlier offices."""
    counts: dict[str, int] = {}
    held: set[str] = set()
    for table in carried_tables():
        label, fields = table.model._meta.label_lower, fields_of(table)
        to_blob = [f.attname for f in fields if f.is_relation and f.related_model is Blob]

        def lines(table: Any = table, fields: Any = fields, to_blob: Any = to_blob) -> Iterator[str]:
            for row in rows_of(table):
                held.update(getattr(row, name) for name in to_blob if getattr(row, name))
                yield row_as_json(table, fields, row)

        counts[label] = out.lines(f"{DATA}/{label}.jsonl", lines())
    blobs = Blob.objects.filter(pk__in=held).order_by("pk")
    for blob in blobs.iterator(chunk_size=500):
        if blob.pk not in out.placed and blob.pk not in out.missing:
            out.blob(f"{FILES}/{blob.pk[:2]}/{blob.pk}", blob)
    counts["files.blob"] = out.lines(BLOBS, (_blob_line(blob) for blob in blobs.iterator(chunk_size=500)))
    counts["journal"] = out.lines(f"{JOURNAL}/nhat-ky.jsonl", _journal())
    for path in sorted((Path(settings.VANPHONG_VAR) / EARLIER).glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            out.lines(f"{EARLIER}/{path.name}", (line.rstrip("\n") for line in file))
    return counts


def _blob_line(blob: Blob) -> str:
    body = {
        "media_type": blob.media_type,
        "sha256": blob.pk,
        "size": blob.size,
        "stored_at": blob.stored_at.astimezone(dt.UTC).isoformat(),
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _journal() -> Iterator[str]:
    """Entries as they are sealed: whoever has SHA-256 can show that none was changed."""
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=500):
        body = {
            "seq": entry.seq,
            "at": entry.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "body": entry.body,
            "previous": bytes(entry.previous).hex(),
            "hash": bytes(entry.hash).hex(),
        }
        yield json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
