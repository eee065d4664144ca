"""A signed document goes out: from its file to the other office's book, by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Town
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.testing import issuing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_signed_document_is_numbered_and_dispatched_in_four_clicks_and_received(
    town: Town, measured: Callable[..., None], tmp_path: Path
) -> None:
    path = tmp_path / "nghị quyết.docx"
    path.write_bytes(issuing.resolution())
    clerk = town.person("vanthu")
    clerk.open("/van-ban-di/nhan/")
    clerk.page.locator("input[type=file]").first.set_input_files(path)
    clerk.press("Nhận văn bản đã ký")
    clerk.says("Đã nhận")
    town.read()
    clerk.open("/van-ban-di/")
    with clerk.counting() as work:
        clerk.press("Cấp số", role="link")
        clerk.press("Cấp số")
        clerk.says("Đã cấp số 01-NQ/TU")
        clerk.act("Phát hành")
        clerk.press("Phát hành")
        clerk.says("Đã phát hành 01-NQ/TU")
    measured("Cấp số và phát hành một văn bản máy đã đọc", work, looked_at=8)
    assert work.clicks <= 4
    document = OutgoingDocument.objects.get()
    assert [row.name for row in document.deliveries.all()] == ["Đảng ủy xã An Lạc"]
    town.read()

    other = town.person("vanthuxa")
    arrival = document.deliveries.get().arrival
    assert arrival is not None
    other.open(f"/van-ban-den/{arrival.pk}/vao-so/")
    other.press("Vào sổ và mở tiếp")
    other.says("Đã vào sổ số 1")
    town.read()
    clerk.open(f"/van-ban-di/{document.pk}/")
    clerk.page.get_by_text("số đến 1").wait_for()
