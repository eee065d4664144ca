"""Makes the shipped table of administrative units: `python -m tools.make_units FOLDER` with the public JSON lines.

FOLDER holds `admin_units.jsonl`, `admin_mergers.jsonl` (thanglequoc/vietnamese-provinces-database, MIT) and
`agency_codes.jsonl` (QuangChuIT/edoc-integrator, public codes).
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from vanphong.lib.text import clean, squeezed

TARGET = Path("src/vanphong/modules/catalogues/tables/units.json.gz")
OLD, NEW, NOW = "2025-06", "2025-07", "2026-05"
LAST_OLD, FIRST_NEW = "2025-06-30", "2025-07-01"
LAST_NEW, FIRST_NOW = "2026-04-29", "2026-04-30"
_KIND = r"(?:phường|xã|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)"
_KIND_FOLDED = r"(?:phuong|xa|thi tran|dac khu)"
NEAR = 0.75
UNKNOWN: list[tuple[str, int, bool]] = []
"""What the decisions name and the table has not under that name."""
_NAMED = re.compile(rf"{_KIND}\s", re.IGNORECASE)
_BRACKET = re.compile(r"\(([^()]*)\)")
_REST = re.compile(r"phần còn lại|một phần|một phần diện tích", re.IGNORECASE)
ALSO = {"tphcm": "ho chi minh", "tp hcm": "ho chi minh", "tp ho chi minh": "ho chi minh"}

Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


class Units:
    """All units with a number each, old and new ones apart."""

    def __init__(self, rows: list[Row]) -> None:
        eras: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            eras[row["era"]].append(row)
        now = {row["code"]: row for row in eras[NOW]}
        new = {row["code"]: row for row in eras[NEW]}
        self.rows: list[list[Any]] = []
        self.old = self._add(eras[OLD], "", LAST_OLD)
        same = [row for row in eras[NEW] if _same(row, now.get(row["code"]))]
        gone = [row for row in eras[NEW] if not _same(row, now.get(row["code"]))]
        made = [row for row in eras[NOW] if not _same(row, new.get(row["code"]))]
        self.new = self._add(
            sorted(same + gone, key=_rank), FIRST_NEW, "", ends={row["code"] for row in gone}
        )
        self.now = dict(self.new) | self._add(sorted(made, key=_rank), FIRST_NOW, "", known=self.new)
        self.changed = [row["code"] for row in made if row["code"] in self.new]

    def _add(
        self,
        rows: list[Row],
        start: str,
        end: str,
        *,
        ends: frozenset[str] | set[str] = frozenset(),
        known: dict[str, int] | None = None,
    ) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in sorted(rows, key=_rank):
            number = len(self.rows) + 1
            parent = found.get(row["parent"]) or (known or {}).get(row["parent"])
            last = LAST_NEW if row["code"] in ends else end
            full = clean(row["full_name"])
            self.rows.append(
                [number, row["code"], row["level"], full, clean(row["name"]), parent, start, last]
            )
            found[row["code"]] = number
        return found


GUESSED: set[tuple[int, int]] = set()
"""Successions no decision tells in so many words: to be confirmed."""
SLIPS = {"00071": "07147"}
"""Codes that are wrong in the table of mergers."""


def _rank(row: Row) -> tuple[int, str]:
    return ("province", "district", "ward").index(row["level"]), row["code"]


def _same(one: Row, other: Row | None) -> bool:
    """Whether nothing changed but how the name is spelt («Hòa», «Hoà»)."""
    return other is not None and (squeezed(one["full_name"]), one["parent"]) == (
        squeezed(other["full_name"]),
        other["parent"],
    )


def mentions(text: str) -> list[tuple[str, str, bool]]:
    """What a decision names: unit, hint in brackets, whether only a part of it."""
    found = []
    partial_from_here = False
    plain = text.replace(" và ", ", ").replace(";", ",")
    depth, start, pieces = 0, 0, []
    for place, letter in enumerate(plain):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            pieces.append(plain[start:place])
            start = place + 1
    pieces.append(plain[start:])
    kind = ""
    for piece in pieces:
        hints = " ".join(_BRACKET.findall(piece))
        bare = _BRACKET.sub(" ", piece)
        if _REST.search(bare):
            partial_from_here = True
        marks = list(_NAMED.finditer(bare))
        name = bare[marks[-1].start() :] if marks else f"{kind} {bare}"
        if marks:
            kind = bare[marks[-1].start() : marks[-1].end()].strip()
        found.append((name, hints, partial_from_here or "còn lại" in hints or "phần" in hints))
    return found


def successions(units: Units, mergers: list[Row]) -> tuple[dict[tuple[int, int], bool], Counter[str]]:
    """(old, new): only a part, for provinces and wards; and how they were found."""
    by = {row[0]: row for row in units.rows}
    told: Counter[str] = Counter()
    found: dict[tuple[int, int], bool] = {}
    heirs = _provinces(by, units, mergers, found)
    wards: dict[tuple[int, str], list[int]] = defaultdict(list)
    province = {}
    for old in units.old.values():
        if by[old][2] == "ward":
            district = by[old][5]
            province[old] = heirs[by[district][5]]
            for key in {squeezed(by[old][3]), squeezed(by[old][4])}:
                wards[province[old], key].append(old)
    for merger in mergers:
        new = units.new[SLIPS.get(merger["code"], merger["code"])]
        if by[new][2] != "ward":
            continue
        _of_ward(by, wards, new, merger, found, told)
    _spelt_otherwise(by, units, province, found, told)
    _left_over(by, units, province, found, told)
    for code in units.changed:
        found[units.new[code], units.now[code]] = False
    return found, told


def _left_over(
    by: dict[int, list[Any]],
    units: Units,
    province: dict[int, int],
    found: dict[tuple[int, int], bool],
    told: Counter[str],
) -> None:
    """Wards no decision names: the one that kept the code or the name, else no more than the province."""
    placed = {old for old, _new in found}
    for code, old in units.old.items():
        if by[old][2] != "ward" or old in placed:
            continue
        new = units.new.get(code, 0)
        name = squeezed(by[old][4])
        same = [n for n in units.new.values() if by[n][5] == province[old] and squeezed(by[n][4]) == name]
        if new and by[new][5] == province[old]:
            heir, how = new, "same code"
        elif len(same) == 1:
            heir, how = same[0], "same name"
        else:
            heir, how = province[old], "province only"
        found[old, heir] = False
        GUESSED.add((old, heir))
        told[how] += 1


def _provinces(
    by: dict[int, list[Any]], units: Units, mergers: list[Row], found: dict[tuple[int, int], bool]
) -> dict[int, int]:
    """Which new province each old one went into."""
    heirs: dict[int, int] = {}
    old_provinces = {squeezed(by[n][4]): n for n in units.old.values() if by[n][2] == "province"}
    for merger in mergers:
        new = units.new[SLIPS.get(merger["code"], merger["code"])]
        if by[new][2] != "province":
            continue
        for name, _hint, _partial in mentions(merger["before"].split(".")[0]):
            if "giữ nguyên" in name:
                continue
            word = squeezed(re.sub(rf"^{_KIND}\s+", "", name.strip(), flags=re.IGNORECASE))
            old = old_provinces.get(ALSO.get(word, word))
            if old is None:
                raise SystemExit(f"unknown province: {name!r}")
            heirs[old] = new
    for code, old in units.old.items():
        if by[old][2] == "province":
            heirs.setdefault(old, units.new.get(code, 0))
            found[old, heirs[old]] = False
    return heirs


def _spelt_otherwise(
    by: dict[int, list[Any]],
    units: Units,
    province: dict[int, int],
    found: dict[tuple[int, int], bool],
    told: Counter[str],
) -> None:
    """Names the decisions write otherwise than the table («Kan Hồ», «Can Hồ»): the one that is nearest."""
    placed = {old for old, _new in found}
    for old in units.old.values():
        if by[old][2] != "ward" or old in placed:
            continue
        name = squeezed(by[old][4])
        near = [
            (SequenceMatcher(None, name, re.sub(rf"^{_KIND_FOLDED}\s+", "", text)).ratio(), new, partial)
            for text, new, partial in UNKNOWN
            if by[new][5] == province[old]
        ]
        ratio, new, partial = max(near, default=(0.0, 0, False))
        if ratio >= NEAR:
            found[old, new] = partial
            GUESSED.add((old, new))
            told["spelt otherwise"] += 1


def _of_ward(
    by: dict[int, list[Any]],
    wards: dict[tuple[int, str], list[int]],
    new: int,
    merger: Row,
    found: dict[tuple[int, int], bool],
    told: Counter[str],
) -> None:
    open_ones, districts = [], Counter[int]()
    for name, hint, partial in mentions(merger["before"]):
        key = (by[new][5], squeezed(name))
        candidates = wards.get(key) or wards.get(
            (by[new][5], squeezed(re.sub(rf"^{_KIND}\s+", "", name.strip(), flags=re.IGNORECASE))), []
        )
        if len(candidates) > 1:
            hinted = [c for c in candidates if squeezed(by[by[c][5]][4]) in squeezed(hint)] if hint else []
            candidates = hinted or candidates
        if len(candidates) == 1:
            found[candidates[0], new] = partial
            districts[by[candidates[0]][5]] += 1
            told["named"] += 1
        elif candidates:
            open_ones.append((candidates, partial))
        else:
            told["not understood"] += 1
            districts_named = [
                old for old in by if by[old][2] == "district" and squeezed(by[old][3]) == squeezed(name)
            ]
            if len(districts_named) == 1:
                found[districts_named[0], new] = partial
            else:
                UNKNOWN.append((squeezed(name), new, partial))
    for candidates, partial in open_ones:
        best = max(candidates, key=lambda c: (districts[by[c][5]], by[c][1] == by[new][1], -c))
        found[best, new] = partial
        told["named, several of that name"] += 1


def main(folder: Path) -> None:
    """Write the table."""
    units = Units(read(folder / "admin_units.jsonl"))
    found, told = successions(units, read(folder / "admin_mergers.jsonl"))
    content = {
        "source": "thanglequoc/vietnamese-provinces-database, MIT",
        "agency_source": "QuangChuIT/edoc-integrator, public codes",
        "units": units.rows,
        "successions": sorted(
            [old, new, int(partial), int((old, new) not in GUESSED)] for (old, new), partial in found.items()
        ),
        "agencies": [
            [row["code"], row["q20"], clean(row["name"]), row["level"], row["parent"]]
            for row in read(folder / "agency_codes.jsonl")
        ],
    }
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    TARGET.write_bytes(gzip.compress(plain, 9, mtime=0))
    print(f"{len(units.rows)} units, {len(found)} successions {dict(told)}, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
