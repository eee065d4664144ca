"""The demo office: its papers reach every state and every level of urgency, by the commands people use."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from vanphong.config.demo.documents import STEPS, who
from vanphong.config.demo.office import OFFICE, build_office
from vanphong.config.demo.older_book import take_over
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import today
from vanphong.modules.correspondence.commands.intake import receive_paper
from vanphong.modules.correspondence.levels import alert
from vanphong.modules.correspondence.lists import INCOMING_LIST
from vanphong.modules.correspondence.models import IncomingDocument


@pytest.mark.django_db
def test_the_chief_of_the_demo_finds_papers_of_every_level(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    build_office(Console(quiet=True))
    clerk, agency = who("huongntm"), Unit.objects.get(code=OFFICE)
    for step in STEPS:
        step(clerk, receive_paper(clerk, agency=agency, page_count=1))
    chief = who("thangpv")

    def in_tab(name: str) -> list[IncomingDocument]:
        return list(INCOMING_LIST.rows(chief, INCOMING_LIST.tab(chief, name), {}))

    levels = Counter(
        found.level
        for document in in_tab("tat-ca")
        if document.concluded_at is None and (found := alert(document.due_on, today()))
    )
    assert set(levels) == {"green", "yellow", "red", "critical"}
    assert len(in_tab("qua-han")) == levels["red"] + levels["critical"]
    assert {document.pk for document in in_tab("qua-han")} <= {document.pk for document in in_tab("ngoai-le")}
    # They lay elsewhere first: what is late arrived before its deadline, and was entered in the order of the book.
    assert all(document.arrived_on < document.due_on for document in in_tab("qua-han"))


@pytest.mark.django_db
def test_the_demo_takes_over_the_book_of_2019_as_the_clerk_would_and_only_once(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    console = Console(quiet=True)
    build_office(console)
    folder = Path(__file__).parents[1] / "samples" / "so-cu"
    (run,) = take_over(console, folder)
    assert (run.total, run.added, run.failed) == (59, 58, 1)
    kept = IncomingDocument.objects.filter(year=2019).select_related("origin")
    numbers = sorted(d.arrival_number for d in kept if d.arrival_number is not None)
    assert set(range(1, 61)) - set(numbers) == {16, 31, 41, 50}, "«15a», no such line, 40 twice, no such day"
    assert {d.origin.written_number for d in kept if d.arrival_number is None} == {"15a", "40"}
    assert kept.filter(issuer_name="Ban Dân vận Tỉnh ủy Sơn Hà").count() >= 9, "old fonts are healed"
    assert {issue.row_number for issue in run.issues.filter(left_out=True)}
    assert take_over(console, folder) == []
