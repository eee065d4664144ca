"""What people do with drafts: screens, API and command line are made from these."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from vanphong.kernel.actions import Action, declare_action
from vanphong.kernel.actor import Actor
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.public import examined
from vanphong.modules.drafting.commands.appraising import decide_findings, write_content_opinion
from vanphong.modules.drafting.commands.circuit import (
    approve_draft,
    current_round,
    return_draft,
    submit_draft,
    substitute,
    withdraw_draft,
)
from vanphong.modules.drafting.commands.consulting import (
    answer_opinion,
    ask_opinions,
    close_consultation,
    give_opinion,
)
from vanphong.modules.drafting.commands.keys import drop_key, keep_key, signed_with_key
from vanphong.modules.drafting.commands.reading import purge_draft
from vanphong.modules.drafting.commands.signing import record_paper_signature, sign_digitally, sign_on_paper
from vanphong.modules.drafting.commands.starting import (
    cancel_draft,
    change_draft,
    restore_draft,
    start_draft,
)
from vanphong.modules.drafting.commands.templates import add_template, end_template
from vanphong.modules.drafting.commands.versions import (
    check_in,
    check_out,
    fix_by_machine,
    fix_in_appraisal,
    give_up_changes,
    heal_fonts,
)
from vanphong.modules.drafting.forms.appraising import (
    AnswerForm,
    AskForm,
    DecideForm,
    OpinionForm,
    PurgeForm,
    TextForm,
)
from vanphong.modules.drafting.forms.fields import KeyForm, ReasonForm
from vanphong.modules.drafting.forms.passing import (
    ApproveForm,
    PinForm,
    ReturnForm,
    ScanForm,
    SubmitForm,
    SubstituteForm,
)
from vanphong.modules.drafting.forms.starting import ChangeForm, CheckInForm, StartForm
from vanphong.modules.drafting.forms.templates import EndTemplateForm, TemplateForm
from vanphong.modules.drafting.models import Draft, DraftStep, DraftVersion, OfficeTemplate, SigningKey
from vanphong.modules.drafting.policy import (
    ANSWER,
    APPRAISE,
    APPROVE,
    CANCEL,
    CLOSE_CONSULTATION,
    CONSULT,
    EDIT,
    KEEP_KEY,
    KEEP_TEMPLATES,
    OPINE,
    PURGE,
    RECORD_SIGNATURE,
    RESTORE,
    RETURN,
    SIGN,
    START,
    SUBMIT,
    SUBSTITUTE,
    WITHDRAW,
)
from vanphong.modules.drafting.queries.findings import findings_of

S = Draft.State
OLD_FONT = "page.old-font"
"""The rule of appraisal that finds TCVN3 and VNI fonts."""


def _start(actor: Actor, /, *, file: UploadedFile[bytes] | None = None, **given: Any) -> Draft:
    with examined(file) as files:
        return start_draft(actor, file=files[0] if files else None, **given)


def _check_in(actor: Actor, /, *, draft: Draft, file: UploadedFile[bytes], remark: str = "") -> DraftVersion:
    with examined(file) as files:
        return check_in(actor, draft=draft, file=files[0], remark=remark)


def _scan(actor: Actor, /, *, draft: Draft, scan: UploadedFile[bytes]) -> Draft:
    with examined(scan) as files:
        return record_paper_signature(actor, draft=draft, scan=files[0])


def _sign(actor: Actor, /, *, draft: Draft, pin: str) -> Draft:
    version, signed = signed_with_key(actor, draft, pin)
    return sign_digitally(actor, draft=draft, signed=signed, of=version)


def _has_key(actor: Actor, draft: Draft) -> bool:
    return (
        draft.state == S.PENDING_SIGNATURE and SigningKey.objects.filter(user_id=actor.user_id or 0).exists()
    )


def _act(name: str, label: str, ability: Any, run: Any, *states: str, **more: Any) -> Action:
    """An action on a draft in one of the states; without any, one that makes a draft."""

    def stands(_actor: Actor, draft: Draft) -> bool:
        return draft.state in states

    return declare_action(
        Action(
            name,
            Draft,
            label,
            ability,
            run,
            argument="draft" if states else "",
            offered=more.pop("offered", stands),
            **more,
        )
    )


def _of_draft(_actor: Actor, made: Any) -> str:
    """The page of the draft to which a version or an opinion belongs."""
    return f"/du-thao/{made.draft_id}/"


def _being_changed(_actor: Actor, draft: Draft) -> bool:
    return draft.state in Draft.WITH_DRAFTER and draft.checked_out_by_id is not None


def _free(_actor: Actor, draft: Draft) -> bool:
    return draft.state in Draft.WITH_DRAFTER and draft.checked_out_by_id is None


def _fixable(draft: Draft) -> bool:
    latest = draft.latest
    return latest is not None and any(one["fixable"] for one in latest.findings)


def _in_old_fonts(actor: Actor, draft: Draft) -> bool:
    latest = draft.latest
    return (
        _free(actor, draft) and latest is not None and any(one["rule"] == OLD_FONT for one in latest.findings)
    )


def _unanswered(_actor: Actor, draft: Draft) -> bool:
    return draft.state in (*Draft.WITH_DRAFTER, S.IN_CONSULTATION) and any(
        not one.settled for one in draft.opinions.all()
    )


def _to_decide(actor: Actor, draft: Draft) -> bool:
    """Whether something is left for the appraiser to decide."""
    return _appraising(actor, draft) and any(not one.verdict for one in findings_of(draft))


def _appraising(actor: Actor, draft: Draft) -> bool:
    """Whether it is the person's own part to appraise it."""
    return any(
        step.state == DraftStep.State.HELD and step.user_id == actor.person_id and step.kind == "appraise"
        for step in current_round(draft)
    )


