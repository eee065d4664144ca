"""Versions of a draft: to be saved, page by page, and two of them compared."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.files import renditions, store
from vanphong.lib.reading import inspect
from vanphong.lib.word.package import WordError
from vanphong.modules.drafting.commands.versions import shown_name
from vanphong.modules.drafting.models import Draft, DraftVersion
from vanphong.ui.components import Action as Button
from vanphong.ui.components import Breadcrumb, Crumb, PageView, Panel
from vanphong.ui.screens import Request, page, show
from vanphong.ui.screens.files import pages_of, send_original, send_page, send_paper

ADDRESS = "/du-thao/"
A4 = (595.0, 842.0)


def _version(record: Draft, number: int) -> DraftVersion:
    found: DraftVersion | None = record.versions.select_related("blob").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _screened(version: DraftVersion) -> bool:
    return version.reading_state != DraftVersion.ReadingState.WAITING


@page("du-thao/<int:pk>/ban/<int:number>/", name="drafting.version", record=Draft)
def original(request: Request, actor: Actor, record: Draft, number: int) -> HttpResponseBase:
    """A version as it was brought, to be saved, never shown within the site."""
    version = _version(record, number)
    name = shown_name(version)
    return send_original(version.blob, version.media_type, name, screened=_screened(version))


@page("du-thao/<int:pk>/ban/<int:number>/trang/<int:sheet>.webp", name="drafting.page_image", record=Draft)
def page_picture(request: Request, actor: Actor, record: Draft, number: int, sheet: int) -> HttpResponse:
    """A page as a picture, made at its first showing."""
    version = _version(record, number)
    return send_page(request, version.blob, version.media_type, sheet, screened=_screened(version))


def page_view(_request: Request, _actor: Actor, draft: Draft) -> PageView | None:
    """The pages of the newest version beside the words."""
    version = draft.latest
    if version is None:
        return None
    text = renditions.shown_text(version.blob) or renditions.text_of(version.blob)
    sizes = (
        [(one.width, one.height) for one in text.pages]
        if text is not None and text.pages
        else [A4] * max(1, version.page_count)
    )
    return pages_of(shown_name(version), f"{ADDRESS}{draft.pk}/ban/{version.number}/", sizes)


def _two(record: Draft, old: int, new: int) -> tuple[bytes, bytes]:
    versions = [_version(record, number) for number in (old, new)]
    if any(one.media_type != inspect.DOCX for one in versions):
        raise Invalid(_("Chỉ so sánh được hai bản Word (.docx)."))
    first, second = (store.read_blob(one.blob) for one in versions)
    return first, second


@page("du-thao/<int:pk>/so-sanh/<int:old>/<int:new>/", name="drafting.comparison", record=Draft)
def comparison(request: Request, actor: Actor, record: Draft, old: int, new: int) -> HttpResponse:
    """What changed from one version to another, word by word."""
    from vanphong.lib.comparing import as_html, compare

    try:
        told = as_html(compare(*_two(record, old, new)))
    except WordError as error:
        raise Invalid(error.message) from error
    here = f"{ADDRESS}{record.pk}/"
    crumbs = [Crumb(_("Dự thảo, trình ký"), ADDRESS), Crumb(record.title, here), Crumb(_("So sánh"))]
    return show(
        request,
        actor,
        "drafting/comparison.html",
        {
            "title": _("So sánh bản {old} với bản {new}").format(old=old, new=new),
            "hint": record.title,
            "crumbs": Breadcrumb(crumbs),
            "act": Button(_("Tải bản Word có dấu sửa"), f"{here}so-sanh/{old}/{new}/dau-sua.docx"),
            # Markup of our own making; every word of the files in it is escaped.
            "body": Panel(_("Chỗ khác nhau"), mark_safe(told)),  # noqa: S308
        },
    )


@page("du-thao/<int:pk>/so-sanh/<int:old>/<int:new>/dau-sua.docx", name="drafting.tracked", record=Draft)
def tracked(request: Request, actor: Actor, record: Draft, old: int, new: int) -> HttpResponse:
    """The newer version as a Word file with tracked changes against the older."""
    from vanphong.lib.comparing import track_changes

    version = _version(record, new)
    author = str(version.made_by or record.drafter)
    try:
        made = track_changes(*_two(record, old, new), author=author, at=version.made_at)
    except WordError as error:
        raise Invalid(error.message) from error
    return send_paper(
        made.content, _("So sánh bản {old} với bản {new}").format(old=old, new=new) + ".docx", inspect.DOCX
    )
