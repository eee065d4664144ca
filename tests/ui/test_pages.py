"""Search, suggestions, notices, option searches and background jobs, through the browser's addresses."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from vanphong.kernel.commands import Conflict, NotFound
from vanphong.kernel.jobs.asking import ask, job_kinds
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.notifications.models import Notice
from vanphong.kernel.notifications.telling import notice_kinds, tell
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.search.models import SavedSearch
from vanphong.kernel.search.parsing import parse
from vanphong.kernel.search.saving import MOST, drop_search, save_search
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing.browsing import signed_in
from vanphong.testing.correspondence import registered
from vanphong.testing.personas import Office, build_office
from vanphong.ui.pages.marking import marked

ADDRESSES = ("/tim/", "/tim/goi-y/", "/thong-bao/", "/viec-nen/", "/gallery/", "/chon/nguoi/")


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


@pytest.fixture
def letter(office: Office) -> IncomingDocument:
    return registered(office)


def test_a_stranger_to_the_system_is_led_to_sign_in(db: None, client: Client) -> None:
    for address in ADDRESSES:
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/dang-nhap/")


def test_half_a_number_and_words_without_accents_find_the_letter(
    office: Office, letter: IncomingDocument
) -> None:
    clerk = signed_in(office.users["vanthu"])
    for query in ("1204-CV", "bien che van phong", '"rà soát biên chế"'):
        page = clerk.get("/tim/", {"q": query}).content.decode()
        assert f"/van-ban-den/{letter.pk}/" in page, query
        assert "<mark>" in page, query
    assert "Không tìm thấy «quyết toán»" in clerk.get("/tim/", {"q": "quyết toán"}).content.decode()


def test_what_a_person_may_not_see_is_not_found_nor_counted_nor_suggested(
    office: Office, letter: IncomingDocument
) -> None:
    other = signed_in(office.users["vanthuxa"])
    page = other.get("/tim/", {"q": "biên chế"}).content.decode()
    assert "Không tìm thấy" in page
    assert '<span class="num">1</span>' not in page
    assert f"/van-ban-den/{letter.pk}/" not in other.get("/tim/goi-y/", {"q": "1204"}).content.decode()


def test_results_may_be_narrowed_to_a_kind_and_put_newest_first(
    office: Office, letter: IncomingDocument
) -> None:
    clerk = signed_in(office.users["vanthu"])
    here = {"q": "biên chế", "loai": "correspondence.incomingdocument", "xep": "ngay"}
    assert f"/van-ban-den/{letter.pk}/" in clerk.get("/tim/", here).content.decode()
    there = {"q": "biên chế", "loai": "records.casefile"}
    assert f"/van-ban-den/{letter.pk}/" not in clerk.get("/tim/", there).content.decode()


def test_words_found_are_marked_with_accents_forgiven_and_everything_else_is_escaped() -> None:
    assert marked("Biên chế <b>", parse("bien")) == "<mark>Biên</mark> chế &lt;b&gt;"
    assert marked("Số 1204-CV/BTCTW", parse("1204-CV")) == "Số <mark>1204-CV</mark>/BTCTW"
    assert marked("thêm", parse("êm")) == "thêm"


def test_suggestions_offer_records_places_and_things_to_do(office: Office, letter: IncomingDocument) -> None:
    clerk = signed_in(office.users["vanthu"])
    assert f"/van-ban-den/{letter.pk}/" in clerk.get("/tim/goi-y/", {"q": "1204"}).content.decode()
    places = clerk.get("/tim/goi-y/", {"q": "ho so"}).content.decode()
    assert 'data-url="/ho-so/"' in places


def test_a_search_is_kept_as_a_tab_and_dropped_by_its_owner_only(
    office: Office, letter: IncomingDocument
) -> None:
    clerk = signed_in(office.users["vanthu"])
    clerk.post("/tim/luu/", {"q": "biên chế", "ten": "Biên chế"})
    saved = SavedSearch.objects.get()
    assert "Biên chế" in clerk.get("/tim/").content.decode()
    with pytest.raises(NotFound):
        drop_search(office.actor("chanh"), saved_id=saved.pk)
    clerk.post(f"/tim/bo/{saved.pk}/")
    assert not SavedSearch.objects.exists()


def test_no_more_searches_are_kept_than_can_be_looked_at(office: Office) -> None:
    clerk = office.actor("vanthu")
    for number in range(MOST):
        save_search(clerk, query=f"văn bản {number}")
    with pytest.raises(Conflict):
        save_search(clerk, query="một nữa")
    save_search(clerk, query="khác", name="văn bản 0")
    assert SavedSearch.objects.get(name="văn bản 0").query == "khác"


def test_opening_a_notice_marks_it_read_and_leads_to_its_record(
    office: Office, letter: IncomingDocument
) -> None:
    kind = next(iter(notice_kinds))
    tell(office.actor("chanh"), kind, about=letter, users=[office.users["vanthu"], office.users["vanthuxa"]])
    mine = Notice.objects.get(user=office.users["vanthu"], kind=kind.name)
    clerk = signed_in(office.users["vanthu"])
    assert letter.subject in clerk.get("/thong-bao/?xem=chua-doc").content.decode()
    answer = clerk.get(f"/thong-bao/{mine.pk}/")
    assert answer["Location"] == f"/van-ban-den/{letter.pk}/"
    mine.refresh_from_db()
    assert mine.read_at is not None
    other = signed_in(office.users["vanthuxa"])
    assert letter.subject not in other.get("/thong-bao/").content.decode()
    assert other.get(f"/thong-bao/{mine.pk}/").status_code == 404


def test_all_notices_are_read_at_once_and_pages_go_by_key(office: Office, letter: IncomingDocument) -> None:
    kind = next(iter(notice_kinds))
    for _ in range(35):
        tell(office.actor("chanh"), kind, about=letter, users=[office.users["vanthu"]])
    clerk = signed_in(office.users["vanthu"])
    first = clerk.get("/thong-bao/").content.decode()
    oldest = Notice.objects.filter(user=office.users["vanthu"]).order_by("-pk")[29]
    assert f"truoc={oldest.pk}" in first
    second = clerk.get("/thong-bao/", {"truoc": oldest.pk}).content.decode()
    assert "sau=" in second
    assert f"truoc={Notice.objects.filter(user=office.users['vanthu']).earliest('pk').pk}" not in second
    clerk.post("/thong-bao/")
    assert not Notice.objects.filter(user=office.users["vanthu"], read_at=None).exists()


def test_option_searches_find_by_name_symbol_and_the_beginning_of_words(office: Office) -> None:
    clerk = signed_in(office.users["vanthu"])
    assert "Ban Tổ chức Trung ương" in clerk.get("/chon/co-quan/?q=btctw").content.decode()
    bodies = clerk.get("/chon/co-quan/?q=to+chuc").content.decode()
    assert "Ban Tổ chức Tỉnh ủy" in bodies
    assert "Phòng" not in bodies
    units = clerk.get("/chon/don-vi/?q=tong").content.decode()
    assert f'data-value="{Unit.objects.get(code="VPTU-tonghop").pk}"' in units
    people = clerk.get("/chon/nguoi/?q=an").content.decode()
    assert "Nguyễn Đức An" in people
    assert "Vũ Thị Lan" not in people
    assert "Tạ Thị Uyên" not in clerk.get("/chon/nguoi/?q=uyen").content.decode()
    assert clerk.get("/chon/khong-co/?q=x").status_code == 404


def test_someone_without_a_post_gets_no_options(office: Office) -> None:
    stranger = signed_in(office.users["nguoila"])
    assert "data-value" not in stranger.get("/chon/don-vi/?q=tong").content.decode()
    assert "data-value" not in stranger.get("/chon/nguoi/?q=an").content.decode()


def test_a_job_is_seen_and_stopped_by_who_asked_and_by_nobody_else(office: Office) -> None:
    job = ask(office.actor("vanthu"), next(iter(job_kinds)), label="Nhập bảng lớn")
    clerk, other = signed_in(office.users["vanthu"]), signed_in(office.users["chuyenvien"])
    assert "Nhập bảng lớn" in clerk.get("/viec-nen/").content.decode()
    bar = clerk.get(f"/viec-nen/{job.key}/", headers={"HX-Request": "true"}).content.decode()
    assert "every 2s" in bar
    assert "<html" not in bar
    assert other.get(f"/viec-nen/{job.key}/").status_code == 404
    assert other.post(f"/viec-nen/{job.key}/dung/").status_code == 404
    assert clerk.get(f"/viec-nen/{uuid.uuid4()}/").status_code == 404
    clerk.post(f"/viec-nen/{job.key}/dung/")
    job.refresh_from_db()
    assert job.state == Job.State.STOPPED
    clerk.post(f"/viec-nen/{job.key}/chay-lai/")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.stop_asked) == (Job.State.WAITING, 0, False)


def test_the_administrator_sees_the_jobs_of_all(office: Office) -> None:
    job = ask(office.actor("vanthu"), next(iter(job_kinds)), label="Nhập bảng lớn")
    assert signed_in(office.users["quantrimang"]).get(f"/viec-nen/{job.key}/").status_code == 200


def test_a_page_that_is_not_there_answers_in_our_words(office: Office) -> None:
    answer = signed_in(office.users["vanthu"]).get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "đồng chí" in answer.content.decode().lower()


def test_a_suggestion_and_a_result_say_by_which_code_and_number_the_letter_is_known(
    office: Office, letter: IncomingDocument
) -> None:
    clerk = signed_in(office.users["vanthu"])
    suggested = clerk.get("/tim/goi-y/", {"q": "biên chế"}).content.decode()
    assert f"1204-CV/BTCTW · số đến {letter.arrival_number}" in suggested
    found = clerk.get("/tim/", {"q": "biên chế"}).content.decode()
    assert "1204-CV/BTCTW" in found and f"số đến {letter.arrival_number} · 18/11/2026" in found
    assert "rows-brief" in found
