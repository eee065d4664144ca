"""Nobody finds, counts, completes or is led to what they may not see: a random office, random words."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vanphong.kernel import access
from vanphong.kernel.search.counting import facets_of
from vanphong.kernel.search.finding import find, search
from vanphong.kernel.search.related import related
from vanphong.modules.correspondence.commands.distribution import distribute_document, recall_assignment
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import correspondence as made
from vanphong.testing.personas import Office, build_office

WORDS = ("biên", "chế", "văn", "phòng", "rừng", "biển", "cán", "bộ", "quyết", "định", "nghị")
PEOPLE = ("vanthu", "vanthuxa", "truongtonghop", "chuyenvien", "chuyenvien3", "bithu", "luutru", "nguoila")
ISSUERS = ("Ban Tổ chức Trung ương", "Ủy ban nhân dân xã An Bình", "Sở Nội vụ")
DOCUMENT = "correspondence.incomingdocument"


def _give_out(office: Office, document: IncomingDocument) -> None:
    distribute_document(office.actor("chanh"), document=document, lead=office.units["tonghop"])


def _given(office: Office, **fields: str) -> IncomingDocument:
    document = made.registered(office, **fields)
    _give_out(office, document)
    return document


documents = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), min_size=2, max_size=6), st.sampled_from(ISSUERS), st.booleans()
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    papers=documents,
    asked=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    who=st.sampled_from(PEOPLE),
)
def test_what_is_found_counted_and_offered_is_what_the_policy_shows(
    db: None, papers: list[tuple[list[str], str, bool]], asked: list[str], who: str
) -> None:
    with transaction.atomic():
        _random_office(papers, asked, who)
        transaction.set_rollback(True)


def _random_office(papers: list[tuple[list[str], str, bool]], asked: list[str], who: str) -> None:
    office = build_office()
    for number, (words, issuer, given_out) in enumerate(papers):
        fields = {
            "subject": " ".join(words),
            "issuer_name": issuer,
            "reference_code": f"{number + 1}-CV/TU",
        }
        document = made.registered(office, **fields)
        if given_out:
            _give_out(office, document)
    actor, text = office.actor(who), " ".join(asked)
    visible = set(
        IncomingDocument.objects.filter(access.visible(actor, IncomingDocument)).values_list("pk", flat=True)
    )
    holding_all = {
        d.pk for d in IncomingDocument.objects.filter(pk__in=visible) if set(asked) <= set(d.subject.split())
    }
    found = search(actor, text)
    seen = {hit.record_id for hit in found.hits if hit.record_type == DOCUMENT}
    assert seen <= visible
    assert holding_all <= seen
    assert found.counts.get(DOCUMENT, 0) <= len(visible)
    for _facet, values in facets_of(DOCUMENT, found.rows):
        assert sum(count for _value, _label, count in values) <= len(visible)
    if not visible:
        # Neither a mended word nor «gần nhất» tells that there is something.
        slip = search(actor, text[:-1] + "x")
        assert (found.hits, found.total, found.mended, found.more) == ([], 0, "", False)
        assert (slip.hits, slip.total, slip.mended, slip.more) == ([], 0, "", False)
    for document in IncomingDocument.objects.filter(pk__in=list(visible)[:2]):
        assert {r.hit.record_id for r in related(actor, document) if r.hit.record_type == DOCUMENT} <= visible


def test_a_filter_narrows_within_what_is_seen_and_never_widens(db: None) -> None:
    office = build_office()
    made.registered(office, subject="Về biên chế năm 2026", issuer_name="Sở Nội vụ")
    made.registered(
        office, subject="Về biên chế năm 2027", issuer_name="Ban Tổ chức Trung ương", reference_code="2-CV/TU"
    )
    clerk, stranger = office.actor("vanthu"), office.actor("nguoila")
    given = {"co-quan": "Sở Nội vụ"}
    assert [h.title for h in search(clerk, "biên chế", kind=DOCUMENT, given=given).hits] == [
        "Về biên chế năm 2026"
    ]
    assert search(stranger, "biên chế", kind=DOCUMENT, given=given).hits == []


def test_who_sees_few_of_very_many_finds_them_behind_the_best_hits(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hits one may see stand behind those of the index: they are found whichever way leads there."""
    office = build_office()
    mine = _given(office, subject="Về biên chế và biên chế và biên chế kéo dài thêm nhiều chữ nữa")
    for number in range(6):
        made.registered(office, subject="Biên chế", reference_code=f"{number + 10}-CV/TU")
    head = office.actor("truongtonghop")
    monkeypatch.setattr("vanphong.kernel.search.finding.LOOKED_AT", 2)
    assert [hit.record_id for hit in find(head, "biên chế")] == [mine.pk]
    monkeypatch.setattr("vanphong.kernel.search.finding.NARROW", 0)
    assert [hit.record_id for hit in find(head, "biên chế")] == [mine.pk]


def test_who_was_known_to_see_few_finds_what_came_since_and_no_longer_what_was_taken(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun at the few, a search asks for the rights of this moment, also once they are no longer few."""
    office = build_office()
    first = _given(office, subject="Về biên chế năm 2026")
    made.registered(office, subject="Biên chế của cơ quan khác", reference_code="9-CV/TU")
    head = office.actor("truongtonghop")
    monkeypatch.setattr("vanphong.kernel.search.finding.LOOKED_AT", 1)
    assert {hit.record_id for hit in find(head, "biên chế")} == {first.pk}
    monkeypatch.setattr("vanphong.kernel.search.finding.LOOKED_AT", 200)
    second = _given(office, subject="Về biên chế năm 2027", reference_code="10-CV/TU")
    assert {hit.record_id for hit in find(head, "biên chế")} == {first.pk, second.pk}
    monkeypatch.setattr("vanphong.kernel.search.finding.NARROW", 1)
    assert {hit.record_id for hit in find(head, "biên chế")} == {first.pk, second.pk}
    monkeypatch.setattr("vanphong.kernel.search.finding.NARROW", 2_000)
    (part,) = second.assignments.all()
    recall_assignment(office.actor("chanh"), document=second, assignment=part, reason="Giao nhầm phòng")
    assert {hit.record_id for hit in find(head, "biên chế")} == {first.pk}
