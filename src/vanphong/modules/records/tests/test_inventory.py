"""What lies in a case file: order, sheets, taking out."""

from __future__ import annotations

import pytest

from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.journal.queries import trail
from vanphong.kernel.search.models import SearchEntry
from vanphong.modules.records.commands.filing import (
    edit_item,
    file_item,
    file_paper,
    remove_item,
    renumber_items,
)
from vanphong.modules.records.commands.opening import share_case_file
from vanphong.modules.records.models import CaseFile
from vanphong.modules.records.queries.case_files import inventory, open_case_files_for, sheets_text
from vanphong.testing.case_files import put_papers
from vanphong.testing.personas import Office


def places(case_file: CaseFile) -> list[tuple[int, str, str]]:
    return [(i.position, i.subject[-1], sheets_text(i)) for i in inventory(case_file)]


def test_items_come_one_after_the_other_and_sheets_are_numbered_through(
    office: Office, case_file: CaseFile
) -> None:
    put_papers(office, case_file, 3, 0, 1, 5)
    assert [place[0] for place in places(case_file)] == [1, 2, 3, 4]
    renumber_items(office.actor("chuyenvien"), case_file=case_file)
    assert places(case_file) == [(1, "1", "1–3"), (2, "2", ""), (3, "3", "4"), (4, "4", "5–9")]


def test_taking_out_closes_up_and_keeps_the_reason(office: Office, case_file: CaseFile) -> None:
    items = put_papers(office, case_file, 3, 2, 1)
    me = office.actor("chuyenvien")
    renumber_items(me, case_file=case_file)
    remove_item(me, case_file=case_file, item=items[0], reason="Bản trùng.")
    assert places(case_file) == [(1, "2", "1–2"), (2, "3", "3")]
    assert trail(f"records.casefile:{case_file.pk}")[0].note == "Văn bản 01-BC/VPTU. Bản trùng."
    with pytest.raises(Conflict, match="không còn"):
        remove_item(me, case_file=case_file, item=items[1].__class__(pk=items[0].pk or 0), reason="Lần nữa.")


def test_taking_out_needs_a_reason(office: Office, case_file: CaseFile) -> None:
    (item,) = put_papers(office, case_file, 1)
    with pytest.raises(Invalid, match="lý do"):
        remove_item(office.actor("chuyenvien"), case_file=case_file, item=item, reason=" ")


def test_an_item_of_another_file_is_refused(office: Office, case_file: CaseFile) -> None:
    from vanphong.testing.case_files import open_file

    (item,) = put_papers(office, open_file(office), 1)
    with pytest.raises(Conflict):
        remove_item(office.actor("chuyenvien"), case_file=case_file, item=item, reason="Nhầm.")


def test_moving_puts_an_item_elsewhere_and_counts_sheets_anew(office: Office, case_file: CaseFile) -> None:
    items = put_papers(office, case_file, 3, 2, 1)
    me = office.actor("chuyenvien")
    renumber_items(me, case_file=case_file)
    edit_item(me, case_file=case_file, item=items[2], page_count=1, position=1)
    assert places(case_file) == [(1, "3", "1"), (2, "1", "2–4"), (3, "2", "5–6")]
    with pytest.raises(Invalid, match="ngoài mục lục"):
        edit_item(me, case_file=case_file, item=items[2], page_count=1, position=4)
    renumber_items(me, case_file=case_file, by_day=True)
    assert [place[1] for place in places(case_file)] == ["1", "2", "3"]


def test_correcting_the_sheets_of_one_moves_those_after_it(office: Office, case_file: CaseFile) -> None:
    items = put_papers(office, case_file, 3, 2)
    me = office.actor("chuyenvien")
    renumber_items(me, case_file=case_file)
    edit_item(me, case_file=case_file, item=items[0], page_count=1, remark="thiếu phụ lục")
    assert places(case_file) == [(1, "1", "1"), (2, "2", "2–3")]
    with pytest.raises(Invalid, match="âm"):
        edit_item(me, case_file=case_file, item=items[0], page_count=-1)


def test_the_same_record_lies_in_a_file_once_but_in_several_files(
    office: Office, case_file: CaseFile
) -> None:
    from vanphong.testing.case_files import open_file

    me = office.actor("chuyenvien")
    reference = "correspondence.incomingdocument:77"
    file_item(me, case_file=case_file, object_reference=reference, subject="Công văn")
    with pytest.raises(Conflict, match="đã nằm trong hồ sơ"):
        file_item(me, case_file=case_file, object_reference=reference, subject="Công văn")
    file_item(me, case_file=open_file(office), object_reference=reference, subject="Công văn")


@pytest.mark.parametrize(
    ("wrong", "field"), [({"subject": " "}, "subject"), ({"page_count": -2}, "page_count")]
)
def test_a_wrong_item_is_refused_with_the_field(
    office: Office, case_file: CaseFile, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        file_paper(office.actor("chuyenvien"), case_file=case_file, **{"subject": "Thư", **wrong})  # type: ignore[arg-type]
    assert field in refused.value.fields
    assert not case_file.items.exists()


def test_numbering_an_empty_file_is_refused(office: Office, case_file: CaseFile) -> None:
    with pytest.raises(Conflict, match="chưa có văn bản"):
        renumber_items(office.actor("chuyenvien"), case_file=case_file)


def test_who_may_put_in_sees_the_file_among_his_open_ones(office: Office, case_file: CaseFile) -> None:
    def offered(name: str) -> list[int]:
        return [f.pk for f in open_case_files_for(office.actor(name))]

    assert offered("chuyenvien") == offered("truongtonghop") == offered("chanh") == [case_file.pk]
    assert offered("chuyenvien3") == offered("luutru") == offered("bithu") == offered("nguoila") == []
    share_case_file(office.actor("chuyenvien"), case_file=case_file, people=[office.users["chuyenvien3"]])
    assert offered("chuyenvien3") == [case_file.pk]
    file_paper(office.actor("chuyenvien3"), case_file=case_file, subject="Góp vào")
    with pytest.raises(Forbidden):
        remove_item(
            office.actor("chuyenvien3"), case_file=case_file, item=case_file.items.get(), reason="Thôi."
        )
    with pytest.raises(NotFound):
        file_paper(office.actor("chuyenvien2"), case_file=case_file, subject="Không được mời")


def test_the_words_of_the_inventory_are_found(office: Office, case_file: CaseFile) -> None:
    (item,) = put_papers(office, case_file, 1)
    entry = SearchEntry.objects.get(record_type="records.casefile", record_id=case_file.pk)
    assert "01-BC/VPTU" in entry.body
    remove_item(office.actor("chuyenvien"), case_file=case_file, item=item, reason="Trùng.")
    entry.refresh_from_db()
    assert "01-BC/VPTU" not in entry.body
