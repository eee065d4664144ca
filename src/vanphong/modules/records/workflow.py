"""States of a case file and the passages between them."""

from __future__ import annotations

from vanphong.kernel.workflow import workflow
from vanphong.modules.records.models import CaseFile

S = CaseFile.State

CASE_FILE = workflow(CaseFile, {S.OPEN: (S.COMPLETED,), S.COMPLETED: (S.OPEN,)})
