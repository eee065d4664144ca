"""`vanphong draft`: from the first version to the signature."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from vanphong.kernel.commands import Forbidden, Invalid, NotFound
from vanphong.lib.templates import blank
from vanphong.lib.templates.rules import layout_on, type_called
from vanphong.modules.drafting.cli import app
from vanphong.testing import drafting, issuing
from vanphong.testing.command_line import Program
from vanphong.testing.personas import Office

run, answers = Program(app).run, Program(app).answers


def test_a_draft_goes_from_its_first_version_to_the_signature(office: Office, tmp_path: Path) -> None:
    issuing.type_of()
    file, out = tmp_path / "dự thảo.docx", tmp_path / "lấy về.docx"
    file.write_bytes(drafting.letter(body="Ngày 31/02/2026 báo cáo.\nCác đơn vị thực hiện."))
    given = ("--type", "công văn", "--subject", "Cung cấp số liệu", "--body", "VPTU", "--signer", "chanh")
    (made,) = answers("start", *given, "--file", str(file), "--wait", "--as", "chuyenvien")
    pk = str(made["draft"])
    answers("fetch", pk, "--out", str(out), "--as", "chuyenvien")
    assert out.read_bytes() == file.read_bytes()
    (finding,) = [row for row in answers("findings", pk, "--as", "chuyenvien") if row["severity"] == "error"]
    assert "31/02/2026" in str(finding["message"]) + str(finding["found"])
    file.write_bytes(drafting.letter())
    (put,) = answers("put", pk, str(file), "--remark", "sửa ngày", "--wait", "--as", "chuyenvien")
    assert put["version"] == 2
    (sent,) = answers("submit", pk, "--appraiser", "phochanh", "--as", "chuyenvien")
    assert (sent["state"], sent["holders"]) == ("pending_initial", "Hoàng Văn Minh")
    with pytest.raises(Forbidden):
        run("approve", pk, "--as", "phochanh")
    answers("approve", pk, "--as", "truongtonghop")
    (back,) = answers("return", pk, "--reason", "Thêm hạn.", "--as", "phochanh")
    assert back["state"] == "changes_requested"
    answers("submit", pk, "--initial", "truongtonghop", "--as", "chuyenvien")
    answers("approve", pk, "--words", "Được.", "--as", "truongtonghop")
    (signed,) = answers("sign", pk, "--as", "chanh")
    assert signed["state"] == "signed"
    (row,) = answers("list", "--state", "signed", "--as", "vanthu")
    assert row["subject"] == "Cung cấp số liệu"


def test_the_office_brings_its_own_template(office: Office, tmp_path: Path) -> None:
    issuing.type_of()
    kind = type_called("Công văn")
    assert kind is not None
    file = tmp_path / "mẫu.docx"
    file.write_bytes(blank(kind, layout_on(timezone.localdate())))
    given = (str(file), "--type", "Công văn", "--agency", "VPTU", "--as", "chanh")
    (made,) = answers("template", *given)
    assert made["type"] == "Công văn"
    with pytest.raises(Invalid, match="mẫu mới phải từ ngày sau"):
        run("template", *given)


def test_what_is_not_there_is_said_in_words(office: Office) -> None:
    with pytest.raises(NotFound, match="mã 9999"):
        run("fetch", "9999", "--out", "x", "--as", "chuyenvien")
    with pytest.raises(Invalid, match="pending_appraisal"):
        run("list", "--state", "x", "--as", "chuyenvien")
    with pytest.raises(NotFound, match="Sắc lệnh"):
        run("start", "--type", "Sắc lệnh", "--subject", "a", "--body", "VPTU", "--as", "chuyenvien")
