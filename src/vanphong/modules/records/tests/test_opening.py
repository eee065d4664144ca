"""Opening, changing and sharing a case file."""

from __future__ import annotations

import datetime as dt

import pytest

from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.journal.queries import trail
from vanphong.kernel.notifications.models import Notice
from vanphong.kernel.numbering.models import IssuedNumber
from vanphong.kernel.organisation.queries import today
from vanphong.modules.catalogues.models import RetentionTerm
from vanphong.modules.records.commands.opening import (
    edit_case_file,
    open_case_file,
    share_case_file,
    unshare_case_file,
)
from vanphong.modules.records.models import CaseFile, FilePlanEntry
from vanphong.testing.case_files import build_plan
from vanphong.testing.personas import Office

Plan = dict[str, FilePlanEntry]


def test_codes_follow_the_plan_and_run_without_gaps(office: Office, plan: Plan) -> None:
    me, year = office.actor("chuyenvien"), today().year
    first = open_case_file(me, title="Báo cáo quý I", plan_entry=plan["01.TH.I"])
    second = open_case_file(me, title="Báo cáo quý II", plan_entry=plan["01.TH.I"])
    other = open_case_file(me, title="Hội nghị tháng 3", plan_entry=plan["02.TH.I"])
    assert [first.code, second.code] == [f"01.TH.I/{year}.01", f"01.TH.I/{year}.02"]
    assert other.code == f"02.TH.I/{year}.01"
    number = IssuedNumber.objects.get(object_reference=f"records.casefile:{second.pk}")
    assert number.number == 2


def test_a_refused_opening_takes_no_number(office: Office, plan: Plan) -> None:
    me = office.actor("chuyenvien")
    with pytest.raises(Invalid, match="tiêu đề"):
        open_case_file(me, title="  ", plan_entry=plan["01.TH.I"])
    assert open_case_file(me, title="Có tên", plan_entry=plan["01.TH.I"]).code.endswith(".01")


def test_term_unit_and_keeper_follow_from_plan_and_person(office: Office, plan: Plan) -> None:
    me = office.actor("chuyenvien")
    case_file = open_case_file(me, title="Hội nghị", plan_entry=plan["02.TH.I"])
    assert case_file.retention.years is None
    assert (case_file.unit.name, case_file.keeper_id) == ("Phòng Tổng hợp", me.user_id)
    assert case_file.agency_id == office.units["vptu"].pk


def test_a_file_outside_the_plan_needs_a_term_of_its_own(office: Office, plan: Plan) -> None:
    me = office.actor("chuyenvien")
    with pytest.raises(Invalid) as refused:
        open_case_file(me, title="Việc đột xuất")
    assert "retention" in refused.value.fields
    case_file = open_case_file(me, title="Việc đột xuất", retention=RetentionTerm.objects.get(code="TEN"))
    assert case_file.code == f"NDM/{today().year}.01"


def test_an_entry_of_another_year_is_refused(office: Office, plan: Plan) -> None:
    old = build_plan(office, today().year - 1)["01.TH.I"]
    with pytest.raises(Invalid, match="danh mục năm"):
        open_case_file(office.actor("chuyenvien"), title="Muộn", plan_entry=old)
    late = open_case_file(
        office.actor("chuyenvien"), title="Muộn", plan_entry=old, opened_on=dt.date(today().year - 1, 12, 31)
    )
    assert late.code == f"01.TH.I/{today().year - 1}.01"


def test_an_opening_day_to_come_is_refused(office: Office, plan: Plan) -> None:
    with pytest.raises(Invalid, match="chưa tới"):
        open_case_file(
            office.actor("chuyenvien"),
            title="Sớm",
            plan_entry=plan["01.TH.I"],
            opened_on=today() + dt.timedelta(days=1),
        )


