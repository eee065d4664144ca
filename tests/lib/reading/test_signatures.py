"""Digital signatures: who, when, still what was signed, who vouches; all of it offline."""

from __future__ import annotations

import datetime as dt
import io
import random
from pathlib import Path

import pikepdf
import pytest

from vanphong.lib.reading.signatures import Signature, is_signed, read_signatures, summary
from vanphong.testing import papers, signing
from vanphong.testing.signing import NOW

LETTER = papers.letter_pdf()


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "letter.pdf"


def look(at: Path, content: bytes, authorities: Path | None = None) -> tuple[Signature, ...]:
    at.write_bytes(content)
    return read_signatures(at, authorities)


def rewritten(content: bytes) -> bytes:
    """The signed file with more words on its first page, added in a revision of its own."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    stream = generic.StreamObject(stream_data=b"BT /F1 30 Tf 90 400 Td (1000000) Tj ET")
    page[generic.pdf_name("/Contents")] = writer.add_object(stream)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_signature_tells_who_when_and_that_nothing_was_changed(at: Path, tmp_path: Path) -> None:
    (one,) = look(at, signing.signed(LETTER), signing.authorities(tmp_path / "ca"))
    assert (one.signer, one.organisation) == ("Nguyễn Văn Khang", "Ban Tổ chức Tỉnh ủy Sơn Hà")
    assert (one.authority, one.claimed_at, one.stamped_at) == ("CA thử nghiệm", NOW, None)
    assert (one.integrity, one.trust, one.verdict, one.covers_whole) == ("intact", "trusted", "valid", True)
    assert (one.field, one.page, one.message) == ("ChuKy1", 1, "")
    assert one.box == pytest.approx(
        (300 / 595.28, 1 - 160 / 841.89, 500 / 595.28, 1 - 100 / 841.89), abs=1e-3
    )
    assert one.as_json()["claimed_at"] == "2026-11-20T02:00:00+00:00"


def test_without_authorities_an_intact_signature_is_not_called_valid(at: Path, tmp_path: Path) -> None:
    for folder in (None, tmp_path / "nothing here"):
        (one,) = look(at, signing.signed(LETTER), folder)
        assert (one.integrity, one.trust, one.verdict) == ("intact", "unchecked", "unchecked")
    assert summary([one]) == "Nguyễn Văn Khang: còn nguyên, chưa kiểm được chuỗi tin cậy"


def test_a_chain_that_ends_at_an_unknown_root_is_not_trusted(at: Path, tmp_path: Path) -> None:
    (one,) = look(at, signing.signed(LETTER), signing.authorities(tmp_path / "ca", "CA khác"))
    assert (one.integrity, one.trust, one.verdict) == ("intact", "unknown_root", "untrusted")


def test_a_name_on_a_certificate_of_ones_own_making_is_not_trusted(at: Path, tmp_path: Path) -> None:
    forged = signing.person(by="CA thử nghiệm giả")
    (one,) = look(at, signing.signed(LETTER, forged), signing.authorities(tmp_path / "ca"))
    assert (one.signer, one.trust, one.verdict) == ("Nguyễn Văn Khang", "unknown_root", "untrusted")


def test_words_added_after_signing_are_seen(at: Path, tmp_path: Path) -> None:
    ca = signing.authorities(tmp_path / "ca")
    (one,) = look(at, rewritten(signing.signed(LETTER)), ca)
    assert (one.integrity, one.covers_whole, one.verdict) == ("changed", False, "invalid")


def test_a_byte_changed_within_what_was_signed_is_seen(at: Path, tmp_path: Path) -> None:
    whole = signing.signed(LETTER)
    content = whole.replace(b"/MediaBox[0 0 595", b"/MediaBox[0 0 594")
    assert content != whole
    (one,) = look(at, content, signing.authorities(tmp_path / "ca"))
    assert (one.integrity, one.verdict) == ("broken", "invalid")


def test_a_second_signature_leaves_the_first_one_valid(at: Path, tmp_path: Path) -> None:
    clerk = signing.person("Văn phòng Tỉnh ủy", "Tỉnh ủy Sơn Hà")
    later = NOW + dt.timedelta(hours=3)
    once = signing.signed(LETTER)
    twice = signing.signed(once, clerk, field="ChuKy2", at=later, box=(50, 50, 150, 100))
    first, second = look(at, twice, signing.authorities(tmp_path / "ca"))
    assert (first.integrity, first.verdict, first.covers_whole) == ("extended", "valid", False)
    assert (second.signer, second.claimed_at) == ("Văn phòng Tỉnh ủy", later)
    assert (second.integrity, second.verdict, second.covers_whole) == ("intact", "valid", True)


def test_a_certificate_is_judged_by_the_day_of_signing(at: Path, tmp_path: Path) -> None:
    ca = signing.authorities(tmp_path / "ca")
    over = signing.person(until=NOW - dt.timedelta(days=1))
    (late,) = look(at, signing.signed(LETTER, over), ca)
    assert (late.integrity, late.trust, late.verdict) == ("intact", "expired", "untrusted")
    (in_time,) = look(at, signing.signed(LETTER, over, at=NOW - dt.timedelta(days=30)), ca)
    assert (in_time.trust, in_time.verdict) == ("trusted", "valid")
    (unasked,) = look(at, signing.signed(LETTER, over))
    assert unasked.trust == "expired"


def test_a_time_stamp_tells_the_moment_apart_from_the_signers_clock(at: Path, tmp_path: Path) -> None:
    ca = signing.authorities(tmp_path / "ca")
    stamped = NOW + dt.timedelta(minutes=5)
    content = signing.signed(LETTER, timestamper=signing.clock(stamped))
    (one,) = look(at, content, ca)
    assert (one.claimed_at, one.stamped_at, one.stamp_trusted) == (NOW, stamped, True)
    assert one.verdict == "valid"
    (foreign,) = look(at, content, signing.authorities(tmp_path / "other", "CA khác"))
    assert (foreign.stamped_at, foreign.stamp_trusted) == (stamped, False)


def test_a_time_stamp_of_the_archive_counts_as_nothing_changed(at: Path, tmp_path: Path) -> None:
    ca = signing.authorities(tmp_path / "ca")
    stamped = NOW + dt.timedelta(days=3)
    first, stamp = look(at, signing.clocked(signing.signed(LETTER), signing.clock(stamped)), ca)
    assert (first.kind, first.integrity, first.verdict) == ("signature", "intact", "valid")
    assert (stamp.kind, stamp.stamped_at, stamp.stamp_trusted) == ("timestamp", stamped, True)
    assert (stamp.integrity, stamp.verdict, stamp.page) == ("intact", "valid", 1)


def test_a_certificate_that_was_taken_back_before_signing_is_not_trusted(at: Path, tmp_path: Path) -> None:
    ca = signing.authorities(tmp_path / "ca")
    who = signing.person("Trần Thị Mai", "Văn phòng Tỉnh ủy Sơn Hà")
    content = signing.signed(LETTER, who)
    (before,) = look(at, signing.revoked(content, who, NOW - dt.timedelta(days=10)), ca)
    assert (before.trust, before.verdict, before.revocation_checked) == ("revoked", "untrusted", True)
    (after,) = look(at, signing.revoked(content, who, NOW + dt.timedelta(days=1)), ca)
    assert (after.trust, after.revocation_checked) == ("trusted", True)
    (untold,) = look(at, content, ca)
    assert not untold.revocation_checked


def test_a_file_without_a_signature_has_none(at: Path) -> None:
    assert look(at, LETTER) == ()
    assert not is_signed(at)
    at.write_bytes(b"")
    assert read_signatures(at) == ()


def test_a_signature_at_the_seam_of_two_pieces_is_not_passed_over(at: Path) -> None:
    for before in range((1 << 20) - 11, (1 << 20) + 2):
        at.write_bytes(b"%PDF" + bytes(before - 4) + b"/ByteRange")
        assert is_signed(at)


def test_an_empty_signature_field_is_no_signature(at: Path) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields

    writer = IncrementalPdfFileWriter(io.BytesIO(LETTER), strict=False)
    fields.append_signature_field(writer, fields.SigFieldSpec("Trong", on_page=0, box=(1, 1, 50, 50)))
    out = io.BytesIO()
    writer.write(out)
    assert look(at, out.getvalue()) == ()


def test_a_signature_on_a_turned_page_is_placed_where_it_is_seen(at: Path) -> None:
    with pikepdf.open(io.BytesIO(LETTER)) as pdf:
        pdf.pages[0].Rotate = 90
        out = io.BytesIO()
        pdf.save(out)
    (one,) = look(at, signing.signed(out.getvalue(), box=(0, 0, 100, 50)))
    assert one.box == pytest.approx((0, 0, 50 / 841.89, 100 / 595.28), abs=1e-3)


def test_a_damaged_signature_gets_words_and_never_an_exception(at: Path, tmp_path: Path) -> None:
    ca = signing.authorities(tmp_path / "ca")
    (ca / "not-a-certificate.pem").write_bytes(b"rubbish")
    whole = signing.signed(LETTER)
    start = whole.index(b"/Contents <") + len(b"/Contents <")
    (one,) = look(at, whole[: start + 40] + b"0" * 200 + whole[start + 240 :], ca)
    assert (one.verdict, one.integrity) == ("unknown", "unknown")
    assert "bị hỏng" in one.message
    dice = random.Random(20261123)
    for _ in range(60):
        spoilt = bytearray(whole)
        for _ in range(dice.choice((1, 4, 40))):
            spoilt[dice.randrange(len(whole) // 2, len(whole))] = dice.randrange(256)
        for found in look(at, bytes(spoilt[: dice.choice((len(whole), len(whole) - 900))]), ca):
            assert found.verdict != "valid" or found.integrity in ("intact", "extended")
