"""The files of an outgoing document: as signed, and page by page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase

from vanphong.kernel.actor import Actor
from vanphong.modules.issuing.commands.issued import sent_files
from vanphong.modules.issuing.commands.reading import shown_name
from vanphong.modules.issuing.models import OutgoingDocument, OutgoingFile
from vanphong.modules.issuing.queries.pages import page_sizes
from vanphong.ui.components import PageView
from vanphong.ui.screens import Request, page
from vanphong.ui.screens.files import pages_of, send_original, send_page

ADDRESS = "/van-ban-di/"


def _file(record: OutgoingDocument, pk: int) -> OutgoingFile:
    found: OutgoingFile | None = record.files.select_related("blob").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _screened(document: OutgoingDocument) -> bool:
    return document.reading_state != OutgoingDocument.ReadingState.WAITING


@page("van-ban-di/<int:pk>/tep/<int:file>/", name="issuing.original", record=OutgoingDocument)
def original(request: Request, actor: Actor, record: OutgoingDocument, file: int) -> HttpResponseBase:
    """The file as signed, to be saved, never shown within the site."""
    row = _file(record, file)
    return send_original(row.blob, row.media_type, shown_name(row), screened=_screened(record))


@page(
    "van-ban-di/<int:pk>/tep/<int:file>/trang/<int:number>.webp",
    name="issuing.page_image",
    record=OutgoingDocument,
)
def page_picture(
    request: Request, actor: Actor, record: OutgoingDocument, file: int, number: int
) -> HttpResponse:
    """A page as a picture, made at its first showing."""
    row = _file(record, file)
    return send_page(request, row.blob, row.media_type, number, screened=_screened(record))


def page_view(_request: Request, _actor: Actor, document: OutgoingDocument) -> PageView | None:
    """The pages of the main file beside the words."""
    row = next(iter(sent_files(document)), None)
    if row is None:
        return None
    return pages_of(shown_name(row), f"{ADDRESS}{document.pk}/tep/{row.pk}/", page_sizes(row))