def test_an_entry_of_another_agency_is_refused(office: Office, plan: Plan) -> None:
    with pytest.raises(Invalid, match="cơ quan khác"):
        open_case_file(office.actor("chanhxa"), title="Nhầm", plan_entry=plan["01.TH.I"])


def test_an_officer_opens_for_himself_and_his_unit_only(office: Office, plan: Plan) -> None:
    me = office.actor("chuyenvien")
    with pytest.raises(Forbidden, match="đơn vị"):
        open_case_file(me, title="X", plan_entry=plan["01.QT.II"], unit=office.units["quantri"])
    with pytest.raises(Forbidden, match="Giao người khác"):
        open_case_file(me, title="X", plan_entry=plan["01.TH.I"], keeper=office.users["chuyenvien2"])
    with pytest.raises(Forbidden):
        open_case_file(office.actor("quantrimang"), title="X", plan_entry=plan["01.QT.II"])
    with pytest.raises(Forbidden):
        open_case_file(office.actor("nguoila"), title="X", plan_entry=plan["01.TH.I"])


def test_a_head_opens_for_an_officer_who_is_told(office: Office, plan: Plan) -> None:
    case_file = open_case_file(
        office.actor("truongtonghop"),
        title="Giao việc",
        plan_entry=plan["01.TH.I"],
        keeper=office.users["chuyenvien2"],
    )
    told = Notice.objects.get(user=office.users["chuyenvien2"])
    assert told.object_reference == f"records.casefile:{case_file.pk}"


def test_a_keeper_from_elsewhere_is_refused(office: Office, plan: Plan) -> None:
    for name in ("vanthuxa", "nguoila"):
        with pytest.raises(Invalid, match="chức vụ"):
            open_case_file(
                office.actor("chanh"), title="X", plan_entry=plan["01.TH.I"], keeper=office.users[name]
            )


def test_handing_over_changes_the_keeper_and_stands_in_the_trail(office: Office, case_file: CaseFile) -> None:
    edit_case_file(office.actor("chuyenvien"), case_file=case_file, keeper=office.users["chuyenvien2"])
    case_file.refresh_from_db()
    assert case_file.keeper == office.users["chuyenvien2"]
    act = trail(f"records.casefile:{case_file.pk}")[0]
    assert act.label == "sửa hồ sơ"
    with pytest.raises(NotFound):
        edit_case_file(office.actor("chuyenvien"), case_file=case_file, title="Không còn của tôi")


def test_a_unit_of_another_agency_cannot_keep_the_file(office: Office, case_file: CaseFile) -> None:
    with pytest.raises(Invalid, match="cơ quan khác"):
        edit_case_file(office.actor("chanh"), case_file=case_file, unit=office.units["vpduxa"])


def test_sharing_lets_in_and_taking_back_shuts_out(office: Office, case_file: CaseFile) -> None:
    keeper, guest = office.actor("chuyenvien"), office.actor("chuyenvien3")
    with pytest.raises(NotFound):
        share_case_file(guest, case_file=case_file, units=[office.units["quantri"]])
    share_case_file(keeper, case_file=case_file, units=[office.units["quantri"]])
    with pytest.raises(Conflict, match="từ trước"):
        share_case_file(keeper, case_file=case_file, units=[office.units["quantri"]])
    with pytest.raises(Forbidden):
        share_case_file(guest, case_file=case_file, people=[office.users["chuyenvien2"]])
    unshare_case_file(keeper, case_file=case_file, readers=list(case_file.readers.all()))
    with pytest.raises(NotFound):
        share_case_file(guest, case_file=case_file, units=[office.units["quantri"]])


def test_sharing_with_nobody_is_refused(office: Office, case_file: CaseFile) -> None:
    with pytest.raises(Invalid, match="ít nhất"):
        share_case_file(office.actor("chuyenvien"), case_file=case_file)
    with pytest.raises(Invalid, match="thôi mời"):
        unshare_case_file(office.actor("chuyenvien"), case_file=case_file, readers=[])
