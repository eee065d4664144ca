"""Screens of incoming documents."""

from vanphong.modules.correspondence.screens import (
    archival,
    batch,
    comparing,
    endorsing,
    filing,
    incoming,
    intake,
    legacy,
    legacy_panels,
    looking_up,
    printing,
    registering,
)

__all__ = [
    "archival",
    "batch",
    "comparing",
    "endorsing",
    "filing",
    "incoming",
    "intake",
    "legacy",
    "legacy_panels",
    "looking_up",
    "printing",
    "registering",
]
