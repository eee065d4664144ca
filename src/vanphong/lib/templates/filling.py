"""A template filled with values: only the paragraphs of fields change, every other byte of the file stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from itertools import count

from vanphong.lib.templates.blocks import Setter, appendix
from vanphong.lib.templates.occurrences import BOOKMARK, close, marks, open_places, put
from vanphong.lib.templates.rules import Field, LayoutRules, field_called
from vanphong.lib.templates.styles import IDS
from vanphong.lib.templates.values import (
    Punctuation,
    TemplateError,
    Value,
    blanks,
    is_later,
    listed,
    settled,
    with_leads,
)
from vanphong.lib.word.building import TWIPS_PER_MM
from vanphong.lib.word.package import WordFile, open_word
from vanphong.lib.word.splicing import ordinals, spliced
from vanphong.lib.word.xml import Element, W

Printed = Mapping[str, str | list[str]]


def fill(
    template: bytes,
    given: Mapping[str, Value],
    rules: LayoutRules,
    *,
    submits: bool = False,
    reference: str = "",
    today: date | None = None,
) -> bytes:
    """A template with its fields filled; those not given leave no trace, but number and date stay open places.

    Raises `TemplateError` for a value that cannot be printed or has no place in the template, `WordError` for
    a file that cannot be worked with. Fields the product does not know stay as they are.
    """
    word = open_word(template)
    trees = {name: word.tree(name) for name in word.texts()}
    present = frozenset(field.name for tree in trees.values() for field in _fields_of(tree))
    values = settled(given, today)
    values = with_leads(values, present, rules.submission_lead if submits else "Kính gửi:")
    _must_have_places(values, present)
    changed: dict[str, bytes] = {}
    for name, tree in trees.items():
        filler = _Filler(word, values, rules, tree, reference)
        if done := filler.fill():
            changed[name] = spliced(word.parts[name], tree, "p", done)
    return word.replaced(changed)


def complete(document: bytes, given: Mapping[str, Value], *, today: date | None = None) -> bytes:
    """A filled document whose open places, number and date, are written now that it is issued."""
    word = open_word(document)
    values = settled(given, today)
    changed: dict[str, bytes] = {}
    closed: set[str] = set()
    for part in word.texts():
        tree = word.tree(part)
        numbers = ordinals(tree, "p")
        done: dict[int, Sequence[Element]] = {}
        for start, name in list(open_places(tree)):
            owner = next(start.iterancestors(W + "p"), None)
            text = values.get(name)
            if owner is not None and isinstance(text, str) and text and close(start, text):
                done[numbers[owner]] = [owner]
                closed.add(name)
        if done:
            changed[part] = spliced(word.parts[part], tree, "p", done)
    if left := set(values) - closed:
        labels = ", ".join(f"«{field.label}»" for field in map(field_called, sorted(left)) if field)
        raise TemplateError(f"Văn bản không còn chỗ để trống cho {labels}. Đồng chí mở tệp và sửa trực tiếp.")
    return word.replaced(changed)


def _fields_of(tree: Element) -> list[Field]:
    found = (field_called(match[1]) for paragraph in tree.iter(W + "p") for match in marks(paragraph))
    return [field for field in found if field]


def _must_have_places(values: Printed, present: frozenset[str]) -> None:
    wrong = {}
    for name, value in values.items():
        field = field_called(name)
        if (
            field
            and value
            and name not in present
            and not field.derived
            and not _shown_otherwise(name, present)
        ):
            wrong[name] = (
                f"Mẫu không có chỗ cho «{field.label}»; thêm «{field.mark}» vào mẫu hoặc bỏ giá trị này."
            )
    if wrong:
        raise TemplateError(" ".join(wrong.values()), wrong)


def _shown_otherwise(name: str, present: frozenset[str]) -> bool:
    # A form without a list still shows its one addressee; types without a number keep none.
    return (name == "addressees" and "addressee" in present) or name == "notation"


class _Filler:
    """Fills one part; `fill` answers which of its paragraphs became what."""

    def __init__(
        self, word: WordFile, values: Printed, rules: LayoutRules, tree: Element, reference: str
    ) -> None:
        self._reference = reference
        self._values = values
        self._rules = rules
        self._tree = tree
        self._styles = _styles_of(word)
        self._width = _text_width(tree, rules)
        self._bookmarks = count(1)

    def fill(self) -> dict[int, Sequence[Element]]:
        numbers = ordinals(self._tree, "p")
        done: dict[int, Sequence[Element]] = {}
        # Inner paragraphs, of text boxes, come before the outer that holds them.
        for paragraph, number in sorted(numbers.items(), key=lambda pair: -pair[1]):
            found = [field for field in (field_called(match[1]) for match in marks(paragraph)) if field]
            if found:
                done[number] = self._filled(paragraph, found)
        return done

    def _filled(self, paragraph: Element, found: list[Field]) -> list[Element]:
        if all(self._gone(field) for field in found):
            return self._dropped(paragraph)
        for field in found:
            value = self._values.get(field.name)
            if not value:
                continue
            if field.kind == "body":
                return self._in_place_of(paragraph, list(self._setter(paragraph).blocks(str(value))))
            if field.kind == "appendices":
                return self._in_place_of(paragraph, self._appendices(paragraph, value))
            if field.kind == "list":
                return self._in_place_of(paragraph, self._list(paragraph, field, list(value)))
        self._write(paragraph, {})
        return [paragraph]

    def _gone(self, field: Field) -> bool:
        return not self._values.get(field.name) and not is_later(field.name)

    def _write(self, paragraph: Element, own_values: Mapping[str, str]) -> None:
        """Fill the single values of a paragraph, from the last to the first so that places stay true."""
        for match in reversed(list(marks(paragraph))):
            field = field_called(match[1])
            if field is None:
                continue
            value = own_values.get(field.name) or self._values.get(field.name) or ""
            text = value if isinstance(value, str) else " ".join(value)
            if not text and is_later(field.name):
                put(paragraph, match, blanks(field.name), f"{BOOKMARK}{field.name}", next(self._bookmarks))
            else:
                put(paragraph, match, text)

    def _list(self, paragraph: Element, field: Field, items: list[str]) -> list[Element]:
        last = "," if field.name == "grounds" else "."
        made = []
        for item in listed(items, Punctuation(self._rules.list_end, last)):
            copy = deepcopy(paragraph)
            copy.tail = None
            self._write(copy, {field.name: item})
            made.append(copy)
        return made

    def _appendices(self, paragraph: Element, value: str | list[str]) -> list[Element]:
        bodies = [value] if isinstance(value, str) else value
        setter = self._setter(paragraph)
        return [
            element
            for at, body in enumerate(bodies, start=1)
            for element in appendix(setter, body, at, len(bodies), self._reference)
        ]

    def _setter(self, paragraph: Element) -> Setter:
        return Setter(paragraph, self._styles, self._width)

    @staticmethod
    def _in_place_of(paragraph: Element, made: list[Element]) -> list[Element]:
        parent = paragraph.getparent()
        if parent is not None:
            at = parent.index(paragraph)
            parent[at : at + 1] = made
        return made

    @staticmethod
    def _dropped(paragraph: Element) -> list[Element]:
        """Nothing, but an empty paragraph where Word must have one: last of a cell, or after a table."""
        parent, before, after = paragraph.getparent(), paragraph.getprevious(), paragraph.getnext()
        ends = after is None or after.tag not in (W + "p", W + "tbl", W + "sdt")
        tables = before is None or before.tag in (W + "tbl", W + "tcPr")
        if (
            parent is None
            or (ends and tables)
            or parent.tag not in (W + "tc", W + "body", W + "hdr", W + "ftr")
        ):
            for child in list(paragraph):
                if child.tag != W + "pPr":
                    paragraph.remove(child)
            return [paragraph]
        parent.remove(paragraph)
        return []


def _styles_of(word: WordFile) -> dict[str, str]:
    """Ids of our styles by their name: programs give them ids of their own when they save."""
    name = word.beside("styles.xml")
    if name is None:
        return {}
    found = {}
    for style in word.tree(name).iter(W + "style"):
        called = style.find(W + "name")
        if called is not None and called.get(W + "val") in IDS:
            found[str(called.get(W + "val"))] = style.get(W + "styleId", "")
    return found


def _text_width(tree: Element, rules: LayoutRules) -> float:
    """Width between the margins of the last section in mm; the layout's where the file does not say."""

    def twips(path: str, name: str) -> float:
        found = tree.find(f"{W}body/{W}sectPr/{W}{path}")
        return float(found.get(W + name, "")) if found is not None else 0.0

    try:
        width = twips("pgSz", "w") - twips("pgMar", "left") - twips("pgMar", "right")
    except ValueError:
        width = 0.0
    return width / TWIPS_PER_MM if width > 40 * TWIPS_PER_MM else rules.measures.text_width
