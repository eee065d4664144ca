"""Opinions: asked side by side, given, taken up or explained; findings upheld or dismissed with a reason."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.utils import timezone

from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.drafting.commands.appraising import decide_findings, write_content_opinion
from vanphong.modules.drafting.commands.circuit import approve_draft, return_draft, submit_draft
from vanphong.modules.drafting.commands.consulting import (
    answer_opinion,
    ask_opinions,
    close_consultation,
    give_opinion,
)
from vanphong.modules.drafting.models import Draft
from vanphong.modules.drafting.queries.findings import findings_of, open_errors
from vanphong.modules.drafting.queries.papers import appraisal_report, opinion_sheet
from vanphong.testing import drafting
from vanphong.testing.personas import Office

S = Draft.State


def _text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read("word/document.xml").decode()


def test_opinions_are_given_side_by_side_and_each_is_taken_up_or_explained(office: Office) -> None:
    draft, writer = drafting.started(office), office.actor("chuyenvien")
    asked = [office.users[name] for name in ("chuyenvien2", "truongquantri", "chuyenvien")]
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with pytest.raises(Invalid, match="Hạn góp ý"):
        ask_opinions(writer, draft=draft, users=asked, due_on=yesterday)
    with pytest.raises(Invalid, match="chọn người"):
        ask_opinions(writer, draft=draft, users=asked[-1:])
    ask_opinions(writer, draft=draft, users=asked)
    assert draft.opinions.count() == 2
    with pytest.raises(NotFound):
        give_opinion(office.actor("chuyenvien3"), draft=draft, agrees=True)
    with pytest.raises(Invalid, match="ghi ý kiến"):
        give_opinion(office.actor("chuyenvien2"), draft=draft, agrees=False)
    opinion = give_opinion(office.actor("chuyenvien2"), draft=draft, agrees=False, text="Bỏ mục 2.")
    with pytest.raises((Conflict, Forbidden)):
        give_opinion(office.actor("chuyenvien2"), draft=draft, agrees=True)
    assert drafting.fresh(draft).state == S.IN_CONSULTATION
    give_opinion(office.actor("truongquantri"), draft=draft, agrees=True)
    draft = drafting.fresh(draft)
    assert draft.state == S.DRAFTING
    with pytest.raises(Conflict, match="1 ý kiến"):
        submit_draft(writer, draft=draft, signer=office.users["chanh"])
    with pytest.raises(Invalid, match="giải trình"):
        answer_opinion(writer, draft=draft, opinion=opinion, answer="explained")
    with pytest.raises(Invalid, match="tiếp thu hoặc"):
        answer_opinion(writer, draft=draft, opinion=opinion, answer="?")
    answer_opinion(writer, draft=draft, opinion=opinion, answer="explained", text="Mục 2 do cấp trên giao.")
    told = _text(opinion_sheet(draft))
    for words in ("Bỏ mục 2.", "Giải trình: Mục 2 do cấp trên giao.", "Ngô Quốc Phú", "1 nhất trí"):
        assert words in told
    submit_draft(writer, draft=draft, signer=office.users["chanh"])


def test_of_a_unit_its_head_is_asked(office: Office) -> None:
    draft, writer = drafting.started(office), office.actor("chuyenvien")
    with pytest.raises(Invalid, match="chưa có người phụ trách"):
        ask_opinions(writer, draft=draft, units=[office.units["hanhchinh"]])
    ask_opinions(writer, draft=draft, units=[office.units["quantri"]])
    assert draft.opinions.get().user == office.users["truongquantri"]


def test_a_consultation_is_ended_without_those_who_are_silent(office: Office) -> None:
    draft, writer = drafting.started(office), office.actor("chuyenvien")
    ask_opinions(writer, draft=draft, users=[office.users["chuyenvien2"]])
    with pytest.raises(Forbidden):
        close_consultation(office.actor("chuyenvien2"), draft=draft)
    close_consultation(writer, draft=draft)
    assert drafting.fresh(draft).state == S.DRAFTING
    assert not draft.opinions.exists()


def test_errors_stop_appraisal_until_they_are_dismissed_with_a_reason_or_mended(office: Office) -> None:
    wrong = drafting.letter(body="Ngày 31/02/2026 báo cáo kết quả.\nCác đơn vị thực hiện.")
    draft = drafting.submitted(office, appraiser="phochanh", draft=drafting.started(office, wrong))
    appraiser = office.actor("phochanh")
    (error,) = open_errors(draft)
    assert "31/02/2026" in error.message + error.found
    with pytest.raises(Conflict, match="Còn 1 lỗi"):
        approve_draft(appraiser, draft=draft)
    with pytest.raises(Invalid, match="lý do"):
        decide_findings(appraiser, draft=draft, keys=[error.key], verdict="dismissed")
    with pytest.raises(Invalid, match="không còn"):
        decide_findings(appraiser, draft=draft, keys=["?"], verdict="upheld")
    with pytest.raises(Invalid, match="Phải sửa"):
        decide_findings(appraiser, draft=draft, keys=[error.key], verdict="?")
    with pytest.raises(Forbidden):
        decide_findings(office.actor("chuyenvien"), draft=draft, keys=[error.key], verdict="upheld")
    decide_findings(appraiser, draft=draft, keys=[error.key], verdict="upheld")
    assert [one.verdict for one in open_errors(draft)] == ["upheld"]
    decide_findings(appraiser, draft=draft, keys=[error.key], verdict="dismissed", reason="Trích nguyên văn.")
    assert not open_errors(draft)
    told = _text(appraisal_report(draft))
    assert "Trích nguyên văn." in told
    assert "đã bỏ qua" in told
    approve_draft(appraiser, draft=draft)
    assert drafting.fresh(draft).state == S.PENDING_SIGNATURE
    assert "đủ điều kiện trình ký" in _text(appraisal_report(draft))


def test_a_verdict_holds_for_the_same_fault_in_a_later_version(office: Office) -> None:
    from vanphong.modules.drafting.commands.versions import check_in

    wrong = drafting.letter(body="Ngày 31/02/2026 báo cáo kết quả.\nCác đơn vị thực hiện.")
    later = drafting.letter(body="Mở đầu thêm.\nNgày 31/02/2026 báo cáo kết quả.\nCác đơn vị thực hiện.")
    draft = drafting.submitted(office, appraiser="phochanh", draft=drafting.started(office, wrong))
    appraiser = office.actor("phochanh")
    (error,) = open_errors(draft)
    decide_findings(appraiser, draft=draft, keys=[error.key], verdict="dismissed", reason="Đúng vậy.")
    return_draft(appraiser, draft=draft, reason="Thêm mở đầu.")
    check_in(office.actor("chuyenvien"), draft=draft, file=drafting.file_of(later))
    work_off(["reading"])
    found = {one.key: one for one in findings_of(drafting.fresh(draft))}
    assert found[error.key].verdict == "dismissed"


def test_an_opinion_on_the_content_sends_the_draft_back(office: Office) -> None:
    draft, appraiser = drafting.submitted(office, appraiser="phochanh"), office.actor("phochanh")
    with pytest.raises(Invalid, match="ghi ý kiến"):
        write_content_opinion(appraiser, draft=draft, text="")
    opinion = write_content_opinion(appraiser, draft=draft, text="Chưa nêu thời hạn.")
    with pytest.raises(Conflict, match="nội dung"):
        approve_draft(appraiser, draft=draft)
    return_draft(appraiser, draft=draft, reason="Bổ sung thời hạn.")
    draft, writer = drafting.fresh(draft), office.actor("chuyenvien")
    answer_opinion(writer, draft=draft, opinion=opinion, answer="accepted")
    drafting.submitted(office, appraiser="phochanh", draft=draft)
    approve_draft(appraiser, draft=drafting.fresh(draft))
    assert "Chưa nêu thời hạn." in _text(appraisal_report(draft))
