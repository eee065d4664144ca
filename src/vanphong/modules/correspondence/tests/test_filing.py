"""Incoming documents in case files: put in, seen from both sides, asked at closing."""

from __future__ import annotations

import datetime as dt

import pytest

from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.modules.correspondence.commands.filing import file_document, settle_filed
from vanphong.modules.correspondence.commands.handling import conclude_handling
from vanphong.modules.correspondence.commands.purging import purge_secret
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.reactions import after_item_removed
from vanphong.modules.records.events import ItemRemoved
from vanphong.modules.records.public import CaseFile, complete_case_file, remove_item, share_case_file
from vanphong.testing.browsing import signed_in
from vanphong.testing.case_files import build_plan, open_file, register_letter
from vanphong.testing.personas import Office


def invited(office: Office) -> CaseFile:
    """A file of an officer into which the clerk was invited."""
    case_file = open_file(office)
    return share_case_file(office.actor("chuyenvien"), case_file=case_file, people=[office.users["vanthu"]])


def test_a_document_goes_into_several_files_with_its_words(office: Office, var: object) -> None:
    document, first = register_letter(office), invited(office)
    clerk = office.actor("vanthu")
    item = file_document(clerk, document=document, case_file=first)
    document.refresh_from_db()
    assert document.filed
    assert (item.reference_code, item.issuer, item.page_count) == ("12-BC/BTCTU", "Ban Tổ chức Tỉnh ủy", 3)
    assert item.issued_on == dt.date(2026, 3, 2)
    file_document(clerk, document=document, case_file=invited(office))
    with pytest.raises(Conflict, match="đã nằm trong hồ sơ"):
        file_document(clerk, document=document, case_file=first)


def test_a_new_file_is_opened_under_the_plan_on_the_way(office: Office, var: object) -> None:
    entry = build_plan(office)["01.TH.I"]
    item = file_document(office.actor("chanh"), document=register_letter(office), plan_entry=entry)
    assert item.case_file.title == "Báo cáo công tác cán bộ 12-BC/BTCTU"
    assert item.case_file.code.startswith("01.TH.I/")


def test_neither_or_both_choices_are_refused(office: Office, var: object) -> None:
    document, case_file = register_letter(office), invited(office)
    clerk = office.actor("vanthu")
    with pytest.raises(Invalid, match="Đồng chí chọn"):
        file_document(clerk, document=document)
    with pytest.raises(Invalid):
        file_document(clerk, document=document, case_file=case_file, plan_entry=build_plan(office)["01.TH.I"])


def test_a_file_one_may_not_fill_and_a_document_one_does_not_see_are_refused(
    office: Office, var: object
) -> None:
    document, case_file = register_letter(office), open_file(office)
    with pytest.raises(NotFound):
        file_document(office.actor("vanthu"), document=document, case_file=case_file)
    with pytest.raises(NotFound):
        file_document(office.actor("chuyenvien"), document=document, case_file=case_file)
    with pytest.raises(Forbidden):
        file_document(office.actor("bithu"), document=document, case_file=case_file)
    document.refresh_from_db()
    assert not document.filed


def test_closing_names_the_open_document_its_step_and_who_holds_it(office: Office, var: object) -> None:
    document, case_file = register_letter(office), invited(office)
    file_document(office.actor("vanthu"), document=document, case_file=case_file)
    with pytest.raises(Conflict) as refused:
        complete_case_file(office.actor("chuyenvien"), case_file=case_file)
    for words in ("số 1", "12-BC/BTCTU", "«Chờ trình»", "Văn thư đang giữ"):
        assert words in refused.value.message
    page = signed_in(office.users["chuyenvien"])
    assert "Văn thư đang giữ" in page.get(f"/ho-so/{case_file.pk}/").content.decode()
    conclude_handling(office.actor("chanh"), document=document, result="Đã biết, lưu.")
    assert complete_case_file(office.actor("chuyenvien"), case_file=case_file).completed_on is not None


def test_taking_it_out_of_its_last_file_is_noted_on_the_document(office: Office, var: object) -> None:
    document, first, second = register_letter(office), invited(office), invited(office)
    clerk, keeper = office.actor("vanthu"), office.actor("chuyenvien")
    for case_file in (first, second):
        file_document(clerk, document=document, case_file=case_file)
    reference = f"correspondence.incomingdocument:{document.pk}"
    for case_file, left in ((first, True), (second, False)):
        remove_item(keeper, case_file=case_file, item=case_file.items.get(), reason="Nhầm hồ sơ.")
        after_item_removed(keeper, ItemRemoved(case_file.pk, reference))
        document.refresh_from_db()
        assert document.filed is left
    with pytest.raises(NotFound):
        settle_filed(office.actor("nguoila"), document=document)


def test_a_purged_document_leaves_no_words_in_its_files(office: Office, var: object) -> None:
    document, case_file = register_letter(office), invited(office)
    clerk = office.actor("vanthu")
    file_document(clerk, document=document, case_file=case_file)
    purge_secret(clerk, document=document, found_level="mat", where="trang 1")
    assert not case_file.items.exists()
    document.refresh_from_db()
    assert (document.state, document.filed) == (IncomingDocument.State.PURGED, False)


def test_the_document_page_lists_its_files_to_those_who_may_see_them(office: Office, var: object) -> None:
    document, case_file = register_letter(office), invited(office)
    file_document(office.actor("vanthu"), document=document, case_file=case_file)
    for name, seen in (("vanthu", True), ("chanh", True)):
        client = signed_in(office.users[name])
        page = client.get(f"/van-ban-den/{document.pk}/").content.decode()
        assert (case_file.code in page) is seen
        assert "Đưa vào hồ sơ" in page


def test_filing_on_screen_and_in_bulk(office: Office, var: object) -> None:
    one, two, case_file = register_letter(office), register_letter(office, "13-BC/BTCTU"), invited(office)
    client = signed_in(office.users["vanthu"])
    form = client.get(f"/van-ban-den/{one.pk}/dua-vao-ho-so/").content.decode()
    assert case_file.code in form
    client.post(f"/van-ban-den/{one.pk}/dua-vao-ho-so/", {"case_file": case_file.pk})
    given = {"viec": "dua-vao-ho-so", "chon": [one.pk, two.pk], "case_file": case_file.pk}
    page = client.post("/van-ban-den/hang-loat/", given).content.decode()
    assert "đã nằm trong hồ sơ" in page
    assert "Đã đưa vào hồ sơ" in page
    assert case_file.items.count() == 2


def test_what_is_closed_outside_any_file_waits_for_the_archivist_until_it_is_filed(
    office: Office, var: object
) -> None:
    document, other = register_letter(office), register_letter(office)
    conclude_handling(office.actor("chanh"), document=document, result="Đã biết, lưu.")
    desk = signed_in(office.users["luutru"])
    tab = "/van-ban-den/?tab=chua-vao-ho-so"

    def listed() -> list[bool]:
        page = desk.get(tab).content.decode()
        return [f"/van-ban-den/{row.pk}/" in page for row in (document, other)]

    assert listed() == [True, False]
    assert "tab=chua-vao-ho-so" in desk.get("/").content.decode()
    file_document(office.actor("vanthu"), document=document, case_file=invited(office))
    assert listed() == [False, False]
    assert "tab=chua-vao-ho-so" not in signed_in(office.users["chuyenvien"]).get("/").content.decode()
