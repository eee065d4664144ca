"""A filter by words of a text, accents and case forgiven."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat
from django.db.models.lookups import Contains

from vanphong.kernel.actor import Actor
from vanphong.lib.text import clean, fold


def has_words(*fields: str) -> Callable[[Actor, str], Q | None]:
    """The `apply` of a filter: every typed word stands in one of the fields."""

    def apply(_actor: Actor, text: str) -> Q | None:
        parts: list[Any] = [part for field in fields for part in (F(field), Value(" "))]
        whole = Concat(*parts, output_field=TextField()) if len(fields) > 1 else F(fields[0])
        condition = Q()
        for word in fold(clean(text)).split():
            folded = Func(whole, function="vn_fold", output_field=TextField())
            condition &= Q(Contains(folded, Value(word)))
        return condition or None

    return apply
