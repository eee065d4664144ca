"""A .docx typed in TCVN3 or VNI fonts made Unicode; every byte outside the paragraphs in such fonts stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from vanphong.lib.comparing.formats import Styles
from vanphong.lib.legacy_fonts import encoding_of_font, heal, heal_pieces, typed_as_unicode
from vanphong.lib.word.building import FONT
from vanphong.lib.word.package import WordFile, open_word
from vanphong.lib.word.splicing import ordinals, spliced
from vanphong.lib.word.xml import Element, W, el, own, set_text

_TEXTS: Final = (W + "t", W + "delText")
_SLOTS: Final = tuple(W + name for name in ("ascii", "hAnsi", "eastAsia", "cs"))


@dataclass(frozen=True, slots=True)
class HealedParagraph:
    """A paragraph before and after; `number` counts from 1 through its part."""

    part: str
    number: int
    before: str
    after: str
    fonts: tuple[str, ...]


@dataclass(eq=False)
class _Letter:
    """An element that prints, and the font it is printed in."""

    item: Element
    text: str
    font: str


def heal_docx(content: bytes) -> tuple[bytes, list[HealedParagraph]]:
    """The file in Unicode with Times New Roman for the old fonts, and what became of each paragraph.

    Without old fonts it comes back as it was. Raises `WordError` for a file that cannot be worked with.
    """
    word = open_word(content)
    styles = Styles(word)
    changed: dict[str, bytes] = {}
    found: list[HealedParagraph] = []
    trees = {name: word.tree(name) for name in _parts(word)}
    verdicts = _verdicts(trees.values(), styles)
    counts = Counter(verdicts.values())
    # What a paragraph by itself leaves open is settled by the most.
    usual = counts[True] > counts[False]
    for name, tree in trees.items():
        done = {}
        numbers = ordinals(tree, "p")
        for paragraph, number in numbers.items():
            verdict = verdicts.get(paragraph, True)
            # Who types Unicode into an old file often leaves its font as it was.
            keeps = usual if verdict is None else verdict
            if keeps:
                continue
            before, after, fonts = _heal(paragraph, styles)
            if before != after:
                done[number] = [paragraph]
                found.append(HealedParagraph(name, number + 1, before, after, fonts))
        # Fonts last: a paragraph may hold others, in text boxes, which are known by theirs.
        done |= {number: [paragraph] for paragraph, number in numbers.items() if _refont(paragraph)}
        if done:
            changed[name] = spliced(word.parts[name], tree, "p", done)
    for name, unit in (("styles.xml", "rFonts"), ("numbering.xml", "lvl")):
        path = word.beside(name)
        if path is not None and (made := _settings(word, path, unit)):
            changed[path] = made
    return (word.replaced(changed) if changed else content), found


def _parts(word: WordFile) -> list[str]:
    notes = (word.beside(f"{name}.xml") for name in ("footnotes", "endnotes", "comments"))
    return [*word.texts(), *(name for name in notes if name)]


def _verdicts(trees: Iterable[Element], styles: Styles) -> dict[Element, bool | None]:
    """Of every paragraph with letters under old fonts, whether they were typed as Unicode."""
    found = {}
    for tree in trees:
        for paragraph in tree.iter(W + "p"):
            old = _old(_letters(paragraph, styles))
            if old:
                found[paragraph] = typed_as_unicode("".join(letter.text for letter in old), old[0].font)
    return found


def _old(letters: Iterable[_Letter]) -> list[_Letter]:
    return [letter for letter in letters if encoding_of_font(letter.font)]


def _heal(paragraph: Element, styles: Styles) -> tuple[str, str, tuple[str, ...]]:
    """Heal the letters of a paragraph; its text before and after, and its old fonts."""
    letters = [*_letters(paragraph, styles)]
    before = "".join(letter.text for letter in letters)
    fonts = tuple(sorted({letter.font for letter in _old(letters)}))
    return before, "".join(_healed(letters)), fonts


def _letters(paragraph: Element, styles: Styles) -> Iterator[_Letter]:
    form = paragraph.find(W + "pPr")
    for run in own(paragraph, "r"):
        properties = run.find(W + "rPr")
        usual = _legacy(properties) or styles.look(properties, form).font
        for item in run:
            if item.tag in _TEXTS:
                yield _Letter(item, item.text or "", usual)
            elif item.tag == W + "softHyphen":
                # Its code is the letter «ư» of the TCVN3 fonts.
                yield _Letter(item, "\u00ad", usual)
            elif item.tag in (W + "tab", W + "br", W + "cr"):
                yield _Letter(item, "\t" if item.tag == W + "tab" else "\n", usual)
            elif item.tag == W + "sym" and encoding_of_font(item.get(W + "font")):
                code = item.get(W + "char", "")
                try:
                    yield _Letter(item, chr(int(code, 16)), item.get(W + "font", ""))
                except (ValueError, OverflowError):
                    continue


def _legacy(properties: Element | None) -> str:
    """The old font that a run itself names."""
    fonts = properties.find(W + "rFonts") if properties is not None else None
    named = [fonts.get(slot) or "" for slot in _SLOTS[:2]] if fonts is not None else []
    return next((name for name in reversed(named) if encoding_of_font(name)), "")


def _healed(letters: list[_Letter]) -> Iterator[str]:
    """Letters of fonts of one encoding that touch are healed together: a word is often parted over runs."""

    def kind(letter: _Letter) -> tuple[str | None, bool]:
        encoding = encoding_of_font(letter.font)
        return encoding, encoding == "tcvn3" and letter.font.endswith("H")

    for (encoding, _), group in groupby(letters, key=kind):
        stretch = [*group]
        texts = [letter.text for letter in stretch]
        for letter, text in zip(
            stretch, heal_pieces(texts, stretch[0].font) if encoding else texts, strict=True
        ):
            if text != letter.text:
                _write(letter.item, text)
            yield text


def _write(item: Element, text: str) -> None:
    if item.tag in _TEXTS:
        set_text(item, text)
        return
    parent = item.getparent()
    if parent is not None:
        made = el("t")
        set_text(made, text)
        parent.replace(item, made)


def _refont(root: Element) -> bool:
    """Give Times New Roman to all that names an old font below `root`; whether there was any."""
    found = False
    for fonts in root.iter(W + "rFonts"):
        for slot in _SLOTS:
            if encoding_of_font(fonts.get(slot)):
                fonts.set(slot, FONT)
                found = True
    return found


def _settings(word: WordFile, path: str, unit: str) -> bytes | None:
    """Styles and lists without old fonts; None when they name none. Words of lists are healed."""
    tree = word.tree(path)
    done = {}
    for element, number in ordinals(tree, unit).items():
        font = _legacy(element.find(W + "rPr"))
        words = element.find(W + "lvlText")
        if font and words is not None:
            words.set(W + "val", heal(words.get(W + "val", ""), font))
        # An element counts among those below itself.
        if _refont(element):
            done[number] = [element]
    return spliced(word.parts[path], tree, unit, done) if done else None
