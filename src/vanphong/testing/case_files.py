"""A file plan, case files and a registered letter for tests, made through commands."""

from __future__ import annotations

import datetime as dt

from vanphong.kernel.organisation.queries import today
from vanphong.modules.catalogues.models import RetentionTerm
from vanphong.modules.correspondence.commands.intake import receive_paper
from vanphong.modules.correspondence.commands.registration import HeaderFields, register_document
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.records.commands.filing import file_paper
from vanphong.modules.records.commands.opening import open_case_file
from vanphong.modules.records.commands.planning import PlanRow, import_file_plan
from vanphong.modules.records.models import CaseFile, CaseFileItem, FilePlanEntry
from vanphong.testing.personas import Office
from vanphong.testing.recording import recording

ROWS = (
    PlanRow("01.TH.I", "Báo cáo tháng, quý của Tỉnh ủy", "TEN", "I. Công tác tổng hợp", "tonghop"),
    PlanRow("02.TH.I", "Hội nghị Ban Thường vụ Tỉnh ủy", "Vĩnh viễn", "I. Công tác tổng hợp", "tonghop"),
    PlanRow("01.QT.II", "Quản lý tài sản", "10 năm", "II. Công tác quản trị", "Phòng Quản trị"),
)


def build_plan(office: Office, year: int | None = None) -> dict[str, FilePlanEntry]:
    """Two retention terms and three lines of the office's plan, by code."""
    with recording():
        for code, name, years in (("TEN", "Báo cáo quý, tháng", 10), ("FOREVER", "Hội nghị", None)):
            if not RetentionTerm.objects.filter(code=code).exists():
                RetentionTerm(code=code, name=name, years=years).save()
    import_file_plan(office.actor("luutru"), year=year or today().year, rows=ROWS)
    found = FilePlanEntry.objects.filter(agency=office.units["vptu"], year=year or today().year)
    return {entry.code: entry for entry in found}


def open_file(office: Office, keeper: str = "chuyenvien", code: str = "01.TH.I") -> CaseFile:
    """A case file kept by a person, under a line of this year's plan."""
    entry = build_plan(office)[code]
    return open_case_file(office.actor(keeper), title=f"Hồ sơ của {keeper}", plan_entry=entry)


def put_papers(office: Office, case_file: CaseFile, *sheets: int) -> list[CaseFileItem]:
    """Papers of so many sheets each, a day apart, put in by the keeper."""
    keeper = office.actor(case_file.keeper.username)
    return [
        file_paper(
            keeper,
            case_file=case_file,
            subject=f"Báo cáo số {number}",
            reference_code=f"{number:02}-BC/VPTU",
            issued_on=dt.date(2026, 3, number),
            issuer="Văn phòng Tỉnh ủy",
            page_count=count,
        )
        for number, count in enumerate(sheets, start=1)
    ]


def register_letter(office: Office, code: str = "12-BC/BTCTU") -> IncomingDocument:
    """A paper letter of Ban Tổ chức, registered by the clerk and waiting for submission."""
    clerk = office.actor("vanthu")
    document = receive_paper(clerk, agency=office.units["vptu"], page_count=3)
    return register_document(
        clerk,
        document=document,
        register=office.registers["den"],
        fields=HeaderFields(
            subject=f"Báo cáo công tác cán bộ {code}",
            reference_code=code,
            issuer=office.units["btctu"],
            issued_on=dt.date(2026, 3, 2),
        ),
    )
