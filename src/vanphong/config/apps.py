"""The composition root as an app: loads all declarations once every app is ready."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "vanphong.config"
    label = "config"

    def ready(self) -> None:
        from vanphong.kernel.registry import load_edges

        load_edges()
