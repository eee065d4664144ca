"""A .docx as a Paper: its paragraphs, sections, headers and footers, and what drafting left in it."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from vanphong.lib.appraisal.model import Leftover, Margin, Paper, Para, Section
from vanphong.lib.appraisal.styles import Styles, number
from vanphong.lib.appraisal.walking import Walk
from vanphong.lib.word.package import WordFile, parts_of
from vanphong.lib.word.xml import W, whole

Element = Any
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TWIP_MM: Final = 25.4 / 1440


class Package:
    """A .docx with its parts parsed once: what a correction changes in them is what is written back."""

    def __init__(self, word: WordFile) -> None:
        self._word = word
        self._trees: dict[str, Element] = {}

    @property
    def main(self) -> str:
        return self._word.main

    def tree(self, name: str) -> Element | None:
        """The root of a part, None where there is no such part; WordError where it is not sound XML."""
        if name not in self._word.parts:
            return None
        if name not in self._trees:
            self._trees[name] = self._word.tree(name)
        return self._trees[name]

    def part(self, suffix: str) -> Element | None:
        """The part of this name beside the main one."""
        name = self._word.beside(suffix)
        return self.tree(name) if name else None

    def links(self) -> dict[str, str]:
        """Relation of the main part = name of the part it points at."""
        folder, name = posixpath.split(self.main)
        rels = self.tree(f"{folder}/_rels/{name}.rels")
        if rels is None:
            return {}
        return {
            link.get("Id", ""): posixpath.normpath(posixpath.join(folder, link.get("Target", "")))
            for link in rels
            if link.get("TargetMode") != "External"
        }

    def written(self, parts: Collection[str]) -> bytes:
        """The file with these parts as their trees now stand, all others byte for byte."""
        return self._word.replaced({name: whole(tree) for name, tree in self._trees.items() if name in parts})


def read_docx(path: Path) -> tuple[Paper, Package]:
    """Read a .docx; raises WordError on a damaged one."""
    package = Package(parts_of(path.read_bytes()))
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
        paper.sections = [_section(found) for found in _sections(body)]
        walk = Walk(styles, package.main, paper)
        walk.body(body)
        paper.leftovers = list(_leftovers(body, package.part("comments.xml"), walk.known))
        _margins(paper, package, styles, body)
    return paper, package


def _sections(body: Element) -> Iterator[Element]:
    for found in body.iter(W + "sectPr"):
        if not any(parent.tag == W + "sectPrChange" for parent in found.iterancestors()):
            yield found


def _section(found: Element) -> Section:
    size, margin = found.find(W + "pgSz"), found.find(W + "pgMar")

    def read(of: Element | None, name: str, otherwise: float) -> float:
        return abs(number(of.get(W + name), otherwise) if of is not None else otherwise) * _TWIP_MM

    title = found.find(W + "titlePg")
    return Section(
        read(size, "w", 12240),
        read(size, "h", 15840),
        read(margin, "top", 1440),
        read(margin, "bottom", 1440),
        read(margin, "left", 1440),
        read(margin, "right", 1440),
        read(margin, "header", 720),
        title is not None and title.get(W + "val", "1") not in ("0", "false", "off"),
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
            paragraphs = Walk(styles, name, Paper("docx")).paragraphs(tree)
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
