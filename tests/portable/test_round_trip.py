"""The whole office goes out as a folder and comes into an empty installation as the same office."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from typer.testing import CliRunner

from vanphong.kernel.access import visible
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid
from vanphong.kernel.files import store
from vanphong.kernel.identity.models import User
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.journal.queries import verify
from vanphong.kernel.numbering.checking import check_numbers
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import actor_for
from vanphong.kernel.portable import cli
from vanphong.kernel.portable.declaring import carried_tables, left_behind
from vanphong.kernel.portable.restoring import checked_manifest, empty_installation, is_export, restore_office
from vanphong.kernel.portable.writing import EARLIER, MANIFEST, export_office, safe_part
from vanphong.kernel.search.models import SearchEntry
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.legacy_cli import load
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing import papers
from vanphong.testing.case_files import open_file, put_papers
from vanphong.testing.old_books import workbook
from vanphong.testing.personas import Office, build_office

pytestmark = pytest.mark.django_db(transaction=True)
OWN_TO_EACH = {MANIFEST, "nhat-ky/nhat-ky.jsonl"}
"""What two exports of one office differ in: the time of making, and the journal of the machine."""


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VANPHONG_VAR = tmp_path / "var"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path / "var"


@pytest.fixture
def office(var: Path, tmp_path: Path) -> Office:
    """Documents in every state, a case file, an older book, a paper that was read."""
    office = build_office()
    build.in_every_state(office)
    put_papers(office, open_file(office), 3, 2)
    letter = tmp_path / "12-CV.pdf"
    letter.write_bytes(papers.letter_pdf())
    receive(
        office.actor("vanthu"),
        agency=office.units["vptu"],
        channel="upload",
        files=[examine(letter, letter.name)],
    )
    work_off(["reading"])
    run_import(workbook(tmp_path / "so.xlsx"), "--agency", "VPTU")
    return office


def run_import(*words: str | Path) -> str:
    import typer

    app = typer.Typer()
    app.command()(load)
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False).output


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def indexed() -> set[tuple[Any, ...]]:
    """What search holds of every record that can be found."""
    fields = ("record_type", "record_id", "key", "code_key", "title", "issuer", "people", "body", "day")
    return set(SearchEntry.objects.filter(gone=False).values_list(*fields))


def emptied(settings: Any, var: Path) -> None:
    """A new machine: no row, no file."""
    call_command("flush", interactive=False, verbosity=0)
    settings.VANPHONG_VAR = var


def test_an_export_taken_into_a_new_installation_exports_the_same_bytes_again(
    office: Office, tmp_path: Path, settings: Any
) -> None:
    first, second = tmp_path / "mot", tmp_path / "hai"
    before = export_office(first)
    counted = {m: m.model._base_manager.count() for m in carried_tables()}
    old_index = indexed()
    emptied(settings, tmp_path / "var2")
    assert empty_installation()
    assert "Mật khẩu không đi theo" in run_import(first)
    assert counted == {m: m.model._base_manager.count() for m in carried_tables()}
    after = export_office(second)
    one, two = contents(first), contents(second)
    carried_on = {name for name in two if name.startswith(EARLIER)}
    assert {n: c for n, c in one.items() if n not in OWN_TO_EACH} == {
        n: c for n, c in two.items() if n not in OWN_TO_EACH | carried_on
    }
    assert [two[name] for name in carried_on] == [one["nhat-ky/nhat-ky.jsonl"]]
    own = ("made_at", "journal", "files", "rows")
    assert {k: v for k, v in before.items() if k not in own} == {
        k: v for k, v in after.items() if k not in own
    }
    assert indexed() == old_index


def test_the_office_works_on_after_the_import_and_its_new_journal_is_sound(
    office: Office, tmp_path: Path, settings: Any
) -> None:
    target = tmp_path / "ra"
    manifest = export_office(target)
    emptied(settings, tmp_path / "var2")
    restore_office(Actor.system(), folder=target, manifest=checked_manifest(target))
    entry = AuditEntry.objects.get()
    assert entry.action == "portable.restore_office" and manifest["journal"]["head"] in entry.body
    assert verify().bad_seq is None and all(row.sound for row in check_numbers())
    clerk = actor_for(User.objects.get(username="vanthu"))
    assert IncomingDocument.objects.filter(visible(clerk, IncomingDocument)).exists()
    assert not User.objects.get(username="vanthu").has_usable_password()
    again = Office(
        users={u.username: u for u in User.objects.all()},
        units={key: Unit.objects.get(pk=unit.pk) for key, unit in office.units.items()},
        registers=office.registers,
    )
    last = IncomingDocument.objects.filter(register=office.registers["den"], year=2026).latest(
        "arrival_number"
    )
    assert build.registered(again).arrival_number == (last.arrival_number or 0) + 1


def test_people_find_books_files_and_inventories_by_names_they_understand(
    office: Office, tmp_path: Path
) -> None:
    export_office(tmp_path / "ra")
    names = set(contents(tmp_path / "ra"))
    assert "so/DEN Văn bản đến/2019/so-2019.csv" in names
    assert "so/DEN Văn bản đến/2026/so-2026.csv" in names
    assert any(name.startswith("ho-so/") and name.endswith("/muc-luc.csv") for name in names)
    assert any(name.endswith(".pdf") and name.startswith("so/") for name in names)
    sheet = (tmp_path / "ra" / "so/DEN Văn bản đến/2019/so-2019.csv").read_bytes()
    assert (
        sheet.startswith(b"\xef\xbb\xbf")
        and "15a" in sheet.decode()
        and "Về việc rà soát biên chế" in sheet.decode()
    )


def test_no_secret_of_sign_in_is_in_an_export(office: Office, tmp_path: Path) -> None:
    user = office.users["vanthu"]
    user.refresh_from_db()
    export_office(tmp_path / "ra")
    everything = b"".join(contents(tmp_path / "ra" / "du-lieu").values()).decode()
    assert user.password not in everything
    assert '"password"' not in everything and "totp_secret" not in everything


def test_what_is_written_during_an_export_is_not_in_it_in_part(office: Office, tmp_path: Path) -> None:
    """Another connection registers while the export runs; the export keeps its own moment."""
    import threading

    before = IncomingDocument.objects.count()
    added: list[int] = []

    def registers() -> None:
        from django.db import connection

        added.append(build.registered(office).pk)
        connection.close()

    def told(_name: str) -> None:
        if not added:
            thread = threading.Thread(target=registers)
            thread.start()
            thread.join()

    export_office(tmp_path / "ra", told=told)
    lines = (
        (tmp_path / "ra/du-lieu/correspondence.incomingdocument.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    assert len(lines) == before and added[0] not in [json.loads(line)["id"] for line in lines]


def test_one_year_is_for_reading_and_does_not_come_back_as_an_office(office: Office, tmp_path: Path) -> None:
    export_office(tmp_path / "ra", year=2019)
    names = set(contents(tmp_path / "ra"))
    assert "so/DEN Văn bản đến/2019/so-2019.csv" in names
    assert not any("2026" in name or name.startswith("du-lieu") for name in names)
    with pytest.raises(Invalid, match="một năm"):
        checked_manifest(tmp_path / "ra")


def test_a_folder_that_was_altered_cut_or_is_none_is_refused(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "ra"
    export_office(target)
    with pytest.raises(Invalid, match="không trống"):
        export_office(target)
    data = target / "du-lieu/organisation.unit.jsonl"
    kept = data.read_bytes()
    data.write_bytes(kept.replace("Tỉnh".encode(), "Huyện".encode()))
    with pytest.raises(Invalid, match="organisation.unit"):
        checked_manifest(target)
    data.write_bytes(kept)
    manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    journal = target / "nhat-ky/nhat-ky.jsonl"
    journal.write_text(
        journal.read_text(encoding="utf-8").replace("Vũ Thị Lan", "Người Khác", 1), encoding="utf-8"
    )
    manifest["files"]["nhat-ky/nhat-ky.jsonl"]["sha256"] = store.digest_of(journal)
    (target / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(Invalid, match="Nhật ký đã bị sửa"):
        checked_manifest(target)
    (target / MANIFEST).unlink()
    assert not is_export(target)
    with pytest.raises(Invalid, match="không phải thư mục"):
        checked_manifest(target)


def test_an_office_that_has_rows_is_not_overwritten_and_nobody_does_it_from_a_page(
    office: Office, tmp_path: Path
) -> None:
    export_office(tmp_path / "ra")
    manifest = checked_manifest(tmp_path / "ra")
    with pytest.raises(Conflict, match="cài đặt mới"):
        restore_office(Actor.system(), folder=tmp_path / "ra", manifest=manifest)
    with pytest.raises(Forbidden):
        restore_office(office.actor("quantrimang"), folder=tmp_path / "ra", manifest=manifest)


def test_a_file_that_is_gone_from_the_store_is_told_and_the_rest_goes_out(
    office: Office, tmp_path: Path
) -> None:
    held = IncomingDocument.objects.exclude(files=None).latest("pk").files.get().blob
    store.path_of(held.sha256).unlink()
    result = CliRunner().invoke(_app(), [str(tmp_path / "ra"), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout.splitlines()[0])["missing"] == [held.sha256]


def _app() -> Any:
    import typer

    app = typer.Typer()
    app.command()(cli.export)
    return app


def _tables() -> Iterator[str]:
    for model in apps.get_models():
        if model.__module__.startswith("vanphong."):
            yield model._meta.label_lower


def test_every_table_is_carried_or_left_behind_with_a_reason() -> None:
    carried = {table.model._meta.label_lower for table in carried_tables()}
    assert carried | set(left_behind.names()) == set(_tables())
    assert not carried & set(left_behind.names())
    assert all(left.reason for left in left_behind)


@pytest.mark.parametrize(
    ("words", "part"),
    [("12/QĐ-UBND", "12-QĐ-UBND"), ("  a:b?*  ", "a-b--"), ("...", "khong-ten"), ("x" * 300, "x" * 90)],
)
def test_names_are_safe_on_every_system(words: str, part: str) -> None:
    assert safe_part(words) == part
