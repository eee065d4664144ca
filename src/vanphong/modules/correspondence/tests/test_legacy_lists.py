"""Lists of older documents (.jsonl) come in: with their keys, resumed after a stop, accounted for in the journal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden
from vanphong.kernel.journal.bulk import digest_of
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.journal.queries import trail, verify
from vanphong.kernel.numbering.checking import check_numbers
from vanphong.kernel.numbering.models import Register, Series
from vanphong.kernel.organisation.commands import name_agency
from vanphong.kernel.organisation.importing import found_office
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.search.finding import find
from vanphong.modules.correspondence.channels import legacy
from vanphong.modules.correspondence.channels.legacy_source import open_sources
from vanphong.modules.correspondence.commands.importing import (
    ImportWish,
    begin_import,
    end_import,
    import_batch,
)
from vanphong.modules.correspondence.commands.legacy_books import LIST_CODE
from vanphong.modules.correspondence.legacy_cli import load
from vanphong.modules.correspondence.models import IncomingDocument, LegacyImport, LegacyOrigin
from vanphong.testing.personas import Office

pytestmark = pytest.mark.django_db


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def document(number: int, **more: Any) -> dict[str, Any]:
    return {
        "key": f"{number}/2006/NĐ-CP@25/01/2006",
        "type": "Nghị định",
        "reference_code": f"{number}/2006/NĐ-CP",
        "issuer": "Chính phủ",
        "issued_on": "25/01/2006",
        "subject": f"Quy định số {number} về khôi phục danh dự",
        **more,
    }


def run(*words: str | Path) -> Result:
    import typer

    app = typer.Typer()
    app.command()(load)
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_list_comes_into_an_empty_installation_and_is_found_by_its_keys(db: None, tmp_path: Path) -> None:
    source = lines(tmp_path / "documents.jsonl", [document(16), document(17, subject="Trang phục bảo vệ")])
    result = run(source, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert (answer["added"], answer["failed"], answer["state"]) == (2, 0, "done")
    assert set(LegacyOrigin.objects.values_list("key", flat=True)) == {
        "16/2006/NĐ-CP@25/01/2006",
        "17/2006/NĐ-CP@25/01/2006",
    }
    hits = find(Actor.system(), "trang phuc bao ve")
    assert [hit.title for hit in hits] == ["Trang phục bảo vệ"]
    kept = IncomingDocument.objects.get(pk=hits[0].record_id)
    assert kept.state == "closed" and kept.channel == "legacy" and kept.note == "Loại: Nghị định"
    assert kept.register is not None and kept.register.code == LIST_CODE
    assert not kept.register.is_valid_on(kept.arrived_on)
    assert Series.objects.get(register=kept.register).closed_at is not None
    assert all(row.sound for row in check_numbers())


def test_the_agency_made_for_a_list_gets_its_name_when_the_office_is_founded(
    db: None, tmp_path: Path
) -> None:
    run(lines(tmp_path / "documents.jsonl", [document(16)]))
    keeper = {"full_name": "Lý Văn Tú", "username": "tu", "unit": "VPTU", "post": "Quản trị", "role": "admin"}
    found_office(
        Actor.system(),
        unit={"code": "VPTU", "name": "Văn phòng Tỉnh ủy", "level": "province"},
        administrator=keeper,
    )
    agency = Unit.objects.get(is_agency=True)
    assert agency.name == "Văn phòng Tỉnh ủy"
    assert IncomingDocument.objects.get().agency == agency
    with pytest.raises(Conflict):
        name_agency(Actor.system(), unit=agency, code="X", name="X")


def test_articles_of_one_law_share_its_code_and_keep_their_words(office: Office, tmp_path: Path) -> None:
    rows = [
        {
            "key": f"1.1.LQ.{n}",
            "type": "Điều",
            "reference_code": "32/2004/QH11",
            "subject": f"Điều {n}",
            "text": words,
        }
        for n, words in (
            (1, "Luật này quy định về chính sách an ninh quốc gia."),
            (2, "Cơ quan\nchuyên trách"),
        )
    ]
    rows.append(
        {"key": "1.1.LQ.3", "type": "Điều", "reference_code": "", "subject": "", "text": "Chỉ có chữ"}
    )
    assert run(lines(tmp_path / "articles.jsonl", rows), "--agency", "VPTU").exit_code == 0
    assert IncomingDocument.objects.count() == 3
    assert LegacyOrigin.objects.get(key="1.1.LQ.2").text == "Cơ quan\nchuyên trách"
    assert IncomingDocument.objects.get(origin__key="1.1.LQ.3").subject == "Chỉ có chữ"
    (hit,) = find(Actor.system(), "chính sách an ninh")
    assert hit.record_id == LegacyOrigin.objects.get(key="1.1.LQ.1").document_id


def test_the_same_list_again_is_skipped_updated_or_added_as_asked(office: Office, tmp_path: Path) -> None:
    source = lines(tmp_path / "documents.jsonl", [document(16), document(17)])
    run(source, "--agency", "VPTU")
    again = json.loads(run(source, "--agency", "VPTU", "--json").stdout)
    assert (again["added"], again["skipped"]) == (0, 2)
    lines(source, [document(16, subject="Lời mới"), document(17), document(18)])
    updated = json.loads(run(source, "--agency", "VPTU", "--existing", "update", "--json").stdout)
    assert (updated["added"], updated["updated"]) == (1, 2)
    assert IncomingDocument.objects.get(origin__key=document(16)["key"]).subject == "Lời mới"
    added = json.loads(run(source, "--agency", "VPTU", "--existing", "add", "--json").stdout)
    assert added["added"] == 3
    assert IncomingDocument.objects.count() == 6


def test_a_broken_line_is_told_with_its_number_and_the_rest_comes_in(office: Office, tmp_path: Path) -> None:
    source = lines(
        tmp_path / "a.jsonl", [document(16), document(17, issued_on="32/01/2006"), {"key": "leer"}]
    )
    source.write_text(source.read_text(encoding="utf-8") + "{không phải JSON\n", encoding="utf-8")
    told = tmp_path / "loi.csv"
    result = run(source, "--agency", "VPTU", "--json", "--errors", told)
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["added"], answer["failed"]) == (1, 3)
    assert [issue["row"] for issue in answer["issues"]] == [2, 3, 4]
    assert "Không có ngày 32/01/2006" in answer["issues"][0]["message"]
    assert told.read_text(encoding="utf-8-sig").splitlines()[0] == "Nguồn,Dòng,Không nhập,Lời báo"


def test_an_import_cut_off_goes_on_after_its_last_whole_batch(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "BATCH", 2)
    path = lines(tmp_path / "a.jsonl", [document(n) for n in range(1, 6)])
    (source,), actor = open_sources(path), office.actor("vanthu")
    wish = ImportWish(source=source.name, sha256=source.sha256, total=source.total)
    begun = begin_import(actor, agency=office.units["vptu"], wish=wish)
    stopped = legacy.take_in(actor, begun, source, stopped=lambda: True)
    assert (stopped.state, stopped.position) == (LegacyImport.State.STOPPED, 2)
    again = begin_import(actor, agency=office.units["vptu"], wish=wish)
    assert again.pk == begun.pk and again.position == 2
    done = legacy.take_in(actor, again, source)
    assert (done.state, done.added) == (LegacyImport.State.DONE, 5)
    assert IncomingDocument.objects.count() == 5
    assert begin_import(actor, agency=office.units["vptu"], wish=wish).pk != begun.pk


def test_a_batch_at_another_position_is_refused(office: Office) -> None:
    actor = office.actor("vanthu")
    begun = begin_import(actor, agency=office.units["vptu"], wish=ImportWish(source="a", sha256="0"))
    with pytest.raises(Conflict):
        import_batch(actor, run=begun, rows=[], start=7)
    end_import(actor, run=begun)
    with pytest.raises(Conflict):
        import_batch(actor, run=begun, rows=[], start=0)


@pytest.mark.parametrize("who", ["chuyenvien", "chanh", "vanthuxa"])
def test_only_the_registrar_or_administrator_of_the_agency_imports(office: Office, who: str) -> None:
    with pytest.raises(Forbidden):
        begin_import(office.actor(who), agency=office.units["vptu"], wish=ImportWish(source="a", sha256="0"))


def test_every_imported_row_is_accounted_for_in_the_journal(office: Office, tmp_path: Path) -> None:
    run(lines(tmp_path / "a.jsonl", [document(n) for n in range(1, 4)]), "--agency", "VPTU")
    documents = list(IncomingDocument.objects.order_by("pk"))
    (act,) = trail(f"correspondence.incomingdocument:{documents[1].pk}")
    assert act.action == "correspondence.import_batch"
    by_model = {change["model"]: change for change in act.changes}
    held = by_model["correspondence.incomingdocument"]["fields"]
    assert held == {"rows": [None, 3], "sha256": [None, digest_of(documents)]}
    assert by_model["correspondence.legacyorigin"]["fields"]["sha256"][1] == digest_of(
        LegacyOrigin.objects.order_by("pk")
    )
    assert by_model["numbering.issuednumber"]["fields"]["rows"][1] == 3
    assert AuditEntry.objects.filter(action="correspondence.import_batch").count() == 1
    assert verify().bad_seq is None
    assert Register.objects.filter(code=LIST_CODE).count() == 1
