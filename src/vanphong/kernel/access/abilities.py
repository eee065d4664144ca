"""What may be done to records: named abilities, each with the words people use for it."""

from __future__ import annotations

from vanphong.kernel.registry import Registry

_labels: Registry[str] = Registry("ability")


class Ability(str):
    """A verb on a record, e.g. `register`; compares and stores as its code."""

    __slots__ = ()

    @property
    def label(self) -> str:
        return _labels[self]


def ability(code: str, label: str) -> Ability:
    """Declare an ability with its Vietnamese words, as they stand after «Đồng chí chưa thể …»."""
    _labels.add(code, label)
    return Ability(code)


def known(code: str) -> Ability:
    """The declared ability of that code; an unknown one raises instead of being silently denied."""
    _labels[code]
    return Ability(code)


def declared() -> list[Ability]:
    """Every ability in the order of its declaration: that of the work."""
    return [Ability(code) for code in _labels.names()]


VIEW = ability("view", "xem")
