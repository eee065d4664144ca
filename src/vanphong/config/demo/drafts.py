"""The demo's drafts: in every state, some with faults to be appraised; written and passed through commands."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from vanphong.config.demo.documents import who
from vanphong.config.demo.office import OFFICE
from vanphong.config.demo.outgoing import BODY
from vanphong.kernel.commands import DomainError
from vanphong.kernel.files.store import staging
from vanphong.kernel.identity.models import User
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.signing import TrialAuthority
from vanphong.lib.templates import make
from vanphong.modules.catalogues.models import DocumentType
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.public import examine
from vanphong.modules.drafting.commands.appraising import decide_findings, write_content_opinion
from vanphong.modules.drafting.commands.circuit import approve_draft, return_draft, submit_draft
from vanphong.modules.drafting.commands.consulting import ask_opinions, give_opinion
from vanphong.modules.drafting.commands.keys import keep_key
from vanphong.modules.drafting.commands.signing import sign_on_paper
from vanphong.modules.drafting.commands.starting import Head, cancel_draft, start_draft
from vanphong.modules.drafting.models import Draft, SigningKey
from vanphong.modules.drafting.queries.findings import open_errors

if TYPE_CHECKING:
    from rich.console import Console

PIN: Final = "246810"
"""Of the trial keys, printed at the demo's start."""
FAULTY: Final = (
    "Thực hiện chương trình công tác năm 2026, tổng số 35 đơn vị, trong đó 20 đơn vị cấp tỉnh và 18 đơn vị cấp xã.",
    "Các đơn vị báo cáo trước ngày 31/02/2027 về UBND huyện Phúc Lộc để tổng hợp tổng hợp.",
    "Kinh phí … triệu đồng do ngân sách bảo đảm.",
)
"""Sums, a date and a body that are not, a doubled word, a blank left open."""
# Type, kind of issuer of the templates, issuing body, subject, signer, what became of it.
DRAFTS: Final = (
    ("Công văn", "van-phong", OFFICE, "đôn đốc báo cáo kết quả công tác quý IV năm 2026", "thangpv", "drafting"),
    ("Kế hoạch", "ban-thuong-vu", "BTVTU", "tổ chức hội nghị tổng kết công tác năm 2026", "nguyetttm", "asked"),
    ("Báo cáo", "cap-uy", "TU", "kết quả thực hiện nghị quyết về chuyển đổi số", "nguyetttm", "faulty"),
    ("Thông báo", "van-phong", OFFICE, "phân công trực Tết Nguyên đán Đinh Mùi 2027", "thangpv", "appraising"),
    ("Hướng dẫn", "van-phong", OFFICE, "lập hồ sơ công việc và nộp lưu cơ quan", "thangpv", "initial"),
    ("Quyết định", "ban-thuong-vu", "BTVTU", "thành lập Tổ công tác cải cách thủ tục trong Đảng", "nguyetttm", "sign"),
    ("Chỉ thị", "ban-thuong-vu", "BTVTU", "tăng cường lãnh đạo công tác dân vận", "nguyetttm", "sign"),
    ("Kết luận", "ban-thuong-vu", "BTVTU", "về tình hình thực hiện các dự án trọng điểm", "nguyetttm", "sign"),
    ("Công văn", "van-phong", OFFICE, "cung cấp tài liệu hội nghị Tỉnh ủy lần thứ mười", "thangpv", "sign"),
    ("Tờ trình", "van-phong", OFFICE, "kinh phí mua sắm thiết bị phòng họp không giấy", "thangpv", "returned"),
    ("Chương trình", "cap-uy", "TU", "kiểm tra, giám sát năm 2027", "nguyetttm", "signed"),
    ("Phương án", "van-phong", OFFICE, "bảo đảm hậu cần hội nghị trực tuyến", "thangpv", "cancelled"),
)  # fmt: skip


def write_drafts(console: Console) -> None:
    """Trial keys, and drafts in every state; done once."""
    if Draft.objects.exists():
        return
    console.print("  dự thảo, trình ký", style="dim")
    _give_keys()
    made = [(_started(paper), paper) for paper in DRAFTS]
    _answer()
    work_off(["reading"])
    for pk, paper in made:
        try:
            _follow(Draft.objects.get(pk=pk), paper[4], paper[5])
        except DomainError as error:
            console.print(f"  {paper[3]}: {error.message}", style="yellow", markup=False)
    work_off()


