"""The pages of a document beside the words, with what was read marked on them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.lib.reading.placing import moved
from vanphong.modules.correspondence.forms.registration import FIELDS_READ, SURE
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.modules.correspondence.queries.pages import as_shown, page_sizes
from vanphong.ui.components import Highlight, PageView
from vanphong.ui.screens import Request
from vanphong.ui.screens.files import pages_of


def main_file(document: IncomingDocument) -> DocumentFile | None:
    """The file that is the document itself."""
    files = list(document.files.all())
    return next((file for file in files if file.kind == DocumentFile.Kind.MAIN), files[0] if files else None)


def highlights(document: IncomingDocument, labels: dict[str, str]) -> Sequence[Highlight]:
    """Boxes of the fields that were read, named by the fields of the registration form."""
    reading = getattr(document, "reading", None)
    if reading is None:
        return []
    file = main_file(document)
    places = _Places(file)
    found = []
    for read_name, name in FIELDS_READ.items():
        field = reading.header.get(read_name)
        if not field or not field.get("page"):
            continue
        page, boxes = places.of(field["page"], field["boxes"])
        for x0, y0, x1, y1 in boxes[:6]:
            doubtful = field["confidence"] < SURE
            found.append(Highlight(name, labels.get(name, name), page, x0, y0, x1 - x0, y1 - y0, doubtful))
    for deadline in reading.deadlines[:3]:
        if not deadline.get("page"):
            continue
        page, boxes = places.of(deadline["page"], deadline.get("boxes", []))
        found += [
            Highlight("due_on", _("Hạn trong văn bản"), page, x0, y0, x1 - x0, y1 - y0, True)
            for x0, y0, x1, y1 in boxes[:4]
        ]
    return found


class _Places:
    """Where boxes of the text as read stand on the pages as shown: Word files get their pages only there."""

    def __init__(self, file: DocumentFile | None) -> None:
        self._texts = as_shown(file) if file else None

    def of(self, page: int, boxes: Sequence[Sequence[float]]) -> tuple[int, Sequence[Sequence[float]]]:
        if self._texts is None:
            return page, boxes
        read = [(x0, y0, x1, y1) for x0, y0, x1, y1 in boxes]
        return moved(*self._texts, page, read) or (page, ())


def build_page_view(document: IncomingDocument, marks: Sequence[Highlight] = ()) -> PageView | None:
    """The page view of the main file; None when there is nothing to show."""
    file = main_file(document)
    if file is None:
        return None
    base = f"/van-ban-den/{document.pk}/tep/{file.pk}/"
    return pages_of(file.name, base, page_sizes(file), marks)


def page_view(_request: Request, _actor: Actor, document: IncomingDocument) -> PageView | None:
    """The page view without marks, for the record page."""
    return build_page_view(document)
