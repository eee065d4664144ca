"""Every screen a person can open: accessible, within 360 px, with a clean console; the first one is light."""

from __future__ import annotations

import datetime as dt
import gzip
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page

from tests.journeys.conftest import SAMPLES, Town
from tests.journeys.person import Person
from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.calendar.commands import add_day
from vanphong.kernel.files import store
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.organisation.delegating import give_delegation
from vanphong.modules.catalogues.migrations._loading import load_units
from vanphong.modules.correspondence.commands.importing import receive_book
from vanphong.modules.drafting.models import Draft
from vanphong.modules.records.commands.closing import complete_case_file
from vanphong.testing import drafting, issuing
from vanphong.testing.case_files import open_file, put_papers
from vanphong.testing.correspondence import in_every_state
from vanphong.testing.old_books import workbook
from vanphong.testing.personas import Office
from vanphong.ui.screens.routing import PageSpec, pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RUN = "axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
PEOPLE = (
    "vanthu",
    "chanh",
    "phochanh",
    "bithu",
    "truongtonghop",
    "chuyenvien",
    "chuyenvien2",
    "luutru",
    "quantrimang",
)
FIRST_SCREEN = 200_000
DARK = (
    "home",
    "incoming",
    "correspondence.incomingdocument/vao-so",
    "correspondence.incomingdocument/cho-y-kien",
)


@dataclass(frozen=True, slots=True)
class Screen:
    """A page as one person opens it."""

    name: str
    person: str
    address: str


def _address(spec: PageSpec, **given: object) -> str:
    address = "/" + spec.path
    for key, value in given.items():
        for kind in ("int", "uuid", "slug"):
            address = address.replace(f"<{kind}:{key}>", str(value))
    return address


def _on_a_record(spec: PageSpec, rows: Sequence[Any], actors: dict[str, Actor]) -> Screen | None:
    """The first person and record for whom the page is open."""
    for record in rows:
        for name, actor in actors.items():
            if spec.ability in access.abilities(actor, record):
                other = next((row.pk for row in rows if row.pk != record.pk), 0)
                return Screen(spec.name, name, _address(spec, pk=record.pk, other=other))
    return None


def _without_record(spec: PageSpec, actors: dict[str, Actor], **given: object) -> Screen | None:
    may = (name for name, actor in actors.items() if spec.opens is None or access.may(actor, *spec.opens))
    name = next(may, None)
    return Screen(spec.name, name, _address(spec, **given)) if name else None


def _fill(town: Town) -> None:
    """Records in every state, read papers among them, a case file with its inventory."""
    with connection.cursor() as cursor:
        load_units(cursor)  # what comes with the tables went when an earlier test emptied them
    in_every_state(town.office)
    drafting.in_every_state(town.office)
    issuing.in_every_state(town.office)
    town.take_in([SAMPLES / "148-BC-BTCTU.pdf", SAMPLES / "88-GM-VPTW.pdf"])
    office = town.office
    for sheets in ((1,), (3, 2)):
        case_file = open_file(office)
        put_papers(office, case_file, *sheets)
        if len(sheets) == 1:
            complete_case_file(office.actor("chuyenvien"), case_file=case_file)
    add_day(office.actor("quantrimang"), day=dt.date(2026, 12, 24), kind="off", name="Nghỉ bù")
    give_delegation(
        office.actor("chanh"),
        principal=office.users["chanh"],
        delegate=office.users["phochanh"],
        scope=["correspondence.distribute"],
        ends_at=timezone.now() + dt.timedelta(days=3),
    )


def _older_book(office: Office, folder: Path) -> int:
    """An older book given on screen, its columns not yet settled."""
    book = workbook(folder / "so-2019.xlsx")
    run = receive_book(
        office.actor("vanthu"),
        agency=office.units["vptu"],
        file_name=book.name,
        upload=store.keep_path(book, "application/octet-stream"),
    )
    return int(run.pk)


def screens(town: Town) -> tuple[list[Screen], list[str]]:
    """Each declared page once, by someone who may open it; and the names of those nobody could open."""
    _fill(town)
    actors = {name: town.office.actor(name) for name in PEOPLE}
    with tempfile.TemporaryDirectory() as folder:
        number = _older_book(town.office, Path(folder))
    job = Job.objects.filter(user_id=town.office.users["vanthu"].pk).first()
    found: list[Screen] = []
    closed: list[str] = []
    for spec in pages:
        if spec.record is not None:
            # The newest first: those have a paper that was read.
            rows = list(spec.record._default_manager.order_by("-pk")[:30])
            screen = _on_a_record(spec, rows, actors)
        else:
            screen = _without_record(spec, actors, key=job.key if job else "", name="nguoi", number=number)
        if screen is None:
            closed.append(spec.name)
        elif "<" not in screen.address and spec.name != "account.sign_out":
            found.append(screen)
    return found, closed


def violations(page: Page) -> list[Any]:
    page.evaluate("document.fonts.ready")
    page.evaluate(AXE)
    found = page.evaluate(RUN)
    return [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found["violations"]]


def _is_a_page(person: Person, screen: Screen) -> bool:
    """Whether a GET answers a whole page at that very address (not a file, a piece, a POST-only address)."""
    answer = person.context.request.get(screen.address, max_redirects=0)
    return (
        answer.status == 200
        and answer.headers.get("content-type", "").startswith("text/html")
        and "<!doctype html" in answer.text()[:200].lower()
    )


def _faults(person: Person, screen: Screen) -> Iterator[str]:
    page = person.page
    schemes = ("light", "dark") if screen.name in DARK else ("light",)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(screen.address)
    for width, height in ((1366, 768), (360, 800)):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for fault in violations(page):
                yield f"{screen.name} {screen.address} {width} px {scheme}: {fault}"
        page.emulate_media(color_scheme="light")
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"{screen.name} {screen.address}: {wide} px wide at {width} px"


def test_every_screen_is_accessible_fits_a_phone_and_keeps_the_console_clean(
    town: Town, noted: Callable[..., None]
) -> None:
    people: dict[str, Person] = {}
    faults: list[str] = []
    seen = 0
    opened, closed = screens(town)
    for screen in opened:
        if screen.person not in people:
            people[screen.person] = town.person(screen.person)
        person = people[screen.person]
        if _is_a_page(person, screen):
            seen += 1
            faults += _faults(person, screen)
    visitor = town.person("vanthu", signed_in=False)
    faults += _faults(visitor, Screen("account.sign_in", "", "/dang-nhap/"))
    draft = Draft.objects.filter(versions__number=2, state="drafting").first()
    assert draft is not None
    compared = Screen("drafting.comparison", "chuyenvien", f"/du-thao/{draft.pk}/so-sanh/1/2/")
    faults += _faults(people["chuyenvien"], compared)
    noted(what="màn hình qua axe", screens=seen + 1, faults=len(faults))
    assert not faults, "\n".join(faults)
    assert closed == []
    assert seen >= 50


def test_the_first_screen_is_lighter_than_200_kb(town: Town, noted: Callable[..., None]) -> None:
    _fill(town)
    kept = town.person("chanh").context.storage_state()
    cold = town.person("chanh", signed_in=False, storage_state=kept)
    sizes: list[int] = []
    cold.page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body(), 6))))
    assert cold.open("/") == 200
    cold.page.wait_for_load_state("networkidle")
    noted(what="màn hình đầu, đã nén", kilobytes=round(sum(sizes) / 1000), answers=len(sizes))
    assert 0 < sum(sizes) < FIRST_SCREEN
