"""What was read beside what the clerk wrote: kept at registration, counted for the office, gone with a secret."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from vanphong.kernel.actor import Actor
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.catalogues.models import DocumentType
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.commands.purging import purge_secret
from vanphong.modules.correspondence.commands.reading import read_again
from vanphong.modules.correspondence.commands.registration import (
    HeaderFields,
    correct_registration,
    register_document,
)
from vanphong.modules.correspondence.forms.registration import RegisterForm
from vanphong.modules.correspondence.models import IncomingDocument, Reading
from vanphong.modules.correspondence.queries.comparison import evaluate, folded
from vanphong.testing import correspondence as build
from vanphong.testing import papers, recording
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

pytestmark = pytest.mark.django_db


def read(office: Office, var: Path, name: str = "letter", **letter: Any) -> IncomingDocument:
    path = var.parent / name
    path.write_bytes(papers.letter_pdf(**letter))
    files = [examine(path, "tệp.pdf")]
    document = receive(office.actor("vanthu"), agency=office.units["vptu"], channel="upload", files=files)
    work_off(["reading"])
    return IncomingDocument.objects.get(pk=document.pk)


def as_proposed(office: Office, document: IncomingDocument, **more: Any) -> HeaderFields:
    """The fields as the form proposes them, some written otherwise."""
    initial = RegisterForm(actor=office.actor("vanthu"), record=document).initial
    names = HeaderFields.__dataclass_fields__
    return HeaderFields(**({k: v for k, v in initial.items() if k in names} | more))


def enter(office: Office, document: IncomingDocument, **more: Any) -> dict[str, Any]:
    fields = as_proposed(office, document, **more)
    register_document(
        office.actor("vanthu"), document=document, register=office.registers["den"], fields=fields
    )
    compared: dict[str, Any] = Reading.objects.get(document=document).compared
    return compared


def verdicts(compared: dict[str, Any]) -> dict[str, str]:
    return {name: one["verdict"] for name, one in compared.items()}


def test_what_the_clerk_left_as_it_was_read_is_kept(office: Office, var: Path) -> None:
    with recording():
        DocumentType(code="BC", name="Báo cáo", family="party").save()
    compared = enter(office, read(office, var))
    assert set(verdicts(compared).values()) == {"kept"}
    assert {"reference_code", "issued_on", "issuer", "subject", "type", "due_on"} <= set(compared)
    assert compared["reference_code"]["read"] == "123-BC/BTCTU"
    assert 0 < compared["reference_code"]["confidence"] <= 1


def test_what_the_clerk_wrote_otherwise_is_corrected_added_or_removed(office: Office, var: Path) -> None:
    compared = enter(
        office,
        read(office, var),
        issuer=None,
        issuer_name="Ban Dân vận Tỉnh ủy Sơn Hà",
        urgency="URGENT",
        signer="",
        due_on=dt.date(2026, 12, 20),
    )
    assert verdicts(compared) | {"subject": "kept"} == verdicts(compared)
    assert {name: verdicts(compared)[name] for name in ("issuer", "urgency", "signer", "due_on")} == {
        "issuer": "corrected",
        "urgency": "added",
        "signer": "removed",
        "due_on": "corrected",
    }
    assert compared["urgency"] == {"read": None, "confidence": None, "final": "Khẩn", "verdict": "added"}


def test_case_spaces_stops_and_the_place_of_a_tone_make_no_correction(office: Office, var: Path) -> None:
    document = read(office, var, subject="công tác thuỷ lợi, hoà giải cơ sở")
    compared = enter(office, document, subject="CÔNG TÁC  thủy lợi, hòa giải cơ sở.")
    assert compared["subject"]["verdict"] == "kept"
    assert folded("Hoà  BÌNH;") == folded("hòa bình") != folded("hoa bình")


def test_a_later_correction_of_the_book_counts_as_one(office: Office, var: Path) -> None:
    document = read(office, var)
    enter(office, document)
    document.refresh_from_db()
    fields = as_proposed(office, document, reference_code="124-BC/BTCTU")
    correct_registration(office.actor("vanthu"), document=document, fields=fields, reason="đọc nhầm số")
    compared = Reading.objects.get(document=document).compared
    assert compared["reference_code"]["verdict"] == "corrected"
    assert (compared["reference_code"]["read"], compared["reference_code"]["final"]) == (
        "123-BC/BTCTU",
        "124-BC/BTCTU",
    )


def test_reading_again_does_not_change_what_had_been_read_at_registration(office: Office, var: Path) -> None:
    document = read(office, var)
    enter(office, document, reference_code="999-BC/BTCTU")
    read_again(office.actor("vanthu"), document=build.fresh(document))
    Reading.objects.filter(document=document).update(header={})
    work_off(["reading"])
    compared = Reading.objects.get(document=document).compared
    assert compared["reference_code"]["read"] == "123-BC/BTCTU"


def test_the_office_sees_which_fields_are_corrected_most(office: Office, var: Path) -> None:
    other = {"issuer": None, "issuer_name": "Ban Dân vận Tỉnh ủy Sơn Hà"}
    enter(office, read(office, var, "a"))
    enter(office, read(office, var, "b", number="124-BC/BTCTU"), **other)
    enter(office, read(office, var, "c", number="125-BC/BTCTU"), **other)
    build.registered(office)  # a paper nobody scanned says nothing of the reader
    found = evaluate()
    scores = {one.name: one for one in found.fields}
    assert found.documents == 3
    assert (scores["issuer"].counts["kept"], scores["issuer"].counts["corrected"]) == (1, 2)
    assert (scores["issuer"].share, scores["reference_code"].share) == (0.333, 1.0)
    top = found.pairs[0]
    assert (top.field, top.final, top.count) == ("issuer", "Ban Dân vận Tỉnh ủy Sơn Hà", 2)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert evaluate(since=tomorrow).documents == 0


def test_documents_registered_before_comparisons_were_kept_count_too(office: Office, var: Path) -> None:
    enter(office, read(office, var), reference_code="999-BC/BTCTU")
    Reading.objects.update(compared={})
    scores = {one.name: one for one in evaluate().fields}
    assert scores["reference_code"].counts["corrected"] == 1


def test_the_registrar_sees_the_figures_of_documents_of_the_own_agency(office: Office, var: Path) -> None:
    enter(office, read(office, var), issuer=None, issuer_name="Ban Dân vận Tỉnh ủy Sơn Hà")
    here = "/van-ban-den/chu-may-doc/"
    page = signed_in(office.users["vanthu"]).get(here).content.decode()
    assert "So trên 1 văn bản" in page
    assert "Ban Dân vận Tỉnh ủy Sơn Hà" in page
    assert signed_in(office.users["truongtonghop"]).get(here).status_code in (403, 404)


def test_of_a_purged_document_no_comparison_stays(office: Office, var: Path) -> None:
    document = read(office, var)
    enter(office, document)
    purge_secret(Actor.system(), document=build.fresh(document), found_level="mat", where="trang 1")
    assert not Reading.objects.exists()


def test_a_paper_without_a_file_is_registered_without_a_comparison(office: Office) -> None:
    assert build.registered(office).is_registered
    assert evaluate().documents == 0


def test_the_command_line_prints_the_same_figures(
    office: Office, var: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from vanphong.config.cli import evaluating

    # The office of the test is open already.
    monkeypatch.setattr(evaluating, "open_office", lambda: None)
    enter(office, read(office, var), reference_code="999-BC/BTCTU")
    evaluating.show_evaluation("", as_json=True)
    first, *rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first["documents"] == 1
    (code,) = [row for row in rows if row.get("field") == "reference_code"]
    assert (code["right"], code["corrected"], code["share"]) == (0, 1, 0.0)
    (pair,) = [row for row in rows if "pair" in row]
    assert (pair["pair"], pair["read"], pair["final"]) == ("reference_code", "123-BC/BTCTU", "999-BC/BTCTU")
    evaluating.show_evaluation("", as_json=False)
    assert "1 văn bản đã đọc và vào sổ" in capsys.readouterr().out
