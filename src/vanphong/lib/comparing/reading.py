"""A Word file as what is compared: parts, blocks, rows, cells, and paragraphs of pieces that print something."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from vanphong.lib.comparing.formats import Form, Look, Styles
from vanphong.lib.comparing.wording import Token, tokens
from vanphong.lib.legacy_fonts import encoding_of_font, typed_as_unicode
from vanphong.lib.text import nfc
from vanphong.lib.word.package import WordFile, open_word
from vanphong.lib.word.revisions import is_tracked, settle
from vanphong.lib.word.xml import FALLBACK, SPACE, Element, W, parse_part, words_of

RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
OBJECT: Final = "\ufffc"
"""Stands in a text for what is no letter: a picture, a text box, a formula, a note."""
PAGE: Final = "\f"
"""A break of page or column."""

_TRANSPARENT: Final = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
HOLDERS: Final = _TRANSPARENT | {W + name for name in ("hyperlink", "fldSimple", "dir", "bdo")}
NOTES: Final = {W + "footnoteReference": "footnotes.xml", W + "endnoteReference": "endnotes.xml"}
_OBJECTS: Final = frozenset({W + "drawing", W + "pict", W + "object"})
# What these fields print is counted anew on every page; it is no text of the document.
_COUNTED: Final = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_BLANKS: Final = str.maketrans("\n\r\t", "   ")
ALTERNATE: Final = FALLBACK.replace("Fallback", "AlternateContent")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one element of a run prints; `carrier` is the run, or a formula that stands beside runs."""

    carrier: Element
    item: Element
    text: str
    look: Look
    key: str = ""
    shown: str = ""


@dataclass(eq=False)
class Paragraph:
    """A paragraph; `number` counts from 1 through its part."""

    element: Element
    number: int
    pieces: list[Piece]
    form: Form

    @cached_property
    def text(self) -> str:
        """Its letters as they are stored, one sign for each object."""
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def tokens(self) -> list[Token]:
        """Its words, blanks, signs and objects."""
        return tokens([(p.text, p.key, p.shown, p.look) for p in self.pieces])

    @cached_property
    def key(self) -> str:
        """Equal for paragraphs of the same text."""
        return nfc("".join(OBJECT + piece.key if piece.key else piece.text for piece in self.pieces))

    @cached_property
    def words(self) -> list[str]:
        """Its words, by which likeness is measured."""
        return [token.key for token in self.tokens if token.word]


@dataclass(eq=False)
class Cell:
    """A cell of a table."""

    element: Element
    blocks: list[Block]

    @cached_property
    def key(self) -> str:
        """Equal for cells of the same text."""
        return "\x1c".join(block.key for block in self.blocks)

    @cached_property
    def words(self) -> list[str]:
        """Words of all it holds."""
        return [word for block in self.blocks for word in block.words]


@dataclass(eq=False)
class Row:
    """A row of a table."""

    element: Element
    cells: list[Cell]

    @cached_property
    def key(self) -> str:
        """Equal for rows of the same text in the same cells."""
        return "\x1d".join(cell.key for cell in self.cells)

    @cached_property
    def words(self) -> list[str]:
        """Words of all it holds."""
        return [word for cell in self.cells for word in cell.words]


@dataclass(eq=False)
class Table:
    """A table; `number` counts from 1 through its part."""

    element: Element
    number: int
    rows: list[Row]

    @cached_property
    def key(self) -> str:
        """Equal for tables of the same text in the same cells; never equal to a paragraph's."""
        return "\x1e" + "\x1e".join(row.key for row in self.rows)

    @cached_property
    def words(self) -> list[str]:
        """Words of all it holds."""
        return [word for row in self.rows for word in row.words]


Block = Paragraph | Table


@dataclass(eq=False)
class Part:
    """A part of the file that prints: the document itself, a header, a footer."""

    name: str
    label: str
    root: Element
    holder: Element
    blocks: list[Block]
    was_tracked: bool = False

    @cached_property
    def key(self) -> str:
        """Equal for parts of the same text."""
        return "\x1f".join(block.key for block in self.blocks)

    @cached_property
    def words(self) -> list[str]:
        """Words of all it holds."""
        return [word for block in self.blocks for word in block.words]


