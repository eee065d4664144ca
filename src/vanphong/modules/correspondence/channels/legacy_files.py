"""The scans of an older book: which file of a folder belongs to which line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from vanphong.lib.reading.secret_names import level_in_name
from vanphong.lib.text import fold, nfc, words
from vanphong.modules.correspondence.channels.legacy_source import Source
from vanphong.modules.correspondence.commands.intake import refuses_secrets
from vanphong.modules.correspondence.queries.legacy import LegacyRow

_LONGEST_CODE: Final = 8
Tokens = tuple[str, ...]


def tokens_of(text: str) -> Tokens:
    """«123-CV/TU», «123 CV TU» and «123-cv_tu» as the same parts, leading noughts aside."""
    parts = words(fold(nfc(text).replace("_", " ")))
    return tuple(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)


class Scans:
    """Files of a folder and its folders, found by name or by the code in their names."""

    def __init__(self, folder: Path, source: Source) -> None:
        self._named: dict[str, list[Path]] = defaultdict(list)
        self._exact: dict[Tokens, list[Path]] = defaultdict(list)
        self._begins: dict[Tokens, list[Path]] = defaultdict(list)
        for path in _files(folder):
            self._named[fold(nfc(path.name))].append(path)
            self._named[fold(nfc(path.relative_to(folder).as_posix()))].append(path)
            tokens = tokens_of(path.stem)
            self._exact[tokens].append(path)
            for length in range(2, min(len(tokens), _LONGEST_CODE) + 1):
                self._begins[tokens[:length]].append(path)
        self._codes = Counter(
            tokens
            for row in source.rows()
            if not row.values.get("file") and (tokens := tokens_of(_code(row.values)))
        )

    def find(self, row: LegacyRow) -> Path | None:
        """The one file of the line; None without one. What is unclear becomes an error of the line."""
        if row.errors:
            return None
        path = self._by_name(row) if row.file else self._by_code(row)
        if path is not None and refuses_secrets() and level_in_name(path.name) is not None:
            row.errors.append(
                _("Tên tệp ghi dấu mật. Đồng chí không đưa tệp này vào hệ thống, chuyển phòng Cơ yếu.")
            )
            return None
        return path

    def _by_name(self, row: LegacyRow) -> Path | None:
        wanted = fold(nfc(row.file.replace("\\", "/"))).removeprefix("./")
        found = list(
            dict.fromkeys(self._named.get(wanted) or self._named.get(wanted.rpartition("/")[2]) or ())
        )
        if not found:
            row.errors.append(
                _("Không thấy tệp «{name}» trong thư mục. Đồng chí xem lại tên tệp.").format(name=row.file)
            )
            return None
        return self._only(row, found)

    def _by_code(self, row: LegacyRow) -> Path | None:
        tokens = tokens_of(row.reference_code)
        if len(tokens) < 2:
            return None
        found = self._exact.get(tokens) or self._begins.get(tokens) or []
        if found and self._codes[tokens] > 1:
            words = _("{count} dòng cùng số, ký hiệu này. Đồng chí ghi tên tệp của từng dòng vào một cột.")
            row.errors.append(words.format(count=self._codes[tokens]))
            return None
        return self._only(row, found) if found else None

    def _only(self, row: LegacyRow, found: list[Path]) -> Path | None:
        if len(found) == 1:
            return found[0]
        names = ", ".join(path.name for path in found[:4])
        row.errors.append(
            _("Có nhiều tệp hợp với dòng này: {names}. Đồng chí ghi tên tệp vào một cột.").format(names=names)
        )
        return None


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~")):
            yield path


def _code(values: object) -> str:
    held = values if isinstance(values, dict) else {}
    return str(held.get("reference_code") or "") or " ".join(
        str(held.get(name) or "") for name in ("code_number", "code_symbol")
    )
