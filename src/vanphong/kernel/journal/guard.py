"""No journal entry, no write: each journalled table carries a trigger that checks at commit."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections, models

from vanphong.kernel.journal.rows import Journalled

TRIGGER = "journal_required"


def journalled_models() -> list[type[models.Model]]:
    """All tables whose rows may be written only with a journal entry."""
    return [model for model in apps.get_models() if issubclass(model, Journalled)]


def journalled_tables(app_label: str | None = None) -> list[str]:
    """Tables of journalled rows and of the links between them (many to many), of one app or of all."""
    models_of_app = [m for m in journalled_models() if app_label in (None, m._meta.app_label)]
    links = [field.m2m_db_table() for m in models_of_app for field in m._meta.local_many_to_many]
    return [*(m._meta.db_table for m in models_of_app), *links]


def install_guards(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """After migrate: put the trigger on each journalled table of the app (deferred to commit)."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regproc('journal_require') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        for table in journalled_tables(sender.label):
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f'"{table}"'])
            if not cursor.fetchone()[0]:
                continue
            cursor.execute(
                "SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass",
                [TRIGGER, f'"{table}"'],
            )
            if cursor.fetchone() is None:
                cursor.execute(
                    f'CREATE CONSTRAINT TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
                    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_require()"
                )
