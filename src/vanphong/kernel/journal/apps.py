"""App of the journal."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "vanphong.kernel.journal"
    label = "journal"
    verbose_name = "Nhật ký"

    def ready(self) -> None:
        from vanphong.kernel.journal.guard import install_guards

        post_migrate.connect(install_guards, dispatch_uid="journal.guards")
