"""How well headers are read: samples, random headers as Word, PDF and scans, and a check of the reader's own.

    python -m tools.bench reading [--only samples,generated] [--seed N] [--show]
    python -m tools.bench reading --registry FILE [--seed N]
    python -m tools.bench reading --party [--count N] [--stages docx,pdf,clean,office,fax] [--keep FOLDER]
    python -m tools.bench reading --check PROGRAM [ARGUMENT ...]

`--registry` names a file of register rows (so, loai, co_quan, trich_yeu), one JSON object a line: each is set
as the header and the end of a document in old and new State layouts, its lines run together, and read back.

`--check` runs a measuring program that calls `vanphong read` itself, and prints what it prints.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parents[2] / "samples"
FIELDS = (
    "family", "superior", "issuer", "reference_code", "number", "notation", "place", "issued_on", "type",
    "subject", "urgency", "signature_block", "signing_capacity", "signer_title", "signer", "recipients",
    "cited", "deadlines",
)  # fmt: skip
# How samples/expected.jsonl tells a file was made, and the group it is counted in.
GROUPS = {
    "text": "text", "flow": "text", "clean": "clean", "sideways": "clean", "office": "office",
    "colour": "office", "upside-down": "office", "fax": "fax", "phone": "phone",
}  # fmt: skip
LEVELS = (("clean", 200), ("office", 160), ("fax", 200), ("phone", 170))
COUNT, SCANS = 200, 20
Row = dict[str, Any]
Pair = tuple[Row, Row]


def read(job: tuple[Path, tuple[int, int] | None]) -> Row:
    """The fields of one file, or of some pages of it, in the form of samples/expected.jsonl."""
    from vanphong.lib.reading.extract import extract
    from vanphong.lib.reading.header import read_header
    from vanphong.lib.reading.model import Text

    path, pages = job
    text = extract(path, threads=1)
    if pages is not None:
        text = Text(tuple(p for p in text.pages if pages[0] <= p.number <= pages[1]), text.media_type)
    header = read_header(text)
    row: Row = {name: _plain(found.value) for name, found in header.fields.items()}
    row["cited"] = [citation.reference_code for citation in header.cited if citation.reference_code]
    row["deadlines"] = sorted({deadline.due_on.isoformat() for deadline in header.deadlines})
    return row


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return list(value) if isinstance(value, tuple) else value


def read_all(jobs: Iterable[tuple[Path, tuple[int, int] | None]], processes: int = 2) -> Iterator[Row]:
    """The rows of many files, in order, some processes side by side."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(read, jobs, chunksize=2)


