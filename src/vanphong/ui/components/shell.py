"""What every full page needs around its work: menu, agency, search, person, date, display choice."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from vanphong.ui.components.part import counted_text, number_text


@dataclass(frozen=True)
class Item:
    """One entry of the menu or of the bottom bar; ``count`` opens with it."""

    label: str
    url: str
    count: int | None = None
    active: bool = False
    most: int | None = None

    @property
    def count_text(self) -> str:
        return counted_text(self.count, self.most) if self.count else ""


@dataclass(frozen=True)
class Group:
    """A named group of menu entries."""

    label: str
    items: Sequence[Item]


@dataclass(frozen=True)
class Display:
    """How a person reads: theme light, dark or empty (as the system), size 100–150, mode empty or leader."""

    theme: str = ""
    size: str = "100"
    mode: str = ""


@dataclass(frozen=True)
class Shell:
    """Context ``shell`` of ``ui/shell.html``; see docstrings of the fields' types for each.

    ``person`` and ``role`` name who is signed in, ``date_line`` reads «thứ Hai, 23/11/2026 · 15/10 âm lịch».
    ``on_behalf`` is the sentence of the banner when acting for another, None otherwise.
    ``user_key`` is an opaque key that keeps drafts of people sharing one computer apart.
    """

    agency_name: str = ""
    term: str = ""
    menu: Sequence[Group] = ()
    bottom_bar: Sequence[Item] = ()
    person: str = ""
    role: str = ""
    date_line: str = ""
    unread: int = 0
    on_behalf: str | None = None
    search_query: str = ""
    home_url: str = "/"
    search_url: str = "/tim"
    bell_url: str = "/thong-bao"
    display_url: str = ""
    account: Sequence[Item] = ()
    sign_out_url: str = ""
    user_key: str = ""
    display: Display = field(default_factory=Display)

    @property
    def unread_text(self) -> str:
        return number_text(self.unread) if self.unread else ""

    def with_active(self, url: str) -> "Shell":
        """The same shell with the entries of ``url`` marked as where one stands."""
        menu = [
            replace(group, items=[replace(item, active=item.url == url) for item in group.items])
            for group in self.menu
        ]
        bar = [replace(item, active=item.url == url) for item in self.bottom_bar]
        return replace(self, menu=menu, bottom_bar=bar)
