"""The batch grid: each row gets its own answer, and nothing sent is lost from sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing import papers
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

S = IncomingDocument.State
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]
HERE = "/van-ban-den/vao-so-loat/"


def _row(office: Office, document: IncomingDocument, *, taken: bool = True, **more: str) -> dict[str, str]:
    values = {
        "register": str(office.registers["den"].pk),
        "urgency": "NORMAL",
        "reference_code": f"{document.pk}-BC/BTCTU",
        "issued_on": "02/11/2026",
        "issuer_name": "Ban Tổ chức Tỉnh ủy",
        "subject": "Kết quả công tác tháng 10",
        "page_count": "1",
        "copy_count": "1",
    } | more
    row = {f"d{document.pk}-{name}": value for name, value in values.items()}
    return row | ({f"d{document.pk}-take": "1"} if taken else {})


def test_rows_entered_beside_a_bad_one_are_told_with_their_numbers(office: Office, var: Path) -> None:
    good, bad, left = (build.pending(office) for _turn in range(3))
    clerk = signed_in(office.users["vanthu"])
    sent = {"document": [str(d.pk) for d in (good, bad, left)]}
    rows = _row(office, good) | _row(office, bad, issued_on="31/02/2026") | _row(office, left, taken=False)
    answer = clerk.post(HERE, sent | rows)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Đã vào sổ 1 văn bản; còn 1 dòng cần sửa." in page
    entered = build.fresh(good)
    assert f"{entered.reference_code}: Đã vào sổ số {entered.arrival_number}." in page
    assert "tháng 2 năm 2026 có 28 ngày" in page
    assert f'name="d{bad.pk}-take" value="1" checked' in page
    assert f'name="d{left.pk}-take" value="1" aria' in page, "a row left alone stays so"
    assert [build.fresh(d).state for d in (good, bad, left)] == [
        S.PENDING_SUBMISSION,
        S.PENDING_REGISTRATION,
        S.PENDING_REGISTRATION,
    ]


def test_a_row_someone_else_entered_meanwhile_is_told(office: Office, var: Path) -> None:
    other = build.registered(office)
    mine = build.pending(office)
    clerk = signed_in(office.users["vanthu"])
    sent = {"document": [str(other.pk), str(mine.pk)]}
    answer = clerk.post(HERE, sent | _row(office, other) | _row(office, mine))
    page = answer.content.decode()
    assert "Đã vào sổ 1 văn bản" in page and "1 văn bản đã có người khác xử lý" in page
    assert build.fresh(other).arrival_number == 1


def test_sending_no_row_says_what_to_do(office: Office, var: Path) -> None:
    document = build.pending(office)
    clerk = signed_in(office.users["vanthu"])
    assert " novalidate>" in clerk.get(HERE).content.decode(), "an empty row left alone stops nobody"
    page = clerk.post(HERE, {"document": [str(document.pk)]} | _row(office, document, taken=False))
    assert "Chưa chọn dòng nào." in page.content.decode()


def test_a_paper_that_came_twice_is_told_and_left_for_the_person_to_tick(office: Office, var: Path) -> None:
    clerk = signed_in(office.users["vanthu"])
    content = papers.letter_pdf()
    for name in ("mot.pdf", "hai.pdf"):
        clerk.post("/van-ban-den/tiep-nhan/", {"files": [SimpleUploadedFile(name, content)]})
    work_off()
    first, second = IncomingDocument.objects.order_by("pk")
    page = clerk.get(HERE).content.decode()
    for document, other in ((first, second), (second, first)):
        assert f'href="/van-ban-den/{document.pk}/so-sanh/{other.pk}/"' in page
        assert f'name="d{document.pk}-take" value="1" aria' in page, "not ticked"
