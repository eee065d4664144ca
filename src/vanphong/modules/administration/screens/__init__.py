"""Screens of administration."""

from vanphong.modules.administration.screens import (
    accounts,
    days,
    home,
    importing,
    journal,
    organisation,
    registers,
    running,
    system,
)

__all__ = [
    "accounts",
    "days",
    "home",
    "importing",
    "journal",
    "organisation",
    "registers",
    "running",
    "system",
]
