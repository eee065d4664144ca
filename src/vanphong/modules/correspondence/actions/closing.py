"""Concluding, filing, keeping, reopening; slips taken back or returned."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.actions.declaring import act
from vanphong.modules.correspondence.actions.offers import (
    for_office,
    is_asked,
    is_at_work,
    is_unfiled,
    may_conclude,
    when_in,
)
from vanphong.modules.correspondence.commands.closing import (
    keep_for_reference,
    undo_conclusion,
)
from vanphong.modules.correspondence.commands.filing import file_document
from vanphong.modules.correspondence.commands.handling import (
    conclude_handling,
    reopen_document,
)
from vanphong.modules.correspondence.commands.submission import (
    return_submission,
    withdraw_submission,
)
from vanphong.modules.correspondence.forms.filing import FileForm
from vanphong.modules.correspondence.forms.handling import (
    ConcludeForm,
    ReasonForm,
)
from vanphong.modules.correspondence.models import (
    IncomingDocument,
)
from vanphong.modules.correspondence.policy import (
    CONCLUDE,
    ENDORSE,
    FILE,
    REOPEN,
    WITHDRAW,
)

S = IncomingDocument.State


act(
    "ket-thuc",
    vi("Kết thúc xử lý"),
    CONCLUDE,
    conclude_handling,
    form=ConcludeForm,
    primary=when_in(S.IN_PROGRESS, S.HANDLED),
    done=vi("Đã kết thúc xử lý."),
    undo=undo_conclusion,
    offered=may_conclude,
    rare=when_in(S.PENDING_SUBMISSION, S.PENDING_DISTRIBUTION),
)
act(
    "dua-vao-ho-so",
    vi("Đưa vào hồ sơ"),
    FILE,
    file_document,
    form=FileForm,
    primary=is_unfiled,
    bulk=True,
    done=lambda item: _("Đã đưa vào hồ sơ {code}.").format(code=item.case_file.code),
    offered=lambda _actor, document: document.is_registered,
    rare=is_at_work,
)
act(
    "luu-tham-khao",
    vi("Lưu tham khảo"),
    CONCLUDE,
    keep_for_reference,
    form=ReasonForm,
    bulk=True,
    done=vi("Đã lưu tham khảo."),
    undo=undo_conclusion,
    offered=for_office(S.PENDING_SUBMISSION, S.PENDING_DISTRIBUTION),
    rare=True,
)
act(
    "mo-lai",
    vi("Mở lại"),
    REOPEN,
    reopen_document,
    form=ReasonForm,
    done=vi("Đã mở lại văn bản."),
    offered=for_office(S.HANDLED, S.CLOSED),
    rare=True,
)
act(
    "tra-phieu-trinh",
    vi("Trả lại phiếu trình"),
    ENDORSE,
    return_submission,
    form=ReasonForm,
    done=vi("Đã trả lại phiếu trình."),
    offered=is_asked,
    rare=True,
)
act(
    "rut-phieu-trinh",
    vi("Rút phiếu trình"),
    WITHDRAW,
    withdraw_submission,
    done=vi("Đã rút phiếu trình."),
    offered=for_office(S.PENDING_ENDORSEMENT),
)
