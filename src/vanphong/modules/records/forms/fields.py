"""Fields that show choices of this module in words."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel.actions import RecordField, RecordsField
from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.public import RetentionTerm
from vanphong.modules.records.models import CaseFileItem, FilePlanEntry
from vanphong.modules.records.queries.case_files import agencies_of, people_of, units_of
from vanphong.modules.records.queries.file_plan import term_text


def own_units(actor: Actor) -> QuerySet[Unit]:
    """Units of the actor's agencies."""
    return units_of(agencies_of(actor))


def own_people(actor: Actor) -> QuerySet[User]:
    """People of the actor's agencies."""
    return people_of(agencies_of(actor))


class RetentionField(RecordField):
    """A retention term, as «20 năm – Báo cáo 6 tháng, 9 tháng»."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(RetentionTerm, label=vi("Thời hạn bảo quản"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{term_text(obj)} – {obj.name}"


class PlanEntryField(RecordField):
    """A line of the file plan, with its term."""

    def label_from_instance(self, obj: FilePlanEntry) -> str:
        return _("{code} · {title} ({retention}, năm {year})").format(
            code=obj.code, title=obj.title, retention=term_text(obj.retention), year=obj.year
        )


class ItemField(RecordField):
    """An item of the case file at hand."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(CaseFileItem, label=vi("Văn bản trong hồ sơ"), **kwargs)

    def bind(self, actor: Actor) -> None:
        # Filled by the form, which knows the case file; an item has no policy of its own.
        self.queryset = CaseFileItem.objects.none()

    def label_from_instance(self, obj: CaseFileItem) -> str:
        words = f"{obj.reference_code} – {obj.subject}" if obj.reference_code else obj.subject
        return f"{obj.position}. {words[:140]}"


class MembersField(RecordsField):
    """People of the actor's agencies."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User, rows=own_people, **kwargs)


class MemberField(RecordField):
    """One person of the actor's agencies."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User, rows=own_people, **kwargs)
