"""App of commands."""

from django.apps import AppConfig


class CommandsConfig(AppConfig):
    name = "vanphong.kernel.commands"
    label = "commands"
    verbose_name = "Lệnh"
