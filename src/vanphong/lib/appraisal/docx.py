"""A .docx as a Paper: sections, styles and inherited looks, tables, text boxes, headers and footers."""

from __future__ import annotations

import math
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from vanphong.lib.appraisal.model import Align, Cell, Leftover, Margin, Paper, Para, Run, Section
from vanphong.lib.appraisal.styles import Looks, Styles, W, number

Element = Any
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ALIGNS: Final[dict[str, Align]] = {
    "center": "centre",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_WRAPPERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "smartTag", "customXml", "ins"))
_INLINE: Final = _WRAPPERS | {W + "hyperlink", W + "fldSimple", W + "moveTo"}
_SHAPES: Final = ("}wsp", "}cxnSp", "}line", "}shape", "}rect", "}pic", "}group", "}wgp")
_TWIP_MM: Final = 25.4 / 1440


class Package:
    """The parts of a .docx, each parsed once; `tree` is also what a correction writes back."""

    def __init__(self, path: Path) -> None:
        self._trees: dict[str, Element] = {}
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            for name in sorted(names):
                if name.startswith(("word/", "_rels/")) and name.endswith((".xml", ".rels")):
                    self._trees[name] = etree.fromstring(archive.read(name), _parser())
        self.main = _main_part(self._trees)

    def tree(self, name: str) -> Element | None:
        return self._trees.get(name)

    def part(self, suffix: str) -> Element | None:
        """The part of this name beside the main one."""
        return self._trees.get(posixpath.join(posixpath.dirname(self.main), suffix))

    def links(self) -> dict[str, str]:
        """Relation of the main part = name of the part it points at."""
        folder, name = posixpath.split(self.main)
        rels = self._trees.get(f"{folder}/_rels/{name}.rels")
        if rels is None:
            return {}
        return {
            link.get("Id", ""): posixpath.normpath(posixpath.join(folder, link.get("Target", "")))
            for link in rels
            if link.get("TargetMode") != "External"
        }


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _main_part(trees: dict[str, Element]) -> str:
    if "word/document.xml" in trees:
        return "word/document.xml"
    for link in trees.get("_rels/.rels", ()):
        if str(link.get("Type", "")).endswith("/officeDocument"):
            return str(link.get("Target", "")).lstrip("/")
    raise KeyError("officeDocument")


def read_docx(path: Path) -> tuple[Paper, Package]:
    """Read a .docx; raises KeyError, BadZipFile or XMLSyntaxError on a damaged one."""
    package = Package(path)
    root = package.tree(package.main)
    styles = Styles(
        package.part("styles.xml"), package.part("theme/theme1.xml"), package.part("numbering.xml")
    )
    paper = Paper("docx")
    settings = package.part("settings.xml")
    if settings is not None:
        paper.mirrored = settings.find(W + "mirrorMargins") is not None
        paper.even_odd = settings.find(W + "evenAndOddHeaders") is not None
    body = root.find(W + "body") if root is not None else None
    if body is not None:
        walk = _Walk(styles, package.main, paper)
        walk.body(body)
        paper.leftovers = list(_leftovers(body, package.part("comments.xml"), walk.known))
        _margins(paper, package, styles, body)
    return paper, package


@dataclass(slots=True)
class _Count:
    page: int = 1
    rendered: bool = False
    height: float = 0.0


