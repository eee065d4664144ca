"""App of the REST interface."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "vanphong.rest"
    label = "rest"
