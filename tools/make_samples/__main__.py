"""Command: `python -m tools.make_samples [FOLDER]` writes samples/ anew."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tools.make_samples.bad import build_bad
from tools.make_samples.build import build
from tools.make_samples.check import check
from tools.make_samples.model import load_documents
from tools.make_samples.older_book import NAME as OLDER_BOOK
from tools.make_samples.older_book import build_older_book
from tools.make_samples.plan import load_plans

ROOT = Path(__file__).resolve().parents[2]
KEPT = ("README.md",)


def main(folder: Path = ROOT / "samples") -> None:
    """Replace the content of `folder`; nothing is removed before every file has been built."""
    documents, plans = load_documents(), load_plans()
    problems = check(documents, plans)
    if problems:
        sys.exit("\n".join(problems))
    files, rows = build(plans, documents)
    refused = build_bad(documents)
    for old in [*folder.glob("*"), *(folder / "bad").glob("*")]:
        if old.is_file() and old.name not in KEPT:
            old.unlink()
    (folder / "bad").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for name, content in refused.items():
        (folder / "bad" / name).write_bytes(content)
    (folder / "so-cu").mkdir(exist_ok=True)
    (folder / "so-cu" / OLDER_BOOK).write_bytes(build_older_book())
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "expected.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    size = sum(len(content) for content in [*files.values(), *refused.values()])
    print(f"{len(files)} files, {len(refused)} refused files, {len(rows)} documents, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
