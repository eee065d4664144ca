"""App of numbering."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "vanphong.kernel.numbering"
    label = "numbering"
    verbose_name = "Sổ và số"
