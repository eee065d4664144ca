"""App of records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "vanphong.modules.records"
    label = "records"
    verbose_name = "Hồ sơ công việc"
