"""App of issuing."""

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    name = "vanphong.modules.issuing"
    label = "issuing"
    verbose_name = "Văn bản đi"
