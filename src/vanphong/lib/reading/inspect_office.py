"""Office files before they are unpacked: limits of the archive, macros, links that load from outside."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
from dataclasses import replace
from typing import BinaryIO, Final

import olefile

from vanphong.lib.reading import inspect as types
from vanphong.lib.reading import problems
from vanphong.lib.reading.inspect import EXTENSIONS, UNKNOWN, Inspection, Limits
from vanphong.lib.reading.problems import Problem

_MAIN_PARTS: Final = (
    (b"wordprocessingml.document.main+xml", types.DOCX),
    (b"wordprocessingml.template.main+xml", types.DOCX),
    (b"ms-word.document.macroEnabled.main+xml", types.DOCM),
    (b"ms-word.template.macroEnabledTemplate.main+xml", types.DOCM),
    (b"spreadsheetml.sheet.main+xml", types.XLSX),
    (b"spreadsheetml.template.main+xml", types.XLSX),
    (b"ms-excel.sheet.macroEnabled.main+xml", types.XLSM),
    (b"ms-excel.template.macroEnabled.main+xml", types.XLSM),
    (b"presentationml.presentation.main+xml", types.PPTX),
)
_PART_LIMIT: Final = 30_000_000
_EXTERNAL: Final = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_FIELDS: Final = (b"instrText", b"w:instr=", b"<ddeLink")
_FIELD_CODE: Final = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")


def inspect_zip(file: BinaryIO, size: int, limits: Limits) -> Inspection:
    """Look at an archive: is it an office file, and may it be unpacked?"""
    count = _entry_count(file, size)
    if count is None:
        return Inspection(UNKNOWN, "", problem=problems.BROKEN)
    if count > limits.entries:
        return Inspection(UNKNOWN, "", problem=problems.BOMB)
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Inspection(UNKNOWN, "", problem=problems.BROKEN)
    with archive:
        entries = archive.infolist()
        if refusal := _unsafe(entries, size, limits):
            return Inspection(UNKNOWN, "", problem=refusal)
        if any(entry.flag_bits & 1 for entry in entries):
            return Inspection(UNKNOWN, "", encrypted=True, problem=problems.ENCRYPTED)
        return _office_type(archive, entries)


def _entry_count(file: BinaryIO, size: int) -> int | None:
    """The number of entries its end record tells, read before the directory is (which may be huge)."""
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return None
    count, directory_size = struct.unpack_from("<HI", tail, at + 10)
    # A directory entry is at least 46 bytes: the size betrays a count that lies, and ZIP64.
    return max(int(count), int(directory_size) // 4_096)


def _unsafe(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> Problem | None:
    if len(entries) > limits.entries:
        return problems.BOMB
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked or (unpacked > 20_000_000 and unpacked > size * limits.ratio):
        return problems.BOMB
    end = -1
    for entry in sorted(entries, key=lambda item: item.header_offset):
        name = entry.filename.replace("\\", "/")
        leaves = name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name)
        if leaves or stat.S_ISLNK(entry.external_attr >> 16):
            return problems.BOMB
        # Entries that share bytes unpack to far more than the archive holds.
        if entry.header_offset < end:
            return problems.BOMB
        end = entry.header_offset + 30 + entry.compress_size
    if end > size:
        return problems.BROKEN
    return None


def _office_type(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Inspection:
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" in names:
        declared = _part(archive, "[Content_Types].xml")
        for mark, media_type in _MAIN_PARTS:
            if mark in declared:
                return _inspect_ooxml(archive, names, declared, media_type)
    if "mimetype" in names:
        said = _part(archive, "mimetype").strip().decode("ascii", "replace")
        if said in (types.ODT, types.ODS):
            macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
            return Inspection(said, EXTENSIONS[said][0], active_content=("macro",) if macros else ())
    return Inspection("application/zip", "zip", problem=problems.UNKNOWN_TYPE)


def _inspect_ooxml(archive: zipfile.ZipFile, names: set[str], declared: bytes, media_type: str) -> Inspection:
    if media_type == types.PPTX:
        return Inspection(media_type, "pptx", problem=problems.UNKNOWN_TYPE)
    active: set[str] = set()
    lowered = {name.lower() for name in names}
    if b"macroEnabled" in declared or b"vbaProject" in declared or any("vbaproject" in n for n in lowered):
        active.add("macro")
    if b"activeX" in declared or any("/activex/" in name for name in lowered):
        active.add("activex")
    if b"oleObject" in declared or any("/embeddings/" in name for name in lowered):
        active.add("ole_object")
    for name in names:
        if name.endswith(".rels"):
            active |= _links(_part(archive, name))
        elif name.endswith(".xml") and _has_dde(_part(archive, name)):
            active.add("dde")
    found = Inspection(media_type, EXTENSIONS[media_type][0], active_content=tuple(sorted(active)))
    main = ("word/document.xml", "xl/workbook.xml")
    if not any(name in names for name in main) and b"/main" not in declared:
        return replace(found, problem=problems.BROKEN)
    return found


def _has_dde(part: bytes) -> bool:
    if not any(mark in part for mark in _FIELDS):
        return False
    if b"<ddeLink" in part:
        return True
    # Word may split a field code over runs, so the codes are joined before they are looked at.
    codes = b"".join(a or b for a, b in _FIELD_CODE.findall(part))
    return re.search(rb"\bDDE(AUTO)?\b", codes) is not None


def _links(rels: bytes) -> set[str]:
    """Kinds of outside parts a package loads by itself; plain hyperlinks wait for a click."""
    kinds: set[str] = set()
    for link in _EXTERNAL.findall(rels):
        if b"/attachedTemplate" in link:
            kinds.add("remote_template")
        elif b"/hyperlink" not in link:
            kinds.add("remote_link")
    if b"/aFChunk" in rels:
        kinds.add("embedded_chunk")
    return kinds


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of a part; its declared size was checked, so it cannot swell."""
    with archive.open(name) as part:
        return part.read(_PART_LIMIT)


def inspect_ole(file: BinaryIO) -> Inspection:
    """Look at an OLE file: Word and Excel before 2007, or an encrypted newer one."""
    with olefile.OleFileIO(file) as ole:
        streams = ["/".join(path) for path in ole.listdir()]
        if any(name.startswith("EncryptedPackage") for name in streams):
            return Inspection(UNKNOWN, "", encrypted=True, problem=problems.ENCRYPTED)
        active = set()
        if any("VBA" in name.split("/") or "_VBA_PROJECT" in name or name == "Macros" for name in streams):
            active.add("macro")
        if any(name.startswith(("ObjectPool/", "MBD")) or "\x01Ole10Native" in name for name in streams):
            active.add("ole_object")
        flags = tuple(sorted(active))
        if "WordDocument" in streams:
            block = ole.openstream("WordDocument").read(32)
            if len(block) >= 12 and struct.unpack_from("<H", block, 10)[0] & 0x0100:
                return Inspection(types.DOC, "doc", encrypted=True, problem=problems.ENCRYPTED)
            return Inspection(types.DOC, "doc", active_content=flags)
        if book := next((name for name in ("Workbook", "Book") if name in streams), None):
            # The record FILEPASS (0x002F, 54 bytes or more) stands right after the first one.
            start = ole.openstream(book).read(64)
            if len(start) >= 24 and start[20:22] == b"\x2f\x00":
                return Inspection(types.XLS, "xls", encrypted=True, problem=problems.ENCRYPTED)
            return Inspection(types.XLS, "xls", active_content=flags)
    return Inspection(UNKNOWN, "", problem=problems.UNKNOWN_TYPE)
