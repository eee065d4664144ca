"""What a person can do: buttons, the action bar, closed actions with reasons, confirmation, undo."""

from dataclasses import dataclass
from typing import ClassVar

from vanphong.ui.components.part import Content, Part


@dataclass(frozen=True)
class Action(Part):
    """One button. With ``method`` "get" it is a link; with "post" it submits.

    ``form`` names the id of a form on the page to submit; without it a small form of its own is made,
    which needs ``csrf_token``. ``dialog`` opens the dialog of that id instead (link target without script).
    """

    label: str
    url: str = ""
    method: str = "get"
    form: str = ""
    name: str = ""
    value: str = ""
    shortcut: str = ""
    main: bool = False
    alarm: bool = False
    dialog: str = ""
    csrf_token: str = ""
    described: str = ""

    template_name: ClassVar[str] = "ui/parts/action.html"

    @property
    def look(self) -> str:
        return "btn" + (" btn-main" if self.main else "") + (" btn-alarm" if self.alarm else "")


@dataclass(frozen=True)
class ClosedAction:
    """An action shown but closed; ``reasons`` say why and what would open it."""

    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ActionBar(Part):
    """The bar under the work: secondary actions left, the one primary right, closed ones dimmed.

    ``warning`` is said beside the button, before the click, for acts that cannot be undone.
    ``others`` stand behind the disclosure «Việc khác»; ``folded`` puts the closed ones there as well.
    """

    primary: Action | None = None
    secondary: tuple[Action, ...] = ()
    closed: tuple[ClosedAction, ...] = ()
    warning: str = ""
    missing: tuple[str, ...] = ()
    others: tuple[Action, ...] = ()
    folded: bool = False

    template_name: ClassVar[str] = "ui/parts/action_bar.html"


@dataclass(frozen=True)
class Dialog(Part):
    """A native dialog that repeats what will happen; opens by script, :target or the server (``opened``)."""

    id: str
    title: str
    body: Content
    actions: tuple[Action, ...] = ()
    close_label: str = ""
    opened: bool = False

    template_name: ClassVar[str] = "ui/parts/dialog.html"


@dataclass(frozen=True)
class Undo(Part):
    """«Đã chuyển … — Hoàn tác»: a form the person may post for ``seconds``; stays put without script."""

    text: str
    url: str
    csrf_token: str
    seconds: int = 10

    template_name: ClassVar[str] = "ui/parts/undo.html"
