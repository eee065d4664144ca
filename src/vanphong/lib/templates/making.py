"""A document of a type made at once: template of the layout in force, values, what the rules add themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from vanphong.lib.dates import BadDate, parse_vn_date
from vanphong.lib.templates.blank import blank
from vanphong.lib.templates.filling import fill
from vanphong.lib.templates.rules import (
    MOST_SIGNERS,
    DocumentType,
    Issuer,
    LayoutRules,
    field_called,
    issuers,
    layout_on,
    layouts,
    type_called,
)
from vanphong.lib.templates.values import TemplateError, Value


def make(
    type_name: str,
    issuer: str,
    layout: str | None,
    given: Mapping[str, Value],
    *,
    template: bytes | None = None,
    today: date | None = None,
) -> bytes:
    """A document of the type by an issuing body of that kind; without `layout` the one of its date is taken.

    `template` is the office's own, else the one the rules give. Raises `TemplateError`, `WordError`.
    """
    kind, body = chosen_type(type_name), chosen_issuer(issuer)
    values = {_name(said): value for said, value in given.items()}
    rules = chosen_layout(layout, values.get("issued_on"), today)
    for name, usual in usual_values(kind, body).items():
        values.setdefault(name, usual)
    if not kind.symbol:
        values.pop("notation", None)
    form = template or blank(kind, rules, _signers(values), post_alone=not values.get("authority"))
    # HD 05 writes «Kính trình» in a tờ trình, HD 36 «Kính gửi» as in every letter.
    submits, reference = kind.name == "Tờ trình", _reference(kind, values)
    return fill(form, values, rules, submits=submits, reference=reference, today=today)


def _reference(kind: DocumentType, values: Mapping[str, Value]) -> str:
    """How an appendix names the document it belongs to; without number while the document has none."""
    issuer = str(values.get("issuer", "")).strip()
    number = str(values.get("number", "")).strip()
    code = f" số {number.zfill(2)}-{values.get('notation', '')}" if number else ""
    return f"(Kèm theo {kind.name}{code} của {issuer})" if issuer else ""


def usual_values(kind: DocumentType, body: Issuer) -> dict[str, Value]:
    """What stands in a document of the type by the body when nobody says otherwise."""
    if kind.minutes:
        signed = {"post": "CHỦ TRÌ HỘI NGHỊ", "post_2": "NGƯỜI GHI BIÊN BẢN"}
    else:
        signed = {"authority": body.authority, "post": body.post}
    notation = f"{kind.symbol}/{body.symbol}" if kind.symbol else ""
    usual = {**signed, "notation": notation, "decision": kind.decision}
    return {name: value for name, value in usual.items() if value}


def chosen_type(name: str) -> DocumentType:
    """The type by name or symbol; `TemplateError` when there is none."""
    found = type_called(name)
    if found is None:
        raise TemplateError(f"Không có loại văn bản «{name}». Xem các loại bằng «vanphong template list».")
    return found


def chosen_issuer(key: str) -> Issuer:
    """The kind of issuing body by its key; `TemplateError` when there is none."""
    found = issuers().get(key)
    if found is None:
        keys = ", ".join(issuers())
        raise TemplateError(f"Không có loại cơ quan ban hành «{key}». Các loại: {keys}.")
    return found


def chosen_layout(name: str | None, issued_on: Value | None = None, today: date | None = None) -> LayoutRules:
    """The layout by name, else the one in force on the day of the document, else today's."""
    if name:
        found = layouts().get(name)
        if found is None:
            raise TemplateError(f"Không có thể thức «{name}». Các thể thức: {', '.join(layouts())}.")
        return found
    day = today or date.today()  # noqa: DTZ011 – the office's own day
    if isinstance(issued_on, str) and issued_on.strip():
        try:
            issued_on = parse_vn_date(issued_on, day)
        except BadDate as error:
            raise TemplateError(error.message_vi, {"issued_on": error.message_vi}) from error
    return layout_on(issued_on if isinstance(issued_on, date) else day)


def _name(said: str) -> str:
    field = field_called(said)
    return field.name if field else said


def _signers(values: Mapping[str, Value]) -> int:
    return max(
        (at for at in range(2, MOST_SIGNERS + 1) if values.get(f"name_{at}") or values.get(f"post_{at}")),
        default=1,
    )
