"""App of calendar."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "vanphong.kernel.calendar"
    label = "calendar"
    verbose_name = "Lịch làm việc"
