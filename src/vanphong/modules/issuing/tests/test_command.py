"""`vanphong outgoing`: from the signed file to the printed book."""

from __future__ import annotations

from pathlib import Path

import pytest

from vanphong.kernel.commands import Invalid, NotFound
from vanphong.modules.issuing.cli import app
from vanphong.testing import issuing, papers
from vanphong.testing.command_line import Program
from vanphong.testing.personas import Office

run, answers = Program(app).run, Program(app).answers


def test_a_document_goes_from_the_signed_file_to_the_printed_book(office: Office, tmp_path: Path) -> None:
    issuing.type_of()
    file = tmp_path / "báo cáo.pdf"
    file.write_bytes(papers.letter_pdf(number="      -BC/VPTU", subject="kết quả quý IV"))
    (taken,) = answers("take", str(file), "--agency", "VPTU", "--wait", "--as", "vanthu")
    assert (taken["state"], taken["subject"]) == ("pending_number", "Kết quả quý IV")
    pk = str(taken["document"])
    with pytest.raises(NotFound, match="Sắc lệnh"):
        run("number", pk, "--type", "Sắc lệnh")
    given = ("--signer", "Nguyễn Đức An", "--as", "vanthu")
    (numbered,) = answers("number", pk, *given)
    assert numbered["code"] == "01-BC/VPTU"
    with pytest.raises(Invalid, match="nơi nhận"):
        run("dispatch", pk)
    given = ("--to", "DU-AL", "--also", "Báo Sơn Hà", "--as", "vanthu")
    with pytest.raises(Invalid, match="chưa ghi số"):
        run("dispatch", pk, *given)
    (sent,) = answers("dispatch", pk, *given, "--without-number")
    assert [row["state"] for row in sent["deliveries"]] == ["arrived", "sent"]  # type: ignore[attr-defined]
    (signed,) = answers("received", pk, "Báo Sơn Hà", "--by", "Lê Văn An")
    assert signed["receipt"] == "đã nhận 1/2"
    with pytest.raises(NotFound, match="không có bản giấy"):
        run("received", pk, "Báo Sơn Hà", "--by", "Lê Văn An")
    (row,) = answers("list", "--state", "dispatched")
    assert row["code"] == "01-BC/VPTU"
    (book,) = answers("book")
    assert (book["book"], book["series"]) == ("DI-VPTU", "BC/2025–2030")
    with pytest.raises(Invalid, match="--series"):
        run("book", "DI-VPTU")
    series = ("book", "DI-VPTU", "--series", "BC/2025–2030")
    assert [line["reference_code"] for line in answers(*series)] == ["01-BC/VPTU"]
    for name in ("so.pdf", "so.xlsx"):
        out = tmp_path / name
        assert answers(*series, "--out", str(out))[0]["numbers"] == 1
        assert out.stat().st_size > 1000
    out = tmp_path / "giao.pdf"
    assert answers("deliveries", "--out", str(out), "--agency", "VPTU")[0]["rows"] == 1


def test_what_is_not_there_is_said_in_words(office: Office) -> None:
    for words, message in (
        (("number", "9999"), "mã 9999"),
        (("book", "KHONG"), "KHONG"),
    ):
        with pytest.raises(NotFound, match=message):
            run(*words)
    with pytest.raises(Invalid, match="pending_number"):
        run("list", "--state", "x")
