"""The older version with all that became the newer one as tracked changes of Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vanphong.lib.comparing.aligning import Pair, align, align_cells, align_rows
from vanphong.lib.comparing.carrying import Carrier, with_kinds
from vanphong.lib.comparing.cutting import Plan, carry_out
from vanphong.lib.comparing.differences import Aligned, align_parts, alike, notes_on
from vanphong.lib.comparing.dressing import Dresser, arrange, dress
from vanphong.lib.comparing.formats import FORMS, Look, forms_apart
from vanphong.lib.comparing.newcomers import Newcomers
from vanphong.lib.comparing.pen import Pen
from vanphong.lib.comparing.reading import Block, Document, Paragraph, Part, Row, Table, read_document
from vanphong.lib.comparing.wording import Step, Token, steps, token_formats
from vanphong.lib.word.ordering import drop, properties_of
from vanphong.lib.word.xml import Element, W, el, whole

_NUMBERING: Final = FORMS["numbering"]


@dataclass(frozen=True)
class Tracked:
    """A .docx with tracked changes; `notes` are sentences on what it does not show."""

    content: bytes
    notes: tuple[str, ...]


def track_changes(old: bytes, new: bytes, *, author: str, at: datetime) -> Tracked:
    """The older file with tracked changes: accepted they give the newer text, rejected the older one.

    Raises `WordError` for a file that cannot be worked with. Parts that did not change stay byte for byte.
    """
    before, after = read_document(old), read_document(new)
    dresser = Dresser(before.styles, after.styles)
    notes = [*notes_on(before, after)]
    changed: dict[str, bytes] = {}
    pictures: dict[str, bytes] = {}
    for aligned in align_parts(before, after):
        if aligned.old is None or aligned.new is None:
            notes += _lone(aligned)
            continue
        carrier = Carrier(before.word, after.word, aligned.old, aligned.new, dresser)
        tracker = _Tracker(before, aligned.old, carrier, Pen(author, at, aligned.old.root))
        tracker.track(aligned.pairs)
        notes += tracker.notes()
        if tracker.pen.used or aligned.old.was_tracked:
            changed[aligned.old.name] = whole(aligned.old.root)
            changed |= carrier.beside()
            pictures |= carrier.files
    if pictures:
        changed |= with_kinds(before.word, after.word, [*pictures]) | pictures
    return Tracked(before.word.replaced(changed), tuple(notes))


def _lone(aligned: Aligned) -> list[str]:
    part = aligned.old or aligned.new
    if part is None:
        return []
    done = "bỏ" if aligned.new is None else "thêm"
    return [f"Bản mới {done} một {part.label.lower()}; tệp theo dõi sửa đổi không ghi được việc này."]


class _Tracker:
    """Marks the changes of one part, in the tree of the older file."""

    def __init__(self, before: Document, part: Part, carrier: Carrier, pen: Pen) -> None:
        self.pen = pen
        self._styles = before.styles
        self._part = part
        self._carrier = carrier
        self._dresser = carrier.dresser
        self._newcomers = Newcomers(pen, carrier)
        self._renumbered: list[Paragraph] = []

    def track(self, pairs: Sequence[Pair[Block]]) -> None:
        """Mark the changes of the whole part."""
        for pair in pairs:
            if pair.old is not None and pair.new is not None:
                self._dresser.learn(*(side.element.find(W + "pPr") for side in (pair.old, pair.new)))
        self._blocks(list(pairs), self._part.holder)

    def notes(self) -> list[str]:
        """What the marks do not show."""
        found = []
        for paragraphs, words in (
            (self._carrier.lost, "Hình, đối tượng hoặc chú thích mới ở đoạn {} không chép sang được"),
            (self._newcomers.unnumbered, "Số tự động của đoạn {} không chép sang được"),
            (self._renumbered, "Đánh số tự động thay đổi ở đoạn {} không ghi được"),
        ):
            if paragraphs:
                numbers = ", ".join(str(n) for n in sorted({paragraph.number for paragraph in paragraphs}))
                found.append(f"{words.format(numbers)} trong tệp theo dõi sửa đổi; đồng chí xem ở bản mới.")
        return found

    def _blocks(self, pairs: Sequence[Pair[Block]], holder: Element) -> None:
        """Mark what happened to the blocks of a body or cell."""
        settled: list[Pair[Block]] = []
        ends: list[_End] = []
        for stretch, last in _stretches(pairs):
            held, end = _settle_end(stretch, pairs, last=last)
            settled += held
            ends += [end] if end is not None else []
        places = self._set(settled, holder, [end.unended for end in ends])
        for end in ends:
            place = places[settled.index(end.unended)]
            if end.kept is not None and place.tag == W + "p":
                self._hand_over(end, end.kept, place)

    def _hand_over(self, end: _End, kept: Paragraph, place: Element) -> None:
        """Mark the end of the last paragraph kept, whose own end the last one that came or went takes over."""
        self.pen.end(kept.element, "ins" if end.come else "del")
        form = _form_of(place) if end.come else _form_of(kept.element)
        if end.come:
            properties = properties_of(place, "pPr")
            mark = properties.find(W + "rPr")
            properties[:] = [*end.form, *([mark] if mark is not None else ())]
        self.pen.reshape(place, form)

    def _set(
        self, pairs: Sequence[Pair[Block]], holder: Element, unended: Sequence[Pair[Block]]
    ) -> list[Element]:
        """Mark each block and put the new ones in their places; those `unended` keep their ends."""
        places: list[Element] = []
        for pair, after in zip(pairs, _following(pairs), strict=True):
            ends = not any(pair is other for other in unended)
            match pair.old, pair.new:
                case Paragraph() as old, Paragraph() as new:
                    self._paragraph(old, new)
                    places.append(old.element)
                case Table() as old, Table() as new:
                    self._table(old, new)
                    places.append(old.element)
                case (old, None) if old is not None:
                    self._remove(old, pair.move, end=ends)
                    places.append(old.element)
                case (None, new) if new is not None:
                    made = self._newcomers.block(new, pair.move, end=ends)
                    _place(made, places[-1] if places else None, after, holder)
                    places.append(made)
        return places

    def _remove(self, block: Block, move: int = 0, *, end: bool = True) -> None:
        if isinstance(block, Table):
            for row in block.rows:
                self._remove_row(row)
            return
        if move:
            self.pen.move_away(block.element, move)
        else:
            self.pen.strike(block.element)
        if end:
            self.pen.end(block.element, "moveFrom" if move else "del")

    def _remove_row(self, row: Row) -> None:
        self.pen.row(row.element, "del")
        for cell in row.cells:
            for block in cell.blocks:
                self._remove(block)

    def _table(self, old: Table, new: Table) -> None:
        pairs = [*align_rows(old, new)]
        place: Element | None = None
        for pair, after in zip(pairs, _following(pairs), strict=True):
            if pair.old is not None and pair.new is not None and self._row(pair.old, pair.new):
                place = pair.old.element
                continue
            if pair.old is not None:
                self._remove_row(pair.old)
                place = pair.old.element
            if pair.new is not None:
                made = self._newcomers.row(pair.new)
                _place(made, place, after, old.element)
                place = made

    def _row(self, old: Row, new: Row) -> bool:
        """Mark the changes within a row; False where a cell came or went, which is shown as another row."""
        cells = align_cells(old, new)
        if any(cell.old is None or cell.new is None for cell in cells):
            return False
        for cell in cells:
            if cell.old is not None and cell.new is not None:
                self._blocks(align(cell.old.blocks, cell.new.blocks, alone=True), cell.old.element)
        return True

    def _paragraph(self, old: Paragraph, new: Paragraph) -> None:
        form = old.element.find(W + "pPr")
        plan = Plan()
        for step in [] if alike(old, new) else steps(old.tokens, new.tokens):
            if step.same:
                _redressed(plan, old, new, step)
                continue
            start, stop = _span(old.tokens, step.old)
            if start < stop:
                plan.struck.append(range(start, stop))
            runs = self._carrier.runs(new, *_span(new.tokens, step.new), form)
            if runs:
                plan.added.setdefault(stop, []).append(self.pen.mark("ins", *runs))
        if plan.edges():
            carry_out(plan, old, self.pen, lambda run, look: self._redress(run, look, form))
        told = forms_apart(old.form, new.form)
        if _NUMBERING in told:
            self._renumbered.append(new)
        if set(told) - {_NUMBERING}:
            properties = _form_of(old.element)
            arrange(properties, old.form, new.form)
            self.pen.reshape(old.element, properties)

    def _redress(self, run: Element, look: Look, form: Element | None) -> None:
        have = self._styles.look(run.find(W + "rPr"), form)
        self.pen.redress(run, lambda properties: dress(properties, have, look))


def _redressed(plan: Plan, old: Paragraph, new: Paragraph, step: Step) -> None:
    """Plan the looks of words that stayed; blanks go along with a word that changes its look the same way."""
    last: Look | None = None
    for a, b in zip(step.old, step.new, strict=True):
        token, target = old.tokens[a], new.tokens[b]
        blank = not token.key.strip()
        if token.looks == target.looks or (blank and target.looks[0][1] != last):
            last = None
            continue
        if not blank and not token_formats(token, target):
            last = None
            continue
        start = token.start
        looks = target.looks
        if token.end - token.start != target.end - target.start:
            looks = ((token.end - token.start, looks[0][1]),)
        for length, look in looks:
            if plan.dressed and plan.dressed[-1][1] == look and plan.dressed[-1][0].stop == start:
                plan.dressed[-1] = (range(plan.dressed[-1][0].start, start + length), look)
            else:
                plan.dressed.append((range(start, start + length), look))
            start += length
            last = look


def _span(tokens: Sequence[Token], at: range) -> tuple[int, int]:
    """First and last place, in the stored text, of a stretch of tokens that may be empty."""
    if at:
        return tokens[at.start].start, tokens[at.stop - 1].end
    place = tokens[at.start - 1].end if at.start else 0
    return place, place


def _form_of(paragraph: Element) -> Element:
    """A copy of the w:pPr of a paragraph, without the mark at its end and its section."""
    held = paragraph.find(W + "pPr")
    made = deepcopy(held) if held is not None else el("pPr")
    made.tail = None
    drop(made, "rPr", "sectPr", "pPrChange")
    return made


@dataclass(frozen=True)
class _End:
    """A paragraph that came or went after the last one kept, where its own end cannot come or go.

    That is so at the end of a body or cell, which must end in a paragraph, and before a table, where
    LibreOffice would leave an empty one. The end of the last paragraph kept comes or goes instead.
    """

    unended: Pair[Block]
    kept: Paragraph | None
    form: Element
    come: bool


def _stretches(pairs: Sequence[Pair[Block]]) -> Iterator[tuple[list[Pair[Block]], bool]]:
    """Pairs up to each table that is in both versions, and whether they are the last."""
    stretch: list[Pair[Block]] = []
    for pair in pairs:
        if isinstance(pair.old, Table) and isinstance(pair.new, Table):
            yield stretch, False
            stretch = [pair]
        else:
            stretch.append(pair)
    yield stretch, True


def _settle_end(
    stretch: list[Pair[Block]], pairs: Sequence[Pair[Block]], *, last: bool
) -> tuple[list[Pair[Block]], _End | None]:
    """The stretch with its last paragraphs paired where they can share one end, else who hands over an end."""
    at = max(
        (n for n, pair in enumerate(stretch) if pair.old is not None and pair.new is not None), default=-1
    )
    gone = [pair for pair in stretch[at + 1 :] if pair.new is None]
    come = [pair for pair in stretch[at + 1 :] if pair.old is None]
    if gone and come and isinstance(gone[-1].old, Paragraph) and isinstance(come[-1].new, Paragraph):
        moved = {gone[-1].move, come[-1].move} - {0}
        for pair in pairs:
            pair.move = 0 if pair.move in moved else pair.move
        held = [pair for pair in stretch if pair is not gone[-1] and pair is not come[-1]]
        return [*held, Pair(gone[-1].old, come[-1].new)], None
    kept = stretch[at].old if at >= 0 else None
    rest = come or gone
    plain = isinstance(kept, Paragraph) and all(_is_paragraph(pair) for pair in (*gone, *come))
    if not rest or not (last or plain):
        return stretch, None
    paragraph = kept if isinstance(kept, Paragraph) else None
    form = _form_of(paragraph.element) if paragraph else el("pPr")
    return stretch, _End(rest[-1], paragraph, form, bool(come))


def _is_paragraph(pair: Pair[Block]) -> bool:
    return isinstance(pair.old or pair.new, Paragraph)


def _following(pairs: Iterable[Pair[Block]] | Iterable[Pair[Row]]) -> list[Element | None]:
    """For each pair the next element of the older version after it."""
    found: list[Element | None] = []
    following: Element | None = None
    for pair in reversed([*pairs]):
        found.append(following)
        if pair.old is not None:
            following = pair.old.element
    return found[::-1]


def _place(made: Element, before: Element | None, after: Element | None, holder: Element) -> None:
    """Put an element behind the one before it; within a content control only when both neighbours are."""
    if before is not None:
        while before.getparent() is not holder and (
            after is None or after.getparent() is not before.getparent()
        ):
            before = _outer(before)
        before.addnext(made)
    elif after is not None:
        while after.getparent() is not holder:
            after = _outer(after)
        after.addprevious(made)
    else:
        section = holder.find(W + "sectPr")
        holder.insert(len(holder) if section is None else holder.index(section), made)


def _outer(element: Element) -> Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError("an element outside its holder")
    return parent
