"""Which document becomes which file, and how it was scanned."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools.make_samples.model import HERE


@dataclass(frozen=True, slots=True)
class Plan:
    """One file of samples/: its name, the documents in it and the way they were made.

    `form` is pdf, typst, docx, doc, or scan (a PDF of images), jpg, png, tif.
    """

    name: str
    documents: tuple[str, ...]
    form: str
    effect: str = "clean"
    dpi: int = 200
    quality: int = 40
    signed: bool = False
    """Seal and signature are drawn over the signature block."""
    nfd: bool = False
    """The file name is written in decomposed Unicode."""

    @property
    def is_scan(self) -> bool:
        return self.form in ("scan", "jpg", "png", "tif")


def load_plans(path: Path = HERE / "files.toml") -> list[Plan]:
    """All planned files in the order in which they are written."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["file"]
    return [Plan(**{**row, "documents": tuple(row["documents"])}) for row in rows]
