"""Measuring an office from outside: processor time and memory of its processes, requests of one browser."""

from .browser import Browser, NotSignedIn
from .processes import Family
from .taking import Taken, take

__all__ = ["Browser", "Family", "NotSignedIn", "Taken", "take"]
