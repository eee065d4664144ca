"""Puts the shipped table of administrative units and agency codes in place of what is there."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from vanphong.lib.text import squeezed

TABLE = Path(__file__).parents[1] / "tables" / "units.json.gz"
UNITS, HEIRS, CODES = "catalogues_adminunit", "catalogues_succession", "catalogues_agencycode"


def load_units(cursor: Any) -> int:
    """Fill the three tables anew; the same rows keep the same ids. Answers how many units there are."""
    content = json.loads(gzip.decompress(TABLE.read_bytes()))
    cursor.execute(f"TRUNCATE {HEIRS}, {UNITS}, {CODES}")
    with cursor.copy(
        f"COPY {UNITS} (id, code, level, full_name, name, parent_id, valid_from, valid_to, folded) FROM STDIN"
    ) as copy:
        for number, code, level, full, name, parent, start, end in content["units"]:
            copy.write_row(
                [number, code, level, full, name, parent, start or None, end or None, squeezed(full)]
            )
    with cursor.copy(f"COPY {HEIRS} (old_id, new_id, partial, certain) FROM STDIN") as copy:
        for old, new, partial, certain in content["successions"]:
            copy.write_row([old, new, bool(partial), bool(certain)])
    with cursor.copy(f"COPY {CODES} (code, q20, name, level, parent) FROM STDIN") as copy:
        for row in content["agencies"]:
            copy.write_row(row)
    # Else the first counts of planner and lists would be guesses.
    cursor.execute(f"ANALYZE {UNITS}, {HEIRS}, {CODES}")
    return len(content["units"])
