"""`vanphong book`: the numbers of a register as a table and as JSON lines, closed and opened by year."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from vanphong.kernel.commands import Conflict, NotFound
from vanphong.modules.correspondence.book_cli import book
from vanphong.modules.correspondence.commands.registration import void_registration
from vanphong.testing import correspondence as build
from vanphong.testing.personas import Office

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    result = CliRunner().invoke(book, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def answers(*words: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*words, "--json").stdout.splitlines()]


def test_every_number_of_a_book_is_one_line_void_ones_with_their_reason(office: Office) -> None:
    code = office.registers["den"].code
    build.registered(office)
    void_registration(office.actor("vanthu"), document=build.registered(office), reason="Vào sổ hai lần")
    build.registered(office)
    rows = answers("show", code)
    assert [row["arrival_number"] for row in rows] == [1, 2, 3]
    assert rows[1]["void"]["reason"] == "Vào sổ hai lần"  # type: ignore[index]
    assert [row["arrival_number"] for row in answers("show", code, "--from", "2", "--to", "2")] == [2]
    assert "1204-CV" in run("show", code).stdout
    with pytest.raises(NotFound, match=code):
        run("show", "KHONG")


def test_a_book_is_printed_checked_closed_and_opened_and_each_answers_as_json(
    office: Office, tmp_path: Path
) -> None:
    code = office.registers["den"].code
    build.registered(office)
    out = tmp_path / "so.xlsx"
    assert answers("print", code, "--out", str(out)) == [{"register": code, "numbers": 1, "file": str(out)}]
    assert out.stat().st_size > 1000
    assert all(row["sound"] for row in answers("check"))
    (closed,) = answers("close", code, "--as", "chanh")
    assert (closed["closed"], closed["last_number"]) == (True, 1)
    with pytest.raises(Conflict):
        build.registered(office)
    (opened,) = answers("reopen", code, "--reason", "Vào sổ bổ sung.", "--as", "chanh")
    assert opened["closed"] is False
    build.registered(office)
    (made,) = answers("add", "RIENG", "Sổ riêng", "--agency", "VPTU")
    assert made["register"] == "RIENG"
