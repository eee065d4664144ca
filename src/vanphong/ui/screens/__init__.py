"""The generic screens: list, record, form, action, board; and the routing that makes each declare its policy."""

from vanphong.ui.screens import boards
from vanphong.ui.screens.acting import ActionScreens
from vanphong.ui.screens.boards import HomePanel, PressingBox, declare_box, declare_home_panel
from vanphong.ui.screens.lists import ListScreen
from vanphong.ui.screens.records import Head, PanelSpec, RecordScreen, declare_panel
from vanphong.ui.screens.routing import Request, add_page, page
from vanphong.ui.screens.shell import show

__all__ = [
    "ActionScreens",
    "Head",
    "HomePanel",
    "ListScreen",
    "PanelSpec",
    "PressingBox",
    "RecordScreen",
    "Request",
    "add_page",
    "boards",
    "declare_box",
    "declare_home_panel",
    "declare_panel",
    "page",
    "show",
]
