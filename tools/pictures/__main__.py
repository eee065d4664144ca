"""`python -m tools.pictures [address] [--only NAME …] [--to FOLDER]`: from a running demo office."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanphong.config.settings")

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


def main() -> None:
    """Take the pictures and say how big they became; fails when one could not be taken."""
    import django

    django.setup()
    from tools.pictures.office import Visitor, chromium, keep
    from tools.pictures.shots import SHOTS

    parser = argparse.ArgumentParser(description="Take the pictures of README and guides.")
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000", help="of the running demo")
    parser.add_argument("--only", nargs="*", default=[], help="names of the pictures wanted")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder to write to")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    failed = []
    with chromium() as browser:
        for shot in SHOTS:
            if given.only and shot.name not in given.only:
                continue
            visitor = Visitor(browser, given.address, shot.person, shot.size, shot.dark)
            try:
                size = keep(shot.take(visitor), given.to / f"{shot.name}.png")
                print(f"{shot.name}.png  {size / 1024:.0f} KB")
            except Exception as error:
                failed.append(shot.name)
                print(f"{shot.name}: {str(error).splitlines()[0]}")
            visitor.close()
    if failed:
        raise SystemExit(f"not taken: {', '.join(failed)}")


if __name__ == "__main__":
    main()
