"""Templates the office edited itself: checked, put in force from a day on, ended."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, REGISTRAR, Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, command
from vanphong.kernel.files import store
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.reading import inspect
from vanphong.lib.templates import read_template
from vanphong.lib.templates.rules import type_called
from vanphong.lib.word.package import WordError
from vanphong.modules.catalogues.public import DocumentType
from vanphong.modules.correspondence.public import IncomingFile
from vanphong.modules.drafting.commands.versions import check_file
from vanphong.modules.drafting.models import OfficeTemplate
from vanphong.modules.drafting.policy import KEEP_TEMPLATES
from vanphong.modules.drafting.queries.people import bodies_of


@command(KEEP_TEMPLATES, on=OfficeTemplate, label=vi("đưa mẫu văn bản lên"))
def add_template(
    actor: Actor,
    /,
    *,
    agency: Unit,
    document_type: DocumentType,
    file: IncomingFile,
    issuing_body: Unit | None = None,
    valid_from: dt.date | None = None,
) -> OfficeTemplate:
    """Put a template in force; the one before ends the day before. Unknown and missing fields are named."""
    if not actor.is_system and agency.pk not in actor.agencies_as(REGISTRAR, CHIEF, DEPUTY_CHIEF):
        words = _("Đồng chí không quản lý mẫu của {agency}.")
        raise Forbidden(words.format(agency=agency.label))
    if issuing_body is not None and not bodies_of(agency).filter(pk=issuing_body.pk).exists():
        words = _("{agency} không soạn văn bản của {body}.")
        raise Invalid(
            words.format(agency=agency.label, body=issuing_body.label),
            {"issuing_body": _("Đồng chí chọn cơ quan khác.")},
        )
    _check(file, document_type)
    first = valid_from or today()
    before = OfficeTemplate.objects.filter(
        agency=agency, document_type=document_type, issuing_body=issuing_body, valid_to__isnull=True
    ).first()
    if before is not None:
        if before.valid_from is not None and before.valid_from >= first:
            words = _("Mẫu đang dùng có từ {day}; mẫu mới phải từ ngày sau đó.")
            raise Invalid(
                words.format(day=format_date(before.valid_from)),
                {"valid_from": _("Đồng chí chọn ngày khác, hoặc cho mẫu cũ thôi dùng.")},
            )
        before.valid_to = first - dt.timedelta(days=1)
        before.save()
    template = OfficeTemplate(
        agency=agency,
        document_type=document_type,
        issuing_body=issuing_body,
        blob=file.blob,
        name=file.name,
        added_by_id=actor.user_id,
        valid_from=first,
    )
    template.save()
    return template


def _check(file: IncomingFile, document_type: DocumentType) -> None:
    check_file(file)
    kind = type_called(document_type.name)
    if kind is None or file.media_type != inspect.DOCX:
        words = _("Mẫu là tệp Word (.docx) của một loại văn bản của Đảng.")
        raise Invalid(words, {"file": words})
    try:
        report = read_template(store.read_blob(file.blob), kind)
    except WordError as error:
        raise Invalid(error.message, {"file": error.message}) from error
    if not report.usable:
        raise Invalid(" ".join(report.messages), {"file": " ".join(report.messages)})


@command(KEEP_TEMPLATES, on="template", label=vi("thôi dùng mẫu văn bản"))
def end_template(actor: Actor, /, *, template: OfficeTemplate, last_day: dt.date) -> OfficeTemplate:
    """Let a template be used until a day, that one included."""
    if template.valid_to is not None:
        raise Conflict(_("Mẫu này đã thôi dùng."))
    if template.valid_from is not None and last_day < template.valid_from:
        words = _("Mẫu dùng từ {day}; ngày thôi dùng không thể sớm hơn.")
        raise Invalid(words.format(day=format_date(template.valid_from)), {"last_day": _("Ngày quá sớm.")})
    template.valid_to = last_day
    template.save()
    return template
