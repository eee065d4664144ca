"""Pytest plugin: a private PostgreSQL and `var/` for the run, before Django reads its settings.

An address given in VANPHONG_TEST_DATABASE_URL is used instead. Without fsync: a test server that loses power
loses nothing anyone wants.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from vanphong.lib.postgres import Server

_server: Server | None = None
_var: Path | None = None


def _prepare() -> None:
    global _server, _var
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    _var = Path(tempfile.mkdtemp(prefix="vanphong-test-"))
    _var.chmod(0o755)
    os.environ["VANPHONG_VAR"] = str(_var)
    os.environ["VANPHONG_SEARCH_CATCH_UP"] = "1"
    os.environ["VANPHONG_SECRET_KEY"] = "test-key-of-no-use-anywhere-else-0123456789"
    if url := os.environ.get("VANPHONG_TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = url
        return
    _server = Server(_var, settings={"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
    os.environ["DATABASE_URL"] = _server.ensure_started(tied=True)


_prepare()


def pytest_configure(config: pytest.Config) -> None:
    """Let tests that commit empty the journal afterwards: its seal refuses that to everyone else."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        statements = plain(self, style, tables, **options)
        if not statements:
            return statements
        return [
            "SET LOCAL session_replication_role = replica",
            *statements,
            "INSERT INTO journal_head (one, seq, hash) SELECT true, 0, sha256('vanphong'::bytea)"
            " WHERE NOT EXISTS (SELECT 1 FROM journal_head)",
        ]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder."""
    if _server is not None:
        _server.stop(anyway=True)
    if _var is not None:
        shutil.rmtree(_var, ignore_errors=True)
