"""Party documents of every level and type, written by the rules: as Word files, as PDF, and as scans of three levels."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

from tools.bench.reading import Pair, Row, read_all, table
from tools.bench.scan_levels import DPI, LEVELS, scanned

STAGES = ("docx", "pdf", *LEVELS)


def party(count: int, seed: int, stages: tuple[str, ...], *, show: bool, keep: Path | None) -> None:
    """Set `count` documents, take each through `stages`, and print one table; files stay in `keep` if given."""
    from tools.make_samples.docx_writer import to_docx
    from tools.make_samples.office import convert
    from tools.make_samples.party import party_documents

    documents = party_documents(count, seed)
    words = {document.id: to_docx(document) for document in documents}
    wanted = {document.id: _fields(document) for document in documents}
    groups: dict[str, list[Pair]] = {}
    with tempfile.TemporaryDirectory(prefix="vanphong-bench-") as name:
        folder = keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        pdfs = convert(words, "pdf") if set(stages) != {"docx"} else {}
        for stage in stages:
            paths = [_made(folder, stem, stage, words, pdfs) for stem in sorted(words)]
            rows = [{"file": path.name, **wanted[path.name[:10]]} for path in paths]
            groups[stage] = list(zip(rows, read_all((path, None) for path in paths), strict=True))
    print(f"Party documents: {count}, seed {seed}; precision / recall / F1")
    table(groups, show=show)


def _fields(document: Any) -> Row:
    from tools.make_samples.expected import header_fields

    fields = header_fields(document)
    if document.signer_title.startswith("T/M"):
        fields |= {"signing_capacity": document.signer_title, "signer_title": None}
    if document.signer_title.startswith("Q. "):
        capacity = f"{document.signing_capacity or ''} Q.".strip()
        fields |= {"signing_capacity": capacity, "signer_title": document.signer_title.removeprefix("Q. ")}
    return {**fields, "issuer_body": document.issuer_body}


def _made(folder: Path, stem: str, stage: str, words: dict[str, bytes], pdfs: dict[str, bytes]) -> Path:
    if stage in ("docx", "pdf"):
        path = folder / f"{stem}.{stage}"
        path.write_bytes((words if stage == "docx" else pdfs)[stem])
        return path
    from tools.make_samples import scans

    pages = [
        scanned(page, stage, random.Random(f"{stem}-{stage}-{at}"))
        for at, page in enumerate(scans.render(pdfs[stem], DPI))
    ]
    dpi = DPI * 3 // 4 if stage == "fax" else DPI
    path = folder / f"{stem}-{stage}.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(dpi, dpi), compression="tiff_lzw")
    return path
