"""What people do with outgoing documents: screens, API and command line are made from these."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from vanphong.kernel.actions import Action, declare_action
from vanphong.kernel.actor import Actor
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.public import examined
from vanphong.modules.issuing.commands.dispatching import (
    confirm_receipt,
    dispatch_document,
    recall_document,
    send_further,
)
from vanphong.modules.issuing.commands.grouping import add_group, change_group, drop_group
from vanphong.modules.issuing.commands.issued import bring_issued_copy
from vanphong.modules.issuing.commands.numbering import (
    correct_outgoing,
    number_document,
    permit_backdating,
    void_outgoing,
)
from vanphong.modules.issuing.commands.reading import purge_outgoing
from vanphong.modules.issuing.commands.taking import restore_signed, take_signed, withdraw_signed
from vanphong.modules.issuing.forms.dispatching import DispatchForm, RecallForm, ReceiptForm, SendFurtherForm
from vanphong.modules.issuing.forms.grouping import AddGroupForm, ChangeGroupForm
from vanphong.modules.issuing.forms.numbering import BackdatingForm, CorrectForm, NumberForm, ReasonForm
from vanphong.modules.issuing.forms.taking import IssuedCopyForm, PurgeForm, TakeForm, WithdrawForm
from vanphong.modules.issuing.models import Delivery, OutgoingDocument, RecipientGroup
from vanphong.modules.issuing.policy import (
    CORRECT,
    DISPATCH,
    FOLLOW_UP,
    KEEP_GROUPS,
    NUMBER,
    PERMIT_BACKDATING,
    PURGE,
    RECALL,
    RESTORE,
    TAKE,
    VOID,
    WITHDRAW,
)

S = OutgoingDocument.State


def _take(
    actor: Actor, /, *, main: UploadedFile[bytes], appendix: UploadedFile[bytes] | None = None, **given: Any
) -> OutgoingDocument:
    with examined(main, appendix) as files:
        return take_signed(actor, files=files, **given)


def _bring(actor: Actor, /, *, document: OutgoingDocument, copy: UploadedFile[bytes]) -> OutgoingDocument:
    with examined(copy) as files:
        return bring_issued_copy(actor, document=document, file=files[0])


def _act(name: str, label: str, ability: Any, run: Any, *states: str, **more: Any) -> Action:
    """An action on a document in one of the states; without any, one that makes a document."""

    def stands(_actor: Actor, document: OutgoingDocument) -> bool:
        return document.state in states

    return declare_action(
        Action(
            name,
            OutgoingDocument,
            label,
            ability,
            run,
            argument="document" if states else "",
            offered=more.pop("offered", stands),
            **more,
        )
    )


def _on_paper(_actor: Actor, document: OutgoingDocument) -> bool:
    """Whether a copy on paper waits to be signed for."""
    return document.state == S.DISPATCHED and any(
        row.state == Delivery.State.SENT for row in document.deliveries.all()
    )


_act(
    "nhan",
    vi("Nhận văn bản đã ký"),
    TAKE,
    _take,
    form=TakeForm,
    done=vi("Đã nhận. Máy đang đọc; đồng chí kiểm tra rồi cấp số."),
)
_act(
    "cap-so",
    vi("Cấp số"),
    NUMBER,
    number_document,
    S.PENDING_NUMBER,
    form=NumberForm,
    primary=True,
    warning=vi("Số và ngày ghi vào sổ ngay, không sửa được; hủy thì số vẫn nằm trong sổ."),
    done=lambda document: _("Đã cấp số {code}.").format(code=document.reference_code),
)
_act(
    "phat-hanh",
    vi("Phát hành"),
    DISPATCH,
    dispatch_document,
    S.PENDING_DISPATCH,
    form=DispatchForm,
    primary=True,
    warning=vi("Cơ quan trên hệ thống nhận được ngay, không lấy lại được."),
    done=lambda document: _("Đã phát hành {code}.").format(code=document.reference_code),
)
_act(
    "ban-phat-hanh",
    vi("Đưa bản phát hành"),
    DISPATCH,
    _bring,
    S.PENDING_DISPATCH,
    form=IssuedCopyForm,
    done=vi("Đã nhận bản phát hành. Máy đang đọc; đọc xong thì phát hành được."),
)
_act(
    "ky-nhan",
    vi("Ghi ký nhận"),
    FOLLOW_UP,
    confirm_receipt,
    S.DISPATCHED,
    form=ReceiptForm,
    primary=_on_paper,
    done=vi("Đã ghi ký nhận."),
    offered=_on_paper,
)
_act(
    "gui-them",
    vi("Gửi thêm, gửi lại"),
    FOLLOW_UP,
    send_further,
    S.DISPATCHED,
    form=SendFurtherForm,
    done=vi("Đã gửi."),
)
_act(
    "cho-lui-ngay",
    vi("Cho phép ghi lùi ngày"),
    PERMIT_BACKDATING,
    permit_backdating,
    S.PENDING_NUMBER,
    form=BackdatingForm,
    done=vi("Đã cho phép; văn thư cấp số với ngày này."),
)
_act(
    "sua",
    vi("Sửa thông tin"),
    CORRECT,
    correct_outgoing,
    S.PENDING_DISPATCH,
    S.DISPATCHED,
    form=CorrectForm,
    done=vi("Đã sửa; lời cũ còn trong nhật ký."),
    rare=True,
)
_act(
    "thu-hoi",
    vi("Thu hồi"),
    RECALL,
    recall_document,
    S.DISPATCHED,
    form=RecallForm,
    warning=vi("Số vẫn nằm trong sổ. Văn bản thu hồi phải đã gửi đến mọi nơi đã nhận."),
    done=vi("Đã ghi thu hồi."),
    rare=True,
)
_act(
    "huy-so",
    vi("Hủy số"),
    VOID,
    void_outgoing,
    S.PENDING_DISPATCH,
    form=ReasonForm,
    warning=vi("Số đã hủy vẫn nằm trong sổ, gạch ngang, không cấp lại."),
    done=vi("Đã hủy số."),
    rare=True,
)
_act(
    "rut",
    vi("Rút văn bản"),
    WITHDRAW,
    withdraw_signed,
    S.PENDING_NUMBER,
    form=WithdrawForm,
    done=vi("Đã rút."),
    undo=restore_signed,
    rare=True,
)
_act("lay-lai", vi("Lấy lại"), RESTORE, restore_signed, S.WITHDRAWN, done=vi("Đã lấy lại."))
_act(
    "loai-mat",
    vi("Có dấu mật: loại bỏ"),
    PURGE,
    purge_outgoing,
    S.PENDING_NUMBER,
    S.WITHDRAWN,
    form=PurgeForm,
    warning=vi("Tệp và mọi bản sao bị xóa hẳn, không lấy lại được."),
    done=vi("Đã loại bỏ."),
    rare=True,
)


GROUPS_ADDRESS = "/nhom-noi-nhan/"


def _group(name: str, label: str, run: Any, **more: Any) -> Action:
    return declare_action(Action(name, RecipientGroup, label, KEEP_GROUPS, run, **more))


_group(
    "them",
    vi("Lập nhóm"),
    add_group,
    form=AddGroupForm,
    done=lambda group: _("Đã lập nhóm «{name}».").format(name=group.name),
    then=lambda _actor, _group: GROUPS_ADDRESS,
)
_group(
    "sua",
    vi("Sửa nhóm"),
    change_group,
    argument="group",
    form=ChangeGroupForm,
    primary=True,
    done=vi("Đã sửa nhóm."),
)
_group(
    "bo",
    vi("Bỏ nhóm"),
    drop_group,
    argument="group",
    warning=vi("Chỉ bỏ nhóm; văn bản đã gửi không đổi."),
    done=vi("Đã bỏ nhóm."),
    then=lambda _actor, _none: GROUPS_ADDRESS,
)