_act(
    "soan",
    vi("Soạn dự thảo"),
    START,
    _start,
    form=StartForm,
    done=vi("Đã có bản đầu. Đồng chí tải về, soạn trong Word rồi đưa bản mới lên."),
)
_act(
    "ban-moi",
    vi("Đưa bản mới"),
    EDIT,
    _check_in,
    *Draft.WITH_DRAFTER,
    form=CheckInForm,
    primary=_being_changed,
    done=vi("Đã nhận bản mới. Máy đang đọc và thẩm định."),
    then=_of_draft,
)
_act(
    "tiep-thu",
    vi("Tiếp thu, giải trình"),
    ANSWER,
    answer_opinion,
    *Draft.WITH_DRAFTER,
    S.IN_CONSULTATION,
    form=AnswerForm,
    primary=_unanswered,
    done=vi("Đã ghi."),
    then=_of_draft,
    offered=_unanswered,
)
_act(
    "trinh",
    vi("Trình"),
    SUBMIT,
    submit_draft,
    *Draft.WITH_DRAFTER,
    form=SubmitForm,
    primary=True,
    done=vi("Đã trình."),
    offered=_free,
)
_act(
    "sua-ngay",
    vi("Lấy ra sửa"),
    EDIT,
    check_out,
    *Draft.WITH_DRAFTER,
    done=vi("Đồng chí đang giữ bản này để sửa; tải tệp về ở mục «Các bản»."),
    offered=_free,
)
_act("thoi-sua", vi("Thôi sửa"), EDIT, give_up_changes, *Draft.WITH_DRAFTER, offered=_being_changed,
     done=vi("Đã thôi sửa; người khác sửa được."))  # fmt: skip
_act(
    "may-sua",
    vi("Máy sửa lỗi trình bày"),
    EDIT,
    fix_by_machine,
    *Draft.WITH_DRAFTER,
    done=vi("Đã có bản mới; chữ giữ nguyên."),
    then=_of_draft,
    offered=lambda _a, draft: _free(_a, draft) and _fixable(draft),
)
_act(
    "chuyen-phong",
    vi("Chuyển phông cũ"),
    EDIT,
    heal_fonts,
    *Draft.WITH_DRAFTER,
    done=vi("Đã có bản Unicode; đồng chí xem cột «So sánh» trước khi trình."),
    then=_of_draft,
    offered=_in_old_fonts,
)
_act(
    "lay-y-kien",
    vi("Lấy ý kiến"),
    CONSULT,
    ask_opinions,
    *Draft.WITH_DRAFTER,
    form=AskForm,
    done=vi("Đã gửi lấy ý kiến."),
)
_act(
    "gop-y",
    vi("Góp ý"),
    OPINE,
    give_opinion,
    S.IN_CONSULTATION,
    form=OpinionForm,
    primary=True,
    done=vi("Đã gửi ý kiến."),
    then=_of_draft,
)
_act("thoi-lay-y-kien", vi("Kết thúc lấy ý kiến"), CLOSE_CONSULTATION, close_consultation, S.IN_CONSULTATION,
     warning=vi("Người chưa góp ý sẽ không góp ý nữa."), done=vi("Đã kết thúc lấy ý kiến."))  # fmt: skip
_act("ky-so", vi("Ký số"), SIGN, _sign, S.PENDING_SIGNATURE, form=PinForm, primary=True, bulk=True,
     done=vi("Đã ký số. Văn bản chuyển văn thư cấp số."), offered=_has_key)  # fmt: skip
_act(
    "ky-giay",
    vi("Đã ký bản giấy"),
    SIGN,
    sign_on_paper,
    S.PENDING_SIGNATURE,
    primary=True,
    bulk=True,
    warning=vi("Tệp này chuyển văn thư cấp số; sau đó không sửa được nữa."),
    done=vi("Đã ghi ký. Văn bản chuyển văn thư cấp số."),
)
_act(
    "ban-ky",
    vi("Nhận bản giấy đã ký"),
    RECORD_SIGNATURE,
    _scan,
    S.PENDING_SIGNATURE,
    form=ScanForm,
    done=vi("Đã nhận bản đã ký. Đọc xong, văn bản nằm ở «Chờ cấp số»."),
    then=lambda _a, _draft: "/van-ban-di/?tab=cho-cap-so",
)
for _name, _label, _said, _state in (
    ("thong-qua", vi("Thông qua thẩm định"), vi("Đã thông qua thẩm định."), S.PENDING_APPRAISAL),
    ("ky-nhay", vi("Ký nháy"), vi("Đã ký nháy."), S.PENDING_INITIAL),
):
    _act(
        _name,
        _label,
        APPROVE,
        approve_draft,
        _state,
        form=ApproveForm,
        primary=True,
        bulk=True,
        done=_said,
        then=lambda _a, _draft: "/du-thao/",
    )
