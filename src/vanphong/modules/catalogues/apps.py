"""App of catalogues."""

from django.apps import AppConfig


class CataloguesConfig(AppConfig):
    name = "vanphong.modules.catalogues"
    label = "catalogues"
    verbose_name = "Danh mục"