class _Walk:
    """Goes through the blocks of a part in order and adds their paragraphs to the paper."""

    def __init__(self, styles: Styles, part: str, paper: Paper) -> None:
        self._styles, self._part, self._paper = styles, part, paper
        self._blank = 0
        self._tables = 0
        self._count = _Count()
        self.known: dict[Element, int] = {}
        """Element of a paragraph = its number."""

    def body(self, body: Element) -> None:
        self._sections(body)
        self._count.rendered = next(body.iter(W + "lastRenderedPageBreak"), None) is not None
        for block in _blocks(body):
            self._block(block, None, "")
        paper = self._paper
        paper.pages = max(self._count.page, 1)

    def paragraphs(self, root: Element) -> list[Para]:
        """The paragraphs of a header or footer, with those that hold no letters."""
        return [self._para(p, None, "") for p in root.iter(W + "p")]

    def _sections(self, body: Element) -> None:
        for found in body.iter(W + "sectPr"):
            if not any(parent.tag == W + "sectPrChange" for parent in found.iterancestors()):
                self._paper.sections.append(_section(found))

    def _block(self, block: Element, cell: Cell | None, table_style: str) -> None:
        if block.tag == W + "tbl":
            self._table(block)
            return
        for box in block.iter(W + "txbxContent"):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                for inner in _blocks(box):
                    if inner.tag == W + "p":
                        self._add(inner, None, "", boxed=True)
                    else:
                        self._table(inner)
        self._add(block, cell, table_style)

    def _add(self, block: Element, cell: Cell | None, table_style: str, *, boxed: bool = False) -> None:
        count = self._count
        if not boxed:
            breaks = sum(one.get(W + "type") == "page" for one in block.iter(W + "br"))
            count.page += breaks
            if count.rendered:
                count.page += sum(1 for _ in block.iter(W + "lastRenderedPageBreak"))
            elif breaks:
                count.height = 0.0
        para = self._para(block, cell, table_style)
        if boxed:
            para.place = "box"
        if not boxed and cell is None and not count.rendered:
            self._measure(para)
        para.page = count.page
        properties = block.find(W + "pPr")
        if not para.text.strip():
            self._blank += 1 + para.text.count("\n")
            last = self._paper.paragraphs[-1] if self._paper.paragraphs else None
            if last is not None and (para.drawn or para.ruled_below):
                # A rule often hangs on an empty paragraph below the words it belongs to.
                last.ruled_below |= para.ruled_below
                last.drawn |= para.drawn
            if last is not None:
                self.known[block] = last.index
        else:
            para.blank_before, self._blank = self._blank, 0
            para.index = len(self._paper.paragraphs) + 1
            self._paper.paragraphs.append(para)
            self.known[block] = para.index
        if properties is not None and properties.find(W + "sectPr") is not None:
            self._section_at += 1
            if not count.rendered:
                count.page, count.height = count.page + 1, 0.0

    _section_at = 0

    def _measure(self, para: Para) -> None:
        """Without Word's own marks pages are told by the height that paragraphs take."""
        sections = self._paper.sections
        section = sections[min(self._section_at, len(sections) - 1)] if sections else None
        wide = (section.width - section.left - section.right if section else 165) / 25.4 * 72
        high = (section.height - section.top - section.bottom if section else 250) / 25.4 * 72
        size = next((run.size for run in para.runs if run.size), 14.0)
        step = para.line if para.line else size * 1.15 * para.lines
        rows = max(1, math.ceil(len(para.text) * size * 0.46 / max(wide - para.left - para.right, 50)))
        tall = rows * step + para.before + para.after
        if self._count.height + tall > high:
            self._count.page += 1
            self._count.height = 0.0
        self._count.height += tall

    def _para(self, block: Element, cell: Cell | None, table_style: str) -> Para:
        styles = self._styles
        properties = block.find(W + "pPr")
        named = properties.find(W + "pStyle") if properties is not None else None
        style = named.get(W + "val", "") if named is not None else styles.default_style
        looks: Looks = {
            **styles.para_defaults,
            **(styles.para(table_style) if table_style else {}),
            **styles.para(style),
            **styles.para_looks(properties),
        }
        under: Looks = {
            **styles.run_defaults,
            **(styles.run(table_style) if table_style else {}),
            **styles.run(style),
        }
        runs: list[Run] = []
        at = 0
        for element in _runs(block):
            text = "".join(_run_text(element))
            if not text:
                continue
            run = _run(element, text, at, {**under, **styles.run_looks(element.find(W + "rPr"))})
            if run is not None:
                runs.append(run)
                at = run.end
        text = "".join(run.text for run in runs)
        para = Para(0, text, tuple(runs), "table" if cell else "body", cell, element=block, part=self._part)
        _set_looks(para, looks)
        para.section = self._section_at
        para.drawn = any(
            str(one.tag).endswith(_SHAPES) and next(one.iter(W + "txbxContent"), None) is None
            for one in block.iter()
            if isinstance(one.tag, str)
        )
        return para

    def _table(self, table: Element) -> None:
        self._tables += 1
        ident = self._tables
        properties = table.find(W + "tblPr")
        named = properties.find(W + "tblStyle") if properties is not None else None
        style = named.get(W + "val", "") if named is not None else ""
        rows = list(_children(table, "tr"))
        ruled = self._ruled(properties, style, table)
        for y, row in enumerate(rows):
            cells = list(_children(row, "tc"))
            widths = [_width(cell) for cell in cells]
            total, start = sum(widths) or 1.0, 0.0
            for x, (cell, width) in enumerate(zip(cells, widths, strict=True)):
                end = start + width / total
                place = Cell(ident, y, x, len(cells), len(rows), start, end, ruled)
                self._blank = 0
                for block in _blocks(cell):
                    self._block(block, place, style)
                start = end
        self._blank = 0

    def _ruled(self, properties: Element | None, style: str, table: Element) -> bool:
        borders = properties.find(W + "tblBorders") if properties is not None else None
        if borders is None:
            based = self._styles.based(style)
            borders = based.find(f"{W}tblPr/{W}tblBorders") if based is not None else None
        inside = borders.find(W + "insideV") if borders is not None else None
        if inside is not None and inside.get(W + "val") not in ("nil", "none"):
            return True
        sides = [b.get(W + "val") for c in table.iter(W + "tcBorders") for b in c if b.tag == W + "left"]
        return any(value not in (None, "nil", "none") for value in sides)


