"""A live office of a few people, with catalogues and papers taken in through the real pipeline."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.journeys.person import Count, Person
from vanphong.kernel.actor import Actor
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.catalogues.commands import import_document_types, import_subject_areas, shipped
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing.case_files import build_plan
from vanphong.testing.personas import Office, build_office

SAMPLES = Path(__file__).parents[2] / "samples"
LETTERS = ("148-BC-BTCTU.pdf", "21-KH-BTGDVTW.pdf", "scan_0013.pdf")
"""Two letters with text and one clean scan."""
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 800},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


class Town:
    """The live office: people at their browsers, papers coming in, jobs done when asked."""

    def __init__(self, office: Office, browser: Browser, address: str) -> None:
        self.office, self.browser, self.address = office, browser, address
        self.people: list[Person] = []

    def person(self, name: str, *, signed_in: bool = True, **options: Any) -> Person:
        """Someone of the office at a new browser window."""
        found = Person(self.browser, self.address, name, **options)
        self.people.append(found)
        return found.sign_in() if signed_in else found

    def take_in(self, paths: Sequence[Path]) -> list[IncomingDocument]:
        """Files come in and are read, as if the clerk had dropped them a while ago."""
        clerk, agency = self.office.actor("vanthu"), self.office.units["vptu"]
        taken = [
            receive(clerk, agency=agency, channel="upload", files=[examine(path, path.name)])
            for path in paths
        ]
        self.read()
        return [IncomingDocument.objects.get(pk=document.pk) for document in taken]

    def read(self) -> None:
        """What the background worker would do now."""
        work_off()

    def letter(self, name: str = LETTERS[0]) -> IncomingDocument:
        return self.take_in([SAMPLES / name])[0]

    def send_home(self) -> None:
        for person in self.people:
            person.context.close()
        self.people.clear()


@pytest.fixture
def town(transactional_db: None, live_server: LiveServer, browser: Browser) -> Iterator[Town]:
    office = build_office()
    actor = Actor.system()
    import_document_types(actor, rows=shipped("document_types"))
    import_subject_areas(actor, rows=shipped("subject_areas"))
    build_plan(office)
    made = Town(office, browser, live_server.url)
    yield made
    complaints = [f"{person.name}: {words}" for person in made.people for words in person.complaints]
    made.send_home()
    assert complaints == []


def _note(line: dict[str, Any]) -> None:
    if path := os.environ.get("JOURNEY_FIGURES"):
        with Path(path).open("a") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


@pytest.fixture
def noted() -> Callable[..., None]:
    """Keep a figure for docs/figures.md, in the file that JOURNEY_FIGURES names."""
    return lambda **line: _note(line)


@pytest.fixture
def measured() -> Callable[..., None]:
    """Keep what was counted for docs/figures.md, in the file that JOURNEY_FIGURES names."""

    def keep(what: str, count: Count, *, looked_at: int) -> None:
        _note(
            {
                "what": what,
                "clicks": count.clicks,
                "keys": count.keys,
                "machine_seconds": round(count.machine, 1),
                "person_seconds": round(count.seconds(looked_at), 1),
            }
        )

    return keep
