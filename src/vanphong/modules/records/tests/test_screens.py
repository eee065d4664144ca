"""Lists, pages, actions and papers through the browser's eyes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from vanphong.kernel.organisation.queries import today
from vanphong.modules.records.commands.closing import complete_case_file
from vanphong.modules.records.commands.opening import share_case_file
from vanphong.modules.records.commands.planning import copy_file_plan
from vanphong.modules.records.models import CaseFile, FilePlanEntry
from vanphong.modules.records.screens import file_plan
from vanphong.testing import browsing
from vanphong.testing.case_files import open_file, put_papers
from vanphong.testing.personas import Office
from vanphong.testing.recording import recording


def signed_in(office: Office, name: str) -> Client:
    return browsing.signed_in(office.users[name])


def test_a_stranger_gets_the_answer_for_a_missing_file(office: Office, case_file: CaseFile) -> None:
    put_papers(office, case_file, 1)
    here = f"/ho-so/{case_file.pk}/"
    for name in ("nguoila", "chuyenvien2", "vanthu", "chanhxa"):
        client = signed_in(office, name)
        for address in (here, f"{here}sua/", f"{here}ket-thuc/", f"{here}muc-luc/", f"{here}ai-thay/"):
            assert client.get(address).status_code == 404, (name, address)
    assert signed_in(office, "nguoila").get("/ho-so/").status_code == 404
    assert Client().get(here).status_code == 302


def test_the_keeper_sees_inventory_facts_and_acts(office: Office, case_file: CaseFile) -> None:
    put_papers(office, case_file, 2, 1)
    page = signed_in(office, "chuyenvien").get(f"/ho-so/{case_file.pk}/").content.decode()
    for words in (case_file.code, "Báo cáo số 1", "01-BC/VPTU", "Kết thúc hồ sơ", "Mời phối hợp", "10 năm"):
        assert words in page


def test_a_guest_may_add_and_is_told_why_not_the_rest(office: Office, case_file: CaseFile) -> None:
    share_case_file(office.actor("chuyenvien"), case_file=case_file, people=[office.users["vanthu"]])
    client, here = signed_in(office, "vanthu"), f"/ho-so/{case_file.pk}/"
    assert "Hồ sơ của chuyenvien" in client.get(f"{here}ghi-tai-lieu/").content.decode()
    answer = client.get(f"{here}sua/")
    assert (answer.status_code, "người lập hồ sơ" in answer.content.decode()) == (403, True)


def test_a_file_is_opened_filled_and_closed_on_screen(office: Office, plan: dict[str, FilePlanEntry]) -> None:
    client, entry = signed_in(office, "chuyenvien"), plan["01.TH.I"]
    assert entry.title in client.get(f"/ho-so/mo/?plan_entry={entry.pk}").content.decode()
    answer = client.post("/ho-so/mo/", {"plan_entry": entry.pk, "title": "Báo cáo quý I"})
    case_file = CaseFile.objects.get()
    here = f"/ho-so/{case_file.pk}/"
    assert answer["Location"] == here
    wrong = client.post(f"{here}ghi-tai-lieu/", {"subject": "", "page_count": "2", "issued_on": "31/02/2026"})
    assert wrong.status_code == 422
    client.post(
        f"{here}ghi-tai-lieu/", {"subject": "Báo cáo tháng 1", "page_count": "2", "issued_on": "3/2/2026"}
    )
    client.post(f"{here}ket-thuc/", {"retention": case_file.retention_id, "completed_on": ""})
    case_file.refresh_from_db()
    assert case_file.state == CaseFile.State.COMPLETED
    page = client.get(here).content.decode()
    assert "Đã kết thúc" in page
    assert "1–2" in page


def test_an_item_is_taken_out_and_set_right_on_screen(office: Office, case_file: CaseFile) -> None:
    items = put_papers(office, case_file, 2, 1)
    client, here = signed_in(office, "chuyenvien"), f"/ho-so/{case_file.pk}/"
    assert "02-BC/VPTU" in client.get(f"{here}rut-van-ban/").content.decode()
    client.post(f"{here}sua-muc-luc/", {"item": items[0].pk, "page_count": "9", "remark": "đủ phụ lục"})
    client.post(f"{here}rut-van-ban/", {"item": items[1].pk, "reason": "Trùng."})
    assert [(i.page_count, i.note) for i in case_file.items.all()] == [(9, "đủ phụ lục")]


@pytest.mark.parametrize("tab", ["cua-toi", "phong-toi", "phoi-hop", "dang-lap", "da-ket-thuc", "tat-ca"])
def test_every_tab_opens_for_a_head(office: Office, case_file: CaseFile, tab: str) -> None:
    answer = signed_in(office, "truongtonghop").get(f"/ho-so/?tab={tab}&nam={today().year}")
    assert answer.status_code == 200
    assert (case_file.code in answer.content.decode()) == (tab in ("phong-toi", "dang-lap", "tat-ca"))


def test_papers_and_sheets_come_as_pdf_and_xlsx(office: Office, case_file: CaseFile) -> None:
    put_papers(office, case_file, 2, 1)
    client = signed_in(office, "chanh")
    here = f"/ho-so/{case_file.pk}/muc-luc/"
    for address in (here, "/ho-so/muc-luc/?tab=tat-ca", f"/danh-muc-ho-so/in/?nam={today().year}"):
        assert client.get(address).content.startswith(b"%PDF"), address
    for address in (f"{here}?format=xlsx", "/ho-so/?tab=tat-ca&format=xlsx", "/danh-muc-ho-so/?format=xlsx"):
        assert client.get(address).content.startswith(b"PK"), address


def test_nothing_to_print_is_said_in_words(office: Office, case_file: CaseFile) -> None:
    client = signed_in(office, "chuyenvien")
    assert "chưa có văn bản" in client.get(f"/ho-so/{case_file.pk}/muc-luc/").content.decode()
    assert "chưa có hồ sơ nào" in client.get("/ho-so/muc-luc/?tab=da-ket-thuc").content.decode()
    assert "chưa có mục nào" in client.get("/danh-muc-ho-so/in/?nam=2001").content.decode()


def test_the_plan_is_taken_in_from_a_sheet_by_planners_only(
    office: Office, plan: dict[str, FilePlanEntry]
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = signed_in(office, "luutru").get("/danh-muc-ho-so/?format=xlsx").content
    sheet = SimpleUploadedFile("danh-muc.xlsx", content)
    answer = signed_in(office, "luutru").post(
        "/danh-muc-ho-so/nhap/", {"year": today().year + 1, "file": sheet}
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert FilePlanEntry.objects.filter(year=today().year + 1).count() == 3
    assert signed_in(office, "chuyenvien").get("/danh-muc-ho-so/nhap/").status_code == 404
    assert (
        signed_in(office, "chuyenvien").get(f"/danh-muc-ho-so/{plan['01.TH.I'].pk}/sua/").status_code == 403
    )
    bad = SimpleUploadedFile("danh-muc.xlsx", b"not a sheet")
    assert (
        signed_in(office, "luutru").post("/danh-muc-ho-so/nhap/", {"year": 2026, "file": bad}).status_code
        == 422
    )


def test_files_are_closed_in_bulk_with_a_result_a_row(office: Office) -> None:
    full, empty = open_file(office), open_file(office)
    put_papers(office, full, 1)
    client = signed_in(office, "chuyenvien")
    chosen = {"viec": "ket-thuc", "chon": [full.pk, empty.pk]}
    assert "2 dòng" in client.get("/ho-so/hang-loat/", chosen).content.decode()
    page = client.post("/ho-so/hang-loat/", chosen).content.decode()
    assert "Đã kết thúc hồ sơ" in page
    assert "chưa có văn bản nào" in page
    assert set(CaseFile.objects.values_list("state", flat=True)) == {"open", "completed"}


def test_the_archivist_finds_old_open_empty_and_newly_closed_files_on_the_home_page(
    office: Office, case_file: CaseFile, plan: dict[str, FilePlanEntry]
) -> None:
    archivist = signed_in(office, "luutru")
    home = {name: f"/?xem=case_files/{name}" for name in ("left_open", "without_papers", "just_closed")}
    assert case_file.title in archivist.get(home["without_papers"]).content.decode()
    assert "Hồ sơ năm trước chưa kết thúc" not in archivist.get("/").content.decode()
    put_papers(office, case_file, 1)
    with recording():
        case_file.opened_on = today().replace(month=1, day=1) - dt.timedelta(days=1)
        case_file.save()
    page = archivist.get(home["left_open"]).content.decode()
    assert case_file.title in page
    assert "Hồ sơ chưa có văn bản" not in page
    complete_case_file(office.actor("chuyenvien"), case_file=case_file)
    assert case_file.title in archivist.get(home["just_closed"]).content.decode()
    assert "Hồ sơ mới kết thúc" not in signed_in(office, "chuyenvien").get("/").content.decode()


def test_planners_are_told_in_autumn_that_next_year_has_no_plan(
    office: Office, plan: dict[str, FilePlanEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "Danh mục hồ sơ năm tới"
    year = today().year
    monkeypatch.setattr(file_plan, "today", lambda: dt.date(year, 10, 1))
    assert asked in signed_in(office, "vanthu").get("/").content.decode()
    assert asked not in signed_in(office, "chuyenvien").get("/").content.decode()
    copy_file_plan(office.actor("luutru"), from_year=year, to_year=year + 1)
    assert asked not in signed_in(office, "vanthu").get("/").content.decode()
    monkeypatch.setattr(file_plan, "today", lambda: dt.date(year + 1, 9, 30))
    assert asked not in signed_in(office, "vanthu").get("/").content.decode()
    monkeypatch.setattr(file_plan, "today", lambda: dt.date(year + 1, 12, 31))
    assert asked in signed_in(office, "vanthu").get("/").content.decode()
