"""Registering, submitting, endorsing, distributing: the way of a document to those who work on it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel.wording import vi
from vanphong.lib.numbers import format_number
from vanphong.modules.correspondence.actions.declaring import act
from vanphong.modules.correspondence.actions.offers import (
    for_clerk,
    for_office,
    is_asked,
    is_first_submission,
    when_in,
)
from vanphong.modules.correspondence.commands.closing import (
    undo_submission,
)
from vanphong.modules.correspondence.commands.distribution import (
    distribute_document,
)
from vanphong.modules.correspondence.commands.registration import (
    register_document,
)
from vanphong.modules.correspondence.commands.submission import (
    endorse_document,
    submit_document,
)
from vanphong.modules.correspondence.forms.proposing import DistributeForm, EndorseForm, SubmitForm
from vanphong.modules.correspondence.forms.registration import RegisterForm
from vanphong.modules.correspondence.models import (
    IncomingDocument,
)
from vanphong.modules.correspondence.policy import (
    DISTRIBUTE,
    ENDORSE,
    REGISTER,
    SUBMIT,
)

S = IncomingDocument.State


def registered(document: IncomingDocument) -> str:
    return _("Đã vào sổ số {format_number}.").format(
        format_number=format_number(document.arrival_number or 0)
    )


act(
    "vao-so",
    vi("Vào sổ"),
    REGISTER,
    register_document,
    form=RegisterForm,
    primary=True,
    warning=vi("Số do hệ thống cấp khi vào sổ, không sửa được."),
    done=registered,
    offered=when_in(S.PENDING_REGISTRATION),
)
act(
    "cho-y-kien",
    vi("Cho ý kiến"),
    ENDORSE,
    endorse_document,
    form=EndorseForm,
    primary=True,
    done=vi("Đã ghi ý kiến của đồng chí."),
    offered=is_asked,
)
act(
    "trinh",
    vi("Trình"),
    SUBMIT,
    submit_document,
    form=SubmitForm,
    primary=is_first_submission,
    bulk=True,
    done=lambda submission: _("Đã trình đồng chí {to_user}.").format(to_user=submission.to_user),
    undo=undo_submission,
    offered=for_office(S.PENDING_SUBMISSION, S.PENDING_DISTRIBUTION),
)
act(
    "trinh-them",
    vi("Trình thêm"),
    SUBMIT,
    submit_document,
    form=SubmitForm,
    done=lambda submission: _("Đã trình đồng chí {to_user}.").format(to_user=submission.to_user),
    undo=undo_submission,
    offered=for_office(S.PENDING_ENDORSEMENT, S.IN_PROGRESS),
    rare=True,
)
act(
    "phan-phoi",
    vi("Phân phối"),
    DISTRIBUTE,
    distribute_document,
    form=DistributeForm,
    primary=True,
    bulk=True,
    done=vi("Đã phân phối."),
    offered=for_office(S.PENDING_SUBMISSION, S.PENDING_DISTRIBUTION),
)
act(
    "phan-phoi-them",
    vi("Phân phối thêm"),
    DISTRIBUTE,
    distribute_document,
    form=DistributeForm,
    done=vi("Đã phân phối thêm."),
    offered=for_office(S.IN_PROGRESS),
    rare=for_clerk,
)
