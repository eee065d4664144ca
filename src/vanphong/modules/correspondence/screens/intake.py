"""Taking in on screen: the drop zone, resumable uploads, originals and page pictures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError, Invalid
from vanphong.kernel.files import names, uploads
from vanphong.kernel.wording import vi
from vanphong.lib.printing.separator_sheet import render_separator_sheet
from vanphong.lib.reading import inspect
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.channels.uploading import (
    BATCHES,
    PURGED,
    Standing,
    add,
    agency_of,
    batch_of,
    begin,
    browser_channel,
    read_piece,
    settle,
)
from vanphong.modules.correspondence.commands.intake import shown_name
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.modules.correspondence.policy import INTAKE
from vanphong.ui.components import Action as Button
from vanphong.ui.components import ActionBar, Breadcrumb, Crumb, FileDrop, Notice, Tab, Tabs, Tone
from vanphong.ui.screens import Head, Request, page, show
from vanphong.ui.screens.files import send_original, send_page

ADDRESS = "/van-ban-den/tiep-nhan/"
UPLOAD = f"{ADDRESS}tai-len"
WAYS = {"": vi("Mỗi tệp một văn bản")} | {name: label for name, (label, _) in BATCHES.items()}
SHEET = ActionBar(secondary=(Button(vi("In tờ phân cách có mã QR"), f"{ADDRESS}to-phan-cach.pdf"),))
ACCEPT = ",".join(f".{ending}" for endings in inspect.EXTENSIONS.values() for ending in endings)
_may_take_in: dict[str, Any] = {"opens": (IncomingDocument, INTAKE)}


def drop_zone(request: Request, actor: Actor, way: str = "") -> FileDrop:
    """The place to drop files, for the intake page and above the list of those waiting."""
    return FileDrop(
        url=ADDRESS,
        csrf_token=get_token(request),
        upload_url=UPLOAD,
        hint=_("PDF, ảnh quét, Word, Excel. Không đưa văn bản có dấu mật vào hệ thống này."),
        accept=ACCEPT,
        limit_bytes=settings.INTAKE_UPLOAD_BYTES,
        hidden=(("agency", str(agency_of(actor, request.GET.get("agency", "")).pk)), ("tach", way)),
    )


@page("van-ban-den/tiep-nhan/", name="correspondence.intake", **_may_take_in)
def take_in(request: Request, actor: Actor) -> HttpResponse:
    """The intake page, and plain uploads without script."""
    if request.method == "POST":
        return _plain_upload(request, actor)
    way = request.GET.get("tach", "")
    way = way if way in WAYS else ""
    return _intake_page(request, actor, way)


def _intake_page(
    request: Request, actor: Actor, way: str, notices: tuple[Notice, ...] = (), status: int = 200
) -> HttpResponse:
    tabs = [
        Tab(label, f"{ADDRESS}?tach={name}" if name else ADDRESS, None, name == way)
        for name, label in WAYS.items()
    ]
    return show(
        request,
        actor,
        "ui/screens/plain.html",
        {
            "head": Head(
                _("Tiếp nhận văn bản"),
                note=_("Bản gốc được giữ nguyên, máy đọc trong lúc đồng chí làm việc khác."),
            ),
            "crumbs": Breadcrumb([Crumb(_("Văn bản đến"), "/van-ban-den/"), Crumb(_("Tiếp nhận"))]),
            "parts": [*notices, Tabs(_("Cách nhận"), tabs), drop_zone(request, actor, way), SHEET],
            "back_url": "/van-ban-den/?tab=cho-vao-so",
        },
        status=status,
    )


def _plain_upload(request: Request, actor: Actor) -> HttpResponse:
    """Many files in one form; each is taken or refused by itself, and the answer says so."""
    agency = agency_of(actor, request.POST.get("agency", ""))
    way = request.POST.get("tach", "")
    refused: list[str] = []
    taken: list[IncomingDocument] = []
    given = request.FILES.getlist("files")
    for file in given:
        name = names.tidy(str(file.name))
        with uploads.aside(file.chunks()) as path:
            try:
                content = examine(path, name)
                taken.append(
                    receive(
                        actor,
                        agency=agency,
                        channel=browser_channel(way),
                        files=[content],
                        batch=batch_of(way),
                    )
                )
            except DomainError as error:
                refused.append(error.message)
    purged = [document for document in taken if document.state == IncomingDocument.State.PURGED]
    if given and not refused and not purged:
        return HttpResponseRedirect("/van-ban-den/?tab=cho-vao-so")
    notices = []
    if not given:
        refused = [_("Đồng chí chọn ít nhất một tệp.")]
    if kept := len(taken) - len(purged):
        notices.append(Notice(_("Đã nhận {kept} tệp vào hàng chờ vào sổ.").format(kept=kept), Tone.GOOD))
    notices += [Notice(PURGED, Tone.ALARM)] * bool(purged)
    notices += [Notice(message, Tone.ALARM) for message in refused]
    return _intake_page(request, actor, way if way in WAYS else "", tuple(notices), status=422)


def _problem(error: DomainError, **more: Any) -> JsonResponse:
    body = {"title": error.message, "detail": error.message, "status": error.status, **more}
    return JsonResponse(body, status=error.status, content_type="application/problem+json")


@page("van-ban-den/tiep-nhan/to-phan-cach.pdf", name="correspondence.separator_sheet", **_may_take_in)
def separator_sheet(request: Request, actor: Actor) -> HttpResponse:
    """The sheet to lay between the papers of a batch, opened for printing."""
    answer = HttpResponse(render_separator_sheet(), content_type="application/pdf")
    answer["Content-Disposition"] = "inline; filename=to-phan-cach.pdf"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@page("van-ban-den/tiep-nhan/tai-len", name="correspondence.upload", **_may_take_in)
def start_upload(request: Request, actor: Actor) -> HttpResponse:
    """POST ?name=&size=&sha256=: begin, or learn how far it came and what became of it."""
    if request.method != "POST":
        return HttpResponse(status=405)
    given = request.GET
    try:
        row = begin(
            actor,
            agency=given.get("agency", ""),
            name=given.get("name", ""),
            size=int(given.get("size", "")),
            sha256=given.get("sha256", ""),
            way=given.get("tach", ""),
        )
        return _problem(Invalid(PURGED)) if row is None else _standing(settle(actor, row))
    except ValueError:
        return _problem(
            Invalid(_("Yêu cầu tải lên thiếu dung lượng tệp. Đồng chí tải lại trang rồi thử lại."))
        )
    except DomainError as error:
        return _problem(error)


@page("van-ban-den/tiep-nhan/tai-len/<uuid:upload>", name="correspondence.upload_piece", **_may_take_in)
def add_piece(request: Request, actor: Actor, upload: UUID) -> HttpResponse:
    """PATCH with Upload-Offset and raw bytes; whatever came before a broken connection counts."""
    if request.method != "PATCH":
        return HttpResponse(status=405)
    try:
        offset = int(request.headers.get("Upload-Offset", ""))
        return _standing(add(actor, upload, offset, read_piece(request)))
    except ValueError:
        return _problem(Invalid(_("Phần gửi lên thiếu vị trí nối tiếp. Đồng chí tải lại trang rồi thử lại.")))
    except uploads.WrongOffset as error:
        return _problem(error, offset=error.offset, upload=str(upload))
    except DomainError as error:
        return _problem(error)


def _standing(found: Standing) -> JsonResponse:
    """Where the upload stands, and the address of the document it became."""
    if found.purged:
        raise Invalid(PURGED)
    answer: dict[str, Any] = {"upload": str(found.upload.pk), "offset": found.upload.offset}
    if found.document is not None:
        answer["location"] = f"/van-ban-den/{found.document.pk}/"
    return JsonResponse(answer)


def _file(record: IncomingDocument, pk: int) -> DocumentFile:
    found: DocumentFile | None = record.files.select_related("blob").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _screened(document: IncomingDocument) -> bool:
    return document.reading_state != IncomingDocument.ReadingState.WAITING


@page("van-ban-den/<int:pk>/tep/<int:file>/", name="correspondence.original", record=IncomingDocument)
def original(request: Request, actor: Actor, record: IncomingDocument, file: int) -> HttpResponseBase:
    """The file as received, to be saved, never shown within the site."""
    row = _file(record, file)
    return send_original(row.blob, row.media_type, shown_name(row), screened=_screened(record))


@page(
    "van-ban-den/<int:pk>/tep/<int:file>/trang/<int:number>.webp",
    name="correspondence.page_image",
    record=IncomingDocument,
)
def page_picture(
    request: Request, actor: Actor, record: IncomingDocument, file: int, number: int
) -> HttpResponse:
    """A page as a picture, made at its first showing; `?rong=` one of the known widths."""
    row = _file(record, file)
    return send_page(request, row.blob, row.media_type, number, screened=_screened(record))