def form(value: str) -> str:
    """What a comparison of a value looks at: case counts in names of bodies, so it is kept."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def agreement(field: str, row: Row, have: Any) -> float:
    """1.0 for the same value; for the subject and for lists the share of words or items in common (F1)."""
    want = row[field]
    if field == "recipients":
        want, have = _resolved(want, have)
    if isinstance(want, list):
        return _overlap(map(form, want), map(form, have))
    if field == "subject":
        return _overlap(_subject(want), _subject(have))
    # «Ban Tổ chức» with the symbol BTCTW is one body in the country: its full name is right as well.
    same = form(have) in {
        form(want),
        form(row.get("issuer_body") or want) if field == "issuer" else form(want),
    }
    # Posts and marks are printed in capitals and registered in small letters.
    loose = field in ("signature_block", "signing_capacity", "signer_title", "urgency")
    return float(same or (loose and form(want).lower() == form(have).lower()))


def _subject(value: str) -> list[str]:
    """Words without «V/v» and with a small first letter: a register writes neither as printed."""
    text = re.sub(r"^(?:V/v|Về việc)\s+", "", form(value), flags=re.I)
    return (text[:1].lower() + text[1:]).split()


def _resolved(want: list[str], have: list[str]) -> tuple[list[str], list[str]]:
    """«Như trên» is told by the addressees, which samples/ does not list: only what follows is compared."""
    if want[:1] != ["Như trên"]:
        return want, have
    rest = want[1:]
    first = next((at for at, item in enumerate(have) if form(item) in map(form, rest)), 0)
    return rest, have[first:]


def _overlap(left: Iterable[str], right: Iterable[str]) -> float:
    one, two = collections.Counter(left), collections.Counter(right)
    shared = (one & two).total()
    return 2 * shared / (one.total() + two.total()) if shared else 0.0


def score(pairs: Iterable[Pair], *, show: bool = False) -> dict[str, tuple[float, float, int]]:
    """Precision, recall and number of values by field; a wrong value counts against both."""
    right: collections.Counter[str] = collections.Counter()
    found: collections.Counter[str] = collections.Counter()
    wanted: collections.Counter[str] = collections.Counter()
    for want, have in pairs:
        for field in FIELDS:
            wanted[field] += bool(want.get(field))
            found[field] += bool(have.get(field))
            part = 0.0
            if want.get(field) and have.get(field):
                part = agreement(field, want, have[field])
                right[field] += part  # type: ignore[assignment]
            if show and part < 1 and (want.get(field) or have.get(field)):
                print(f"  {want['file']}: {field}: {have.get(field)!r} for {want.get(field)!r}")
    return {
        field: (right[field] / max(found[field], 1), right[field] / wanted[field], wanted[field])
        for field in FIELDS
        if wanted[field]
    }


def table(groups: dict[str, list[Pair]], *, show: bool = False) -> None:
    """One table: a row a field, P/R/F1 a group."""
    scores = {name: score(pairs, show=show) for name, pairs in groups.items()}
    print("| field | " + " | ".join(f"{name} ({len(groups[name])})" for name in scores) + " |")
    print("|---" * (len(scores) + 1) + "|")
    for field in (name for name in FIELDS if any(name in found for found in scores.values())):
        cells = [_cell(found.get(field)) for found in scores.values()]
        print(f"| {field} | " + " | ".join(cells) + " |")
    print()


def _cell(measured: tuple[float, float, int] | None) -> str:
    if measured is None:
        return "-"
    precision, recall, _ = measured
    both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{precision:.3f} / {recall:.3f} / {both:.3f}"


def samples(*, show: bool) -> None:
    """Every document of samples/ against samples/expected.jsonl."""
    lines = (SAMPLES / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = [json.loads(line) for line in lines]
    shared = collections.Counter(row["file"] for row in wanted)
    # Only in a batch do the pages matter: elsewhere a document is its file.
    jobs = [(SAMPLES / row["file"], _span(row) if shared[row["file"]] > 1 else None) for row in wanted]
    groups: dict[str, list[Pair]] = {name: [] for name in dict.fromkeys(GROUPS.values())}
    for row, have in zip(wanted, read_all(jobs), strict=True):
        groups[GROUPS[row["quality"]]].append((row, have))
    print(f"samples/: {len(wanted)} documents; precision / recall / F1")
    table(groups, show=show)


def _span(row: Row) -> tuple[int, int] | None:
    return (row["pages"][0], row["pages"][1]) if row["pages"] else None


def generated(seed: int, *, show: bool) -> None:
    """Random headers as Word files, as PDF, and the first of them as scans of each level."""
    from tools.make_samples.headers import generate
    from tools.make_samples.office import convert

    made = generate(COUNT, seed)
    groups: dict[str, list[Pair]] = {}
    with tempfile.TemporaryDirectory(prefix="vanphong-bench-") as name:
        folder = Path(name)
        words = {f"{at:04d}": content for at, (content, _) in enumerate(made)}
        pdfs = convert(words, "pdf")
        for kind, contents in (("docx", words), ("pdf", pdfs)):
            paths = [_written(folder / f"{stem}.{kind}", contents[stem]) for stem in sorted(contents)]
            wanted = [{"file": path.name, **fields} for path, (_, fields) in zip(paths, made, strict=True)]
            groups[kind] = list(zip(wanted, read_all((path, None) for path in paths), strict=True))
        for level, dpi in LEVELS:
            paths = [_scanned(folder, stem, pdfs[stem], level, dpi) for stem in sorted(pdfs)[:SCANS]]
            wanted = [{"file": path.name, **made[at][1]} for at, path in enumerate(paths)]
            groups[level] = list(zip(wanted, read_all((path, None) for path in paths), strict=True))
    print(f"random headers, seed {seed}; precision / recall / F1")
    table(groups, show=show)


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _scanned(folder: Path, stem: str, pdf: bytes, level: str, dpi: int) -> Path:
    from tools.make_samples import scans

    rng = random.Random(f"{stem}-{level}")
    pages = [scans.EFFECTS[level](page, rng) for page in scans.render(pdf, dpi)]
    return _written(folder / f"{stem}-{level}.pdf", scans.to_pdf(pages, dpi, 70))


def registry(path: Path, seed: int, *, show: bool) -> None:
    """Rows of a register set as running text by old and new layouts, and read back."""
    from tools.bench.registry_headers import headed, rows_of
    from vanphong.lib.reading.header import read_header
    from vanphong.lib.reading.model import Text
    from vanphong.lib.reading.plain import pages_of

    pairs: list[Pair] = []
    for made in headed(rows_of(path), seed):
        header = read_header(Text(pages_of(made.text), "text/plain"))
        have = {name: _loose(name, header.value(name)) for name in made.gold}
        want = {name: _loose(name, value) for name, value in made.gold.items()}
        pairs.append(({"file": made.gold["reference_code"], **want}, have))
    print(f"{path.name}: {len(pairs)} rows, seed {seed}; precision / recall / F1")
    table({"run together": pairs}, show=show)


def _loose(name: str, value: str | None) -> str | None:
    """Case, signs and the place of a tone mark are not compared in names and subjects printed in capitals."""
    if value is None or name not in ("issuer", "subject", "type"):
        return value
    from vanphong.lib.text import normalise_tone_placement

    return " ".join(re.findall(r"\w+", normalise_tone_placement(value).casefold()))


def check(command: list[str]) -> None:
    """Run a measuring program of the reader's own with `vanphong` on its path."""
    shell = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run([sys.executable, *command], check=True, env=shell)


def run(arguments: list[str]) -> None:
    """Print what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench reading", description=__doc__)
    parser.add_argument(
        "--only", default="samples,generated", help="samples, generated, or both with a comma"
    )
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--show", action="store_true", help="list every value that is not right")
    parser.add_argument("--registry", type=Path)
    parser.add_argument("--party", action="store_true", help="Party documents of every level, to scans")
    parser.add_argument("--count", type=int, default=210)
    parser.add_argument("--stages", default="docx,pdf,clean,office,fax")
    parser.add_argument("--keep", type=Path, help="a folder for the files made")
    parser.add_argument("--check", nargs=argparse.REMAINDER, default=[])
    asked = parser.parse_args(arguments)
    if asked.check:
        check(asked.check)
        return
    if asked.registry:
        registry(asked.registry, asked.seed, show=asked.show)
        return
    if asked.party:
        from tools.bench.party_reading import party

        party(asked.count, asked.seed, tuple(asked.stages.split(",")), show=asked.show, keep=asked.keep)
        return
    if "samples" in asked.only:
        samples(show=asked.show)
    if "generated" in asked.only:
        generated(asked.seed, show=asked.show)
