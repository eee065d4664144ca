"""What other modules may use of case files."""

from vanphong.modules.records.commands.closing import complete_case_file, reopen_case_file
from vanphong.modules.records.commands.filing import file_item, file_paper, remove_item, withdraw_object
from vanphong.modules.records.commands.opening import (
    edit_case_file,
    open_case_file,
    share_case_file,
    unshare_case_file,
)
from vanphong.modules.records.commands.planning import (
    PlanImport,
    PlanRow,
    add_plan_entry,
    copy_file_plan,
    import_file_plan,
)
from vanphong.modules.records.models import CaseFile, CaseFileItem, FilePlanEntry
from vanphong.modules.records.policy import ADD
from vanphong.modules.records.queries.case_files import (
    case_files_holding,
    closing_objections,
    inventory,
    lies_in_a_file,
    open_case_files_for,
    sheets_text,
)
from vanphong.modules.records.queries.file_plan import entries_in_use, term_text

__all__ = [
    "ADD",
    "CaseFile",
    "CaseFileItem",
    "FilePlanEntry",
    "PlanImport",
    "PlanRow",
    "add_plan_entry",
    "case_files_holding",
    "closing_objections",
    "complete_case_file",
    "copy_file_plan",
    "edit_case_file",
    "entries_in_use",
    "file_item",
    "file_paper",
    "import_file_plan",
    "inventory",
    "lies_in_a_file",
    "open_case_file",
    "open_case_files_for",
    "remove_item",
    "reopen_case_file",
    "share_case_file",
    "sheets_text",
    "term_text",
    "unshare_case_file",
    "withdraw_object",
]
