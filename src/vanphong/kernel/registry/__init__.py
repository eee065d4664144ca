"""Declarations of modules, found by file name; sealed after start-up."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import models

EDGES = (
    "policy",
    "workflow",
    "record_types",
    "actions",
    "lists",
    "reactions",
    "jobs",
    "search",
    "figures",
    "portable",
    "screens",
    "rest",
)
"""Files read from every module and kernel app at start-up, in this order."""

T = TypeVar("T")


class RegistryError(Exception):
    """A declaration is doubled, comes too late, or names something unknown."""


class Registry(Generic[T]):
    """Named declarations of one type: duplicates are refused, late ones too."""

    _all: list[Registry[Any]] = []

    def __init__(self, what: str, *, open_ended: bool = False) -> None:
        """`open_ended` registries stay open: their items are found by import, such as commands."""
        self.what = what
        self._open_ended = open_ended
        self._items: dict[str, T] = {}
        self._sealed = False
        Registry._all.append(self)

    def add(self, name: str, item: T) -> T:
        if self._sealed:
            raise RegistryError(f"{self.what} {name!r} is declared after start-up")
        if name in self._items:
            raise RegistryError(f"{self.what} {name!r} is declared twice")
        self._items[name] = item
        return item

    def __getitem__(self, name: str) -> T:
        try:
            return self._items[name]
        except KeyError:
            raise RegistryError(f"no {self.what} is called {name!r}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def names(self) -> list[str]:
        return list(self._items)


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of record that others may point at without knowing its module: title, address, and by which code
    people know it, where the title does not say."""

    name: str
    model: type[models.Model]
    label: str
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    code: Callable[[Any], str] = lambda _: ""

    def reference(self, obj: models.Model) -> str:
        return f"{self.name}:{obj.pk}"


record_types: Registry[RecordType] = Registry("record type")


def record_type_of(obj: models.Model) -> RecordType:
    """The declared type of a record; an undeclared one is a fault of the module."""
    for item in record_types:
        if isinstance(obj, item.model):
            return item
    raise RegistryError(f"{type(obj).__name__} is no declared record type")


def load_edges() -> None:
    """Import the edge files of every installed app of ours, then seal all registries."""
    for config in apps.get_app_configs():
        if not config.name.startswith("vanphong."):
            continue
        for edge in EDGES:
            path = f"{config.name}.{edge}"
            if importlib.util.find_spec(path) is not None:
                importlib.import_module(path)
    for registry in Registry._all:
        registry._sealed = not registry._open_ended
