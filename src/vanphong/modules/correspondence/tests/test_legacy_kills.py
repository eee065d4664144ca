"""An import killed at any point leaves whole batches and no row twice; the same command goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from vanphong.kernel.journal.queries import verify
from vanphong.kernel.numbering.checking import check_numbers
from vanphong.modules.correspondence.models import IncomingDocument, LegacyImport
from vanphong.testing.old_books import workbook
from vanphong.testing.personas import build_office

LINES = [(n, f"{n}/1/2018", "Sở Y tế", f"{n}/SYT", "1/1/2018", f"Việc {n}", None, None) for n in range(1, 10)]


def process(path: Path, when: str, after: int) -> tuple[int, str]:
    """The import in a process of its own: how it ended, and what it said."""
    at = connection.settings_dict
    host, port = at["HOST"], at["PORT"]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "vanphong.modules.correspondence.tests.import_process",
            str(path),
            when,
            str(after),
        ],
        env={
            **os.environ,
            "DATABASE_URL": f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={host}&port={port}",
            "DJANGO_SETTINGS_MODULE": "vanphong.config.settings",
            "VANPHONG_VAR": str(settings.VANPHONG_VAR),
        },
        timeout=120,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("when", "ends", "kept"), [("between", -9, 4), ("inside", -9, 4), ("stopped", 1, 4)])
def test_an_import_cut_off_keeps_whole_batches_and_the_same_command_ends_it(
    tmp_path: Path, var: Path, when: str, ends: int, kept: int
) -> None:
    build_office()
    path = workbook(tmp_path / "so.xlsx", LINES, title="2018")
    code, said = process(path, when, 2)
    assert code == ends, said
    assert IncomingDocument.objects.count() == kept == LegacyImport.objects.get().position
    assert when != "stopped" or "gọi lại đúng lệnh này" in said
    code, said = process(path, "never", 0)
    assert code == 0, said
    run = LegacyImport.objects.get()
    assert (run.state, run.position, run.added) == ("done", 9, 9)
    numbers = IncomingDocument.objects.order_by("arrival_number").values_list("arrival_number", flat=True)
    assert list(numbers) == list(range(1, 10))
    assert all(check.sound for check in check_numbers()) and verify().bad_seq is None
