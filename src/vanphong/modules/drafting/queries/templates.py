"""Which template a draft begins from, and what can be filled in already."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q

from vanphong.kernel.files import store
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.letterhead import place_of
from vanphong.kernel.organisation.models import Dated, Unit
from vanphong.kernel.organisation.queries import seats_of, today
from vanphong.lib.text import fold
from vanphong.modules.drafting.models import Draft, OfficeTemplate

_BODY = "1. …\n2. …"
"""Where the text goes: appraisal tells it as left over until it is written."""

_TO_SOMEBODY = frozenset({"CV", "TTr"})
"""Types with «Kính gửi», whose list of recipients begins with «Như trên»."""


@dataclass(frozen=True, slots=True)
class ChosenTemplate:
    """A template by type and kind of issuer, and the values known."""

    type_name: str
    issuer: str
    values: dict[str, str | list[str]]


def own_template(draft: Draft) -> bytes | None:
    """The office's own template in force today, that of the issuing body first; None where there is none."""
    rows = OfficeTemplate.objects.filter(
        Dated.on(today()),
        Q(issuing_body=draft.issuing_body_id) | Q(issuing_body__isnull=True),
        agency=draft.agency_id,
        document_type=draft.document_type_id,
    ).select_related("blob")
    found = rows.order_by(F("issuing_body").asc(nulls_last=True), "-pk").first()
    return store.read_blob(found.blob) if found is not None else None


def issuer_kind(body: Unit) -> str:
    """The kind of issuing body, as templates name it (lib/templates/bodies.toml)."""
    K, name = Unit.Kind, fold(body.name)
    commune = body.level == Unit.Level.COMMUNE
    if body.kind == K.OFFICE:
        return "van-phong-dang-uy" if commune else "van-phong"
    if "uy ban kiem tra" in name:
        return "uy-ban-kiem-tra"
    if body.kind != K.COMMITTEE:
        return "ban-dang-uy" if commune else "ban-tham-muu"
    if commune:
        return "dang-uy-xa"
    if name.startswith("ban thuong vu"):
        return "ban-thuong-vu"
    return "thuong-truc" if name.startswith("thuong truc") else "cap-uy"


def template_of(draft: Draft) -> ChosenTemplate:
    """The template, and the head of its issuer, place, subject and signer."""
    body = draft.issuing_body
    committee = body
    while committee.kind == Unit.Kind.COMMITTEE and committee.parent is not None:
        if committee.parent.symbol != committee.symbol:
            break
        committee = committee.parent
    kind = issuer_kind(body)
    values: dict[str, str | list[str]] = {
        "subject": draft.subject[:1].lower() + draft.subject[1:],
        "place": place_of(draft.agency),
        "issuer": committee.name.upper(),
        "body": _BODY,
        "recipients": [
            "Như trên" if draft.document_type.symbol in _TO_SOMEBODY else "…",
            f"Lưu {draft.agency.label}",
        ],
    }
    if body.kind == Unit.Kind.OFFICE and body.parent is not None:
        values["superior"] = body.parent.name.upper()
        values["issuer"] = "VĂN PHÒNG"
    if draft.signer is not None:
        values["name"] = draft.signer.full_name
        values |= _signing(draft.signer, body)
    return ChosenTemplate(draft.document_type.name, kind, values)


def _signing(signer: User, body: Unit) -> dict[str, str]:
    """How a deputy signs: for the committee under their own post, of an office for its chief.

    Committees decide together, so their deputies never sign K/T (Hướng dẫn 05-HD/VPTW năm 2026, thể thức đề ký).
    """
    titles = [fold(seat.title) for seat in seats_of([signer.pk])[signer.pk]]
    if body.kind == Unit.Kind.OFFICE:
        deputy = any(title.startswith("pho chanh van phong") for title in titles)
        return {"authority": "K/T CHÁNH VĂN PHÒNG", "post": "PHÓ CHÁNH VĂN PHÒNG"} if deputy else {}
    return {"post": "PHÓ BÍ THƯ"} if any(title.startswith("pho bi thu") for title in titles) else {}
