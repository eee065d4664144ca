"""What the page tells: notice, empty list, progress of a job."""

from dataclasses import dataclass
from typing import ClassVar

from vanphong.ui.components.actions import Action
from vanphong.ui.components.marks import Tone
from vanphong.ui.components.part import Content, Part, number_text


@dataclass(frozen=True)
class Notice(Part):
    """A box of one or two sentences that say what to do; ALARM is announced at once to screen readers."""

    text: Content
    tone: Tone = Tone.INFO
    title: str = ""
    link_label: str = ""
    link_url: str = ""
    lines: tuple[str, ...] = ()

    template_name: ClassVar[str] = "ui/parts/notice.html"


@dataclass(frozen=True)
class Empty(Part):
    """An empty list: what will appear here and how."""

    title: str
    text: str = ""
    action: Action | None = None

    template_name: ClassVar[str] = "ui/parts/empty.html"

    @classmethod
    def saying(cls, words: str) -> "Empty":
        """The first sentence strong, the rest, how things come here, under it."""
        title, stop, text = words.partition(". ")
        return cls(title + stop.strip(), text)


@dataclass(frozen=True)
class Progress(Part):
    """A job's progress in words and a native bar; ``poll_url`` answers with the same part, refreshed by htmx.

    ``total`` None means the length is not known yet; ``state`` is running, done or failed.
    """

    label: str
    done: int = 0
    total: int | None = None
    unit: str = ""
    state: str = "running"
    note: str = ""
    poll_url: str = ""

    template_name: ClassVar[str] = "ui/parts/progress.html"

    @property
    def count_text(self) -> str:
        if self.total is None:
            return ""
        return f"{number_text(self.done)}/{number_text(self.total)} {self.unit}".strip()

    @property
    def done_value(self) -> str:
        return str(self.done)

    @property
    def total_value(self) -> str:
        return "" if self.total is None else str(self.total)
