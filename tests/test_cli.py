"""The `vanphong` command: its help, its exit codes, what it must not load, its words."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime

import pytest
from django.db import ProgrammingError
from psycopg.errors import UndefinedTable

from vanphong.config.cli import contents
from vanphong.config.cli.exits import ExitCode, Refusal, told
from vanphong.lib import terminal
from vanphong.lib.postgres import PostgresUnavailable

ENGLISH = re.compile(
    r"\b(Show this|Missing|No such|Usage|Options|Error|Did you mean|required|default|Try)\b|<str>|<int"
)
"""Words of the command-line library that no one should meet."""


def test_help_reads_as_a_table_of_contents_in_vietnamese() -> None:
    answer = _vanphong("--help")
    assert answer.returncode == ExitCode.OK
    for words in ("Cách gọi", "Tùy chọn", contents.RUNNING, contents.UPKEEP, "Mã kết thúc"):
        assert words in answer.stdout
    for entry in contents.CONTENTS:
        assert (entry.help.split(":")[0].split(",")[0] in answer.stdout) is entry.exists()


def test_help_comes_without_django_and_without_the_database() -> None:
    script = (
        "import sys; sys.argv = ['vanphong', '--help']\n"
        "from vanphong.config.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'django', 'psycopg', 'granian'} & sys.modules.keys()\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.stderr == "[]\n"


def test_every_delivered_command_answers_its_own_help() -> None:
    for entry in contents.CONTENTS:
        if entry.exists() and entry.name != "manage":
            answer = _vanphong(entry.name, "--help")
            assert answer.returncode == ExitCode.OK, answer.stderr
            assert f"vanphong {entry.name}" in answer.stdout
            assert not ENGLISH.search(answer.stdout), answer.stdout


def test_every_entry_of_the_table_of_contents_is_delivered() -> None:
    assert all(entry.exists() for entry in contents.CONTENTS)
    missing = contents.Entry("later", "vanphong.modules.nowhere.cli", "app", "Chưa có.", contents.DOCUMENTS)
    assert not missing.exists()


def test_an_office_without_tables_is_told_to_migrate() -> None:
    error = ProgrammingError("relation")
    error.__cause__ = UndefinedTable("relation")
    message, code = told(error) or ("", 0)
    assert code == ExitCode.SYSTEM
    assert "vanphong migrate" in message


def test_a_file_that_cannot_be_written_is_named() -> None:
    message, code = told(FileNotFoundError(2, "No such file", "/khong-co/so.pdf")) or ("", 0)
    assert (code, "/khong-co/so.pdf" in message) == (ExitCode.SYSTEM, True)


def test_an_unknown_command_is_a_usage_error_in_vietnamese() -> None:
    answer = _vanphong("xoa-het")
    assert answer.returncode == ExitCode.USAGE
    assert "Không có lệnh «xoa-het»" in answer.stderr


@pytest.mark.parametrize(
    ("port", "words"), [("x", "cần một số nguyên"), ("0", "nhỏ nhất là 1"), ("70000", "lớn nhất là 65535")]
)
def test_a_wrong_port_is_a_usage_error_in_vietnamese(port: str, words: str) -> None:
    answer = _vanphong("run", "--port", port)
    assert answer.returncode == ExitCode.USAGE
    assert words in answer.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--khong-co"], "Không có tùy chọn «--khong-co»."),
        (["run", "--khong-co"], "Không có tùy chọn «--khong-co»."),
        (["run", "--port"], "Tùy chọn «--port» cần một giá trị đi sau."),
        (["read"], "Thiếu tham số TỆP."),
        (["doctor", "thua"], "Thừa tham số: «thua»."),
        (["db", "stat"], "Có phải đồng chí muốn gọi"),
        (["book"], "Sổ đăng ký"),
        (["user", "token"], "Thiếu tham số TÊN."),
    ],
)
def test_every_error_of_usage_is_told_in_vietnamese_with_code_2(words: list[str], told: str) -> None:
    answer = _vanphong(*words)
    assert answer.returncode == ExitCode.USAGE
    said = answer.stdout + answer.stderr
    assert told in said
    assert not ENGLISH.search(said), said


def test_a_missing_folder_is_named_in_vietnamese() -> None:
    answer = _vanphong("demo", "--files", "/khong-co")
    assert answer.returncode == ExitCode.USAGE
    assert "«/khong-co»" in answer.stderr
    assert "không có tệp hay thư mục này" in answer.stderr


def test_an_unreachable_database_ends_with_code_5_and_no_traceback() -> None:
    answer = _vanphong("migrate", environment={"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"})
    assert answer.returncode == ExitCode.SYSTEM
    assert answer.stderr.startswith("Không tới được cơ sở dữ liệu")
    assert "Traceback" not in answer.stderr


def test_the_embedded_database_cannot_be_stopped_when_another_one_is_named() -> None:
    answer = _vanphong("db", "stop", environment={"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"})
    assert answer.returncode == ExitCode.REFUSED


def test_english_is_spoken_on_request() -> None:
    assert "Usage" in _vanphong("--help", environment={"VANPHONG_LANG": "en"}).stdout


def test_the_doctor_answers_one_object_a_line() -> None:
    answer = _vanphong("doctor", "--json")
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert {"what", "found", "needed", "detail"} == set(rows[0])
    assert all(row["detail"] for row in rows)


def test_errors_of_the_domain_keep_their_message_and_code() -> None:
    from vanphong.kernel.commands import errors

    assert told(errors.NotFound("Không có sổ này.")) == ("Không có sổ này.", ExitCode.NOT_FOUND)
    assert told(errors.Forbidden("Không có quyền.")) == ("Không có quyền.", ExitCode.NO_RIGHT)
    assert told(errors.Conflict("Số đã cấp.")) == ("Số đã cấp.", ExitCode.REFUSED)
    assert told(PostgresUnavailable("Đĩa đầy.")) == ("Đĩa đầy.", ExitCode.SYSTEM)
    assert told(Refusal("Chưa được.")) == ("Chưa được.", ExitCode.REFUSED)
    assert told(ValueError("ours")) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "có"),
        (False, "không"),
        (date(2026, 11, 23), "23/11/2026"),
        (datetime(2026, 11, 23, 8, 5), "23/11/2026 08:05"),  # noqa: DTZ001 (shown as given)
        ("[bold]x", r"\[bold]x"),
    ],
)
def test_values_are_shown_as_a_person_reads_them(value: object, text: str) -> None:
    assert terminal.shown(value) == text


def test_json_rows_come_one_a_line_with_vietnamese_letters_as_they_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    terminal.emit([{"so": 1, "ten": "Đảng"}, {"so": 2, "ngay": date(2026, 1, 2)}], as_json=True, columns={})
    assert capsys.readouterr().out == '{"so": 1, "ten": "Đảng"}\n{"so": 2, "ngay": "2026-01-02"}\n'


def _vanphong(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vanphong.config.cli", *arguments],
        env={**os.environ, "COLUMNS": "120", **(environment or {})},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )
