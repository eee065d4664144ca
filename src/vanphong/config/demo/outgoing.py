"""The demo's outgoing documents: written on the office's own templates, numbered and sent through commands."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vanphong.config.demo.documents import who
from vanphong.config.demo.office import OFFICE
from vanphong.kernel.commands import DomainError
from vanphong.kernel.files.store import staging
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.templates import make
from vanphong.modules.catalogues.models import DocumentType
from vanphong.modules.correspondence.commands.registration import (
    HeaderFields,
    register_document,
    return_to_sender,
)
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.public import examine
from vanphong.modules.issuing.commands.dispatching import (
    confirm_receipt,
    dispatch_document,
    recall_document,
)
from vanphong.modules.issuing.commands.grouping import add_group
from vanphong.modules.issuing.commands.numbering import Head, number_document, void_outgoing
from vanphong.modules.issuing.commands.taking import take_signed, withdraw_signed
from vanphong.modules.issuing.models import OutgoingDocument

if TYPE_CHECKING:
    from rich.console import Console

SECRETARY, STANDING, CHIEF = "Nguyễn Đình Khải", "Trần Thị Minh Nguyệt", "Phạm Văn Thắng"
BODY: Final = (
    "Các cấp ủy, tổ chức đảng quán triệt, triển khai đầy đủ, kịp thời; phân công rõ người, rõ việc, rõ thời gian.",
    "Văn phòng Tỉnh ủy theo dõi, đôn đốc, tổng hợp kết quả, báo cáo Thường trực Tỉnh ủy trước ngày 25 hằng tháng.",
    "Ủy ban Kiểm tra Tỉnh ủy đưa nội dung này vào chương trình kiểm tra, giám sát của năm.",
    "Ban Tuyên giáo và Dân vận Tỉnh ủy hướng dẫn tuyên truyền sâu rộng trong cán bộ, đảng viên và Nhân dân.",
    "Các đảng ủy xã, phường bố trí nguồn lực, kịp thời báo cáo khó khăn, vướng mắc để được hướng dẫn.",
)
# Type, kind of issuer of the templates, issuing body, subject, signer, what became of it.
PAPERS: Final = (
    ("Nghị quyết", "cap-uy", "TU", "về nhiệm vụ, giải pháp phát triển kinh tế - xã hội năm 2027", SECRETARY, "received"),
    ("Nghị quyết", "cap-uy", "TU", "về xây dựng đội ngũ cán bộ cơ sở giai đoạn 2026 - 2030", SECRETARY, "sent"),
    ("Chỉ thị", "ban-thuong-vu", "BTVTU", "về lãnh đạo công tác phòng, chống thiên tai năm 2027", SECRETARY, "refused"),
    ("Quyết định", "ban-thuong-vu", "BTVTU", "về việc thành lập Ban Chỉ đạo chuyển đổi số của tỉnh", STANDING, "void"),
    ("Quyết định", "ban-thuong-vu", "BTVTU", "về việc kiện toàn Ban Chỉ đạo chuyển đổi số của tỉnh", STANDING, "recalled"),
    ("Quyết định", "ban-thuong-vu", "BTVTU", "về việc thu hồi Quyết định kiện toàn Ban Chỉ đạo", STANDING, "recalling"),
    ("Quy định", "ban-thuong-vu", "BTVTU", "về phân cấp quản lý cán bộ và giới thiệu cán bộ ứng cử", SECRETARY, "received"),
    ("Quy chế", "cap-uy", "TU", "làm việc của Ban Chấp hành Đảng bộ tỉnh khóa XXI", SECRETARY, "sent"),
    ("Kết luận", "ban-thuong-vu", "BTVTU", "về công tác quý III, nhiệm vụ trọng tâm quý IV năm 2026", STANDING, "received"),
    ("Hướng dẫn", "van-phong", OFFICE, "về công tác văn thư, lưu trữ của các cấp ủy xã, phường", CHIEF, "sent"),
    ("Thông báo", "van-phong", OFFICE, "về lịch làm việc của Thường trực Tỉnh ủy tháng 12 năm 2026", CHIEF, "received"),
    ("Báo cáo", "cap-uy", "TU", "về tình hình, kết quả công tác tháng 11 năm 2026", STANDING, "numbered"),
    ("Kế hoạch", "ban-thuong-vu", "BTVTU", "về kiểm tra, giám sát năm 2027", STANDING, "numbered"),
    ("Chương trình", "cap-uy", "TU", "công tác năm 2027 của Ban Chấp hành Đảng bộ tỉnh", SECRETARY, "numbered"),
    ("Tờ trình", "van-phong", OFFICE, "về kinh phí tổ chức hội nghị Tỉnh ủy lần thứ mười", CHIEF, "numbered"),
    ("Đề án", "ban-thuong-vu", "BTVTU", "về sắp xếp cơ quan tham mưu, giúp việc Tỉnh ủy", SECRETARY, "waiting"),
    ("Công văn", "van-phong", OFFICE, "cung cấp số liệu phục vụ báo cáo tổng kết năm 2026", CHIEF, "waiting"),
    ("Công văn", "van-phong", OFFICE, "mời dự hội nghị giao ban công tác tháng 12 năm 2026", CHIEF, "waiting"),
    ("Phương án", "van-phong", OFFICE, "về bảo đảm an toàn thông tin hội nghị trực tuyến", CHIEF, "withdrawn"),
)  # fmt: skip
COMMUNE, BOARD, PAPER = "DU_HONGCHAU", "BTCTU", "UBND"
"""Recipients: two offices that work in this installation, and one that gets paper."""


def send_out(console: Console) -> None:
    """Take in, number and send what the leaders signed; done once."""
    if OutgoingDocument.objects.exists():
        return
    console.print("  văn bản đi", style="dim")
    clerk, agency = who("huongntm"), Unit.objects.get(code=OFFICE)
    communes = list(Unit.objects.filter(code__startswith="DU_", level=Unit.Level.COMMUNE, valid_to=None))
    add_group(clerk, agency=agency, name="Các đảng ủy xã, phường", units=communes)
    taken = []
    with tempfile.TemporaryDirectory(dir=staging()) as place:
        for number, (kind, issuer, _body, subject, signer, _fate) in enumerate(PAPERS):
            path = Path(place) / f"{number}.docx"
            path.write_bytes(make(kind, issuer, None, _words(kind, issuer, subject, signer)))
            name = f"{kind} {subject[:60]}.docx".replace("/", "-")
            taken.append(take_signed(clerk, agency=agency, files=[examine(path, name)]).pk)
    work_off(["reading"])
    for pk, paper in zip(taken, PAPERS, strict=True):
        try:
            _follow(OutgoingDocument.objects.get(pk=pk), paper)
        except DomainError as error:
            console.print(f"  {paper[3]}: {error.message}", style="yellow", markup=False)
    work_off()


def _words(kind: str, issuer: str, subject: str, signer: str) -> dict[str, str | list[str]]:
    words: dict[str, str | list[str]] = {
        "subject": subject,
        "place": "Sơn Hà",
        "issuer": "VĂN PHÒNG" if issuer == "van-phong" else "TỈNH ỦY SƠN HÀ",
        "body": f"1. {BODY[len(subject) % len(BODY)]}\n2. {BODY[len(kind) % len(BODY)]} Nội dung: {subject}.",
        "name": signer,
        "recipients": [
            "Đảng ủy phường Hồng Giang Châu",
            "Ban Tổ chức Tỉnh ủy Sơn Hà",
            "Lưu Văn phòng Tỉnh ủy",
        ],
    }
    if issuer == "van-phong":
        words["superior"] = "TỈNH ỦY SƠN HÀ"
    if kind in ("Công văn", "Tờ trình"):
        words["addressees"] = ["Ban Tổ chức Tỉnh ủy"]
    return words


def _follow(document: OutgoingDocument, paper: tuple[str, str, str, str, str, str]) -> None:
    kind, _issuer, body, subject, signer, fate = paper
    clerk = who("huongntm")
    if fate == "withdrawn":
        withdraw_signed(clerk, document=document, reason="Đơn vị soạn thảo đề nghị bổ sung phụ lục.")
    if fate in ("withdrawn", "waiting"):
        return
    head = Head(
        subject=document.subject or f"{subject[0].upper()}{subject[1:]}",
        signer=document.signer or signer,
        signer_title=document.signer_title,
        unit=Unit.objects.get(code="TH"),
        page_count=document.page_count,
        copy_count=30,
    )
    document = number_document(
        clerk,
        document=document,
        issuing_body=document.issuing_body or Unit.objects.get(code=body),
        document_type=document.document_type or DocumentType.objects.get(name=kind, family="party"),
        head=head,
    )
    if fate == "void":
        void_outgoing(who("thangpv"), document=document, reason="Sai tên cơ quan trong văn bản.")
    if fate in ("void", "numbered"):
        return
    units = [Unit.objects.get(code=code) for code in (COMMUNE, BOARD, PAPER)]
    document = dispatch_document(
        clerk, document=document, units=units, others=["Báo và phát thanh, truyền hình Sơn Hà"]
    )
    work_off(["reading"])
    if fate == "received":
        _received(document)
    elif fate == "refused":
        _refused(document)
    elif fate == "recalling":
        recalled = OutgoingDocument.objects.get(reference_code="02-QĐ/TU")
        recall_document(clerk, document=recalled, by_document=document, reason="Sai thành phần.")


def _received(document: OutgoingDocument) -> None:
    """Both offices register it; the paper copies are signed for."""
    for row in document.deliveries.filter(channel="office").select_related("arrival"):
        _registered(row.arrival)
    paper = list(document.deliveries.filter(channel="paper"))
    confirm_receipt(who("huongntm"), document=document, deliveries=paper, received_by="Văn thư nơi nhận")


def _registered(arrival: IncomingDocument | None) -> None:
    if arrival is None:
        return
    arrival.refresh_from_db()
    book = Register.objects.get(agency_id=arrival.agency_id, kind=Register.Kind.INCOMING)
    register_document(
        who(CLERKS[arrival.agency.code]), document=arrival, register=book, fields=HeaderFields(subject="")
    )


CLERKS: Final = {COMMUNE: "phonghv", BOARD: "nhunglt"}


def _refused(document: OutgoingDocument) -> None:
    """The commune sends it back; it is sent once more."""
    row = document.deliveries.filter(unit__code=COMMUNE).select_related("arrival").get()
    if row.arrival is not None:
        row.arrival.refresh_from_db()
        return_to_sender(who("phonghv"), document=row.arrival, reason="Thiếu phụ lục kèm theo.")
