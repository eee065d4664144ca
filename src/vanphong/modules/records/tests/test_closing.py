"""Closing a case file and opening it again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from vanphong.kernel.commands import Conflict, Forbidden, Invalid
from vanphong.kernel.notifications.models import Notice
from vanphong.kernel.organisation.queries import today
from vanphong.modules.catalogues.models import RetentionTerm
from vanphong.modules.records.commands.closing import complete_case_file, reopen_case_file
from vanphong.modules.records.commands.filing import file_paper
from vanphong.modules.records.models import CaseFile
from vanphong.modules.records.policy import REOPENING_DAYS
from vanphong.modules.records.queries.case_files import inventory, sheets_text
from vanphong.testing.case_files import put_papers
from vanphong.testing.personas import Office


def test_an_empty_file_is_not_closed(office: Office, case_file: CaseFile) -> None:
    with pytest.raises(Conflict, match="chưa có văn bản nào"):
        complete_case_file(office.actor("chuyenvien"), case_file=case_file)


def test_closing_fixes_term_numbers_sheets_and_tells_the_archivist(
    office: Office, case_file: CaseFile
) -> None:
    put_papers(office, case_file, 2, 4)
    forever = RetentionTerm.objects.get(code="FOREVER")
    done = complete_case_file(office.actor("chuyenvien"), case_file=case_file, retention=forever)
    assert (done.state, done.completed_on, done.retention) == (CaseFile.State.COMPLETED, today(), forever)
    assert [sheets_text(item) for item in inventory(done)] == ["1–2", "3–6"]
    assert Notice.objects.filter(user=office.users["luutru"], kind="records.completed").exists()


@pytest.mark.parametrize("days", [1, -40])
def test_a_closing_day_before_opening_or_to_come_is_refused(
    office: Office, case_file: CaseFile, days: int
) -> None:
    put_papers(office, case_file, 1)
    with pytest.raises(Invalid, match="Ngày kết thúc"):
        complete_case_file(
            office.actor("chuyenvien"), case_file=case_file, completed_on=today() + dt.timedelta(days=days)
        )


def test_a_closed_file_takes_nothing_in(office: Office, case_file: CaseFile) -> None:
    put_papers(office, case_file, 1)
    complete_case_file(office.actor("chuyenvien"), case_file=case_file)
    with pytest.raises(Forbidden, match="Đã kết thúc"):
        file_paper(office.actor("chuyenvien"), case_file=case_file, subject="Đến sau")


def closed(office: Office, case_file: CaseFile, days_ago: int) -> None:
    put_papers(office, case_file, 1)
    complete_case_file(office.actor("chuyenvien"), case_file=case_file)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE records_casefile SET opened_on = %s, completed_on = %s WHERE id = %s",
            [today() - dt.timedelta(days=days_ago), today() - dt.timedelta(days=days_ago), case_file.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_the_keeper_reopens_for_a_month_with_a_reason(office: Office, case_file: CaseFile) -> None:
    closed(office, case_file, REOPENING_DAYS)
    with pytest.raises(Invalid, match="lý do"):
        reopen_case_file(office.actor("chuyenvien"), case_file=case_file, reason="")
    again = reopen_case_file(office.actor("chuyenvien"), case_file=case_file, reason="Còn một công văn.")
    assert (again.state, again.completed_on) == (CaseFile.State.OPEN, None)


def test_after_a_month_only_chief_or_archivist_reopens(office: Office, case_file: CaseFile) -> None:
    closed(office, case_file, REOPENING_DAYS + 1)
    for name in ("chuyenvien", "truongtonghop", "phochanh", "bithu"):
        with pytest.raises(Forbidden):
            reopen_case_file(office.actor(name), case_file=case_file, reason="Muộn.")
    assert (
        reopen_case_file(office.actor("luutru"), case_file=case_file, reason="Bổ sung.").completed_on is None
    )


def test_an_open_file_is_not_reopened(office: Office, case_file: CaseFile) -> None:
    with pytest.raises(Forbidden, match="Đang lập"):
        reopen_case_file(office.actor("chanh"), case_file=case_file, reason="Nhầm.")
