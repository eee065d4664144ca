"""`vanphong bench` asks the running pages for what is in the office, and changes nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from pytest_django.live_server_helper import LiveServer
from typer.testing import CliRunner

from vanphong.config.bench.cases import cases_for, next_address
from vanphong.config.cli.bench import bench
from vanphong.config.cli.exits import Refusal
from vanphong.kernel.actor import Actor
from vanphong.lib.measuring import Browser
from vanphong.modules.catalogues.commands import import_document_types, shipped
from vanphong.modules.correspondence.models import IncomingDocument, Viewing
from vanphong.testing import correspondence as build
from vanphong.testing.personas import PASSWORD, Office, build_office

Bench = Callable[..., Result]


@pytest.fixture
def office(transactional_db: None, settings: Any) -> Office:
    made = build_office()
    import_document_types(Actor.system(), rows=shipped("document_types"))
    return made


@pytest.fixture
def run_bench(
    live_server: LiveServer, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Bench:
    """The command beside a web server that answers, as `vanphong run` of the folder `tmp_path`."""
    monkeypatch.setenv("VANPHONG_VAR", str(tmp_path))
    monkeypatch.setenv("VANPHONG_BENCH_PASSWORD", PASSWORD)
    (tmp_path / "run.lock").write_text(str(os.getpid()))
    app = typer.Typer()
    app.command()(bench)

    def run(*words: str, user: str = "vanthu") -> Result:
        given = ["--user", user, "--url", live_server.url, "--rounds", "10", *words]
        return CliRunner().invoke(app, given)

    return run


def state_of_the_office() -> list[tuple[int, str, int]]:
    documents = IncomingDocument.objects.order_by("pk").values_list("pk", "state")
    return [(pk, state, Viewing.objects.filter(document=pk).count()) for pk, state in documents]


@pytest.fixture
def browser(live_server: LiveServer, office: Office) -> Iterator[Browser]:
    """The clerk at the pages; six documents are in the book, three of them opened."""
    kept = [build.registered(office, reference_code=f"{number}/UBND-TH") for number in range(1200, 1206)]
    found = Browser(live_server.url)
    found.sign_in("vanthu", PASSWORD)
    for document in kept[:3]:
        assert found.get(f"/van-ban-den/{document.pk}/")[0] == 200
    yield found
    found.close()


def test_what_is_measured_is_told_by_case_and_nothing_in_the_office_changes(
    run_bench: Bench, browser: Browser
) -> None:
    before = state_of_the_office()
    result = run_bench("--json")
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {row["case"] for row in rows} == {"list", "filter", "words", "phrase", "number", "record"}
    assert all(row["p95_ms"] >= row["p50_ms"] > 0 and row["cpu_ms"] >= 0 for row in rows)
    assert all(row["complete"] is False for row in rows), "a database of its own is not counted"
    assert state_of_the_office() == before
    words = run_bench().stdout
    assert "danh sách, trang đầu" in words
    assert "chưa gồm cơ sở dữ liệu" in words


def test_who_sees_nothing_a_wrong_password_and_an_office_that_does_not_run_are_told_in_words(
    run_bench: Bench, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = run_bench()
    assert isinstance(nothing.exception, Refusal)
    assert "chưa xem được văn bản nào" in nothing.exception.message
    monkeypatch.setenv("VANPHONG_BENCH_PASSWORD", "sai-mat-khau-roi")
    wrong = run_bench(user="bithu")
    assert isinstance(wrong.exception, Refusal)
    assert "mật khẩu" in wrong.exception.message
    (tmp_path / "run.lock").unlink()
    still = run_bench()
    assert isinstance(still.exception, Refusal)
    assert "không chạy" in still.exception.message


def test_requests_are_put_together_only_from_what_the_person_sees(browser: Browser, office: Office) -> None:
    cases = {case.name: case.paths for case in cases_for(office.actor("vanthu"), browser)}
    opened = set(Viewing.objects.values_list("document_id", flat=True))
    assert {int(path.rstrip("/").rpartition("/")[2]) for path in cases["record"]} == opened
    assert all(browser.get(path)[0] == 200 for paths in cases.values() for path in paths)
    assert cases_for(office.actor("chuyenvien"), browser) == [], "no document was given to the officer"


def test_the_next_page_is_found_by_its_rel_wherever_it_stands() -> None:
    assert next_address('<a href="?tab=tat-ca&amp;key=ab" rel="next">') == "/van-ban-den/?tab=tat-ca&key=ab"
    assert next_address('<a rel="next" href="?key=ab">') == "/van-ban-den/?key=ab"
    assert next_address('<a href="?key=ab" rel="prev">') == ""
