"""App of jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "vanphong.kernel.jobs"
    label = "jobs"
    verbose_name = "Việc nền"
