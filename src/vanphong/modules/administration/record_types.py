"""How others call the kernel's records and where their pages are."""

from __future__ import annotations

from typing import Final, cast

from django.db import models
from django.utils.text import capfirst

from vanphong.kernel.calendar.models import SpecialDay
from vanphong.kernel.identity.models import User
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Delegation, Holding, Post, Unit
from vanphong.kernel.registry import RecordType, record_types

ADDRESSES: Final[dict[type[models.Model], str]] = {
    User: "/quan-tri/tai-khoan/",
    Unit: "/quan-tri/don-vi/",
    Post: "/quan-tri/chuc-vu/",
    Holding: "/quan-tri/giu-chuc-vu/",
    Delegation: "/quan-tri/uy-quyen/",
    Register: "/quan-tri/so/",
    SpecialDay: "/quan-tri/lich-lam-viec/",
}


def address_of(record: models.Model) -> str:
    """The page of one of these records."""
    return f"{ADDRESSES[type(record)]}{record.pk}/"


for _model in ADDRESSES:
    _name = _model._meta.label_lower
    _label = cast(str, capfirst(_model._meta.verbose_name))
    record_types.add(_name, RecordType(_name, _model, _label, str, address_of))
