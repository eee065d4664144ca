"""The user interface of Vanphong as a Django app: templates, static files, components."""

from importlib import import_module

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Ships the shell, the component kit and the generic screens."""

    name = "vanphong.ui"
    label = "ui"
    verbose_name = "Giao diện"

    def ready(self) -> None:
        """Declare the addresses of the account and of all pages beside the modules, before registries seal."""
        import_module("vanphong.ui.account.screens")
        import_module("vanphong.ui.pages.screens")