@dataclass(eq=False)
class Document:
    """A version of a document, tracked changes that it holds taken as accepted."""

    word: WordFile
    styles: Styles
    parts: list[Part] = field(default_factory=list)
    legacy_fonts: set[str] = field(default_factory=set)


def read_document(content: bytes) -> Document:
    """Read a .docx; `WordError` for one that cannot be worked with."""
    word = open_word(content)
    document = Document(word, Styles(word))
    root = document.word.tree(word.main)
    _add(document, word.main, "Thân văn bản", root)
    targets = relations(word, word.main)
    seen = set()
    for reference in root.iter(W + "headerReference", W + "footerReference"):
        name = targets.get(reference.get(RELATIONS + "id", ""), "")
        if name in word.parts and name not in seen:
            seen.add(name)
            label = "Đầu trang" if reference.tag == W + "headerReference" else "Chân trang"
            _add(document, name, label, word.tree(name))
    # Headers first, whatever the order in which sections name them.
    document.parts[1:] = sorted(document.parts[1:], key=lambda part: part.label != "Đầu trang")
    return document


def carriers(holder: Element) -> Iterator[Element]:
    """Runs and formulas of a paragraph, in order, those of text boxes left out."""
    for child in holder:
        if child.tag in (W + "r", MATH + "oMath", MATH + "oMathPara"):
            yield child
        elif child.tag in HOLDERS:
            yield from carriers(child)


def relations(word: WordFile, part: str) -> dict[str, str]:
    """Names of the parts that a part points at, by the id of the link."""
    folder, _, name = part.rpartition("/")
    root = parse_part(word.parts.get(f"{folder}/_rels/{name}.rels", b""))
    found = {}
    for link in root if root is not None else ():
        target = str(link.get("Target", ""))
        inside = link.get("TargetMode") != "External"
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        found[str(link.get("Id", ""))] = path if inside else target
    return found


def _add(document: Document, name: str, label: str, root: Element) -> None:
    was_tracked = is_tracked(root)
    if was_tracked:
        settle(root, "accept")
    body = root.find(W + "body")
    holder = root if body is None else body
    reader = _Reader(document, name, kept=root.get(SPACE) == "preserve")
    part = Part(name, label, root, holder, reader.blocks(holder), was_tracked)
    # Programs make headers that print nothing, or leave them out, as they save.
    if body is not None or part.key.strip():
        document.parts.append(part)


