"""Numbers of outgoing documents: by type and term, without a gap, never twice, never before their day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.numbering.checking import check_numbers
from vanphong.kernel.numbering.commands import add_register, change_register, reserve
from vanphong.kernel.numbering.models import IssuedNumber, Register
from vanphong.kernel.organisation.models import Unit
from vanphong.modules.issuing.commands.numbering import (
    correct_outgoing,
    number_document,
    permit_backdating,
    void_outgoing,
)
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.modules.issuing.queries.series import series_for
from vanphong.testing import issuing
from vanphong.testing.personas import Office
from vanphong.testing.recording import recording

S = OutgoingDocument.State
TODAY = timezone.localdate


def test_numbers_run_by_type_through_the_term_and_bear_the_symbol_of_their_body(office: Office) -> None:
    codes = [
        issuing.numbered(office, body=body, kind=kind).reference_code
        for body, kind in (
            ("tu", "RESOLUTION"),
            ("tu", "DIRECTIVE_DOC"),
            ("tu", "RESOLUTION"),
            ("vptu", "OFFICIAL_LETTER"),
            ("vptu", "OFFICIAL_LETTER"),
        )
    ]
    assert codes == ["01-NQ/TU", "01-CT/TU", "02-NQ/TU", "01-CV/VPTU", "02-CV/VPTU"]
    keys = set(Register.objects.filter(kind="outgoing").values_list("body__code", "series__key"))
    assert keys == {
        ("TU", "NQ/2025–2030"),
        ("TU", "CT/2025–2030"),
        ("VPTU", "CV/2025–2030"),
    }
    assert all(row.sound for row in check_numbers())


def test_types_of_one_symbol_share_a_counter_unless_the_office_parts_them(office: Office) -> None:
    assert issuing.numbered(office, kind="DECISION").reference_code == "01-QĐ/TU"
    assert issuing.numbered(office, kind="RULE").reference_code == "02-QĐ/TU"
    book = Register.objects.get(kind="outgoing")
    change_register(office.actor("chanh"), register=book, by_symbol=False)
    assert issuing.numbered(office, kind="RULE").reference_code == "01-QĐ/TU"
    with pytest.raises(Conflict, match="không gộp"):
        change_register(office.actor("chanh"), register=book, by_symbol=True)


def test_bodies_that_sign_under_one_symbol_share_a_counter(office: Office) -> None:
    with recording():
        standing = Unit(
            code="BTVTU", name="Ban Thường vụ Tỉnh ủy", kind="committee", level="province", symbol="TU"
        )
        standing.parent = office.units["tu"]
        standing.save()
    office.units["btv"] = standing
    assert issuing.numbered(office, kind="DECISION").reference_code == "01-QĐ/TU"
    assert issuing.numbered(office, body="btv", kind="DECISION").reference_code == "02-QĐ/TU"


def test_state_types_run_by_year(office: Office) -> None:
    document = issuing.numbered(office, body="vptu", kind="STATE_DECISION")
    assert (document.reference_code, document.series_key) == ("01/QĐ-VPTU", f"QĐ/{TODAY().year}")


def test_a_document_is_numbered_only_when_read_whole_and_signed(office: Office) -> None:
    waiting = issuing.taken(office, read=False)
    given = {"issuing_body": office.units["tu"], "document_type": issuing.type_of()}
    clerk = office.actor("vanthu")
    with pytest.raises(Conflict, match="đang đọc"):
        number_document(clerk, document=waiting, head=issuing.head(), **given)
    document = issuing.taken(office)
    with pytest.raises(Invalid) as wrong:
        number_document(clerk, document=document, head=issuing.head(subject=" ", signer=""), **given)
    assert set(wrong.value.fields) == {"subject", "signer"}
    for name, refusal in (("chanh", Forbidden), ("chuyenvien", NotFound)):
        with pytest.raises(refusal):
            number_document(office.actor(name), document=document, head=issuing.head(), **given)
    assert not IssuedNumber.objects.filter(series__register__kind="outgoing").exists()


def test_a_body_of_another_office_or_without_a_term_is_refused(office: Office) -> None:
    kind = issuing.type_of()
    with pytest.raises(Invalid, match="không do văn thư"):
        series_for(office.units["vptu"], office.units["btctu"], kind, TODAY())
    with pytest.raises(Invalid, match="nhiệm kỳ"):
        series_for(office.units["vptu"], office.units["tu"], kind, dt.date(2025, 9, 30))
    with pytest.raises(Invalid, match="không đánh số"):
        series_for(office.units["vptu"], office.units["tu"], issuing.type_of("OFFICIAL_NOTE"), TODAY())


def test_an_earlier_date_needs_a_second_person_and_never_goes_before_the_number_before(
    office: Office,
) -> None:
    clerk, chief = office.actor("vanthu"), office.actor("chanh")
    yesterday = TODAY() - dt.timedelta(days=1)
    given = {
        "issuing_body": office.units["tu"],
        "document_type": issuing.type_of(),
        "head": issuing.head(),
        "issued_on": yesterday,
    }
    document = issuing.taken(office)
    with pytest.raises(Invalid, match="Chánh Văn phòng"):
        number_document(clerk, document=document, **given)
    with pytest.raises(Forbidden):
        permit_backdating(clerk, document=document, issued_on=yesterday, reason="Tự cho mình.")
    permit_backdating(chief, document=document, issued_on=yesterday, reason="Ký tối qua.")
    number_document(clerk, document=issuing.fresh(document), **given)
    assert issuing.fresh(document).issued_on == yesterday
    issuing.numbered(office)
    late = issuing.taken(office)
    permit_backdating(chief, document=late, issued_on=yesterday, reason="Ký tối qua.")
    with pytest.raises(Invalid, match="Số trước"):
        number_document(clerk, document=issuing.fresh(late), **given)
    with pytest.raises(Invalid, match="sau ngày hôm nay"):
        tomorrow = TODAY() + dt.timedelta(days=1)
        number_document(clerk, document=issuing.fresh(late), **(given | {"issued_on": tomorrow}))


def test_a_void_number_stays_in_the_book_and_is_never_given_again(office: Office) -> None:
    first = issuing.numbered(office)
    with pytest.raises(Forbidden):
        void_outgoing(office.actor("vanthu"), document=first, reason="Nhầm.")
    void_outgoing(office.actor("chanh"), document=first, reason="Sai loại văn bản.")
    assert issuing.fresh(first).state == S.REVOKED
    assert issuing.numbered(office).reference_code == "02-NQ/TU"
    number = IssuedNumber.objects.get(series__key="NQ/2025–2030", number=1)
    assert (number.state, number.void_reason) == ("void", "Sai loại văn bản.")
    assert all(row.sound for row in check_numbers())


def test_a_number_set_aside_is_used_in_its_own_series_only(office: Office) -> None:
    issuing.numbered(office)
    book = Register.objects.get(kind="outgoing")
    (kept,) = reserve(
        office.actor("vanthu"), register=book, key="NQ/2025–2030", count=1, reserved_for="Nghị quyết hội nghị"
    )
    assert issuing.numbered(office).number == 3
    clerk, body = office.actor("vanthu"), office.units["tu"]
    document = issuing.taken(office)
    with pytest.raises(Invalid, match="dãy số khác"):
        number_document(
            clerk,
            document=document,
            issuing_body=body,
            document_type=issuing.type_of("DIRECTIVE_DOC"),
            head=issuing.head(),
            reserved=kept,
        )
    number_document(
        clerk,
        document=issuing.fresh(document),
        issuing_body=body,
        document_type=issuing.type_of(),
        head=issuing.head(),
        reserved=kept,
    )
    assert issuing.fresh(document).reference_code == "02-NQ/TU"
    assert all(row.sound for row in check_numbers())


def test_a_correction_changes_the_words_and_leaves_number_and_date(office: Office) -> None:
    document = issuing.numbered(office)
    clerk = office.actor("vanthu")
    with pytest.raises(Invalid, match="lý do"):
        correct_outgoing(clerk, document=document, head=issuing.head(), reason=" ")
    correct_outgoing(clerk, document=document, head=issuing.head(copy_count=40), reason="Thêm bản.")
    now = issuing.fresh(document)
    assert (now.copy_count, now.reference_code, now.issued_on) == (40, "01-NQ/TU", TODAY())


def test_an_agency_keeps_one_outgoing_book_a_body(office: Office) -> None:
    chief, agency = office.actor("chanh"), office.units["vptu"]
    made: Register = add_register(chief, agency=agency, kind="outgoing", code="DI", name="Văn bản đi")
    assert made.body == agency
    with pytest.raises(Invalid, match="đã có sổ"):
        add_register(chief, agency=agency, kind="outgoing", code="DI2", name="Văn bản đi")
    assert issuing.numbered(office, body="vptu", kind="NOTICE").register == made
