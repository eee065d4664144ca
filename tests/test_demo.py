"""The demo office: its papers reach every state and every level of urgency, by the commands people use."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from rich.console import Console

from vanphong.config.demo.documents import STEPS, who
from vanphong.config.demo.office import OFFICE, build_office
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
