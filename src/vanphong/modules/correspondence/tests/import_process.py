"""`vanphong import` as its own process for tests, killed by itself without cleanup, or stopped as by Ctrl-C.

`python -m …import_process FILE WHEN AFTER`: after AFTER whole batches (of two rows) it dies by SIGKILL (`between`),
dies inside the next one before it is committed (`inside`), or gets SIGINT (`stopped`); `never` lets it end.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any


def main() -> None:
    """Import the file, ending as told."""
    import django

    django.setup()
    import typer

    from vanphong.modules.correspondence.channels import legacy
    from vanphong.modules.correspondence.commands import importing
    from vanphong.modules.correspondence.legacy_cli import load

    file, when, after = sys.argv[1], sys.argv[2], int(sys.argv[3])
    legacy.BATCH = 2  # type: ignore[misc]
    done = 0
    whole, keep_issues = legacy.import_batch, importing._keep_issues

    def batch(*given: Any, **named: Any) -> Any:
        nonlocal done
        run = whole(*given, **named)
        done += 1
        if done == after and when in ("between", "stopped"):
            os.kill(os.getpid(), signal.SIGKILL if when == "between" else signal.SIGINT)
        return run

    def inside(*given: Any) -> None:
        keep_issues(*given)
        if when == "inside" and done == after:
            os.kill(os.getpid(), signal.SIGKILL)

    legacy.import_batch, importing._keep_issues = batch, inside  # type: ignore[assignment]
    app = typer.Typer()
    app.command()(load)
    app([file, "--agency", "VPTU", "--json"])


if __name__ == "__main__":
    main()
