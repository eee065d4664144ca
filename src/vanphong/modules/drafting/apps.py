"""App of drafting."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "vanphong.modules.drafting"
    label = "drafting"
    verbose_name = "Dự thảo"
