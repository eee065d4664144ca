"""Nothing tells of what one may not see: pages are the same, byte for byte, before and after hidden rows come in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from sweeps.test_addresses import INNER, declared
from sweeps.world import World
from vanphong.kernel import access
from vanphong.kernel.files import store
from vanphong.kernel.listing import lists
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.modules.records.models import CaseFile
from vanphong.testing import correspondence, recording
from vanphong.testing.rest import key_for

pytestmark = pytest.mark.django_db
CANARY = "Chimhoàngyến"
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|nonce="[^"]+"'
    r'|"at": "[^"]+"|urn:uuid:[\w-]+|\d+ (?:giây|phút) trước|\d+ giờ \d+'
)
QUERIES = (CANARY, "9999-CV", "rà soát", "77-CV/XA")


def _pages() -> list[str]:
    """Lists, counts, search, suggestions, exports and what is offered to choose from."""
    found = [f"/{spec}" for spec in ("", "thong-bao/", "viec-nen/")]
    found += [f"{path}?q={query}" for path in ("/tim/", "/tim/goi-y/") for query in QUERIES]
    for address, who, _ in declared():
        if address.startswith("/") and not INNER.search(address) and who.startswith("opens"):
            found.append(address)
    for spec in lists:
        address = "/van-ban-den/" if spec.model is IncomingDocument else "/ho-so/"
        if spec.model in (IncomingDocument, CaseFile):
            found += [f"{address}?format=xlsx", f"{address}?q={CANARY}"]
            found += [f"{address}?tab={tab.name}" for tab in spec.tabs]
    return list(dict.fromkeys(found))


def _calls() -> list[str]:
    found = ["/api/incoming/", "/api/case-files/", "/api/notices", "/api/", "/api/me"]
    return [*found, *(f"/api/search?q={query}" for query in QUERIES)]


def _snapshot(world: World, name: str, key: str) -> dict[str, str]:
    caller, seen = world.callers[name], {}
    with transaction.atomic():
        for path in _pages():
            seen[path] = _digest(caller.client.get(path))
        for path in _calls():
            seen[path] = _digest(caller.client.get(path, headers={"Authorization": f"Bearer {key}"}))
        transaction.set_rollback(True)
    return seen


def _digest(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # Workbooks and papers bear the second they were made; what counts is in their sheets and words.
    if content[:2] == b"PK":
        content = _sheets(content)
    elif content[:4] == b"%PDF":
        content = _words(content)
    text = content.decode("utf-8", "replace")
    assert CANARY not in text or "q=" in str(answer.request.get("QUERY_STRING")), answer.request["PATH_INFO"]
    return f"{answer.status_code} {hashlib.sha256(CHANGING.sub('', text).encode()).hexdigest()}"


def _words(content: bytes) -> bytes:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as paper:
        return "".join(page.get_textpage().get_text_range() for page in paper).encode()


def _sheets(content: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(n) for n in sorted(book.namelist()) if n.startswith("xl/worksheets"))


def _hidden_at_the_commune(world: World) -> list[Any]:
    """Documents of the other agency, registered and not, with a file."""
    office = world.office
    from vanphong.modules.correspondence.commands.intake import receive_paper
    from vanphong.modules.correspondence.commands.registration import register_document

    clerk, made = office.actor("vanthuxa"), []
    for number in range(3):
        paper = receive_paper(clerk, agency=office.units["vpduxa"], page_count=1)
        with recording():
            blob = store.keep_bytes(f"{CANARY} {number}".encode(), "text/plain")
            DocumentFile(document=paper, blob=blob, name=f"{CANARY}.txt", media_type="text/plain").save()
        if number:
            header = correspondence.header(subject=f"{CANARY} rà soát", reference_code=f"999{number}-CV/XA")
            paper = register_document(clerk, document=paper, register=office.registers["xa"], fields=header)
        made.append(paper)
    return made


def _hidden_in_the_province(world: World) -> list[Any]:
    """Documents of the office in several hands."""
    office, words = world.office, {"subject": f"{CANARY} rà soát biên chế", "reference_code": "9999-CV/BTCTW"}
    first = correspondence.registered(office, **words)
    second = correspondence.registered(office, **(words | {"subject": f"{CANARY} lần hai"}))
    from vanphong.modules.correspondence.commands.submission import submit_document

    submit_document(office.actor("chanh"), document=second, to_user=office.users["bithu"], proposal=CANARY)
    return [first, second]


OF_THE_MACHINE = {
    "/",
    "/quan-tri/he-thong/",
    "/quan-tri/nhat-ky/",
    "/quan-tri/so/kiem-tra/",
    "/quan-tri/viec-nen/",
}
"""What an administrator watches, the home page too, counts acts and jobs of the whole machine, without a word
of any record."""
CASES: list[tuple[str, Callable[[World], list[Any]]]] = [
    *((name, _hidden_at_the_commune) for name in ("vanthu", "bithu", "nguoila", "quantrimang")),
    *((name, _hidden_in_the_province) for name in ("vanthuxa", "chuyenvien", "luutru")),
]


@pytest.mark.parametrize(("name", "hide"), CASES)
def test_hidden_rows_change_nothing_one_sees(
    world: World, name: str, hide: Callable[[World], list[Any]], tmp_path: Any, settings: Any
) -> None:
    settings.VANPHONG_VAR = tmp_path
    settings.VANPHONG_API_RATE = 100_000
    with transaction.atomic():
        key = key_for(world.office.users[name])
        before = _snapshot(world, name, key)
        hidden = hide(world)
        actor = world.callers[name].actor
        for row in hidden:
            assert access.VIEW not in access.abilities(actor, row), "the case hides nothing"
        after = _snapshot(world, name, key)
        transaction.set_rollback(True)
    changed = {path for path in before if before[path] != after[path]}
    assert not changed - (OF_THE_MACHINE if name == "quantrimang" else set())


def test_control_a_row_one_may_see_does_change_the_pages(world: World, tmp_path: Any, settings: Any) -> None:
    settings.VANPHONG_VAR = tmp_path
    with transaction.atomic():
        key = key_for(world.office.users["vanthu"])
        before = _snapshot(world, "vanthu", key)
        with recording():
            IncomingDocument(agency=world.office.units["vptu"], channel="manual").save()
        after = _snapshot(world, "vanthu", key)
        transaction.set_rollback(True)
    changed = {path for path in before if before[path] != after[path]}
    assert {"/van-ban-den/", "/", "/api/incoming/"} & changed


def test_a_file_of_a_hidden_document_is_not_served_under_a_seen_one(
    world: World, tmp_path: Any, settings: Any
) -> None:
    settings.VANPHONG_VAR = tmp_path
    with transaction.atomic():
        hidden = _hidden_at_the_commune(world)[0]
        file = hidden.files.get()
        seen = world.rows[IncomingDocument][1]
        client = world.callers["vanthu"].client
        assert client.get(f"/van-ban-den/{seen.pk}/").status_code == 200
        for pk in (seen.pk, hidden.pk):
            for path in (
                f"/van-ban-den/{pk}/tep/{file.pk}/",
                f"/van-ban-den/{pk}/tep/{file.pk}/trang/1.webp",
            ):
                assert client.get(path).status_code == 404, path
        theirs = world.callers["vanthuxa"].client.get(f"/van-ban-den/{hidden.pk}/tep/{file.pk}/")
        assert theirs.status_code == 200
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", ["vanthuxa", "nguoila", "nghihuu"])
def test_counts_and_bulk_acts_pass_hidden_rows_by(world: World, name: str) -> None:
    with transaction.atomic():
        caller = world.callers[name]
        ids = [
            row.pk for row in world.rows[IncomingDocument] if row.agency_id == world.office.units["vptu"].pk
        ]
        answer = caller.client.post("/van-ban-den/hang-loat/", {"viec": "don-doc", "chon": ids})
        assert answer.status_code < 500
        assert correspondence.SUBJECT not in answer.content.decode()
        transaction.set_rollback(True)
