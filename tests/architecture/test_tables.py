"""What imports cannot show: foreign keys and migrations point only where the module may, and every journalled
table is guarded by the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from vanphong.kernel.journal.guard import TRIGGER, journalled_models, journalled_tables
from vanphong.kernel.journal.rows import JournalledQuerySet
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.registry.manifest import manifests

KERNEL = {path.rsplit(".", 1)[1] for path in settings.KERNEL_APPS}
DEPENDS = {manifest.name: set(manifest.depends) for manifest in manifests()}


def allowed(label: str) -> set[str]:
    """Apps whose tables an app may point at."""
    if label in DEPENDS:
        return {label, *KERNEL, *DEPENDS[label]}
    return {label, *KERNEL, "auth", "contenttypes"}


def our_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("vanphong."):
            yield model


def test_every_relation_points_to_its_own_app_the_kernel_or_a_declared_dependency() -> None:
    wrong = []
    for model in our_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            target = field.related_model
            if isinstance(target, type) and target._meta.app_label not in allowed(model._meta.app_label):
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert not wrong


def test_every_migration_depends_only_on_its_own_app_the_kernel_or_a_declared_dependency() -> None:
    found = MigrationLoader(None).disk_migrations or {}
    wrong = [
        f"{app}.{name} → {needed[0]}.{needed[1]}"
        for (app, name), migration in found.items()
        if type(migration).__module__.startswith("vanphong.")
        for needed in migration.dependencies
        if needed[0] not in allowed(app) and needed[0] != "__setting__"
    ]
    assert not wrong


@pytest.mark.django_db
def test_no_model_is_ahead_of_its_migrations() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_journalled_table_carries_the_trigger_and_it_waits_for_the_commit() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname = %s AND t.tgdeferrable AND t.tginitdeferred AND t.tgenabled = 'O'",
            [TRIGGER],
        )
        guarded = {row[0] for row in cursor.fetchall()}
    tables = set(journalled_tables())
    assert len(tables) >= 20
    assert Unit.successors.through._meta.db_table in tables
    assert guarded == tables


def test_every_journalled_model_refuses_writes_that_pass_the_journal_by() -> None:
    for model in journalled_models():
        rows = model._default_manager.none()
        assert isinstance(rows, JournalledQuerySet), f"{model._meta.label} has a manager of its own"


def test_nothing_points_at_a_journalled_row_in_a_way_that_deletes_it_unseen() -> None:
    """CASCADE from a journalled model's foreign key would delete rows without a line in the journal."""
    exempt = {
        # A reader of a case file goes with it; a case file with papers in it is PROTECTed anyway.
        "records.CaseFileReader.case_file",
    }
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in journalled_models()
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    ]
    assert set(wrong) <= exempt, wrong
