"""Kept files to the browser: the original to be saved, pages as pictures, several pages beside the words."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase

from vanphong.kernel.files import renditions, store
from vanphong.kernel.files.models import Blob
from vanphong.lib.reading.problems import ExtractError
from vanphong.ui.components import Highlight, PageImage, PageView
from vanphong.ui.screens.routing import Request

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 30
"""Pages laid out at once; images are fetched as they come into view, further pages by the original."""
WIDTH = 1000


def send_original(blob: Blob, media_type: str, name: str, *, screened: bool) -> HttpResponseBase:
    """The file as received, to be saved, never shown within the site."""
    if not store.verify(blob):
        raise store.Damaged(blob.sha256)
    answer = FileResponse(store.open_blob(blob), as_attachment=True, filename=name)
    answer["Content-Type"] = media_type
    _kept_back(answer, screened=screened)
    return answer


def send_page(request: Request, blob: Blob, media_type: str, number: int, *, screened: bool) -> HttpResponse:
    """A page as a picture, made at its first showing; `?rong=` one of the known widths."""
    width = next(
        (w for w in renditions.WIDTHS if str(w) == request.GET.get("rong", "")), renditions.WIDTHS[1]
    )
    try:
        picture = renditions.page_image(blob, media_type, number, width)
    except (IndexError, ExtractError):
        raise Http404 from None
    tag = f'"{picture.sha256[:32]}"'
    known = request.headers.get("If-None-Match") == tag
    answer = HttpResponse(
        b"" if known else store.read_blob(picture), content_type="image/webp", status=304 if known else 200
    )
    _kept_back(answer, screened=screened)
    answer["ETag"] = tag
    return answer


def send_paper(content: bytes, name: str, media_type: str = PDF) -> HttpResponse:
    """A printed paper: a PDF opens in the browser, a spreadsheet is saved; nothing is cached."""
    answer = HttpResponse(content, content_type=media_type)
    way = "inline" if media_type == PDF else "attachment"
    answer["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _kept_back(answer: HttpResponseBase, *, screened: bool) -> None:
    """Browsers keep nothing of a file that was not screened yet, and ask again for one that was."""
    answer["Cache-Control"] = "private, no-cache" if screened else "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"


def pages_of(
    name: str, base: str, sizes: Sequence[tuple[float, float]], marks: Sequence[Highlight] = ()
) -> PageView:
    """Pages beside the words; `sizes` are width and height in points, `base` the address of the original."""
    pages = [
        PageImage(
            number, f"{base}trang/{number}.webp", WIDTH, round(WIDTH * height / width) if width else 1414
        )
        for number, (width, height) in enumerate(sizes[:SHOWN], start=1)
    ]
    return PageView(name, pages, marks, original_url=base)
