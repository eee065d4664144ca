"""The tree over time: import, renaming, merging, who is meant by a name on a day."""

from __future__ import annotations

import json

import pytest

from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.identity.models import User
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.organisation.commands import add_post, add_term, add_unit, end_post
from vanphong.kernel.organisation.finding import (
    flat,
    resolve_issuer,
    resolve_symbol,
    successors_on,
    tree,
)
from vanphong.kernel.organisation.importing import import_people, import_posts, import_units
from vanphong.kernel.organisation.models import Holding, Post, Unit
from vanphong.kernel.organisation.people import appoint, end_holding, move_person
from vanphong.kernel.organisation.queries import seats_of
from vanphong.kernel.organisation.succession import merge_units, rename_unit
from vanphong.kernel.organisation.tests.conftest import PEOPLE, SYSTEM, UNITS, Office, day


def test_importing_twice_changes_nothing(office: Office) -> None:
    counts = [m.objects.count() for m in (Unit, Post, Holding, User)]
    assert import_units(SYSTEM, rows=UNITS).added == 0
    assert import_people(SYSTEM, rows=PEOPLE) == []
    assert [m.objects.count() for m in (Unit, Post, Holding, User)] == counts


def test_successors_named_in_a_table_stand_in_the_journal_once(office: Office) -> None:
    rows = [
        {"code": "MOI", "name": "Ban Mới", "kind": "other"},
        {"code": "CU", "name": "Ban Cũ", "kind": "other", "valid_to": "30/06/2025", "successors": "MOI"},
    ]
    import_units(SYSTEM, rows=rows)
    old, new = office.unit("CU"), office.unit("MOI")
    assert list(old.successors.all()) == [new]
    bodies = [json.loads(e.body) for e in AuditEntry.objects.filter(action="organisation.import_units")]
    assert f"organisation.unit:{old.pk}" in bodies[-1]["objects"]
    assert bodies[-1]["changes"][-1]["fields"] == {"successors": [[], [new.pk]]}
    import_units(SYSTEM, rows=rows)
    again = json.loads(AuditEntry.objects.filter(action="organisation.import_units").latest("seq").body)
    assert again["changes"] == []


def test_a_unit_does_not_follow_itself(office: Office) -> None:
    with pytest.raises(Invalid, match="chính mình"):
        import_units(SYSTEM, rows=[{"code": "CU", "name": "Ban Cũ", "kind": "other", "successors": "CU"}])
    assert not Unit.objects.filter(code="CU").exists()


def test_new_people_get_a_slip_with_a_password_each_of_their_own(office: Office) -> None:
    rows = [{"full_name": f"Nguyễn Thị {name}", "unit": "VPTU.TH", "post": "Chuyên viên"} for name in "ABC"]
    slips = import_people(SYSTEM, rows=rows)
    assert len({slip.password for slip in slips}) == 3
    assert slips[0].unit == "Phòng Tổng hợp"
    made = User.objects.get(username=slips[0].username)
    assert made.must_change_password
    assert made.check_password(slips[0].password)
    assert slips[0].password not in "".join(AuditEntry.objects.values_list("body", flat=True))


def test_a_bad_row_is_named_and_nothing_of_the_table_is_written(office: Office) -> None:
    before = User.objects.count()
    rows = [{"full_name": "Người Đầu"}, {"full_name": "Người Hai", "unit": "KHONG.CO", "post": "X"}]
    with pytest.raises(Invalid, match="Dòng 2"):
        import_people(SYSTEM, rows=rows)
    assert User.objects.count() == before


def test_a_date_of_31_02_in_a_table_is_refused(office: Office) -> None:
    with pytest.raises(Invalid, match="Dòng 1"):
        import_units(SYSTEM, rows=[{"code": "X", "name": "X", "valid_from": "31/02/2020"}])


def test_posts_are_known_again_by_unit_and_title(office: Office) -> None:
    rows = [{"unit": "VPTU.TH", "title": "Phó Trưởng phòng", "role": "Trưởng phòng"}]
    assert import_posts(SYSTEM, rows=rows).added == 1
    assert import_posts(SYSTEM, rows=rows).added == 0
    assert Post.objects.get(title="Phó Trưởng phòng").role == Post.Role.HEAD


