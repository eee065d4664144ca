"""Limits of sign-ins and sessions; an office may set each in its settings."""

from __future__ import annotations

import datetime as dt

from django.conf import settings


def _number(name: str, usual: int) -> int:
    return int(getattr(settings, name, usual))


def idle(*, admin: bool) -> dt.timedelta:
    """How long a session may lie idle. An administrator has 15 minutes (TCVN 14423, suggested)."""
    if admin:
        return dt.timedelta(minutes=_number("VANPHONG_IDLE_MINUTES_ADMIN", 15))
    return dt.timedelta(minutes=_number("VANPHONG_IDLE_MINUTES", 60))


def absolute() -> dt.timedelta:
    """How long a session lives however busy it is."""
    return dt.timedelta(hours=_number("VANPHONG_SESSION_HOURS", 12))


def step_up() -> dt.timedelta:
    """How long a renewed confirmation of identity holds."""
    return dt.timedelta(minutes=_number("VANPHONG_STEP_UP_MINUTES", 10))


def failures() -> int:
    """Wrong answers in a row that lock an account."""
    return _number("VANPHONG_LOCK_FAILURES", 5)


def lock() -> dt.timedelta:
    """How long a lock holds unless an administrator opens it."""
    return dt.timedelta(hours=_number("VANPHONG_LOCK_HOURS", 12))


def address_failures() -> int:
    """Wrong answers one network address may give within `address_window`; a whole office may share one."""
    return _number("VANPHONG_ADDRESS_FAILURES", 30)


def address_window() -> dt.timedelta:
    return dt.timedelta(minutes=_number("VANPHONG_ADDRESS_MINUTES", 15))


def password_length() -> int:
    """Fewest characters of a password."""
    return _number("VANPHONG_PASSWORD_LENGTH", 10)
