"""Files that intake must refuse, purge or warn about, each for one reason."""

from __future__ import annotations

import io
import random
import unicodedata
import zipfile
from collections.abc import Mapping

import pikepdf

from tools.make_samples import scans
from tools.make_samples.docx_parts import ZIP_DATE
from tools.make_samples.docx_writer import to_docx
from tools.make_samples.model import Document
from tools.make_samples.office import convert, settle_pdf

CONTENT_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = b"application/vnd.ms-word.document.macroEnabled.main+xml"

REASONS = {
    "co_mat_khau.pdf": "encrypted",
    "hong_giua_chung.pdf": "broken",
    "rong.pdf": "empty",
    "chuong_trinh.pdf": "wrong type: bytes of a Windows program",
    "word_doi_ten.pdf": "wrong type: a Word file named .pdf",
    "co_macro.docx": "a Word file with a macro part, named .docx",
    "co_javascript.pdf": "active content: JavaScript that opens an alert",
    "nen_qua_muc.docx": "unpacks to 100 MB",
    "ngày sai 31-02.docx": "an impossible date",
    "dau_mat_mau_thu.pdf": "bears a secrecy stamp, with text",
    "dau_mat_mau_thu_scan.pdf": "bears a secrecy stamp, scanned",
    "2000_trang.pdf": "2,000 pages",
    unicodedata.normalize(
        "NFD", "Công văn tên tổ hợp rời.docx"
    ): "file name in decomposed Unicode; content is sound",
}


def build_bad(documents: Mapping[str, Document]) -> dict[str, bytes]:
    """All refused files by name, in the order of REASONS; documents `bad-*` give their text."""
    plain, secret = to_docx(documents["bad-plain"]), to_docx(documents["bad-secret"])
    pdfs = convert({"plain": plain, "secret": secret}, "pdf")
    rng = random.Random(31)
    stamped = [scans.colour(page, rng) for page in scans.render(pdfs["secret"], 110)]
    made = [
        _encrypted(pdfs["plain"]),
        pdfs["plain"][: len(pdfs["plain"]) * 2 // 5],
        b"",
        b"MZ\x90\x00" + bytes(60) + b"This program cannot be run in DOS mode.\r\r\n$" + bytes(2048),
        plain,
        _with_macro(plain),
        _with_javascript(pdfs["plain"]),
        zip_bomb(plain),
        to_docx(documents["bad-date"]),
        pdfs["secret"],
        scans.to_pdf(stamped, 110, 45),
        many_pages(2000),
        plain,
    ]
    return dict(zip(REASONS, made, strict=True))


def _encrypted(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        # Revision 3 has no random part, so the file is the same on every run.
        lock = pikepdf.Encryption(owner="chu-so-huu", user="mat-khau", R=3, aes=False, metadata=False)
        opened.save(out, encryption=lock, static_id=True)
    return out.getvalue()


def _with_javascript(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        script = pikepdf.String("app.alert('mau thu');")
        opened.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
        opened.save(out)
    return settle_pdf(out.getvalue())


def _with_macro(docx: bytes) -> bytes:
    parts = _unzip(docx)
    parts["[Content_Types].xml"] = (
        parts["[Content_Types].xml"]
        .replace(CONTENT_TYPE, MACRO_TYPE)
        .replace(
            b"</Types>",
            b'<Override PartName="/word/vbaProject.bin" '
            b'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        )
    )
    # The start of an OLE file; no macro is inside.
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1528)
    return _zip(parts)


def zip_bomb(docx: bytes, megabytes: int = 100) -> bytes:
    """A Word file whose document part unpacks to `megabytes` of spaces."""
    parts = _unzip(docx)
    return _zip({**parts, "word/document.xml": b" " * (megabytes * 1_000_000)})


def _unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in parts.items():
            target.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def many_pages(count: int) -> bytes:
    """A PDF of `count` pages that share one line of text."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        content = pdf.make_stream(b"BT /F1 14 Tf 80 760 Td (Trang thu) Tj ET")
        resources = pdf.make_indirect(pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)))
        for _ in range(count):
            page = pikepdf.Dictionary(
                Type=pikepdf.Name.Page, MediaBox=[0, 0, 595, 842], Resources=resources, Contents=content
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        pdf.save(out)
    return settle_pdf(out.getvalue())
