"""App of notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "vanphong.kernel.notifications"
    label = "notifications"
    verbose_name = "Thông báo"
