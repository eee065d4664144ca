"""A comparison as a fragment of HTML: `ins` and `del` with words for those who do not see colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Final

from vanphong.lib.comparing.model import (
    BlockDiff,
    CellDiff,
    Comparison,
    Kind,
    ParagraphDiff,
    RowDiff,
    Span,
    TableDiff,
)

# This many unchanged paragraphs on either side of a change stay in sight; what lies further folds away.
_AROUND: Final = 2
_LABELS: Final[dict[Kind, str]] = {
    "added": "Thêm đoạn",
    "removed": "Bỏ đoạn",
    "moved_from": "Chuyển đi",
    "moved_to": "Chuyển đến",
    "changed": "Sửa",
    "format": "Chỉ đổi cách trình bày",
    "same": "",
}
_COUNTED: Final[dict[Kind, str]] = {
    "changed": "{} đoạn sửa",
    "added": "{} đoạn thêm",
    "removed": "{} đoạn bỏ",
    "moved_to": "{} đoạn chuyển chỗ",
    "format": "{} đoạn chỉ đổi cách trình bày",
}


def as_html(comparison: Comparison) -> str:
    """The comparison as a fragment for a page; classes begin with «diff-», there is no style in it."""
    return "".join(_fragment(comparison))


def summary(comparison: Comparison) -> str:
    """The comparison in one sentence."""
    counts = comparison.counts
    told = [words.format(counts[kind]) for kind, words in _COUNTED.items() if counts[kind]]
    if told:
        return f"{', '.join(told)}."
    return "Hai bản giống nhau." if comparison.same else "Hai bản chỉ khác ở bảng không có chữ."


def _fragment(comparison: Comparison) -> Iterator[str]:
    yield f'<div class="diff"><p class="diff-summary">{escape(summary(comparison))}</p>'
    for note in comparison.notes:
        yield f'<p class="diff-note">{escape(note)}</p>'
    for part in comparison.parts:
        # A header that nobody touched is no news; the document itself is shown whatever happened.
        if part is comparison.parts[0] or any(block.kind != "same" for block in part.blocks):
            yield f'<section class="diff-part"><h3>{escape(part.label)}</h3>'
            yield from _folded(part.blocks)
            yield "</section>"
    yield "</div>"


def _folded(blocks: Sequence[BlockDiff]) -> Iterator[str]:
    near = [False] * len(blocks)
    for at, block in enumerate(blocks):
        if block.kind != "same":
            for place in range(max(0, at - _AROUND), min(len(blocks), at + _AROUND + 1)):
                near[place] = True
    for shown, group in groupby(zip(blocks, near, strict=True), key=lambda pair: pair[1]):
        stretch = [block for block, _ in group]
        inner = "".join(_block(block) for block in stretch)
        if shown or len(stretch) <= _AROUND:
            yield inner
        else:
            yield f'<details class="diff-folded"><summary>{len(stretch)} đoạn không đổi</summary>{inner}</details>'


def _block(block: BlockDiff) -> str:
    if isinstance(block, TableDiff):
        rows = "".join(_row(row) for row in block.rows)
        return f'<table class="diff-table diff-{block.kind}"><tbody>{rows}</tbody></table>'
    return _paragraph(block)


def _row(row: RowDiff) -> str:
    return f'<tr class="diff-{row.kind}">{"".join(_cell(cell) for cell in row.cells)}</tr>'


def _cell(cell: CellDiff) -> str:
    return f'<td class="diff-{cell.kind}">{"".join(_block(block) for block in cell.blocks)}</td>'


def _paragraph(paragraph: ParagraphDiff) -> str:
    kind = paragraph.kind.replace("_", "-")
    label = _label(paragraph)
    said = f'<span class="diff-label">{escape(label)}</span> ' if label else ""
    inner = "".join(_span(span, paragraph.kind) for span in paragraph.spans)
    target = f' id="diff-{kind}-{paragraph.move}"' if paragraph.move else ""
    return f'<p class="diff-paragraph diff-{kind}"{target}>{said}{inner}</p>'


def _label(paragraph: ParagraphDiff) -> str:
    label = _LABELS[paragraph.kind]
    if paragraph.move:
        return f"{label} (đoạn chuyển {paragraph.move})"
    if paragraph.formats:
        return f"{label or 'Sửa'}: {', '.join(paragraph.formats)}"
    return label


def _span(span: Span, kind: Kind) -> str:
    text = _text(span.text)
    if span.kind == "added" or (span.kind == "moved" and kind == "moved_to"):
        return f'<ins class="diff-{span.kind}">{_aside("thêm:" if span.kind == "added" else "")}{text}</ins>'
    if span.kind != "same":
        return f'<del class="diff-{span.kind}">{_aside("bỏ:" if span.kind == "removed" else "")}{text}</del>'
    if span.formats:
        told = ", ".join(span.formats)
        return f'<span class="diff-format" title="{escape(told)}">{_aside(f"đổi {told}:")}{text}</span>'
    return text


def _aside(words: str) -> str:
    """Words for a screen reader, which does not tell `ins` and `del`."""
    return f'<span class="unseen">[{escape(words)}] </span>' if words else ""


def _text(text: str) -> str:
    shown = escape(text).replace("\f", '<span class="diff-break">[ngắt trang]</span>')
    return shown.replace("\t", '<span class="diff-tab">\u2003</span>').replace("\n", "<br>")
