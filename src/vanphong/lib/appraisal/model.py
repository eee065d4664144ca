"""What appraisal works on: a document's paragraphs with the look each letter truly has, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

ProfileName = Literal["party-2026", "party-2018", "state-30"]
PROFILES: Final[tuple[ProfileName, ...]] = ("party-2026", "party-2018", "state-30")

Align = Literal["left", "centre", "right", "justify"]
Place = Literal["body", "table", "box"]
Column = Literal["left", "right"]
Severity = Literal["error", "warning", "note"]


@dataclass(slots=True)
class Run:
    """Letters set alike. None means that the file does not tell (a PDF, a damaged style)."""

    text: str
    start: int
    """Place of its first letter in the paragraph."""
    font: str = ""
    size: float | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    caps: bool = False
    colour: str = ""
    highlight: bool = False
    element: Any = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class Cell:
    """Where a table's paragraph stands; `x0` and `x1` are fractions of the table's width."""

    table: int
    row: int
    column: int
    columns: int
    rows: int
    x0: float
    x1: float
    ruled: bool
    """Whether the table shows its lines, as tables of figures do and those that set a header do not."""


@dataclass(slots=True)
class Para:
    """A paragraph; measures in points, `first` is the first line's indent."""

    index: int
    """Number from 1 among all paragraphs that hold text."""
    text: str
    runs: tuple[Run, ...]
    place: Place = "body"
    cell: Cell | None = None
    align: Align = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line: float | None = None
    """Exact or least line spacing in points; None where it is a multiple."""
    line_rule: Literal["auto", "exact", "atLeast"] = "auto"
    lines: float = 1.0
    """The multiple of single spacing where `line_rule` is auto."""
    ruled_below: bool = False
    drawn: bool = False
    """Whether a drawn line or shape hangs on it."""
    numbered: bool = False
    """Whether Word writes its number, which is not in `text`."""
    blank_before: int = 0
    """Empty paragraphs or line breaks right above."""
    page: int = 1
    section: int = 0
    element: Any = None
    part: str = ""


@dataclass(slots=True)
class Section:
    """Paper and margins in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header_distance: float | None = None
    title_page: bool = False
    element: Any = None


@dataclass(slots=True)
class Margin:
    """A header or footer of pages: its paragraphs, and the run that shows the page number."""

    kind: Literal["header", "footer"]
    type: Literal["default", "first", "even"]
    paragraphs: tuple[Para, ...]
    number: Para | None = None
    number_sizes: tuple[float, ...] = ()
    section: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """What drafting leaves in a file: a comment or a tracked change; `paragraph` is the nearest one with text."""

    kind: Literal["comment", "insertion", "deletion"]
    text: str
    paragraph: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line of a paragraph, or a column that tabs make of it; looks are those of most of its letters."""

    para: Para
    start: int
    end: int
    column: Column | None = None

    @property
    def text(self) -> str:
        return " ".join(self.para.text[self.start : self.end].split())

    @property
    def whole(self) -> bool:
        """Whether nothing else stands in its paragraph."""
        return not (self.para.text[: self.start].strip() or self.para.text[self.end :].strip())

    @property
    def align(self) -> Align:
        return self.para.align

    def runs(self) -> list[Run]:
        """The runs that hold letters of the line."""
        return [
            run
            for run in self.para.runs
            if run.start < self.end
            and run.end > self.start
            and run.text[max(0, self.start - run.start) : self.end - run.start].strip()
        ]

    def most(self, of: Callable[[Run], Any]) -> Any:
        """The value that most letters have."""
        votes: dict[Any, int] = {}
        for run in self.runs():
            shown = run.text[max(0, self.start - run.start) : self.end - run.start]
            value = of(run)
            votes[value] = votes.get(value, 0) + sum(map(str.isalnum, shown)) * 4 + len(shown.strip())
        return max(votes, key=lambda key: votes[key]) if votes else None

    @property
    def size(self) -> float | None:
        size = self.most(lambda run: run.size)
        return float(size) if size is not None else None

    @property
    def bold(self) -> bool:
        return bool(self.most(lambda run: run.bold))

    @property
    def italic(self) -> bool:
        return bool(self.most(lambda run: run.italic))

    @property
    def underline(self) -> bool:
        return bool(self.most(lambda run: run.underline))

    @property
    def capitals(self) -> bool:
        """Whether it is printed in capitals, typed so or set so."""
        letters = [
            char
            for run in self.runs()
            if not run.caps
            for char in run.text[max(0, self.start - run.start) : self.end - run.start]
            if char.isalpha()
        ]
        return all(char.isupper() for char in letters)


@dataclass(slots=True)
class Paper:
    """A document as it is set: `source` tells whether looks come from Word's properties, from print, or are unknown
    because the pages are pictures."""

    source: Literal["docx", "pdf", "scan"]
    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Para] = field(default_factory=list)
    margins: list[Margin] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    pages: int = 1
    mirrored: bool = False
    even_odd: bool = False

    def lines(self) -> Iterator[Line]:
        """All lines in order, columns parted."""
        for para in self.paragraphs:
            yield from lines_of(para)


def lines_of(para: Para) -> Iterator[Line]:
    """The lines of a paragraph; two columns made with tabs or many blanks come one after the other."""
    # Imported here: the reader's own rule of what makes two columns, without a cycle at import.
    from vanphong.lib.reading.plain import columns_of

    at = 0
    for piece in para.text.split("\n"):
        parts = columns_of(piece) if para.place == "body" and para.cell is None else [piece]
        if len(parts) == 2 and piece.strip() != " ".join(parts):
            cut = at + piece.index(parts[0]) + len(parts[0])
            second = para.text.index(parts[1], cut)
            yield Line(para, at, cut, "left")
            yield Line(para, second, at + len(piece), "right")
        elif piece.strip():
            column: Column | None = None
            if para.cell is not None and para.cell.columns == 2:
                column = "left" if para.cell.column == 0 else "right"
            yield Line(para, at, at + len(piece), column)
        at += len(piece) + 1


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of looks that leaves every letter as it is: properties of one element of the file."""

    part: str
    kind: Literal["run", "para", "section"]
    element: Any
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: which rule, where it stands, what was expected and found, and what to do about it."""

    rule: str
    component: str
    severity: Severity
    message: str
    expected: str
    found: str
    page: int | None
    paragraph: int | None
    characters: tuple[int, int] | None
    """First letter and the one after the last, within the paragraph."""
    source: str
    certain: bool
    fixes: tuple[Fix, ...] = ()

    @property
    def fixable(self) -> bool:
        return bool(self.fixes)

    def as_json(self) -> dict[str, Any]:
        """The finding as the command and the screens answer it."""
        return {
            "rule": self.rule,
            "component": self.component,
            "severity": self.severity,
            "message": self.message,
            "expected": self.expected,
            "found": self.found,
            "page": self.page,
            "paragraph": self.paragraph,
            "characters": list(self.characters) if self.characters else None,
            "source": self.source,
            "certain": self.certain,
            "fixable": self.fixable,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What appraising a document by one profile found, gravest first within the order of the text."""

    profile: ProfileName
    findings: tuple[Finding, ...]
    rules: int
    """How many rules were asked."""