def test_only_an_administrator_changes_the_tree(office: Office) -> None:
    with pytest.raises(Forbidden):
        add_unit(office.actor("chanh"), code="X", name="X", kind="other", level="province")
    with pytest.raises(Forbidden):
        add_post(office.actor("chanh"), unit=office.unit("VPTU"), title="Thư ký", role="assistant")
    add_unit(office.actor("quantri"), code="X", name="X", kind="other", level="province")


def test_unknown_kinds_levels_and_roles_are_refused(office: Office) -> None:
    for kind, level in (("zz", "province"), ("other", "zz")):
        with pytest.raises(Invalid):
            add_unit(SYSTEM, code="X", name="X", kind=kind, level=level)
    with pytest.raises(Invalid):
        add_post(SYSTEM, unit=office.unit("VPTU"), title="Thư ký", role="zz")


@pytest.mark.parametrize(
    "name",
    ["VĂN PHÒNG TỈNH ỦY", "Văn phòng Tỉnh uỷ", "van phong tinh uy", "VPTU", "Văn phòng Tỉnh uỷ Hà Giang"],
)
def test_an_issuer_is_found_by_any_writing_of_its_name(office: Office, name: str) -> None:
    assert resolve_issuer(name, day("2026-11-23")) == office.unit("VPTU")


def test_an_issuer_is_not_found_before_it_was_founded(office: Office) -> None:
    assert resolve_issuer("Văn phòng Tỉnh ủy", day("2014-12-31")) is None
    assert resolve_issuer("", day("2026-11-23")) is None
    assert resolve_symbol("vptu", day("2026-11-23")) == office.unit("VPTU")


def test_of_two_bodies_alike_without_marks_the_marks_decide(office: Office) -> None:
    for code, name in (("A", "Huyện ủy Vị Xuyên"), ("B", "Huyện ủy Vì Xuyên")):
        add_unit(SYSTEM, code=code, name=name, kind="committee", level="district")
    assert resolve_issuer("HUYỆN UỶ VỊ XUYÊN", day("2026-11-23")) == office.unit("A")
    assert resolve_issuer("huyen uy vi xuyen", day("2026-11-23")) is None


def test_a_document_of_before_the_renaming_keeps_the_old_body(office: Office) -> None:
    old = office.unit("VPTU")
    new = rename_unit(
        SYSTEM,
        unit=old,
        on=day("2025-07-01"),
        code="VPTU25",
        name="Văn phòng Tỉnh ủy Tuyên Quang",
    )
    assert resolve_issuer("Văn phòng Tỉnh ủy", day("2017-05-04")) == old
    assert resolve_issuer("Văn phòng Tỉnh ủy", day("2025-07-01")) is None
    assert resolve_issuer("Văn phòng Tỉnh ủy Tuyên Quang", day("2025-07-01")) == new
    old.refresh_from_db()
    assert old.valid_to == day("2025-06-30")
    assert successors_on(old, day("2026-01-01")) == [new]
    assert successors_on(old, day("2020-01-01")) == [old]


def test_people_keep_their_posts_through_a_renaming(office: Office) -> None:
    chief = office.user("chanh")
    new = rename_unit(
        SYSTEM, unit=office.unit("VPTU"), on=day("2025-07-01"), code="VPTU25", name="Văn phòng mới"
    )
    (seat,) = seats_of([chief.pk], day("2025-07-01"))[chief.pk]
    assert (seat.unit_id, seat.title) == (new.pk, "Chánh Văn phòng")
    (before,) = seats_of([chief.pk], day("2025-06-30"))[chief.pk]
    assert before.unit_id == office.unit("VPTU").pk
    department = office.unit("VPTU.TH")
    assert (department.parent_id, department.agency_id) == (new.pk, new.pk)
    assert department.path.startswith(new.path)


