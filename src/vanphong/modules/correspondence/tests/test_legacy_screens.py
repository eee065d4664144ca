"""«Nhập sổ cũ» on screen: the file, its columns, the trial, the job with stop and resume, the outcome."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from vanphong.kernel.commands import Conflict
from vanphong.kernel.files.models import Blob
from vanphong.kernel.files.store import path_of
from vanphong.kernel.jobs.asking import Running
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.correspondence.channels import legacy
from vanphong.modules.correspondence.commands.importing import (
    drop_import,
    go_on_import,
    receive_book,
    set_up_import,
)
from vanphong.modules.correspondence.models import IncomingDocument, LegacyImport
from vanphong.testing import correspondence as build
from vanphong.testing.browsing import signed_in
from vanphong.testing.old_books import workbook
from vanphong.testing.personas import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]
HERE = "/van-ban-den/nhap-so-cu/"
COMMANDS = (receive_book, set_up_import, go_on_import, drop_import)
"""What these pages call, each shown below by its page."""


@pytest.fixture
def clerk(office: Office, var: Path) -> Client:
    return signed_in(office.users["vanthu"])


def given(clerk: Client, path: Path) -> LegacyImport:
    """The file given on the page."""
    answer = clerk.post(HERE, {"so": SimpleUploadedFile(path.name, path.read_bytes())})
    assert answer.status_code == 302, answer.content.decode()
    return LegacyImport.objects.latest("pk")


def form_of(page: str) -> dict[str, str]:
    """What the selects of the form would send as they stand."""
    found = {}
    for name, options in re.findall(r'<select id="[^"]*" name="([^"]*)".*?>(.*?)</select>', page):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen.group(1) if chosen else ""
    return found


def test_a_clerk_gives_a_book_sees_its_columns_tries_it_and_takes_it_in(
    clerk: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    run = given(clerk, workbook(tmp_path / "so.xlsx"))
    here = f"{HERE}{run.pk}/"
    page = clerk.get(here).content.decode()
    assert "Văn bản – Ngày tháng" in page and "Về việc rà soát biên chế" in page
    form = form_of(page) | {"existing": "skip"}
    assert form["cot-0"] == "number" and form["cot-5"] == "subject"
    tried = clerk.post(here, form | {"viec": "thu"}).content.decode()
    assert "Không có ngày 31/02/2019" in tried and "Xem thử 6 dòng" in tried
    assert not IncomingDocument.objects.exists()
    answer = clerk.post(here, form | {"viec": "nhap"}, follow=True)
    assert "Đang nhập" in answer.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert work_off(["default"]) == 1
    done = LegacyImport.objects.get(pk=run.pk)
    assert (done.state, done.added, done.failed, done.upload) == ("done", 5, 1, None)
    assert not path_of(run.sha256).exists() and not Blob.objects.filter(pk=run.sha256).exists()
    page = clerk.get(here).content.decode()
    assert "Thêm 5" in page and "Không có ngày 31/02/2019" in page
    assert "so.xlsx" in clerk.get(HERE).content.decode()


def test_a_job_stopped_between_batches_goes_on_where_it_was(
    clerk: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "BATCH", 2)
    run = given(clerk, workbook(tmp_path / "so.xlsx"))
    here = f"{HERE}{run.pk}/"
    form = form_of(clerk.get(here).content.decode()) | {"existing": "skip", "viec": "nhap"}
    clerk.post(here, form)
    Job.objects.update(stop_asked=True)
    work_off(["default"])
    run.refresh_from_db()
    assert (run.state, run.position, run.added) == ("stopped", 2, 2)
    assert "Làm tiếp" in clerk.get(here).content.decode()
    clerk.post(f"{here}tiep/")
    work_off(["default"])
    run.refresh_from_db()
    assert (run.state, run.position, run.added, run.failed) == ("done", 6, 5, 1)


def test_a_worker_killed_in_an_import_leaves_whole_batches_and_the_next_goes_on(
    clerk: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "BATCH", 2)
    run = given(clerk, workbook(tmp_path / "so.xlsx"))
    here = f"{HERE}{run.pk}/"
    clerk.post(here, form_of(clerk.get(here).content.decode()) | {"existing": "skip", "viec": "nhap"})

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(Running, "progress", killed)
        with pytest.raises(SystemExit):
            work_off(["default"])
    run.refresh_from_db()
    assert (run.state, run.position) == ("running", 2)
    Job.objects.update(state=Job.State.WAITING)
    work_off(["default"])
    run.refresh_from_db()
    assert (run.state, run.added) == ("done", 5)
    assert IncomingDocument.objects.count() == 5


def test_two_columns_cannot_be_one_field_and_one_must_say_what_lines_are_about(
    clerk: Client, tmp_path: Path
) -> None:
    run = given(clerk, workbook(tmp_path / "so.xlsx"))
    here = f"{HERE}{run.pk}/"
    twice = clerk.post(here, {"cot-0": "number", "cot-1": "number", "existing": "skip", "viec": "thu"})
    assert twice.status_code == 422 and "cùng là «Số đến»" in twice.content.decode()
    none = clerk.post(here, {"cot-0": "number", "existing": "skip", "viec": "thu"})
    assert none.status_code == 422 and "trích yếu" in none.content.decode()


def test_a_file_that_is_no_book_is_refused_and_one_not_wanted_goes_with_its_bytes(
    clerk: Client, office: Office, tmp_path: Path
) -> None:
    bad = clerk.post(HERE, {"so": SimpleUploadedFile("so.xls", b"\xd0\xcf\x11\xe0cu")})
    assert bad.status_code == 422 and "lưu lại dạng .xlsx" in bad.content.decode()
    run = given(clerk, workbook(tmp_path / "so.xlsx"))
    clerk.post(f"{HERE}{run.pk}/bo/")
    assert not LegacyImport.objects.exists() and not Blob.objects.filter(pk=run.sha256).exists()
    old = given(clerk, workbook(tmp_path / "so.xlsx"))
    legacy.drop_left(timezone.now())
    assert LegacyImport.objects.filter(pk=old.pk).exists()
    legacy.drop_left(timezone.now() + timezone.timedelta(days=8))
    assert not LegacyImport.objects.exists()


def test_an_import_begun_is_neither_dropped_nor_set_up_again(
    clerk: Client, office: Office, tmp_path: Path
) -> None:
    run = given(clerk, workbook(tmp_path / "so.xlsx"))
    here = f"{HERE}{run.pk}/"
    clerk.post(here, form_of(clerk.get(here).content.decode()) | {"existing": "skip", "viec": "nhap"})
    assert clerk.post(f"{here}bo/").status_code == 409
    with pytest.raises(Conflict):
        drop_import(office.actor("vanthu"), run=run)


@pytest.mark.parametrize(("name", "status"), [("quantrimang", 200), ("chuyenvien", 404), ("bithu", 404)])
def test_registrars_and_administrators_open_the_page(
    office: Office, var: Path, name: str, status: int
) -> None:
    assert signed_in(office.users[name]).get(HERE).status_code == status


def test_a_clerk_of_another_agency_does_not_see_the_import(
    clerk: Client, office: Office, tmp_path: Path
) -> None:
    run = given(clerk, workbook(tmp_path / "so.xlsx"))
    assert signed_in(office.users["vanthuxa"]).get(f"{HERE}{run.pk}/").status_code == 404


def test_the_page_of_a_document_shows_its_line_of_the_old_book(clerk: Client, tmp_path: Path) -> None:
    run = given(clerk, workbook(tmp_path / "so.xlsx"))
    here = f"{HERE}{run.pk}/"
    clerk.post(here, form_of(clerk.get(here).content.decode()) | {"existing": "skip", "viec": "nhap"})
    work_off(["default"])
    odd = IncomingDocument.objects.get(origin__written_number="15a")
    page = clerk.get(f"/van-ban-den/{odd.pk}/").content.decode()
    assert "Số đến 15a" in page and "Sổ cũ" in page and "so.xlsx" in page
    listed = clerk.get("/van-ban-den/?tab=tat-ca").content.decode()
    assert "Số đến 15a" in listed and "Nhập từ sổ cũ" in listed


def test_the_home_page_leads_a_new_office_to_its_old_books_and_to_an_import_left_half_way(
    clerk: Client, office: Office, tmp_path: Path
) -> None:
    assert HERE in clerk.get("/").content.decode() and "Sổ các năm trước" in clerk.get("/").content.decode()
    run = given(clerk, workbook(tmp_path / "so.xlsx"))
    assert f"{HERE}{run.pk}/" in clerk.get("/").content.decode()
    clerk.post(f"{HERE}{run.pk}/bo/")
    build.pending(office)
    assert "Sổ các năm trước" not in clerk.get("/").content.decode()
    assert "Sổ các năm trước" not in signed_in(office.users["chuyenvien"]).get("/").content.decode()