def _give_keys() -> None:
    """Keys of a trial authority, which this installation trusts and nobody else."""
    folder = Path(settings.INTAKE_AUTHORITIES)
    made = (folder / "authority.pem").exists()
    authority = TrialAuthority.open(folder) if made else TrialAuthority.make(folder)
    for username in ("thangpv", "nguyetttm"):
        user = User.objects.get(username=username)
        if not SigningKey.objects.filter(user=user).exists():
            content = authority.issue(user.full_name, "Tỉnh ủy Sơn Hà", PIN)
            keep_key(who(username), content=content, pin=PIN)


def _started(paper: tuple[str, ...]) -> int:
    kind, issuer, _body, subject, signer, fate = paper
    content = _file(kind, issuer, subject, signer, FAULTY if fate in ("faulty", "returned") else BODY[:3])
    with tempfile.TemporaryDirectory(dir=staging()) as place:
        path = Path(place) / "draft.docx"
        path.write_bytes(content)
        file = examine(path, f"{kind} {subject[:60]}.docx".replace("/", "-"))
    made = start_draft(who("yenlt"), unit=Unit.objects.get(code="TH"), head=_head(paper), file=file)
    return made.pk


def _head(paper: tuple[str, ...]) -> Head:
    kind, _issuer, body, subject, signer, _fate = paper
    return Head(
        issuing_body=Unit.objects.get(code=body),
        document_type=DocumentType.objects.get(name=kind, family="party"),
        subject=f"{subject[0].upper()}{subject[1:]}",
        signer=User.objects.get(username=signer),
    )


def _file(kind: str, issuer: str, subject: str, signer: str, lines: Any) -> bytes:
    words: dict[str, str | list[str]] = {
        "subject": f"về việc {subject}" if kind == "Quyết định" else subject,
        "place": "Sơn Hà",
        "issuer": "VĂN PHÒNG" if issuer == "van-phong" else "TỈNH ỦY SƠN HÀ",
        "body": "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1)),
        "name": User.objects.get(username=signer).full_name,
        "recipients": ["Đảng ủy phường Hồng Giang Châu", "Ban Tổ chức Tỉnh ủy Sơn Hà", "Lưu Văn phòng Tỉnh ủy"],
    }  # fmt: skip
    if issuer == "van-phong":
        words["superior"] = "TỈNH ỦY SƠN HÀ"
    elif signer == "nguyetttm":
        words["post"] = "PHÓ BÍ THƯ"
    if kind in ("Công văn", "Tờ trình"):
        words["addressees"] = ["Ban Tổ chức Tỉnh ủy"]
        words["recipients"] = ["Như trên", *words["recipients"]]
    return make(kind, issuer, None, words)


def _answer() -> None:
    """A draft that answers an incoming document, made from the template."""
    writer = who("cuongdm")
    document = IncomingDocument.objects.filter(state="in_progress").exclude(reference_code="").first()
    if document is not None:
        head = Head(
            issuing_body=Unit.objects.get(code=OFFICE),
            document_type=DocumentType.objects.get(name="Công văn", family="party"),
            subject=f"Trả lời {document.reference_code}",
            signer=User.objects.get(username="thangpv"),
        )
        start_draft(writer, unit=Unit.objects.get(code="TH"), head=head, answers=document)


def _follow(draft: Draft, signer: str, fate: str) -> None:
    writer, head, chief = who("yenlt"), who("cuongdm"), who("thangpv")
    people = {name: User.objects.get(username=name) for name in ("cuongdm", "thangpv", signer)}
    if fate == "asked":
        ask_opinions(writer, draft=draft, users=[people["cuongdm"], people["thangpv"]])
        give_opinion(head, draft=draft, agrees=False, text="Bổ sung phân công phòng Quản trị lo hội trường.")
    elif fate == "cancelled":
        cancel_draft(writer, draft=draft, reason="Hội nghị chuyển sang họp trực tiếp.")
    if fate in ("drafting", "asked", "cancelled"):
        return
    appraised = fate in ("appraising", "faulty")
    submit_draft(
        writer,
        draft=draft,
        signer=people[signer],
        initials=[] if appraised else [people["cuongdm"]],
        appraiser=people["cuongdm"] if appraised else None,
        office_initials=[] if signer == "thangpv" else [people["thangpv"]],
    )
    if fate == "faulty":
        first = open_errors(draft)[:1]
        decide_findings(head, draft=draft, keys=[one.key for one in first], verdict="upheld")
        write_content_opinion(head, draft=draft, text="Chưa nêu số liệu so với cùng kỳ năm 2025.")
    elif fate == "returned":
        return_draft(head, draft=draft, reason="Sửa ngày 31/02 và số đơn vị cho khớp.")
    if fate in ("sign", "signed"):
        approve_draft(head, draft=draft)
        if signer != "thangpv":
            approve_draft(chief, draft=draft, words="Nhất trí trình.")
    if fate == "signed":
        sign_on_paper(who(signer), draft=draft)
