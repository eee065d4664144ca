"""Builds one corpus in a process of its own: `python -m tools.bench.building COUNT` in VANPHONG_VAR."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from vanphong.lib.postgres import Server


def main(count: int) -> None:
    """A new office with so many documents; the database is stopped at the end."""
    server = Server(Path(os.environ["VANPHONG_VAR"]), settings={"max_wal_size": "4GB", "fsync": "off"})
    os.environ["DATABASE_URL"] = server.ensure_started(tied=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanphong.config.settings")
    try:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        from tools.bench.corpus import build
        from tools.bench.search_rows import fill

        build(count)
        fill()
        from vanphong.kernel.search.following import rebuild

        began = time.process_time(), time.monotonic()
        rebuild()
        spent, took = time.process_time() - began[0], time.monotonic() - began[1]
        print(
            f"index: {count / took:.0f} documents/s, {1e6 * spent / count:.0f} µs CPU each", file=sys.stderr
        )
    finally:
        server.stop(anyway=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
