"""Brings database structure and static files up to date, and does nothing when they are."""

import hashlib
from pathlib import Path

from .exits import ExitCode, Refusal


def migrate_if_needed() -> bool:
    """Apply the migrations that are missing; true when there were any."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    newer = executor.loader.applied_migrations.keys() - executor.loader.disk_migrations.keys()
    ours = {app for app, _ in executor.loader.disk_migrations}
    # Squashed and foreign applications leave traces; only our own newer steps mean an older programme.
    if unknown := sorted(f"{app}.{name}" for app, name in newer if app in ours):
        raise Refusal(
            f"Cơ sở dữ liệu đã được một bản Vanphong mới hơn nâng cấp ({', '.join(unknown[:3])}). "
            "Đồng chí chạy bản mới đó, hoặc khôi phục dữ liệu từ bản sao lưu.",
            ExitCode.SYSTEM,
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    return bool(plan)


def static_is_stale() -> bool:
    """Whether a static file was added, removed or changed since they were last collected."""
    stamp = _stamp()
    return stamp is not None and (not stamp.exists() or stamp.read_text(encoding="utf-8") != _fingerprint())


def collect_static() -> None:
    """Collect the static files under their hashed names."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp = _stamp()
    if stamp is not None:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(_fingerprint(), encoding="utf-8")


def _stamp() -> Path | None:
    from django.conf import settings

    return Path(settings.STATIC_ROOT) / ".collected" if settings.STATIC_ROOT else None


def _fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    marks = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list(None), key=lambda found: found[0]):
            found = Path(storage.path(path)).stat()
            marks.update(f"{path}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return marks.hexdigest()