def test_a_body_ends_once_and_not_before_it_began(office: Office) -> None:
    unit = office.unit("VPTU")
    with pytest.raises(Invalid):
        rename_unit(SYSTEM, unit=unit, on=day("2014-01-01"), code="N", name="N")
    rename_unit(SYSTEM, unit=unit, on=day("2025-07-01"), code="N", name="N")
    with pytest.raises(Conflict):
        rename_unit(SYSTEM, unit=unit, on=day("2026-07-01"), code="M", name="M")


def test_two_departments_merge_into_one_with_their_people(office: Office) -> None:
    into = add_unit(
        SYSTEM,
        code="VPTU.THQT",
        name="Phòng Tổng hợp, Quản trị",
        kind="department",
        level="province",
        parent=office.unit("VPTU"),
        agency=office.unit("VPTU"),
        valid_from=day("2025-07-01"),
    )
    units = [office.unit("VPTU.TH"), office.unit("VPTU.QT")]
    merge_units(SYSTEM, units=units, into=into, on=day("2025-07-01"))
    clerk = office.user("vien")
    assert seats_of([clerk.pk])[clerk.pk][0].unit_id == into.pk
    assert successors_on(office.unit("VPTU.TH"), day("2026-01-01")) == [into]
    names = [branch.unit.code for branch in flat(tree(day("2026-01-01")))]
    assert names == ["TU", "VPTU", "VPTU.THQT"]
    assert [b.depth for b in flat(tree(day("2020-01-01")))] == [0, 1, 2, 2]


def test_a_person_moves_on_a_day(office: Office) -> None:
    user, head = office.user("vien"), office.holding("truong").post
    add = add_post(SYSTEM, unit=office.unit("VPTU.QT"), title="Chuyên viên", role="officer")
    move_person(SYSTEM, holding=office.holding("vien"), post=add, on=day("2026-03-01"))
    assert seats_of([user.pk], day("2026-02-28"))[user.pk][0].unit_id == office.unit("VPTU.TH").pk
    assert [s.unit_id for s in seats_of([user.pk], day("2026-03-01"))[user.pk]] == [office.unit("VPTU.QT").pk]
    with pytest.raises(Invalid):
        move_person(SYSTEM, holding=office.holding("vien"), post=head, on=day("2026-02-01"))
    with pytest.raises(NotFound):
        stranger = office.actor("chanh").__class__(user_id=0, name="Người lạ")
        move_person(stranger, holding=office.holding("vien"), post=head, on=day("2026-05-01"))


def test_nobody_holds_the_same_post_twice_at_once(office: Office) -> None:
    holding = office.holding("vien")
    with pytest.raises(Conflict):
        appoint(SYSTEM, post=holding.post, user=holding.user, valid_from=day("2026-01-01"))
    with pytest.raises(Conflict):
        end_post(SYSTEM, post=holding.post, last_day=day("2026-01-01"))
    end_holding(SYSTEM, holding=holding, last_day=day("2026-01-01"))
    end_post(SYSTEM, post=holding.post, last_day=day("2026-01-01"))


def test_terms_of_one_committee_do_not_overlap(office: Office) -> None:
    committee = office.unit("TU")
    first, last = day("2020-10-01"), day("2025-09-30")
    add_term(SYSTEM, committee=committee, name="2020 – 2025", valid_from=first, valid_to=last)
    with pytest.raises(Conflict):
        add_term(SYSTEM, committee=committee, name="2025 – 2030", valid_from=day("2025-09-30"))
    add_term(SYSTEM, committee=committee, name="2025 – 2030", valid_from=day("2025-10-01"))


def test_posts_of_administrators_ask_for_a_second_factor_unless_the_table_says_otherwise(
    office: Office,
) -> None:
    rows = [
        {"unit": "VPTU.TH", "title": "Quản trị mạng", "role": "admin"},
        {"unit": "VPTU.TH", "title": "Quản trị thử", "role": "admin", "second_factor": "không"},
        {"unit": "VPTU.TH", "title": "Thủ quỹ", "role": "officer", "second_factor": "có"},
        {"unit": "VPTU.TH", "title": "Kế toán", "role": "officer"},
    ]
    import_posts(SYSTEM, rows=rows)
    asked = [Post.objects.get(unit__code=row["unit"], title=row["title"]).second_factor for row in rows]
    assert asked == [True, False, True, False]