def _set_looks(para: Para, looks: Looks) -> None:
    para.align = _ALIGNS.get(looks.get("jc", ""), "left")
    para.left, para.right = number(looks.get("left")) / 20, number(looks.get("right")) / 20
    para.first = number(looks.get("first")) / 20
    automatic = (
        looks.get("beforeAutospacing") in ("1", "true"),
        looks.get("afterAutospacing") in ("1", "true"),
    )
    para.before = 14.0 if automatic[0] else number(looks.get("before")) / 20
    para.after = 14.0 if automatic[1] else number(looks.get("after")) / 20
    rule = looks.get("lineRule", "auto")
    spacing = number(looks.get("line"), 240.0)
    if rule in ("exact", "exactly", "atLeast"):
        para.line_rule = "atLeast" if rule == "atLeast" else "exact"
        para.line = spacing / 20
    else:
        para.lines = spacing / 240
    para.ruled_below = looks.get("bottom", "none") not in ("none", "nil", "")
    para.numbered = looks.get("numbered") == "1"


def _run(element: Element, text: str, at: int, looks: Looks) -> Run | None:
    if looks.get("vanish") == "1":
        return None
    size = looks.get("sz")
    return Run(
        text,
        at,
        looks.get("font", ""),
        # Word sets letters in 10 points where nothing tells a size.
        number(size, 20.0) / 2 if size else 10.0,
        looks.get("b") == "1",
        looks.get("i") == "1",
        looks.get("u", "none") not in ("none", ""),
        looks.get("caps") == "1",
        looks.get("color", ""),
        looks.get("highlight", "none") not in ("none", ""),
        element,
    )


def _blocks(body: Element) -> Iterator[Element]:
    for child in body:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _children(parent: Element, name: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, name)


def _runs(block: Element) -> Iterator[Element]:
    for child in block:
        if child.tag == W + "r":
            yield child
        elif child.tag in _INLINE:
            yield from _runs(child)


def _run_text(run: Element) -> Iterator[str]:
    for child in run:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in (W + "tab", W + "ptab"):
            yield "\t"
        elif child.tag in (W + "br", W + "cr"):
            yield "" if child.get(W + "type") == "page" else "\n"
        elif child.tag == W + "noBreakHyphen":
            yield "-"


def _width(cell: Element) -> float:
    width = cell.find(f"{W}tcPr/{W}tcW")
    found = number((width.get(W + "w") or "").rstrip("%")) if width is not None else 0.0
    return max(found, 1.0)


