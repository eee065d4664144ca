"""What a module says of itself as plain data: read by the loader, the contracts, the shell and the docs."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A place in the menu. Who may open the list sees the entry; its count is that of `tab` of the list.

    `needs` is the code of another ability (see access.Grant) that the entry's page asks for.
    """

    group: str
    label: str
    list: str
    address: str
    tab: str = ""
    rank: int = 100
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A module: label, the modules it stands on, its menu."""

    name: str
    label: str
    depends: tuple[str, ...]
    menu: tuple[MenuEntry, ...]


def manifests() -> list[Manifest]:
    """Manifests of all installed modules (`LABEL`, `DEPENDS`, `MENU` of their manifest.py)."""
    found = []
    for path in settings.MODULES:
        module = importlib.import_module(f"{path}.manifest")
        found.append(Manifest(path.rsplit(".", 1)[1], module.LABEL, module.DEPENDS, module.MENU))
    return found
