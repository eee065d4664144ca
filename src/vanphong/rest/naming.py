"""Names in API paths: a model is called by its first list, else by its own name in kebab case."""

from __future__ import annotations

import re

from django.db import models

from vanphong.kernel.listing import ListSpec, lists


def kebab(name: str) -> str:
    """`CaseFile` and `case_file` become `case-file`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).replace("_", "-").replace("/", "-").lower()


def list_of(model: type[models.Model]) -> ListSpec | None:
    """The first list over a model."""
    return next((spec for spec in lists if spec.model is model), None)


def name_of(model: type[models.Model]) -> str:
    """The path segment of a model's records."""
    spec = list_of(model)
    return kebab(spec.name if spec is not None else model._meta.object_name or model.__name__)