def _section(found: Element) -> Section:
    size, margin = found.find(W + "pgSz"), found.find(W + "pgMar")

    def read(of: Element | None, name: str, otherwise: float) -> float:
        return abs(number(of.get(W + name), otherwise) if of is not None else otherwise) * _TWIP_MM

    numbering = found.find(W + "pgNumType")
    restart = numbering.get(W + "start") if numbering is not None else None
    title = found.find(W + "titlePg")
    return Section(
        read(size, "w", 12240),
        read(size, "h", 15840),
        read(margin, "top", 1440),
        read(margin, "bottom", 1440),
        read(margin, "left", 1440),
        read(margin, "right", 1440),
        read(margin, "header", 720),
        read(margin, "footer", 720),
        title is not None and title.get(W + "val", "1") not in ("0", "false", "off"),
        int(restart) if restart and restart.isdigit() else None,
        found,
    )


def _margins(paper: Paper, package: Package, styles: Styles, body: Element) -> None:
    links = package.links()
    for at, section in enumerate(paper.sections):
        for reference in section.element:
            if reference.tag not in (W + "headerReference", W + "footerReference"):
                continue
            name = links.get(reference.get(_R + "id", ""), "")
            tree = package.tree(name)
            if tree is None:
                continue
            paragraphs = _Walk(styles, name, Paper("docx")).paragraphs(tree)
            kind = "header" if reference.tag == W + "headerReference" else "footer"
            numbered = next((para for para in paragraphs if _has_page_number(para.element)), None)
            paper.margins.append(
                Margin(
                    kind,  # type: ignore[arg-type]
                    reference.get(W + "type", "default"),
                    tuple(paragraphs),
                    numbered,
                    tuple(_number_sizes(numbered, styles)) if numbered else (),
                    at,
                    name,
                )
            )


def _has_page_number(paragraph: Element) -> bool:
    codes = [one.text or "" for one in paragraph.iter(W + "instrText")]
    codes += [one.get(W + "instr", "") for one in paragraph.iter(W + "fldSimple")]
    if "PAGE" in "".join(codes).upper().replace("NUMPAGES", "").split():
        return True
    return next(paragraph.iter(W + "pgNum"), None) is not None


def _number_sizes(para: Para, styles: Styles) -> Iterator[float]:
    """Sizes of the runs that print a page number: those between the field's marks, which may hold no letters."""
    named = para.element.find(f"{W}pPr/{W}pStyle")
    style = named.get(W + "val", "") if named is not None else styles.default_style
    for run in page_number_runs(para.element):
        looks = {**styles.run_defaults, **styles.run(style), **styles.run_looks(run.find(W + "rPr"))}
        yield number(looks.get("sz"), 20.0) / 2


def page_number_runs(paragraph: Element) -> list[Element]:
    """The runs that print the page number of a header or footer."""
    runs = list(paragraph.iter(W + "r"))
    # Word prints the number as the run after the field's code; some programs keep all of the field in one run.
    return [run for run in runs if run.find(W + "instrText") is None] or runs


def _leftovers(body: Element, comments: Element | None, known: dict[Element, int]) -> Iterator[Leftover]:
    def near(element: Element) -> int | None:
        own = next((p for p in (element, *element.iterancestors()) if p.tag == W + "p"), None)
        return known.get(own) if own is not None else None

    texts = {}
    if comments is not None:
        for comment in comments.iterchildren(W + "comment"):
            texts[comment.get(W + "id")] = "".join(t.text or "" for t in comment.iter(W + "t"))
    for mark in body.iter(W + "commentReference"):
        if mark.get(W + "id") in texts:
            yield Leftover("comment", texts[mark.get(W + "id")], near(mark))
    for change in body.iter(W + "ins", W + "moveTo"):
        # A tracked paragraph mark alone holds no text and is told with its neighbours.
        if text := "".join(t.text or "" for t in change.iter(W + "t")):
            yield Leftover("insertion", text, near(change))
    for change in body.iter(W + "del", W + "moveFrom"):
        if text := "".join(t.text or "" for t in change.iter(W + "delText", W + "t")):
            yield Leftover("deletion", text, near(change))
