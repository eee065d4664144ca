"""How case files are found: by code, by title, by what lies in them."""

from __future__ import annotations

from vanphong.kernel.search.indexing import Findable, SearchSpec, declare_search
from vanphong.lib.text import code_key
from vanphong.modules.records.models import CaseFile


def findable(case_file: CaseFile) -> Findable:
    """Code and title before note and the codes and words of the inventory."""
    lines = [
        " ".join(part for part in (item.reference_code, item.subject, item.issuer) if part)
        for item in case_file.items.order_by("position")
    ]
    body = "\n".join([case_file.note, *lines]).strip()
    return Findable(
        code_key(case_file.code), f"{case_file.code} {case_file.title}", body, case_file.opened_on
    )


CASE_FILE_SEARCH = declare_search(SearchSpec(CaseFile, findable))
