"""Clean drafts and defects of the bench, for the tests of appraisal."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools.bench.drafts.clean import DAYS, drafts  # noqa: E402
from tools.bench.drafts.measuring import FOLLOWING, planted  # noqa: E402
from tools.bench.drafts.planting import DEFECTS, Defect  # noqa: E402
from tools.make_samples.docx_writer import to_docx  # noqa: E402
from tools.make_samples.model import Document  # noqa: E402
from vanphong.lib.appraisal import Report, appraise  # noqa: E402
from vanphong.lib.appraisal.model import ProfileName  # noqa: E402

__all__ = ["DAYS", "DEFECTS", "FOLLOWING", "Defect", "appraised", "clean", "planted", "spoilt", "to_docx"]

EACH = [(profile, defect) for profile in DAYS for defect in DEFECTS if profile in defect.profiles]


@cache
def clean(profile: ProfileName, seed: int = 3) -> list[Document]:
    """One document of every type, and more."""
    return list(drafts(profile, 42, seed))


def spoilt(profile: ProfileName, defect: Defect, skip: int = 0) -> bytes:
    """The first document (after `skip`) that the defect applies to, with it."""
    documents = clean(profile)
    for document in documents[skip:] + documents[:skip]:
        content, done = planted(document, [defect])
        if done:
            return content
    raise AssertionError(f"{defect.name} applies to no document")


def appraised(path: Path, content: bytes, profile: ProfileName) -> Report:
    path.write_bytes(content)
    return appraise(path, profile, today=DAYS[profile])
