"""App of search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "vanphong.kernel.search"
    label = "search"
    verbose_name = "Tìm kiếm"
