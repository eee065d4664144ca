"""App of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "vanphong.kernel.files"
    label = "files"
    verbose_name = "Tệp"
