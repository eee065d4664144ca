"""What the list, the record page and the forms show: nothing twice, nothing pretended, defaults already chosen."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from vanphong.lib.text import fold
from vanphong.modules.catalogues.migrations._loading import load_units
from vanphong.modules.catalogues.public import AdminUnit
from vanphong.modules.correspondence.commands.distribution import distribute_document
from vanphong.modules.correspondence.commands.registration import void_registration
from vanphong.modules.correspondence.forms.proposing import DistributeForm, SubmitForm
from vanphong.modules.correspondence.models import Assignment, IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

S = IncomingDocument.State
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]
HERE = "/van-ban-den/"


def _tabs(page: str) -> tuple[list[str], list[str]]:
    """Words of the tabs that stand open, and of those behind «Khác»."""
    opened, _, folded = page.partition('<details class="tabs-more">')
    one = re.compile(r'<a href="[^"]*\?tab=[^"]*"[^>]*>([^<]*?)(?: <span class="num">\d+</span>)?</a>')
    nav = opened[opened.index('<nav class="tabs"') :]
    return one.findall(nav), one.findall(folded[: folded.find("</nav>")])


def test_at_most_eight_tabs_stand_open_and_empty_ones_carry_no_nought(office: Office, var: Path) -> None:
    build.registered(office)
    for name in ("vanthu", "chanh", "bithu", "truongtonghop"):
        page = signed_in(office.users[name]).get(HERE).content.decode()
        opened, folded = _tabs(page)
        assert len(opened) <= 7 if folded else len(opened) <= 8, name
        assert '<span class="num">0</span>' not in page
    assert "Tất cả đã vào sổ" in folded


def test_the_tab_where_one_stands_is_always_open(office: Office, var: Path) -> None:
    page = signed_in(office.users["chanh"]).get(f"{HERE}?tab=tat-ca").content.decode()
    opened, folded = _tabs(page)
    assert "Tất cả đã vào sổ" in opened and "Tất cả đã vào sổ" not in folded
    assert len(opened) == 7


def test_a_day_that_is_none_is_told_at_its_field_and_does_not_pretend_to_filter(
    office: Office, var: Path
) -> None:
    document = build.registered(office)
    clerk = signed_in(office.users["vanthu"])
    page = clerk.get(f"{HERE}?tab=tat-ca&tu=31/02/2026&ky-hieu=1204").content.decode()
    assert "tháng 2 năm 2026 có 28 ngày" in page and "Danh sách chưa lọc theo ô này." in page
    assert '<details class="filters" open>' in page
    assert 'value="31/02/2026"' in page and 'aria-describedby="id_tu_error"' in page
    assert "Bỏ điều kiện: Số, ký hiệu" in page and "Bỏ điều kiện: Đến từ ngày" not in page
    assert f"{HERE}{document.pk}/" in page
    good = clerk.get(f"{HERE}?tab=tat-ca&tu=01/01/2027").content.decode()
    assert "chưa lọc" not in good and f"{HERE}{document.pk}/" not in good


def test_paper_at_the_counter_goes_on_to_its_registration(office: Office, var: Path) -> None:
    clerk = signed_in(office.users["vanthu"])
    answer = clerk.post(
        f"{HERE}van-ban-giay/",
        {"agency": office.units["vptu"].pk, "page_count": 2, "copy_count": 1},
    )
    document = IncomingDocument.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"{HERE}{document.pk}/vao-so/"
    assert "Kiểm tra rồi vào sổ" in clerk.get(answer["Location"]).content.decode()


def test_the_clerk_is_told_when_the_issuer_was_no_more_on_the_day_of_its_document(
    office: Office, var: Path
) -> None:
    if not AdminUnit.objects.exists():
        with connection.cursor() as cursor:
            load_units(cursor)
    clerk, here = signed_in(office.users["vanthu"]), f"{HERE}{build.pending(office).pk}/vao-so/"
    said = {"issuer_name": "UBND huyện Bảo Thắng, tỉnh Lào Cai", "subject": ""}
    late = clerk.post(here, said | {"issued_on": "05/10/2026"}).content.decode()
    assert "Ngày 05/10/2026 không còn Huyện Bảo Thắng (đến 30/06/2025)" in late
    assert "không còn Huyện" not in clerk.post(here, said | {"issued_on": "05/10/2024"}).content.decode()


def test_the_holder_finds_each_button_once_and_takes_work_by_one_click(office: Office, var: Path) -> None:
    document = build.distributed(office, instruction="Tham mưu công văn trả lời.")
    head = signed_in(office.users["truongtonghop"])
    here = f"{HERE}{document.pk}/"
    page = head.get(here).content.decode()
    for name in ("nhan-viec", "xong-viec", "xin-gia-han", "tra-viec", "phan-cong"):
        assert page.count(f'{here}{name}/"') == 1, name
    assert "Tham mưu công văn trả lời." in page
    part = build.part_of(document)
    assert f'name="assignment" value="{part.pk}"' in page
    head.post(f"{here}nhan-viec/", {"assignment": part.pk})
    part.refresh_from_db()
    assert part.state == Assignment.State.RECEIVED


def test_a_document_is_proposed_to_where_the_last_one_alike_went(office: Office) -> None:
    build.submitted(office, collaborators=[office.units["quantri"]])
    other = build.registered(office, issuer_name="Sở Tài chính", reference_code="9-CV/STC")
    assert SubmitForm(actor=office.actor("vanthu"), record=other).initial.get("lead") is None
    form = SubmitForm(actor=office.actor("vanthu"), record=build.registered(office))
    assert form.initial["lead"] == office.units["tonghop"].pk
    assert form.initial["collaborators"] == [office.units["quantri"].pk]
    assert form.initial["proposal"] == "Giao Phòng Tổng hợp tham mưu."
    assert form.remembered == {"lead", "collaborators", "proposal"}


def test_a_document_is_distributed_as_the_last_one_alike_unless_its_own_slip_says_otherwise(
    office: Office,
) -> None:
    build.distributed(office)
    chief = office.actor("chanh")
    form = DistributeForm(actor=chief, record=build.registered(office))
    assert form.initial["lead"] == office.units["tonghop"].pk
    assert form.initial["collaborators"] == [office.units["quantri"].pk]
    own = DistributeForm(actor=chief, record=build.submitted(office, lead="hanhchinh"))
    assert own.initial["lead"] == office.units["hanhchinh"].pk and not own.remembered


def test_what_was_recalled_is_not_proposed_again(office: Office) -> None:
    from vanphong.modules.correspondence.commands.distribution import recall_assignment

    document = build.distributed(office, collaborators=[])
    chief = office.actor("chanh")
    recall_assignment(chief, document=document, assignment=build.part_of(document), reason="Giao nhầm.")
    assert DistributeForm(actor=chief, record=build.registered(office)).initial.get("lead") is None


def test_a_deadline_that_is_past_is_not_offered_again(office: Office, var: Path) -> None:
    late = timezone.localdate() - dt.timedelta(days=4)
    document = build.registered(office, due_on=late)
    chief = office.actor("chanh")
    assert DistributeForm(actor=chief, record=document).initial["due_on"] is None
    distribute_document(chief, document=document, lead=office.units["tonghop"])
    assert build.fresh(document).due_on == late
    home = signed_in(office.users["chanh"]).get("/").content.decode()
    assert "Ngoại lệ" in home and "level-critical" in home and "trễ 4 ngày" in home


def test_what_is_done_to_many_is_asked_once_even_where_one_click_does_it_to_one(
    office: Office, var: Path
) -> None:
    documents = [build.distributed(office) for _ in range(2)]
    head = signed_in(office.users["truongtonghop"])
    chosen = {"viec": "quan-tam", "chon": [document.pk for document in documents]}
    page = head.get(f"{HERE}hang-loat/", chosen).content.decode()
    assert "Quan tâm: 2 dòng" in page and not documents[0].bookmarks.exists()
    head.post(f"{HERE}hang-loat/", chosen)
    assert all(document.bookmarks.exists() for document in documents)


def test_many_are_submitted_at_once_to_whom_the_clerk_submitted_last(office: Office, var: Path) -> None:
    build.submitted(office)
    documents = [build.registered(office) for _ in range(3)]
    clerk = signed_in(office.users["vanthu"])
    listed = clerk.get(f"{HERE}?tab=cho-trinh").content.decode()
    assert '<option value="trinh" selected>' in listed
    chosen = {"viec": "trinh", "chon": [document.pk for document in documents]}
    page = clerk.get(f"{HERE}hang-loat/", chosen).content.decode()
    chief = office.users["chanh"].pk
    assert f'<option value="{chief}" selected>' in page
    clerk.post(f"{HERE}hang-loat/", {**chosen, "to_user": chief})
    assert {build.fresh(document).state for document in documents} == {S.PENDING_ENDORSEMENT}


def test_who_comes_second_is_told_and_changes_nothing(office: Office, var: Path) -> None:
    document = build.registered(office)
    here = f"{HERE}{document.pk}/"
    clerk, chief = signed_in(office.users["vanthu"]), signed_in(office.users["chanh"])
    form = clerk.get(f"{here}trinh/").content.decode()
    seen = re.findall(r'name="ban-da-xem" value="([^"]+)"', form)[0]
    assert chief.post(f"{here}phan-phoi/", {"lead": office.units["tonghop"].pk}).status_code == 302
    answer = clerk.post(f"{here}trinh/", {"to_user": office.users["chanh"].pk, "ban-da-xem": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Không làm «Trình» được nữa" in page and f'href="{here}"' in page
    many = clerk.post(
        f"{HERE}hang-loat/", {"viec": "trinh", "chon": document.pk, "to_user": office.users["chanh"].pk}
    )
    assert "Không làm «Trình» được nữa" in many.content.decode(), "each row of a bulk run is asked the same"
    assert build.fresh(document).state == S.IN_PROGRESS and not document.submissions.exists()


def test_who_corrects_second_is_shown_that_the_values_changed(office: Office, var: Path) -> None:
    document = build.registered(office)
    here = f"{HERE}{document.pk}/sua-so/"
    first, second = signed_in(office.users["vanthu"]), signed_in(office.users["vanthu"])
    page = second.get(here).content.decode()
    seen = re.findall(r'name="ban-da-xem" value="([^"]+)"', page)[0]
    given = {"issuer_name": document.issuer_name, "page_count": 1, "copy_count": 1, "urgency": "NORMAL"}
    mine = given | {"subject": "Sửa của người trước", "reason": "Ghi nhầm."}
    theirs = given | {"subject": "Sửa của người sau", "reason": "Ghi nhầm."}
    assert first.post(here, mine).status_code == 302
    answer = second.post(here, theirs | {"ban-da-xem": seen})
    assert answer.status_code == 422 and "Có người vừa sửa các ô này" in answer.content.decode()
    assert build.fresh(document).subject == "Sửa của người trước"
    seen = re.findall(r'name="ban-da-xem" value="([^"]+)"', answer.content.decode())[0]
    assert second.post(here, theirs | {"ban-da-xem": seen}).status_code == 302, "sent again, knowing it"
    assert build.fresh(document).subject == "Sửa của người sau"


def test_a_void_number_is_told_where_it_was_used_and_prints_no_more_slips(office: Office, var: Path) -> None:
    document = void_registration(
        office.actor("vanthu"), document=build.registered(office), reason="Vào sổ hai lần."
    )
    here = f"{HERE}{document.pk}/"
    clerk = signed_in(office.users["vanthu"])
    page = clerk.get(here).content.decode()
    assert f"Số đến {document.arrival_number} đã hủy: Vào sổ hai lần (" in page
    assert "Giấy biên nhận" not in page
    assert clerk.get(f"{here}bien-nhan.pdf").status_code == 403
    assert clerk.get(f"{here}phieu-xu-ly.pdf").status_code == 409
    told = clerk.get(f"/tra-cuu/{document.receipt_code}/").content.decode()
    assert f"{document.arrival_number}, đã hủy" in told


def test_an_issuer_is_found_by_any_part_of_its_name_marks_forgiven(office: Office, var: Path) -> None:
    document = build.registered(office)
    clerk = signed_in(office.users["vanthu"])
    name = document.issuer_name
    for part in (name, name.upper(), fold(name)[2:-2]):
        page = clerk.get(HERE, {"tab": "tat-ca", "co-quan": part}).content.decode()
        assert f"{HERE}{document.pk}/" in page, part
    for part in ("%", "_" * 6, f"{name} 2", "\\"):
        page = clerk.get(HERE, {"tab": "tat-ca", "co-quan": part}).content.decode()
        assert f"{HERE}{document.pk}/" not in page, part


def test_an_address_with_a_number_no_record_can_have_is_not_found(office: Office, var: Path) -> None:
    clerk = signed_in(office.users["vanthu"])
    for number in (2**31, 2**63 - 1, 2**63, 10**30):
        assert clerk.get(f"{HERE}{number}/").status_code == 404, number
