"""The `vanphong` command: help as a table of contents, errors in words, telling exit codes."""

import gettext
import os
import sys
from pathlib import Path

from .exits import complain, told

__all__ = ["main"]


def main() -> None:
    """Run one command line and leave with its exit code."""
    speak_vietnamese()
    from .root import app

    try:
        app(prog_name="vanphong")
    except Exception as error:
        known = told(error)
        if known is None:
            raise
        message, code = known
        complain(message)
        sys.exit(code)


def speak_vietnamese() -> None:
    """Have the command-line library's own words translated, unless VANPHONG_LANG=en.

    To be called before that library is imported: it looks up some of its words at import.
    """
    if os.environ.get("VANPHONG_LANG", "vi") != "en":
        os.environ["LANGUAGE"] = "vi"
        gettext.bindtextdomain("messages", Path(__file__).parent / "locale")
