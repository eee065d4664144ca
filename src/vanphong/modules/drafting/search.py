"""What is found of a draft: its subject, its people, the words of its newest version."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from vanphong.kernel.files import renditions
from vanphong.kernel.listing import Filter
from vanphong.kernel.search.indexing import Facet, Findable, SearchSpec, declare_search
from vanphong.kernel.wording import vi
from vanphong.modules.drafting.models import Draft
from vanphong.modules.drafting.queries.narrowing import TYPE


def _findable(draft: Draft) -> Findable | None:
    latest = draft.latest
    if latest is None or latest.reading_state == latest.ReadingState.WAITING:
        return None
    text = renditions.text_of(latest.blob)
    return Findable(
        code_key="",
        title=" ".join((draft.document_type.name, draft.subject, draft.issuing_body.name)),
        body=text.plain if text else "",
        day=timezone.localdate(draft.started_at),
        issuer=draft.issuing_body.name,
        people=" ".join(str(one) for one in (draft.drafter, draft.signer) if one),
    )


STATE = Filter(
    "tinh-trang",
    vi("Tình trạng"),
    lambda _a, v: Q(state=v) if v in Draft.State.values else None,
    "choice",
    lambda _a: [(str(value), str(label)) for value, label in Draft.State.choices],
)
FACETS = (
    Facet("loai", vi("Loại văn bản"), "document_type_id", "document_type__name", "document_type__family"),
)

declare_search(SearchSpec(Draft, _findable, (TYPE, STATE), FACETS, lambda d: str(d.subject)))
