"""Snapshot of the API's description: `python -m tools.api_snapshot` takes it anew; read the difference."""

from __future__ import annotations

import json
import os
from pathlib import Path

import django

TARGET = Path(__file__).resolve().parent.parent / "tests" / "rest" / "openapi.json"


def main() -> None:
    """Write what `/api/openapi.json` serves; no database is needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanphong.config.settings")
    django.setup()
    from vanphong.rest.everywhere import description

    text = json.dumps(description(), ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
