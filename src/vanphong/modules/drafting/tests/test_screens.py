"""Pages of drafts: what each person finds and presses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.drafting.models import Draft
from vanphong.testing import correspondence, drafting, issuing, signing
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

S = Draft.State
Browse = Callable[[str], Client]


@pytest.fixture
def browse(office: Office) -> Browse:
    return lambda name: signed_in(office.users[name])


def _said(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_an_answer_is_written_from_the_page_of_what_it_answers(office: Office, browse: Browse) -> None:
    issuing.type_of()
    document = correspondence.distributed(office, lead=None, lead_user=office.users["chuyenvien"])
    writer = browse("chuyenvien")
    link = f"/du-thao/soan/?answers={document.pk}"
    assert link in _said(writer.get(f"/van-ban-den/{document.pk}/"))
    form = _said(writer.get(link))
    assert document.subject[:40] in form
    given = {
        "unit": office.units["tonghop"].pk,
        "issuing_body": office.units["vptu"].pk,
        "document_type": issuing.type_of("OFFICIAL_LETTER").pk,
        "subject": "Trả lời Ban Tổ chức",
        "signer": office.users["chanh"].pk,
        "answers": document.pk,
    }
    assert writer.post("/du-thao/soan/", given).status_code == 302
    draft = Draft.objects.get()
    assert (draft.answers, draft.versions.count()) == (document, 1)
    assert "Trả lời Ban Tổ chức" in _said(writer.get(f"/van-ban-den/{document.pk}/"))
    assert "Trả lời Ban Tổ chức" not in _said(browse("vanthu").get(f"/van-ban-den/{document.pk}/"))


def test_versions_are_compared_in_the_browser_and_as_word(office: Office, browse: Browse) -> None:
    draft, writer = drafting.started(office), browse("chuyenvien")
    changed = SimpleUploadedFile("mới.docx", drafting.letter(body="1. Văn phòng làm ngay.\n2. Hết."))
    assert writer.post(f"/du-thao/{draft.pk}/ban-moi/", {"file": changed}).status_code == 302
    work_off(["reading"])
    told = _said(writer.get(f"/du-thao/{draft.pk}/so-sanh/1/2/"))
    assert "<ins" in told
    assert "<del" in told
    tracked = writer.get(f"/du-thao/{draft.pk}/so-sanh/1/2/dau-sua.docx")
    assert tracked.content.startswith(b"PK")
    assert writer.get(f"/du-thao/{draft.pk}/so-sanh/1/9/").status_code == 404
    original = writer.get(f"/du-thao/{draft.pk}/ban/1/")
    assert b"".join(original.streaming_content) == drafting.letter()  # type: ignore[attr-defined]
    assert browse("chuyenvien2").get(f"/du-thao/{draft.pk}/ban/1/").status_code == 404


def test_five_drafts_are_signed_with_one_pin(office: Office, browse: Browse) -> None:
    from vanphong.testing import papers

    drafting.key(office)
    drafts = [
        drafting.submitted(
            office, draft=drafting.started(office, papers.letter_pdf(number="-CV/VPTU", subject=f"việc {n}"))
        )
        for n in range(5)
    ]
    chief = browse("chanh")
    assert "Ký số" in _said(chief.get("/du-thao/?tab=cho-ky"))
    given = {"viec": "ky-so", "chon": [draft.pk for draft in drafts], "pin": "000000"}
    assert "PIN" in _said(chief.post("/du-thao/hang-loat/", given))
    assert not Draft.objects.filter(state=S.SIGNED).exists()
    told = _said(chief.post("/du-thao/hang-loat/", given | {"pin": drafting.PIN}))
    assert told.count("Đã ký số") == 5
    assert Draft.objects.filter(state=S.SIGNED).count() == 5


def test_a_key_is_put_and_dropped_on_its_own_page(office: Office, browse: Browse) -> None:
    chief = browse("chanh")
    content = signing.authority().issue("Nguyễn Đức An", "VPTU", drafting.PIN)
    given = {"file": SimpleUploadedFile("khoa.p12", content), "pin": "1"}
    assert "PIN" in _said(chief.post("/khoa-ky-so/dat/", given))
    given = {"file": SimpleUploadedFile("khoa.p12", content), "pin": drafting.PIN}
    answer = chief.post("/khoa-ky-so/dat/", given, follow=True)
    assert "Nguyễn Đức An" in _said(answer)
    key = office.users["chanh"].signing_key
    assert browse("phochanh").get(f"/khoa-ky-so/{key.pk}/").status_code == 404
    assert chief.post(f"/khoa-ky-so/{key.pk}/bo/", follow=True).status_code == 200
    assert "chưa đặt khóa" in _said(chief.get("/khoa-ky-so/"))


def test_every_state_has_a_page_that_says_where_the_draft_is(office: Office, browse: Browse) -> None:
    found = drafting.in_every_state(office)
    writer, chief = browse("chuyenvien"), browse("chanh")
    for state, words in (
        ("drafting", "Đang soạn"),
        ("in_consultation", "Ngô Quốc Phú"),
        ("pending_appraisal", "Đang ở: Phạm Thị Dung"),
        ("pending_initial", "Đang ở: Hoàng Văn Minh"),
        ("pending_signature", "Đang ở: Nguyễn Đức An"),
        ("changes_requested", "trả lại: Sửa mục 2."),
        ("signed", "chuyển văn thư cấp số"),
        ("cancelled", "Đã hủy"),
        ("purged", "Cơ yếu"),
    ):
        assert words in _said(writer.get(f"/du-thao/{found[state].pk}/")), state
    assert "Sửa mục 2." not in _said(chief.get(f"/du-thao/{found['drafting'].pk}/"))
    home = _said(chief.get("/"))
    assert "Dự thảo chờ đồng chí" in home or "dự thảo chờ đồng chí" in home
    appraiser = browse("phochanh")
    page = _said(appraiser.get(f"/du-thao/{found['pending_appraisal'].pk}/"))
    assert "Thẩm định" in page
    for name in ("bao-cao-tham-dinh.docx", "tiep-thu-giai-trinh.docx"):
        answer = appraiser.get(f"/du-thao/{found['pending_appraisal'].pk}/{name}")
        assert answer.content.startswith(b"PK")


def test_common_faults_are_counted_once_a_draft_by_unit_and_type(office: Office, browse: Browse) -> None:
    from vanphong.modules.drafting.commands.versions import check_in
    from vanphong.modules.drafting.queries.mistakes import mistakes

    wrong = drafting.letter(body="Ngày 31/02/2026 báo cáo kết quả.\nCác đơn vị thực hiện.")
    draft = drafting.started(office, wrong)
    again = drafting.letter(body="Trước hết.\nNgày 31/02/2026 báo cáo kết quả.\nCác đơn vị thực hiện.")
    check_in(office.actor("chuyenvien"), draft=draft, file=drafting.file_of(again))
    drafting.started(office)
    work_off(["reading"])
    found = mistakes(Draft.objects.all())
    (rule,) = (rule for rule, words in found.words.items() if "31/02/2026" in words)
    assert (found.drafts, found.rules[rule]) == (2, 1)
    assert (found.units["Phòng Tổng hợp"].drafts, found.units["Phòng Tổng hợp"].with_errors) == (2, 1)
    assert found.types["Công văn"].with_errors == 1
    assert "31/02/2026" in _said(browse("truongtonghop").get("/du-thao/loi-hay-gap/"))
    assert "31/02/2026" not in _said(browse("chuyenvien2").get("/du-thao/loi-hay-gap/"))