class _Reader:
    """Walks one part."""

    def __init__(self, document: Document, part: str, *, kept: bool) -> None:
        self._document = document
        self._kept = kept
        self._codes: list[str] = []
        self._in_result: list[bool] = []
        self._targets = relations(document.word, part)
        self._paragraphs = self._tables = 0
        self._notes: dict[str, dict[str, str]] = {}

    def blocks(self, holder: Element) -> list[Block]:
        """Paragraphs and tables right within `holder`, in order."""
        return [*self._blocks(holder)]

    def _blocks(self, holder: Element) -> Iterator[Block]:
        for child in holder:
            if child.tag == W + "p":
                yield self._paragraph(child)
            elif child.tag == W + "tbl":
                self._tables += 1
                number = self._tables
                yield Table(child, number, [*self._rows(child)])
            elif child.tag in _TRANSPARENT:
                yield from self._blocks(child)

    def _rows(self, holder: Element) -> Iterator[Row]:
        for child in holder:
            if child.tag == W + "tr":
                yield Row(child, [*self._cells(child)])
            elif child.tag in _TRANSPARENT:
                yield from self._rows(child)

    def _cells(self, holder: Element) -> Iterator[Cell]:
        for child in holder:
            if child.tag == W + "tc":
                yield Cell(child, self.blocks(child))
            elif child.tag in _TRANSPARENT:
                yield from self._cells(child)

    def _paragraph(self, element: Element) -> Paragraph:
        self._paragraphs += 1
        properties = element.find(W + "pPr")
        pieces = [*self._pieces(element, properties)]
        old = [piece for piece in pieces if encoding_of_font(piece.look.font)]
        if old and typed_as_unicode("".join(piece.text for piece in old), old[0].look.font) is False:
            self._document.legacy_fonts |= {piece.look.font for piece in old}
        return Paragraph(element, self._paragraphs, pieces, self._document.styles.form(properties))

    def _pieces(self, holder: Element, properties: Element | None) -> Iterator[Piece]:
        for child in holder:
            if child.tag == W + "r":
                yield from self._run(child, properties)
            elif child.tag in HOLDERS:
                if not _COUNTED.match(child.get(W + "instr", "")):
                    yield from self._pieces(child, properties)
            elif child.tag in (MATH + "oMath", MATH + "oMathPara"):
                formula = "".join(letter.text or "" for letter in child.iter(MATH + "t"))
                yield Piece(child, child, OBJECT, Look(), f"formula:{formula}", f"[công thức: {formula}]")

    def _run(self, run: Element, properties: Element | None) -> Iterator[Piece]:
        look = self._document.styles.look(run.find(W + "rPr"), properties)
        for item in run:
            if item.tag in (W + "fldChar", W + "instrText"):
                self._field(item)
            elif any(
                _COUNTED.match(code) and shown
                for code, shown in zip(self._codes, self._in_result, strict=True)
            ):
                continue
            elif item.tag == W + "t":
                if text := self._letters(item):
                    yield Piece(run, item, text, look)
            elif item.tag in _SIGNS:
                yield Piece(run, item, _SIGNS[str(item.tag)], look)
            elif item.tag == W + "br":
                yield Piece(run, item, PAGE if item.get(W + "type") in ("page", "column") else "\n", look)
            elif item.tag == W + "sym":
                yield _symbol(run, item, look)
            elif item.tag in NOTES:
                words = self._note(item)
                yield Piece(run, item, OBJECT, look, f"note:{nfc(words)}", f"[chú thích: {words}]")
            elif item.tag in _OBJECTS or item.tag == ALTERNATE:
                yield self._object(run, item, look)

    def _letters(self, item: Element) -> str:
        """Letters of a w:t as Word prints them: blanks at the edges count only where it is said so."""
        text = (item.text or "").translate(_BLANKS)
        return text if self._kept or item.get(SPACE) == "preserve" else text.strip(" ")

    def _field(self, item: Element) -> None:
        if item.tag == W + "instrText":
            if self._codes and not self._in_result[-1]:
                self._codes[-1] += item.text or ""
            return
        kind = item.get(W + "fldCharType")
        if kind == "begin":
            self._codes.append("")
            self._in_result.append(False)
        elif self._codes and kind == "separate":
            self._in_result[-1] = True
        elif self._codes and kind == "end":
            self._codes.pop()
            self._in_result.pop()

    def _object(self, run: Element, item: Element, look: Look) -> Piece:
        words = " ".join("".join(words_of(item)).split())
        sums = []
        for part in item.iter():
            for name in ("embed", "id", "link"):
                target = self._targets.get(str(part.get(RELATIONS + name, "")), "")
                if target:
                    held = self._document.word.parts.get(target, target.encode())
                    sums.append(hashlib.blake2b(held, digest_size=16).hexdigest())
        if words:
            shown = f"[khung chữ: {words}]"
        else:
            shown = "[hình]" if sums else "[hình vẽ]"
        return Piece(run, item, OBJECT, look, f"object:{nfc(words)}:{','.join(sorted(set(sums)))}", shown)

    def _note(self, reference: Element) -> str:
        name = self._document.word.beside(NOTES[str(reference.tag)])
        if name is None:
            return ""
        if name not in self._notes:
            root = self._document.word.tree(name)
            if is_tracked(root):
                settle(root, "accept")
            self._notes[name] = {
                note.get(W + "id", ""): " ".join("".join(words_of(note)).split()) for note in root
            }
        return self._notes[name].get(reference.get(W + "id", ""), "")


_SIGNS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}


def _symbol(run: Element, item: Element, look: Look) -> Piece:
    try:
        code = int(item.get(W + "char", "0020"), 16)
    except ValueError:
        code = 0x20
    letter = chr(code) if code < 0xD800 or 0xE000 <= code < 0x10000 else " "
    return Piece(run, item, letter, look, f"symbol:{item.get(W + 'font', '')}:{code:x}", letter)
