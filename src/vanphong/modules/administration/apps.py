"""App of administration."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "vanphong.modules.administration"
    label = "administration"
    verbose_name = "Quản trị"
