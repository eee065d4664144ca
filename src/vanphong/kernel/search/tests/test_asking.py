"""Questions as people type them, and searches they keep, watch and drop."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from vanphong.kernel.commands import NotFound
from vanphong.kernel.notifications.telling import notices
from vanphong.kernel.search import cli
from vanphong.kernel.search.finding import search
from vanphong.kernel.search.jobs import look_at_watched
from vanphong.kernel.search.parsing import parse
from vanphong.kernel.search.related import Why, related
from vanphong.kernel.search.saving import save_search, tell_new_hits, watch_search
from vanphong.testing import correspondence as made
from vanphong.testing.personas import Office, build_office


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


def ordinals(*days: dt.date) -> tuple[int, ...]:
    return tuple(day.toordinal() for day in days)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("ngày:20/11/2026", dt.date(2026, 11, 20), dt.date(2026, 11, 20)),
        ("ngày:2/2024", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("ngay: 2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("ngày:1/2026..3/2026", dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
    ],
)
def test_days_are_understood_as_written(typed: str, first: dt.date, last: dt.date) -> None:
    assert parse(typed).ask.days == ordinals(first, last)


def test_a_day_that_is_none_is_told() -> None:
    assert parse("ngày:hôm kia").problem == "day"


def test_fields_phrases_and_words_left_out_are_told_apart() -> None:
    query = parse('số:1400-CV từ:"Ban Tổ chức" người: Hùng "biên chế" rà soát -quý')
    assert (query.ask.code, query.ask.whole) == ("1400cv", True)
    assert query.ask.issuer == ("ban", "tổ", "chức")
    assert query.ask.people == ("hùng",)
    assert (query.phrases, query.words, query.excluded) == (("biên chế",), ("rà", "soát"), ("quý",))


@pytest.mark.parametrize(
    ("typed", "code"), [("số 1204-CV", "1204cv"), ("58 qđ", "58qd"), ("CV/VPTU", "cvvptu")]
)
def test_what_looks_like_a_code_is_asked_as_one(typed: str, code: str) -> None:
    assert parse(typed).ask.code == code


def test_words_before_a_colon_that_name_no_field_are_words() -> None:
    assert parse("Kính gửi: Tỉnh ủy").ask.words == ("kính", "gửi", "tỉnh", "ủy")


def test_fields_find_by_issuer_code_and_signer(office: Office) -> None:
    made.registered(office, signer="Trần Văn Hùng")
    made.registered(office, reference_code="9-BC/UBND", issuer_name="UBND tỉnh", subject="Rà soát quý ba")
    actor = office.actor("vanthu")
    for typed in (
        "từ:tổ chức",
        "người:hùng",
        "số:1204",
        "ngày:18/11/2026 từ:trung ương",
    ):
        assert [hit.title for hit in search(actor, typed).hits] == [made.SUBJECT], typed


def test_ten_of_the_first_ten_have_the_marks_as_typed(office: Office) -> None:
    for number in range(12):
        made.registered(office, reference_code=f"{number + 1}-CV/A", subject=f"Bàn hàng hóa số {number}")
        made.registered(office, reference_code=f"{number + 1}-CV/B", subject=f"Bán hàng hóa số {number}")
    first = [hit.title for hit in search(office.actor("vanthu"), "bán hàng").hits[:10]]
    assert len(first) == 10
    assert all(title.startswith("Bán") for title in first)


def test_a_slip_is_mended_and_told(office: Office) -> None:
    made.registered(office)
    found = search(office.actor("vanthu"), "biên chêe")
    assert ([hit.title for hit in found.hits], found.mended) == ([made.SUBJECT], "bien che")


def test_a_watched_search_tells_once_of_each_new_hit_its_owner_may_see(office: Office) -> None:
    owner = office.actor("vanthu")
    made.registered(office)
    saved = save_search(owner, query="biên chế", name="Biên chế")
    watch_search(owner, saved_id=saved.pk, watched=True)
    look_at_watched()
    assert notices(owner) == []
    made.registered(office, reference_code="2-CV/TU", subject="Biên chế mới")
    look_at_watched()
    look_at_watched()
    assert [notice.title for notice in notices(owner)] == ["Biên chế mới"]
    watch_search(owner, saved_id=saved.pk, watched=False)
    made.registered(office, reference_code="3-CV/TU", subject="Biên chế nữa")
    assert tell_new_hits(owner.system(), saved_id=saved.pk) == 0


def test_nobody_watches_for_another(office: Office) -> None:
    saved = save_search(office.actor("vanthu"), query="biên chế")
    with pytest.raises(NotFound):
        watch_search(office.actor("bithu"), saved_id=saved.pk, watched=True)


def test_related_records_tell_why_they_are_shown(office: Office) -> None:
    old = made.registered(office, reference_code="15-NQ/TU", subject="Nghị quyết về kinh tế biển")
    new = made.registered(
        office, reference_code="40-BC/TU", subject="Báo cáo thực hiện", note="Thực hiện 15-NQ/TU của Tỉnh ủy"
    )
    alike = made.registered(office, reference_code="16-KH/TU", subject="Kế hoạch phát triển kinh tế biển")
    found = {each.hit.record_id: each.why for each in related(office.actor("vanthu"), old)}
    assert found == {new.pk: Why.NAMES_IT, alike.pk: Why.ALIKE}


def test_a_batch_answers_each_question_on_a_line(office: Office, tmp_path: Path) -> None:
    document = made.registered(office)
    asked = tmp_path / "hoi.jsonl"
    lines = [{"id": "a", "text": "biên chế"}, {"id": "b", "text": "không có gì như thế"}]
    asked.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    app = typer.Typer()
    app.command()(cli.search)
    told = CliRunner().invoke(app, ["--batch", str(asked), "--json"])
    assert told.exit_code == 0, told.output
    answers = [json.loads(line) for line in told.output.splitlines()]
    assert answers[0] == {"id": "a", "hits": [f"correspondence.incomingdocument:{document.pk}"]}
    assert answers[1]["id"] == "b"
