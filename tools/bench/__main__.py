"""Run the measurements on a private embedded server with the durable settings of production."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def main(wanted: list[str]) -> None:
    """Start a server of its own, build the small office, and print one table a measurement."""
    if wanted[:1] == ["reading"]:
        from tools.bench import reading

        reading.run(wanted[1:])
        return
    if wanted[:1] == ["requests"]:
        from tools.bench import requests

        requests.run(wanted[1:])
        return
    if wanted[:1] == ["appraisal"]:
        from tools.bench.drafts import measuring

        measuring.run(wanted[1:])
        return
    from vanphong.lib.postgres import Server

    var = Path(tempfile.mkdtemp(prefix="vanphong-bench-"))
    var.chmod(0o755)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanphong.config.settings")
    os.environ["VANPHONG_VAR"] = str(var)
    server = Server(var)
    os.environ["DATABASE_URL"] = server.ensure_started(tied=True)
    try:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        from tools.bench import journal, lists, registrations

        if wanted[:1] in (["memory"], ["intake"]):
            from tools.bench import intake, memory

            (memory if wanted[0] == "memory" else intake).run(*map(int, wanted[1:]))
            return
        parts = {"registrations": registrations.run, "journal": journal.run, "lists": lists.run}
        for name in wanted or list(parts):
            parts[name]()
    finally:
        server.stop(anyway=True)


if __name__ == "__main__":
    main(sys.argv[1:])
