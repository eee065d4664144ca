"""An answer is drafted, appraised, initialled and signed by hand; five are signed with one PIN."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Town
from vanphong.modules.drafting.models import Draft
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.testing import correspondence, drafting, papers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_incoming_letter_is_answered_and_the_answer_reaches_the_other_office(
    town: Town, measured: Callable[..., None], tmp_path: Path
) -> None:
    letter = correspondence.distributed(town.office, lead=None, lead_user=town.office.users["chuyenvien"])
    writer = town.person("chuyenvien")
    writer.open(f"/van-ban-den/{letter.pk}/")
    with writer.counting() as work:
        writer.press("Soạn văn bản trả lời", role="link")
        writer.choose("signer", "Nguyễn Đức An")
        writer.press("Soạn dự thảo")
        writer.says("Đã có bản đầu")
    measured("Soạn văn bản trả lời từ văn bản đến", work, looked_at=6)
    town.read()
    draft = Draft.objects.get()
    path = tmp_path / "trả lời.docx"
    path.write_bytes(drafting.letter(to="Đảng ủy xã An Lạc"))
    writer.open(f"/du-thao/{draft.pk}/")
    writer.act("Đưa bản mới")
    writer.page.locator("input[type=file]").first.set_input_files(path)
    writer.press("Đưa bản mới")
    writer.says("Đã nhận bản mới")
    town.read()
    writer.page.reload()
    writer.press("Trình", role="link")
    writer.choose("appraiser", "Phạm Thị Dung")
    writer.press("Trình")
    writer.says("Đã trình")

    for name, label, said in (
        ("truongtonghop", "Ký nháy", "Đã ký nháy"),
        ("phochanh", "Thông qua thẩm định", "Đã thông qua"),
    ):
        person = town.person(name)
        person.open(f"/du-thao/{draft.pk}/")
        person.press(label, role="link")
        person.press(label)
        person.says(said)
    chief = town.person("chanh")
    chief.open(f"/du-thao/{draft.pk}/")
    chief.act("Đã ký bản giấy")
    chief.press("Đã ký bản giấy")
    chief.says("chuyển văn thư cấp số")
    town.read()
    town.read()

    clerk = town.person("vanthu")
    clerk.open("/van-ban-di/")
    clerk.press("Cấp số", role="link")
    clerk.press("Cấp số")
    clerk.says("Đã cấp số 01-CV/VPTU")
    town.read()
    clerk.page.reload()
    clerk.act("Phát hành")
    clerk.press("Phát hành")
    clerk.says("Đã phát hành 01-CV/VPTU")
    document = OutgoingDocument.objects.get()
    town.read()
    arrivals = [row.arrival for row in document.deliveries.all() if row.arrival is not None]
    assert len(arrivals) == 1


def test_five_drafts_are_signed_in_five_clicks(town: Town, measured: Callable[..., None]) -> None:
    drafting.key(town.office)
    for number in range(5):
        content = papers.letter_pdf(number="-CV/VPTU", subject=f"việc số {number}")
        drafting.submitted(town.office, draft=drafting.started(town.office, content))
    chief = town.person("chanh")
    chief.open("/du-thao/?tab=cho-ky")
    with chief.counting() as work:
        chief.page.get_by_label("Chọn cả trang").check()
        chief.press("Làm")
        chief.page.get_by_label("Mã PIN").fill(drafting.PIN)
        chief.press("Ký số")
        chief.page.get_by_text("Đã ký số").nth(4).wait_for()
    measured("Ký số năm dự thảo với một mã PIN", work, looked_at=10)
    assert work.clicks <= 5
    assert Draft.objects.filter(state="signed").count() == 5
