"""App of correspondence."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "vanphong.modules.correspondence"
    label = "correspondence"
    verbose_name = "Văn bản đến"
