"""Versions: kept to the byte, one hand at a time, bad ones refused at the door, a secret one gone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.files import store
from vanphong.kernel.files.models import Blob
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.journal.models import AuditEntry
from vanphong.lib.appraisal import appraise
from vanphong.lib.legacy_fonts import to_tcvn3
from vanphong.modules.correspondence.public import FileRead
from vanphong.modules.drafting.commands.reading import purge_draft, record_version_reading
from vanphong.modules.drafting.commands.starting import (
    cancel_draft,
    change_draft,
    restore_draft,
    start_draft,
)
from vanphong.modules.drafting.commands.versions import (
    check_in,
    check_out,
    fix_by_machine,
    fix_in_appraisal,
    give_up_changes,
    heal_fonts,
)
from vanphong.modules.drafting.models import Draft
from vanphong.testing import drafting, issuing, papers
from vanphong.testing.personas import Office

S = Draft.State
OTHER = "1. Nội dung khác.\n2. Nội dung nữa."


def test_versions_are_kept_to_the_byte_and_read_and_appraised(office: Office) -> None:
    draft = drafting.started(office)
    (version,) = draft.versions.all()
    assert store.read_blob(version.blob) == drafting.letter()
    assert (version.name, version.reading_state) == ("dự thảo.docx", "done")
    assert version.profile == "party-2026"
    check_in(office.actor("chuyenvien"), draft=draft, file=drafting.file_of(drafting.letter(body=OTHER)))
    work_off(["reading"])
    assert [one.number for one in draft.versions.all()] == [1, 2]
    assert store.read_blob(draft.versions.get(number=1).blob) == drafting.letter()
    with pytest.raises(Conflict, match="giống hệt"):
        check_in(office.actor("chuyenvien"), draft=draft, file=drafting.file_of(drafting.letter(body=OTHER)))


def test_a_draft_without_a_file_begins_from_the_template_of_its_type(office: Office, tmp_path: Path) -> None:
    draft = start_draft(office.actor("chuyenvien"), unit=office.units["tonghop"], head=drafting.head(office))
    work_off(["reading"])
    (version,) = draft.versions.all()
    path = tmp_path / "draft.docx"
    path.write_bytes(store.read_blob(version.blob))
    found = {one.rule for one in appraise(path).findings}
    # What nobody has written yet is all that is missing.
    assert {rule.partition(".")[0] for rule in found} <= {"content", "addressee", "leftovers", "recipients"}
    assert version.origin == "template"
    with pytest.raises(Invalid, match="chưa có mẫu"):
        start_draft(
            office.actor("chuyenvien"),
            unit=office.units["tonghop"],
            head=drafting.head(office, document_type=issuing.type_of("STATE_RESOLUTION")),
        )


def test_one_hand_at_a_time_changes_a_draft(office: Office) -> None:
    draft, writer, chief = drafting.started(office), office.actor("chuyenvien"), office.actor("truongtonghop")
    check_out(chief, draft=draft)
    with pytest.raises(Conflict, match="Hoàng Văn Minh đang sửa"):
        check_in(writer, draft=draft, file=drafting.file_of(drafting.letter(body=OTHER)))
    give_up_changes(writer, draft=draft)
    with pytest.raises(Conflict, match="không có ai"):
        give_up_changes(writer, draft=draft)
    check_in(writer, draft=draft, file=drafting.file_of(drafting.letter(body=OTHER)))
    assert drafting.fresh(draft).checked_out_by is None


def test_colleagues_and_strangers_change_nothing(office: Office) -> None:
    draft = drafting.started(office)
    for name in ("chuyenvien2", "vanthuxa", "nguoila"):
        with pytest.raises(NotFound):
            check_out(office.actor(name), draft=draft)
    with pytest.raises(Forbidden):
        start_draft(office.actor("nguoila"), unit=office.units["tonghop"], head=drafting.head(office))
    with pytest.raises(Forbidden):
        start_draft(office.actor("chuyenvien"), unit=office.units["quantri"], head=drafting.head(office))


def _with_macros(content: bytes) -> bytes:
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    loaded = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return papers.edited(content, lambda body: body.replace(plain, loaded), "[Content_Types].xml")


def test_macros_broken_files_and_other_kinds_are_refused_and_nothing_is_left(office: Office) -> None:
    writer, unit = office.actor("chuyenvien"), office.units["tonghop"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<hỏng")
        archive.writestr("[Content_Types].xml", "<Types/>")
    cases = (
        (_with_macros(drafting.letter()), "giả.docx", "macro"),
        (_with_macros(drafting.letter()), "thật.docm", "macro"),
        (out.getvalue(), "hỏng.docx", "Đề nghị"),
        (drafting.letter(), "Báo cáo TỐI MẬT.docx", "dấu mật"),
        ("chữ thường".encode(), "chữ.txt", "docx"),
    )
    for content, name, words in cases:
        with pytest.raises(Invalid, match=words):
            start_draft(writer, unit=unit, head=drafting.head(office), file=drafting.file_of(content, name))
    assert not Draft.objects.exists()


def test_a_secret_draft_is_gone_before_a_word_of_it_is_written_down(office: Office, var: Path) -> None:
    content = papers.letter_pdf(stamp="MẬT", subject="việc không được biết")
    draft = drafting.started(office, content, subject="Việc chung")
    assert (draft.state, draft.subject) == (S.PURGED, "")
    assert not draft.versions.exists()
    assert not Blob.objects.exists()
    assert not any(path.is_file() for path in (var / "blobs").rglob("*"))
    assert "việc không được biết" not in " ".join(AuditEntry.objects.values_list("body", flat=True)).lower()


def test_the_drafter_purges_and_only_the_machine_records_reading(office: Office) -> None:
    draft, writer = drafting.started(office), office.actor("chuyenvien")
    with pytest.raises(Forbidden):
        record_version_reading(writer, draft=draft, version=draft.versions.get(), read=FileRead(1))
    with pytest.raises(Invalid, match="mức mật"):
        purge_draft(writer, draft=draft, found_level="?", where="trang 1")
    purge_draft(writer, draft=draft, found_level="mat", where="trang 1")
    assert drafting.fresh(draft).state == S.PURGED


def test_the_head_is_changed_and_a_draft_given_up_comes_back(office: Office) -> None:
    draft, writer = drafting.started(office), office.actor("chuyenvien")
    change_draft(writer, draft=draft, head=drafting.head(office, subject="Việc khác"))
    assert drafting.fresh(draft).subject == "Việc khác"
    with pytest.raises(Invalid, match="trích yếu"):
        change_draft(writer, draft=draft, head=drafting.head(office, subject=" "))
    with pytest.raises(Invalid, match="không soạn văn bản"):
        change_draft(writer, draft=draft, head=drafting.head(office, issuing_body=office.units["duxa"]))
    with pytest.raises(Invalid, match="lý do"):
        cancel_draft(writer, draft=draft, reason="")
    cancel_draft(writer, draft=draft, reason="Không cần.")
    assert drafting.fresh(draft).state == S.CANCELLED
    restore_draft(writer, draft=draft)
    assert drafting.fresh(draft).state == S.DRAFTING


def test_safe_faults_of_form_are_corrected_in_a_version_of_its_own(office: Office) -> None:
    spoilt = papers.narrow_margin(drafting.letter())
    draft, writer = drafting.started(office, spoilt), office.actor("chuyenvien")
    before = draft.latest
    assert before is not None
    assert any(one["fixable"] for one in before.findings)
    fix_by_machine(writer, draft=draft)
    work_off(["reading"])
    after = drafting.fresh(draft).latest
    assert after is not None
    assert after.number == 2
    assert not any(one["fixable"] for one in after.findings)
    with pytest.raises(Conflict, match="không có lỗi"):
        fix_by_machine(writer, draft=draft)
    other = drafting.submitted(office, appraiser="phochanh", draft=drafting.started(office, spoilt))
    fix_in_appraisal(office.actor("phochanh"), draft=other)
    assert other.versions.count() == 2


def test_what_is_typed_in_an_old_font_becomes_unicode_in_a_version_of_its_own(office: Office) -> None:
    def old(body: bytes) -> bytes:
        # The text alone is retyped: its words stand once in the file, in a run of its own.
        words = "Phòng Tổng hợp theo dõi việc thực hiện."
        assert words in body.decode()
        head, _words, rest = body.decode().partition(words)
        at = head.rindex("<w:r>")
        run = head[at:].replace("Times New Roman", ".VnTime")
        if "w:rFonts" not in run:
            fonts = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime" w:cs=".VnTime"/></w:rPr>'
            run = run.replace("<w:r>", f"<w:r>{fonts}", 1).replace("<w:rPr/>", "", 1)
        return (head[:at] + run + to_tcvn3(words) + rest).encode()

    draft, writer = (
        drafting.started(office, papers.edited(drafting.letter(), old)),
        office.actor("chuyenvien"),
    )
    latest = draft.latest
    assert latest is not None
    assert any(one["rule"] == "page.old-font" for one in latest.findings)
    heal_fonts(writer, draft=draft)
    work_off(["reading"])
    healed = drafting.fresh(draft).latest
    assert healed is not None
    assert (healed.number, healed.origin) == (2, "corrected")
    assert not any(one["rule"] == "page.old-font" for one in healed.findings)
    with pytest.raises(Conflict, match="phông cũ"):
        heal_fonts(writer, draft=drafting.fresh(draft))
