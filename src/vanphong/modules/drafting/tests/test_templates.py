"""The office's own templates: checked at the door, in force from their day, drafts begin from them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.utils import timezone

from vanphong.kernel.commands import Conflict, Forbidden, Invalid
from vanphong.kernel.files import store
from vanphong.lib.templates import blank
from vanphong.lib.templates.rules import layout_on, type_called
from vanphong.modules.drafting.commands.starting import start_draft
from vanphong.modules.drafting.commands.templates import add_template, end_template
from vanphong.modules.drafting.models import OfficeTemplate
from vanphong.testing import drafting, issuing, papers
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

DAY = dt.timedelta(days=1)


def _edited(old: str, new: str) -> bytes:
    """The template of a letter with words changed, as somebody does in Word."""
    kind = type_called("Công văn")
    assert kind is not None
    content = blank(kind, layout_on(timezone.localdate()))

    def change(body: bytes) -> bytes:
        assert old.encode() in body
        return body.replace(old.encode(), new.encode())

    return papers.edited(content, change)


OWN = "ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM."


def _added(office: Office, content: bytes, **more: object) -> OfficeTemplate:
    return add_template(
        office.actor("chanh"),
        agency=office.units["vptu"],
        document_type=issuing.type_of("OFFICIAL_LETTER"),
        file=drafting.file_of(content, "mẫu.docx"),
        **more,  # type: ignore[arg-type]
    )


def _begun(office: Office) -> str:
    draft = start_draft(office.actor("chuyenvien"), unit=office.units["tonghop"], head=drafting.head(office))
    with zipfile.ZipFile(io.BytesIO(store.read_blob(draft.versions.get().blob))) as parts:
        return parts.read("word/document.xml").decode()


def test_drafts_begin_from_the_template_in_force(office: Office) -> None:
    today = timezone.localdate()
    assert OWN[1] not in _begun(office)
    template = _added(office, _edited(*OWN))
    assert OWN[1] in _begun(office)
    other = _added(office, _edited("Số ", "Số: "), issuing_body=office.units["vptu"])
    assert "Số: " in _begun(office)
    end_template(office.actor("vanthu"), template=other, last_day=today)
    assert "Số: " in _begun(office)
    with pytest.raises(Conflict, match="đã thôi dùng"):
        end_template(office.actor("chanh"), template=other, last_day=today)
    with pytest.raises(Invalid, match="mẫu mới phải từ ngày sau"):
        _added(office, _edited(*OWN))
    _added(office, _edited(*OWN), valid_from=today + DAY)
    template.refresh_from_db()
    assert template.valid_to == today
    with pytest.raises(Invalid, match="không thể sớm hơn"):
        later = OfficeTemplate.objects.get(valid_from=today + DAY)
        end_template(office.actor("chanh"), template=later, last_day=today)


def test_a_template_with_unknown_or_missing_fields_is_refused_by_name(office: Office) -> None:
    for old, new, words in (("trích yếu", "trích iếu", "trích iếu"), ("{{nội dung}}", "", "nội dung")):
        with pytest.raises(Invalid, match=words):
            _added(office, _edited(old, new))
    with pytest.raises(Invalid, match="không soạn văn bản"):
        _added(office, _edited(*OWN), issuing_body=office.units["duxa"])
    with pytest.raises(Invalid, match="loại văn bản của Đảng"):
        add_template(
            office.actor("chanh"),
            agency=office.units["vptu"],
            document_type=issuing.type_of("STATE_RESOLUTION"),
            file=drafting.file_of(_edited(*OWN)),
        )
    assert not OfficeTemplate.objects.exists()


def test_only_the_office_and_its_clerks_keep_templates(office: Office) -> None:
    for name in ("chuyenvien", "vanthuxa"):
        with pytest.raises(Forbidden):
            add_template(
                office.actor(name),
                agency=office.units["vptu"],
                document_type=issuing.type_of("OFFICIAL_LETTER"),
                file=drafting.file_of(_edited(*OWN)),
            )


def test_the_templates_of_the_rules_are_there_to_begin_from(office: Office) -> None:
    kind = issuing.type_of("OFFICIAL_LETTER")
    writer = signed_in(office.users["chuyenvien"])
    listed = writer.get("/mau-van-ban/co-san/").content.decode()
    assert f"/mau-van-ban/co-san/{kind.pk}.docx" in listed
    assert writer.get(f"/mau-van-ban/co-san/{kind.pk}.docx").content.startswith(b"PK")
    assert writer.get("/mau-van-ban/co-san/999999.docx").status_code == 404
    template = _added(office, _edited(*OWN))
    sent = b"".join(writer.get(f"/mau-van-ban/{template.pk}/tep/").streaming_content)  # type: ignore[attr-defined]
    assert sent == _edited(*OWN)
