"""Form fields: label, input, where the value came from, what is wrong, how to fill it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from vanphong.ui.components.part import Part, day_text


@dataclass(frozen=True)
class Source:
    """Where a value came from; ``kind``: page (read there), catalogue, check (doubtful), sticky."""

    kind: str
    page: int | None = None

    @property
    def text(self) -> str:
        if self.kind == "page":
            return _("✓ trang %(page)s") % {"page": self.page} if self.page else "✓"
        return {"catalogue": _("✓ danh mục"), "check": _("kiểm tra"), "sticky": _("như lần trước")}[self.kind]

    @property
    def spoken(self) -> str:
        """The mark as a whole phrase, for screen readers."""
        if self.kind == "page":
            return _("đọc từ trang %(page)s") % {"page": self.page} if self.page else _("đọc từ văn bản")
        return {
            "catalogue": _("khớp danh mục"),
            "check": _("đọc chưa chắc, đề nghị đồng chí kiểm tra"),
            "sticky": _("lấy như lần nhập trước"),
        }[self.kind]


@dataclass(frozen=True)
class Choice:
    """One value people choose by its words."""

    value: str
    label: str
    selected: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Control:
    """What every field has; ``width`` is full, half, third, wide (7/12) or narrow (5/12) of the form grid.

    ``box`` names the highlight of the page view that shows where the value was read.
    """

    name: str
    label: str
    source: Source | None = None
    error: str = ""
    hint: str = ""
    required: bool = False
    disabled: bool = False
    width: str = "full"
    box: str = ""
    id: str = ""
    autofocus: bool = False

    @property
    def html_id(self) -> str:
        return self.id or f"id_{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of the mark, hint and error that belong to the input, for aria-describedby."""
        names = (("mark", self.source), ("hint", self.hint), ("error", self.error))
        return " ".join(f"{self.html_id}_{suffix}" for suffix, present in names if present)


@dataclass(frozen=True, kw_only=True)
class Field(Control, Part):
    """A one-line input; ``lines`` above 1 makes it a text area, ``prefix`` stands before the input."""

    value: str = ""
    kind: str = "text"
    lines: int = 1
    placeholder: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    max_length: int | None = None
    suggestions: Sequence[str] = ()

    template_name: ClassVar[str] = "ui/parts/field.html"

    @property
    def lines_text(self) -> str:
        return str(self.lines)

    @property
    def max_text(self) -> str:
        return "" if self.max_length is None else str(self.max_length)


@dataclass(frozen=True, kw_only=True)
class DateField(Field):
    """A date typed as text; the server accepts 3/2, 030226, «mai», «thứ 6» and shows dd/MM/yyyy."""

    placeholder: str = "dd/mm/yyyy"
    autocomplete: str = "off"

    @classmethod
    def of(cls, name: str, label: str, day: date | None, source: Source | None = None) -> "DateField":
        return cls(name=name, label=label, value=day_text(day) if day else "", source=source)


@dataclass(frozen=True, kw_only=True)
class Select(Control, Part):
    """A plain choice among few values."""

    choices: Sequence[Choice] = ()
    empty_label: str = ""

    template_name: ClassVar[str] = "ui/parts/select.html"


@dataclass(frozen=True, kw_only=True)
class Combobox(Select):
    """A choice among many: search-as-you-type at ``search_url`` (?q=), a plain select without script.

    ``search_url`` answers with ``ComboboxOptions``; ``multiple`` keeps several values.
    ``choices`` holds the chosen ones and the likeliest few.
    """

    search_url: str = ""
    multiple: bool = False

    template_name: ClassVar[str] = "ui/parts/combobox.html"


@dataclass(frozen=True)
class ComboboxOptions(Part):
    """Answer of a combobox search: the options found, best first."""

    choices: Sequence[Choice]

    template_name: ClassVar[str] = "ui/parts/combobox_options.html"


@dataclass(frozen=True, kw_only=True)
class Chips(Control, Part):
    """Choice chips for few values: radio buttons, or checkboxes when ``multiple``; big enough for a thumb."""

    choices: Sequence[Choice] = ()
    multiple: bool = False
    label_shown: bool = True

    template_name: ClassVar[str] = "ui/parts/chips.html"


@dataclass(frozen=True, kw_only=True)
class Check(Control, Part):
    """One yes-or-no box with its sentence."""

    checked: bool = False
    value: str = "1"

    template_name: ClassVar[str] = "ui/parts/check.html"


@dataclass(frozen=True)
class FileDrop(Part):
    """Take in many files: a plain multiple file input; with script drag-and-drop, progress, resumable upload.

    ``url`` takes an ordinary multipart POST. ``upload_url`` speaks the resumable protocol:
    POST ?name=&size=&sha256= → {"upload", "offset"}; PATCH /{upload} with Upload-Offset and raw bytes;
    the last answer carries {"location"}. ``limit_bytes`` refuses larger files before they are sent.
    """

    url: str
    csrf_token: str
    upload_url: str = ""
    name: str = "files"
    label: str = ""
    hint: str = ""
    accept: str = ""
    limit_bytes: int | None = None
    hidden: Sequence[tuple[str, str]] = ()
    id: str = "file-drop"

    template_name: ClassVar[str] = "ui/parts/file_drop.html"

    @property
    def limit_text(self) -> str:
        return "" if self.limit_bytes is None else str(self.limit_bytes)
