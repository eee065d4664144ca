"""Signatures put on: level, place, what was before, and that every change after is seen."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from PIL import Image

from vanphong.lib.reading.signatures import read_signatures
from vanphong.lib.signing import (
    Appearance,
    Place,
    SigningError,
    SoftKey,
    TrialAuthority,
    Validation,
    place_of_seal,
    place_of_signature,
    sign,
)
from vanphong.lib.signing.errors import CertificateRefused, FileRefused, KeyRefused, NoPlace
from vanphong.testing import papers

LETTER = papers.letter_pdf()
PIN = "246810"
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PLACE = Place(1, (0.6, 0.7, 0.84, 0.76))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TrialAuthority:
    return TrialAuthority.make(tmp_path_factory.mktemp("ca") / "trial", at=NOW - timedelta(days=30))


@pytest.fixture(scope="module")
def key(authority: TrialAuthority) -> SoftKey:
    p12 = authority.issue("Nguyễn Văn Khang", "Tỉnh ủy Sơn Hà", PIN, since=NOW - timedelta(days=10))
    return SoftKey.open(p12, PIN)


def picture(colour: tuple[int, int, int, int] = (0, 0, 200, 255)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (300, 120), colour).save(out, "PNG")
    return out.getvalue()


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_signature_with_stamp_and_lists_is_long_term_and_checked_without_a_network(
    authority: TrialAuthority, key: SoftKey, tmp_path: Path
) -> None:
    lists = Validation.of_folder(authority.folder)
    made = sign(LETTER, key, place=PLACE, timestamper=authority.clock(NOW), validation=lists, at=NOW)
    assert (made.level, made.field) == ("B-LT", "ChuKy1")
    (one,) = read_signatures(written(tmp_path / "a.pdf", made.pdf), authority.folder)
    assert (one.signer, one.organisation) == ("Nguyễn Văn Khang", "Tỉnh ủy Sơn Hà")
    assert (one.claimed_at, one.stamped_at, one.stamp_trusted) == (NOW, NOW, True)
    assert (one.integrity, one.trust, one.verdict, one.revocation_checked) == (
        "intact",
        "trusted",
        "valid",
        True,
    )
    assert one.box == pytest.approx(PLACE.box, abs=2e-3)
    assert "thử nghiệm" in one.authority


def test_the_level_told_is_the_one_reached(authority: TrialAuthority, key: SoftKey) -> None:
    lists = Validation.of_folder(authority.folder)
    assert sign(LETTER, key, at=NOW).level == "B-B"
    assert sign(LETTER, key, validation=lists, at=NOW).level == "B-B"
    assert sign(LETTER, key, timestamper=authority.clock(NOW), at=NOW).level == "B-T"
    bare = Validation(lists.roots)
    assert sign(LETTER, key, timestamper=authority.clock(NOW), validation=bare, at=NOW).level == "B-T"


def test_what_was_there_before_stays_byte_for_byte_and_earlier_signatures_stay_valid(
    authority: TrialAuthority, key: SoftKey, tmp_path: Path
) -> None:
    office = SoftKey.open(
        authority.issue("Tỉnh ủy Sơn Hà", "Tỉnh ủy Sơn Hà", PIN, since=NOW - timedelta(days=9)), PIN
    )
    once = sign(LETTER, key, place=PLACE, appearance=Appearance(picture()), at=NOW)
    seal = place_of_seal(PLACE, 210 / 297)
    twice = sign(once.pdf, office, place=seal, appearance=Appearance(picture((200, 0, 0, 255))), at=NOW)
    assert once.pdf.startswith(LETTER)
    assert twice.pdf.startswith(once.pdf)
    assert twice.field == "ChuKy2"
    first, second = read_signatures(written(tmp_path / "a.pdf", twice.pdf), authority.folder)
    assert (first.integrity, first.verdict) == ("extended", "valid")
    assert (second.signer, second.verdict) == ("Tỉnh ủy Sơn Hà", "valid")
    with pikepdf.open(io.BytesIO(twice.pdf)) as file:
        assert len(file.pages) == len(pikepdf.open(io.BytesIO(LETTER)).pages)


def test_any_byte_changed_within_what_was_signed_is_seen(
    authority: TrialAuthority, key: SoftKey, tmp_path: Path
) -> None:
    whole = sign(LETTER, key, at=NOW).pdf
    path = tmp_path / "a.pdf"
    (one,) = read_signatures(written(path, whole), authority.folder)
    assert one.verdict == "valid"
    dice = random.Random(20261124)
    for place in dice.sample(range(len(LETTER)), 40):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(spoilt))
        found = read_signatures(path, authority.folder)
        assert not any(one.verdict == "valid" for one in found), place


def test_a_stripped_signature_leaves_a_file_without_one(key: SoftKey, tmp_path: Path) -> None:
    signed = sign(LETTER, key, at=NOW).pdf
    assert read_signatures(written(tmp_path / "a.pdf", signed[: len(LETTER)])) == ()


def test_a_certificate_taken_back_does_not_sign(authority: TrialAuthority, tmp_path: Path) -> None:
    own = TrialAuthority.make(tmp_path / "ca", at=NOW - timedelta(days=30))
    p12 = own.issue("Lê Văn Chiến", "Văn phòng", PIN, since=NOW - timedelta(days=10))
    key = SoftKey.open(p12, PIN)
    assert sign(LETTER, key, validation=Validation.of_folder(own.folder), at=NOW).pdf
    certificate = load_pkcs12(p12, PIN.encode()).cert
    assert certificate is not None
    own.revoke(certificate.certificate.serial_number, at=NOW - timedelta(days=2))
    with pytest.raises(CertificateRefused, match="thu hồi"):
        sign(LETTER, key, validation=Validation.of_folder(own.folder), at=NOW)


def test_a_certificate_of_an_authority_nobody_trusts_does_not_sign(
    authority: TrialAuthority, tmp_path: Path
) -> None:
    other = TrialAuthority.make(tmp_path / "ca", at=NOW - timedelta(days=30))
    key = SoftKey.open(other.issue("Lê Văn Chiến", "Văn phòng", PIN, since=NOW - timedelta(days=10)), PIN)
    with pytest.raises(CertificateRefused, match="không do nơi cấp đang được tin cậy"):
        sign(LETTER, key, validation=Validation.of_folder(authority.folder), at=NOW)


@pytest.mark.parametrize(("days", "words"), [(-400, "chưa có hiệu lực"), (4000, "hết hạn")])
def test_a_certificate_out_of_its_time_does_not_sign(days: int, words: str, key: SoftKey) -> None:
    with pytest.raises(CertificateRefused, match=words):
        sign(LETTER, key, at=NOW + timedelta(days=days))


def test_a_wrong_pin_and_a_file_that_is_no_key_are_told(authority: TrialAuthority) -> None:
    p12 = authority.issue("Lê Văn Chiến", "Văn phòng", PIN)
    assert SoftKey.open(p12, PIN).holder == "Lê Văn Chiến"
    for content, pin in ((p12, "000000"), (b"not a key", PIN), (b"", PIN)):
        with pytest.raises(KeyRefused, match="mã PIN"):
            SoftKey.open(content, pin)
    with pytest.raises(SigningError, match="ít nhất 6"):
        authority.issue("Lê Văn Chiến", "Văn phòng", "123")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04 not a pdf", LETTER[: len(LETTER) // 2]])
def test_a_file_that_is_no_whole_pdf_is_refused_in_words(content: bytes, key: SoftKey) -> None:
    with pytest.raises(FileRefused, match="Đề nghị đồng chí"):
        sign(content, key, at=NOW)


def test_a_file_with_a_password_and_a_page_that_is_not_there_are_refused(key: SoftKey) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(LETTER)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(FileRefused, match="mật khẩu"):
        sign(out.getvalue(), key, at=NOW)
    with pytest.raises(FileRefused, match="không có trang 9"):
        sign(LETTER, key, place=Place(9, PLACE.box), at=NOW)
    with pytest.raises(FileRefused, match="PNG"):
        sign(LETTER, key, place=PLACE, appearance=Appearance(b"no picture"), at=NOW)


def test_a_document_closed_by_its_signature_takes_no_more(key: SoftKey, authority: TrialAuthority) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    from vanphong.lib.reading.signatures import apart

    told = signers.PdfSignatureMetadata(
        field_name="Khoa", certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(LETTER))
    closed = bytes(apart(lambda: signers.sign_pdf(writer, told, signer=key.signer)).getvalue())
    with pytest.raises(FileRefused, match="không nhận thêm chữ ký"):
        sign(closed, key, at=NOW)


def test_the_place_is_between_post_and_printed_name(tmp_path: Path) -> None:
    from vanphong.lib.reading.extract import extract
    from vanphong.lib.reading.header import read_header

    path = written(tmp_path / "a.pdf", LETTER)
    place = place_of_signature(path)
    name = read_header(extract(path, ocr=False)).fields["signer"]
    assert place.page == name.page
    x0, y0, x1, y1 = place.box
    assert y1 == pytest.approx(name.boxes[0][1])
    assert (x0 + x1) / 2 == pytest.approx((name.boxes[0][0] + name.boxes[0][2]) / 2, abs=0.02)
    assert 0 <= x0 < x1 <= 1
    assert 0 < y0 < y1
    seal = place_of_seal(place, 210 / 297)
    assert seal.box[2] == pytest.approx(x0 + (x1 - x0) / 3)


def test_a_page_without_a_signer_has_no_place(tmp_path: Path) -> None:
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page(page_size=(595, 842))
        file.save(out)
    with pytest.raises(NoPlace, match="họ tên người ký"):
        place_of_signature(written(tmp_path / "a.pdf", out.getvalue()))


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="needs pdfsig of poppler")
def test_poppler_agrees(authority: TrialAuthority, key: SoftKey, tmp_path: Path) -> None:
    made = sign(LETTER, key, place=PLACE, timestamper=authority.clock(NOW), at=NOW)
    path = written(tmp_path / "a.pdf", made.pdf)
    told = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert "Signature is Valid" in told.stdout
    assert "Nguyễn Văn Khang" in told.stdout
    spoilt = made.pdf.replace(b"/MediaBox", b"/MediaBux", 1)
    path.write_bytes(spoilt)
    told = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert "Signature is Valid" not in told.stdout