_act(
    "ket-luan",
    vi("Kết luận về nhận xét"),
    APPRAISE,
    decide_findings,
    S.PENDING_APPRAISAL,
    form=DecideForm,
    done=vi("Đã ghi kết luận."),
    offered=_to_decide,
)
_act(
    "y-kien-noi-dung",
    vi("Ý kiến về nội dung"),
    APPRAISE,
    write_content_opinion,
    S.PENDING_APPRAISAL,
    form=TextForm,
    done=vi("Đã ghi ý kiến."),
    then=_of_draft,
    offered=_appraising,
)
_act(
    "sua-khi-tham-dinh",
    vi("Máy sửa lỗi trình bày"),
    APPRAISE,
    fix_in_appraisal,
    S.PENDING_APPRAISAL,
    done=vi("Đã có bản mới; chữ giữ nguyên."),
    then=_of_draft,
    offered=lambda actor, draft: _appraising(actor, draft) and _fixable(draft),
)
_act(
    "tra-lai",
    vi("Trả lại"),
    RETURN,
    return_draft,
    *Draft.IN_CIRCUIT,
    form=ReturnForm,
    done=vi("Đã trả lại."),
    then=lambda _a, _draft: "/du-thao/",
)
_act(
    "chuyen",
    vi("Chuyển người khác"),
    SUBSTITUTE,
    substitute,
    *Draft.IN_CIRCUIT,
    form=SubstituteForm,
    done=vi("Đã chuyển."),
    rare=True,
    then=lambda _a, _draft: "/du-thao/",
)
_act("rut", vi("Rút về sửa"), WITHDRAW, withdraw_draft, *Draft.IN_CIRCUIT, form=ReasonForm,
     done=vi("Đã rút về."), rare=True)  # fmt: skip
_act(
    "sua",
    vi("Sửa thông tin"),
    EDIT,
    change_draft,
    *Draft.WITH_DRAFTER,
    form=ChangeForm,
    done=vi("Đã sửa thông tin."),
    rare=True,
)
_act(
    "huy",
    vi("Hủy dự thảo"),
    CANCEL,
    cancel_draft,
    *Draft.WITH_DRAFTER,
    form=ReasonForm,
    done=vi("Đã hủy dự thảo."),
    undo=restore_draft,
    rare=True,
)
_act("lay-lai", vi("Lấy lại"), RESTORE, restore_draft, S.CANCELLED, done=vi("Đã lấy lại."))
_act(
    "loai-mat",
    vi("Có dấu mật: loại bỏ"),
    PURGE,
    purge_draft,
    *(state for state in S if state not in (S.SIGNED, S.PURGED)),
    form=PurgeForm,
    warning=vi("Mọi bản của dự thảo bị xóa hẳn, không lấy lại được."),
    done=vi("Đã loại bỏ."),
    rare=True,
)


KEYS_ADDRESS = "/khoa-ky-so/"


def _keep(actor: Actor, /, *, file: UploadedFile[bytes], pin: str) -> SigningKey:
    return keep_key(actor, content=file.read(), pin=pin)


declare_action(
    Action(
        "dat",
        SigningKey,
        vi("Đặt khóa ký số"),
        KEEP_KEY,
        _keep,
        form=KeyForm,
        done=vi("Đã đặt khóa. Khi ký, đồng chí chỉ nhập mã PIN."),
    )
)
declare_action(
    Action(
        "bo",
        SigningKey,
        vi("Bỏ khóa ký số"),
        KEEP_KEY,
        drop_key,
        argument="key",
        warning=vi("Văn bản đã ký không đổi."),
        done=vi("Đã bỏ khóa."),
        then=lambda _actor, _none: KEYS_ADDRESS,
    )
)


TEMPLATES_ADDRESS = "/mau-van-ban/"


def _add_template(actor: Actor, /, *, file: UploadedFile[bytes], **given: Any) -> OfficeTemplate:
    with examined(file) as files:
        return add_template(actor, file=files[0], **given)


declare_action(
    Action(
        "them",
        OfficeTemplate,
        vi("Đưa mẫu lên"),
        KEEP_TEMPLATES,
        _add_template,
        form=TemplateForm,
        done=vi("Đã nhận mẫu. Dự thảo mới của loại này làm từ mẫu này."),
        then=lambda _actor, _template: TEMPLATES_ADDRESS,
    )
)
declare_action(
    Action(
        "thoi-dung",
        OfficeTemplate,
        vi("Thôi dùng"),
        KEEP_TEMPLATES,
        end_template,
        argument="template",
        form=EndTemplateForm,
        done=vi("Đã ghi; sau ngày ấy dự thảo mới lại làm từ mẫu có sẵn."),
        offered=lambda _actor, template: template.valid_to is None,
    )
)
