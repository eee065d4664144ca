"""Gather the words of the screens into the English catalogue and compile it: `python -m tools.messages`.

Needs GNU gettext. Prints how many words have no English yet.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import compilemessages, makemessages

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "vanphong"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"


class Gather(makemessages.Command):
    """Django's own command, which also knows `vi("…")`."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=vi"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def main() -> int:
    """Write the catalogue; the number of words without English is the exit code, 1 at most."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanphong.config.settings")
    # Settings are read before the folder is changed: what they keep lies under the folder they are read in.
    assert settings.LOCALE_PATHS
    os.chdir(PACKAGE)
    call_command(
        Gather(),
        locale=["en"],
        extensions=["html", "py"],
        ignore_patterns=["*/tests/*", "*/migrations/*", "testing/*", "config/*"],
        add_location="file",
        no_obsolete=True,
        verbosity=0,
    )
    text = CATALOGUE.read_text(encoding="utf-8")
    # The day of gathering says nothing, and would change the file each time.
    CATALOGUE.write_text(re.sub(r'"POT-Creation-Date: .*\n', "", text), encoding="utf-8")
    call_command(compilemessages.Command(), locale=["en"], verbosity=0)
    missing = len(re.findall(r'^msgstr ""\n(?!")', text, flags=re.MULTILINE))
    print(f"{missing} words without English")
    return min(missing, 1)


if __name__ == "__main__":
    sys.exit(main())
