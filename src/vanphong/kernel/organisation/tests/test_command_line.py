"""`vanphong office` and `vanphong user`: what they answer, as a table and as JSON."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from vanphong.kernel.commands import Conflict, Invalid, NotFound
from vanphong.kernel.identity.models import User
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.organisation import cli, user_cli
from vanphong.kernel.organisation.queries import actor_for, token_actor
from vanphong.kernel.organisation.tables import read_table
from vanphong.kernel.organisation.tests.conftest import Office

run = CliRunner()


def answers(app: object, *words: str) -> list[dict[str, object]]:
    result = run.invoke(app, [*words, "--json"], catch_exceptions=False)  # type: ignore[arg-type]
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_office_is_founded_once_with_its_administrator(db: None) -> None:
    (made,) = answers(cli.app, "init", "Văn phòng Tỉnh ủy", "--admin", "Ma Văn Quản")
    keeper = User.objects.get(username=made["username"])
    assert actor_for(keeper).has_role("admin")
    assert keeper.check_password(str(made["password"]))
    # The first administrator is asked for a second factor from the start.
    assert [seat.second_factor for seat in actor_for(keeper).seats] == [True]
    with pytest.raises(Conflict):
        answers(cli.app, "init", "Văn phòng khác", "--admin", "Ai Đó")
    assert "Dòng lệnh" in AuditEntry.objects.latest("seq").body


def test_units_and_posts_are_shown_as_of_a_day(office: Office) -> None:
    assert [row["code"] for row in answers(cli.app, "units")] == ["TU", "VPTU", "VPTU.QT", "VPTU.TH"]
    assert "VPTU" not in [row["code"] for row in answers(cli.app, "units", "--day", "01/01/2014")]
    assert {row["person"] for row in answers(cli.app, "posts", "VPTU")} == {"Hoàng Văn Chánh"}
    with pytest.raises(Invalid):
        answers(cli.app, "units", "--day", "31/02/2026")
    with pytest.raises(NotFound):
        answers(cli.app, "units", "KHONG")


def test_people_come_from_an_excel_table_and_their_slips_are_for_one_reader(
    office: Office, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Họ và tên", "Đơn vị", "Chức vụ", "Vai trò"])
    sheet.append(["Hà Thị Thu", "Phòng Tổng hợp", "Phó Trưởng phòng", "Trưởng phòng"])
    sheet.append([None, None, None, None])
    table, slips = tmp_path / "nguoi.xlsx", tmp_path / "phieu.pdf"
    book.save(table)
    (made,) = answers(user_cli.app, "import", str(table), "--slips", str(slips))
    assert (made["username"], made["unit"]) == ("thu.ht", "Phòng Tổng hợp")
    assert actor_for(User.objects.get(username="thu.ht")).has_role("head")
    assert slips.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(slips.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00rubbish", b"PK\x03\x04broken"])
def test_a_table_nobody_can_read_is_refused(tmp_path: Path, content: bytes) -> None:
    for name in ("bang.xlsx", "bang.csv"):
        table = tmp_path / name
        table.write_bytes(content)
        with pytest.raises(Invalid):
            read_table(table)


def test_a_token_is_printed_alone_so_that_scripts_may_use_it(office: Office) -> None:
    result = run.invoke(user_cli.app, ["token", "vien", "--scope", "read"])
    actor = token_actor(result.stdout.strip())
    assert actor is not None
    assert (actor.name, actor.scope) == ("Vàng Thị Viên", frozenset())
    answers(user_cli.app, "token", "vien", "--revoke", "dòng lệnh")
    assert token_actor(result.stdout.strip()) is None


def test_accounts_are_stopped_started_unlocked_and_reset(office: Office) -> None:
    answers(user_cli.app, "disable", "vien", "--reason", "nghỉ chế độ")
    assert not office.user("vien").is_active
    assert "nghỉ chế độ" in AuditEntry.objects.latest("seq").body
    answers(user_cli.app, "enable", "vien")
    answers(user_cli.app, "unlock", "vien")
    answers(user_cli.app, "second-factor", "vien")
    (made,) = answers(user_cli.app, "password", "vien")
    assert office.user("vien").check_password(str(made["password"]))
    assert "vien" in {row["username"] for row in answers(user_cli.app, "list", "vang")}
    with pytest.raises(NotFound):
        answers(user_cli.app, "unlock", "khong.co")
