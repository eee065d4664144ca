"""Actions: what can be done to records, declared once; screens, API and command line are made from it."""

from vanphong.kernel.actions.action import (
    Action,
    actions,
    actions_on,
    check_offered,
    declare_action,
    run_action,
)
from vanphong.kernel.actions.forms import (
    CommandForm,
    DayField,
    RecordField,
    RecordsField,
    form_errors,
)

__all__ = [
    "Action",
    "CommandForm",
    "DayField",
    "RecordField",
    "RecordsField",
    "actions",
    "actions_on",
    "check_offered",
    "declare_action",
    "form_errors",
    "run_action",
]
