"""What rules ask: each function looks for one kind of fault, with values that the rule brings."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from vanphong.lib.appraisal.checks.view import CHECKS

__all__ = ["CHECKS"]

for _module in iter_modules(__path__):
    # Each names its checks as it is loaded.
    import_module(f"{__name__}.{_module.name}")
