"""Administration through the browser: who opens what, what is done, what is refused."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from vanphong.kernel.calendar.commands import add_day, change_day, remove_day
from vanphong.kernel.calendar.models import SpecialDay
from vanphong.kernel.commands import Forbidden, Invalid
from vanphong.kernel.identity.models import Session, User
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.journal.queries import Verdict
from vanphong.kernel.numbering.commands import close_period, reserve
from vanphong.kernel.numbering.models import IssuedNumber, Series
from vanphong.kernel.organisation.models import Holding, Post, Unit
from vanphong.kernel.organisation.queries import today
from vanphong.lib.spreadsheet import Column, write_xlsx
from vanphong.modules.administration.commands import ask_verification, record_verdict, verdict_text
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

ADMIN_ONLY = (
    "tai-khoan/",
    "tai-khoan/them/",
    "tai-khoan/nhap/",
    "to-chuc/",
    "don-vi/",
    "don-vi/them/",
    "don-vi/sap-nhap/",
    "chuc-vu/",
    "uy-quyen/",
    "viec-nen/",
    "he-thong/",
)


@pytest.fixture
def admin(office: Office) -> Client:
    return signed_in(office.users["quantrimang"])


@pytest.mark.parametrize("place", ADMIN_ONLY)
def test_the_administrator_opens_it_and_nobody_else(office: Office, admin: Client, place: str) -> None:
    address = f"/quan-tri/{place}"
    assert admin.get(address).status_code == 200
    for name in ("chuyenvien", "vanthu", "nguoila"):
        assert signed_in(office.users[name]).get(address).status_code == 404, name
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize(
    ("place", "may", "may_not"),
    [
        ("nhat-ky/", ("quantrimang", "chanh"), ("chuyenvien", "vanthu", "nguoila")),
        ("nhat-ky/kiem-tra/", ("quantrimang", "chanh"), ("chuyenvien", "nguoila")),
        ("so/", ("quantrimang", "vanthu", "chanh"), ("chuyenvien", "nguoila")),
        ("so/kiem-tra/", ("quantrimang", "chanh"), ("vanthu", "nguoila")),
        ("lich-lam-viec/", ("quantrimang", "chuyenvien"), ("nguoila",)),
        ("lich-lam-viec/nam/", ("chuyenvien",), ("nguoila",)),
        ("lich-lam-viec/dem-ngay/", ("chuyenvien",), ("nguoila",)),
        ("lich-lam-viec/them/", ("quantrimang", "chanh"), ("chuyenvien", "nguoila")),
    ],
)
def test_each_page_opens_for_its_roles_only(
    office: Office, place: str, may: tuple[str, ...], may_not: tuple[str, ...]
) -> None:
    for name in may:
        assert signed_in(office.users[name]).get(f"/quan-tri/{place}").status_code == 200, name
    for name in may_not:
        assert signed_in(office.users[name]).get(f"/quan-tri/{place}").status_code == 404, name


def test_an_account_is_added_and_its_password_is_shown_once(office: Office, admin: Client) -> None:
    answer = admin.post("/quan-tri/tai-khoan/them/", {"full_name": "Phan Văn Mới"})
    page = answer.content.decode()
    user = User.objects.get(full_name="Phan Văn Mới")
    shown = re.search(r'<li class="code">([^<]+)</li>', page)
    assert shown is not None
    assert user.check_password(shown[1])
    assert user.must_change_password
    assert shown[1] not in admin.get(f"/quan-tri/tai-khoan/{user.pk}/").content.decode()
    taken = admin.post("/quan-tri/tai-khoan/them/", {"full_name": "Ai Đó", "username": user.username})
    assert taken.status_code == 422


def test_a_reset_password_ends_the_sessions_and_needs_a_click(office: Office, admin: Client) -> None:
    clerk = office.users["vanthu"]
    signed_in(clerk)
    address = f"/quan-tri/tai-khoan/{clerk.pk}/cap-lai-mat-khau/"
    assert admin.get(address).status_code == 200
    assert Session.objects.filter(user=clerk, ended_at=None).exists()
    assert "Mật khẩu chỉ hiện một lần" in admin.post(address).content.decode()
    assert not Session.objects.filter(user=clerk, ended_at=None).exists()
    assert signed_in(office.users["chuyenvien"]).post(address).status_code == 403


def test_an_account_is_stopped_used_again_and_its_session_killed(office: Office, admin: Client) -> None:
    clerk = office.users["vanthu"]
    signed_in(clerk)
    session = Session.objects.get(user=clerk)
    here = f"/quan-tri/tai-khoan/{clerk.pk}/"
    assert "Phiên đang mở" in admin.get(here).content.decode()
    admin.post(f"{here}phien/{session.pk}/")
    session.refresh_from_db()
    assert session.ended_because == Session.End.BY_ADMIN
    assert admin.post(f"{here}phien/99999/").status_code == 404
    admin.post(f"{here}ngung/", {"reason": "Nghỉ hưu"})
    clerk.refresh_from_db()
    assert not clerk.is_active
    admin.post(f"{here}dung-lai/")
    clerk.refresh_from_db()
    assert clerk.is_active


def people(*rows: list[str]) -> SimpleUploadedFile:
    titles = ("Họ và tên", "Tên đăng nhập", "Đơn vị", "Chức vụ", "Vai trò")
    return SimpleUploadedFile("nguoi.xlsx", write_xlsx("Người", [Column(t) for t in titles], rows))


def test_many_accounts_come_from_a_table_with_slips_to_print(office: Office, admin: Client) -> None:
    table = people(
        ["Lò Thị Sen", "", "Phòng Tổng hợp", "Chuyên viên mới", "Chuyên viên"],
        ["Không Nơi", "", "Phòng Không Có", "Chuyên viên", ""],
    )
    preview = admin.post("/quan-tri/tai-khoan/nhap/", {"bang": table}).content.decode()
    assert "Không có đơn vị «Phòng Không Có»" in preview
    assert not User.objects.filter(full_name="Lò Thị Sen").exists()
    token = re.search(r'name="dong" value="([^"]+)"', preview)
    assert token is not None
    answer = admin.post("/quan-tri/tai-khoan/nhap/", {"dong": token[1]})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    again = admin.post("/quan-tri/tai-khoan/nhap/", {"dong": token[1]})
    assert "Bảng này đã ghi rồi" in again.content.decode()
    assert User.objects.filter(full_name="Lò Thị Sen").count() == 1
    assert Holding.objects.filter(user__full_name="Lò Thị Sen", post__title="Chuyên viên mới").exists()
    assert not User.objects.filter(full_name="Không Nơi").exists()


def test_a_table_of_people_is_judged_by_role_mail_and_known_names(office: Office, admin: Client) -> None:
    titles = ("Họ và tên", "Tên đăng nhập", "Đơn vị", "Chức vụ", "Vai trò", "Thư điện tử")
    rows = [
        ["Vai Lạ", "", "Phòng Tổng hợp", "Gì đó", "Vai lạ", ""],
        ["Thư Sai", "", "Phòng Tổng hợp", "Chuyên viên mới", "Chuyên viên", "khong-phai-thu"],
        ["Chánh", "chanh", "Phòng Tổng hợp", "Kiêm nhiệm", "Trưởng phòng", ""],
    ]
    table = SimpleUploadedFile("nguoi.xlsx", write_xlsx("Người", [Column(t) for t in titles], rows))
    page = admin.post("/quan-tri/tai-khoan/nhap/", {"bang": table}).content.decode()
    assert "Không có vai trò «Vai lạ»" in page
    assert "Lãnh đạo cấp ủy" in page
    assert "Thư điện tử «khong-phai-thu» chưa đúng" in page
    assert f"Tài khoản của {office.users['chanh'].full_name} đã có" in page
    assert "Ghi 1 dòng" in page


def test_a_row_refused_when_written_is_named_by_its_place_and_the_table_can_be_given_again(
    office: Office, admin: Client
) -> None:
    table = people(["", "khongten", "", "", ""], ["Lò Thị Sen", "Tên Sai", "", "", ""])
    preview = admin.post("/quan-tri/tai-khoan/nhap/", {"bang": table}).content.decode()
    token = re.search(r'name="dong" value="([^"]+)"', preview)
    assert token is not None
    answer = admin.post("/quan-tri/tai-khoan/nhap/", {"dong": token[1]})
    assert answer.status_code == 422
    assert "Dòng 3: Tên đăng nhập chỉ gồm" in answer.content.decode()
    assert 'name="bang"' in answer.content.decode()
    assert not User.objects.filter(full_name="Lò Thị Sen").exists()


def test_the_tree_is_shown_as_it_was_on_a_day_and_a_renamed_unit_keeps_its_people(
    office: Office, admin: Client
) -> None:
    unit = office.units["tonghop"]
    here = f"/quan-tri/don-vi/{unit.pk}/"
    assert admin.get(here).status_code == 200
    admin.post(
        f"{here}doi-ten/",
        {"on": "01/12/2026", "code": "TH2", "name": "Phòng Tổng hợp – Thư ký", "symbol": ""},
    )
    heir = Unit.objects.get(code="TH2")
    assert heir.posts.filter(holdings__user=office.users["truongtonghop"]).exists()
    then = admin.get("/quan-tri/to-chuc/?ngay=30/11/2026").content.decode()
    assert "Phòng Tổng hợp – Thư ký" not in then
    assert "Phòng Tổng hợp – Thư ký" in admin.get("/quan-tri/to-chuc/?ngay=01/12/2026").content.decode()
    assert admin.get("/quan-tri/to-chuc/?ngay=31/02/2026").status_code == 422


def test_a_post_is_made_given_and_ended(office: Office, admin: Client) -> None:
    unit, user = office.units["tonghop"], office.users["nguoila"]
    admin.post(
        f"/quan-tri/don-vi/{unit.pk}/them-chuc-vu/", {"title": "Cộng tác viên", "role": "officer", "rank": 9}
    )
    post = Post.objects.get(title="Cộng tác viên")
    admin.post(f"/quan-tri/chuc-vu/{post.pk}/giao/", {"user": user.pk, "valid_from": "01/01/2026"})
    holding = Holding.objects.get(post=post, user=user)
    assert admin.get(f"/quan-tri/giu-chuc-vu/{holding.pk}/").status_code == 200
    admin.post(f"/quan-tri/giu-chuc-vu/{holding.pk}/thoi-giu/", {"last_day": "31/10/2026"})
    holding.refresh_from_db()
    assert holding.valid_to == dt.date(2026, 10, 31)
    officer = signed_in(office.users["chuyenvien"])
    assert officer.post(f"/quan-tri/chuc-vu/{post.pk}/giao/", {"user": user.pk}).status_code == 403


def test_numbers_are_set_aside_shown_and_a_closed_period_gives_none(office: Office, admin: Client) -> None:
    register, year = office.registers["den"], str(today().year)
    clerk = signed_in(office.users["vanthu"])
    here = f"/quan-tri/so/{register.pk}/"
    clerk.post(f"{here}de-danh/", {"key": year, "count": 3, "reserved_for": "Ngày mất điện"})
    assert IssuedNumber.objects.filter(state="reserved").count() == 3
    series = Series.objects.get(register=register)
    shown = clerk.get(f"{here}so/{series.pk}/?xem=reserved").content.decode()
    assert "Ngày mất điện" in shown
    assert clerk.post(f"{here}khoa-ky/", {"key": year}).status_code == 403
    chief = signed_in(office.users["chanh"])
    chief.post(f"{here}khoa-ky/", {"key": year})
    series.refresh_from_db()
    assert series.closed_at is not None
    assert clerk.post(f"{here}de-danh/", {"key": year, "count": 1, "reserved_for": "x"}).status_code == 422
    assert "liền số" in admin.get("/quan-tri/so/kiem-tra/").content.decode()
    chief.post(f"{here}mo-ky/", {"key": year, "reason": "Còn văn bản về muộn"})
    series.refresh_from_db()
    assert series.closed_at is None
    assert signed_in(office.users["vanthuxa"]).get(here).status_code == 404


def test_a_missing_number_is_seen_by_the_check(office: Office, admin: Client) -> None:
    reserve(office.actor("vanthu"), register=office.registers["den"], key="2026", count=2, reserved_for="Thử")
    Series.objects.update(last_number=3)
    assert "1 kỳ thiếu hoặc trùng số" in admin.get("/quan-tri/so/kiem-tra/").content.decode()


def test_special_days_change_the_count_and_the_count_is_told_day_by_day(office: Office) -> None:
    chief = office.actor("chanh")
    member = signed_in(office.users["chuyenvien"])
    count = "/quan-tri/lich-lam-viec/dem-ngay/?tu=30/11/2026&so-ngay=2"
    assert "hạn là Thứ Tư, 02/12/2026" in member.get(count).content.decode()
    row = add_day(chief, day=dt.date(2026, 12, 1), kind="off", name="Nghỉ bù thử")
    page = member.get(count).content.decode()
    assert "hạn là Thứ Năm, 03/12/2026" in page
    assert "Nghỉ bù thử" in page
    assert "Nghỉ bù thử" in member.get("/quan-tri/lich-lam-viec/nam/?nam=2026").content.decode()
    change_day(chief, row=row, kind="worked", name="Làm bù thử")
    remove_day(chief, row=row)
    assert not SpecialDay.objects.exists()
    assert member.get("/quan-tri/lich-lam-viec/dem-ngay/?tu=31/02/2026").status_code == 422
    assert member.get("/quan-tri/lich-lam-viec/dem-ngay/?so-ngay=9999").status_code == 422


def test_a_special_day_is_refused_twice_without_name_and_from_others(office: Office) -> None:
    chief, day = office.actor("chanh"), dt.date(2026, 12, 1)
    add_day(chief, day=day, kind="off", name="Nghỉ")
    with pytest.raises(Invalid, match="đã có trong lịch"):
        add_day(chief, day=day, kind="off", name="Nghỉ")
    with pytest.raises(Invalid, match="tên"):
        add_day(chief, day=dt.date(2026, 12, 2), kind="off", name=" ")
    with pytest.raises(Forbidden):
        add_day(office.actor("chuyenvien"), day=dt.date(2026, 12, 3), kind="off", name="Nghỉ")


def test_the_journal_is_filtered_and_an_entry_is_told_in_words(office: Office) -> None:
    row = add_day(office.actor("chanh"), day=dt.date(2026, 12, 1), kind="off", name="Nghỉ thử")
    change_day(office.actor("chanh"), row=row, kind="off", name="Nghỉ thật")
    chief = signed_in(office.users["chanh"])
    user = office.users["chanh"].pk
    listed = chief.get(f"/quan-tri/nhat-ky/?nguoi={user}&viec=calendar.change_day").content.decode()
    assert "Sửa ngày nghỉ" in listed or "sửa ngày nghỉ" in listed
    last = AuditEntry.objects.filter(action="calendar.change_day").latest("seq")
    entry = chief.get(f"/quan-tri/nhat-ky/{last.seq}/").content.decode()
    assert "Nghỉ thử" in entry
    assert "Nghỉ thật" in entry
    assert signed_in(office.users["chuyenvien"]).get(f"/quan-tri/nhat-ky/{last.seq}/").status_code == 404


def test_a_sound_chain_is_told_by_the_job_and_in_the_journal(office: Office) -> None:
    chief = signed_in(office.users["chanh"])
    answer = chief.post("/quan-tri/nhat-ky/kiem-tra/")
    job = Job.objects.get(kind="administration.verify_journal")
    assert answer["Location"] == f"/viec-nen/{job.key}/"
    work_off()
    assert "Chuỗi nhật ký nguyên vẹn" in chief.get(f"/viec-nen/{job.key}/").content.decode()
    assert AuditEntry.objects.filter(action="administration.record_verdict").exists()


def test_a_forged_entry_is_found_and_named(office: Office) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE journal_auditentry SET body = replace(body, 'dựng', 'sửa') WHERE seq = 1")
        cursor.execute("SET LOCAL session_replication_role = origin")
    job = ask_verification(office.actor("chanh"))
    work_off()
    job.refresh_from_db()
    assert "đứt ở mục 1" in job.message
    with pytest.raises(Forbidden):
        record_verdict(office.actor("chuyenvien"), verdict=Verdict(1, None, ""))
    assert "nguyên vẹn" in verdict_text(Verdict(1, None, ""))


def test_the_system_page_says_what_is_not_well(office: Office, admin: Client) -> None:
    page = admin.get("/quan-tri/he-thong/").content.decode()
    assert "PostgreSQL" in page
    assert "chưa có" in page
    close_period(office.actor("chanh"), register=office.registers["den"], key="2025")
    assert "kỳ đều liền số" in admin.get("/quan-tri/he-thong/").content.decode()
