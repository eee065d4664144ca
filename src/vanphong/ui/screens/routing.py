"""Every address declares who may open it; an address without a policy cannot be made.

`page` wraps a view: signs the person in, loads the record through `visible` (404 for strangers), checks the
ability (403 that says why), and turns refused commands into answers. The sweep walks over `pages`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access import VIEW, Ability
from vanphong.kernel.access.rows import by_key
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.errors import DomainError, NotFound
from vanphong.kernel.registry import Registry, record_type_of

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request after the middleware: `actor` is who acts, None before sign-in."""

    actor: Actor | None
    htmx: Any


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One address: exactly one of `public` (a reason), `signed_in`, `opens` (model and ability), `record` holds.

    For `record` the address has `<int:pk>`, and `ability` is what the person needs on it.
    """

    path: str
    name: str
    view: View
    public: str = ""
    signed_in: bool = False
    opens: tuple[type[models.Model], Ability] | None = None
    record: type[models.Model] | None = None
    ability: Ability = VIEW


pages: Registry[PageSpec] = Registry("page")


def sign_in_address(request: HttpRequest) -> str:
    return f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}"


def refusal(request: HttpRequest, error: DomainError, record: models.Model | None = None) -> HttpResponse:
    """A refused command as an answer: its message, and the way back to the record it was about."""
    if isinstance(error, NotFound):
        raise Http404(error.message)
    text = render_to_string(
        "ui/refused.html",
        {
            "message": error.message,
            "status": error.status,
            "back_url": record_type_of(record).url(record) if record is not None else "",
        },
        request=request,
    )
    return HttpResponse(text, status=error.status)


def _record(actor: Actor, spec: PageSpec, pk: int) -> tuple[models.Model, frozenset[Ability]]:
    """The record with what the actor may do to it; to who does not see it, it does not exist."""
    model = cast(type[models.Model], spec.record)
    found: models.Model | None = by_key(model, [pk]).get(pk)
    held = access.abilities(actor, found) if found is not None else frozenset()
    if found is None or VIEW not in held:
        raise Http404
    return found, held


def _guarded(spec: PageSpec) -> View:
    @functools.wraps(spec.view)
    def run(request: Request, **kwargs: Any) -> HttpResponseBase:
        if spec.public:
            return spec.view(request, **kwargs)
        actor = request.actor
        answer: HttpResponseBase
        record: models.Model | None = None
        if actor is None:
            if request.htmx:
                answer = HttpResponse(status=HTTPStatus.UNAUTHORIZED)
                answer["HX-Redirect"] = sign_in_address(request)
                return answer
            return HttpResponseRedirect(sign_in_address(request))
        try:
            if spec.opens is not None and not access.may(actor, *spec.opens):
                raise Http404
            if spec.record is not None:
                record, held = _record(actor, spec, kwargs.pop("pk"))
                if spec.ability not in held:
                    why = access.explain(actor, record, spec.ability)
                    from vanphong.kernel.commands.errors import Forbidden

                    raise Forbidden(
                        _("Đồng chí chưa thể {label}. ").format(label=spec.ability.label)
                        + " ".join(why.reasons)
                    )
                answer = spec.view(request, actor, record, **kwargs)
            else:
                answer = spec.view(request, actor, **kwargs)
        except DomainError as error:
            answer = refusal(request, error, record)
        answer.setdefault("Cache-Control", "no-store")
        return answer

    return run


def add_page(
    address: str,
    view: View,
    *,
    name: str,
    public: str = "",
    signed_in: bool = False,
    opens: tuple[type[models.Model], Ability] | None = None,
    record: type[models.Model] | None = None,
    ability: Ability = VIEW,
) -> None:
    """Declare an address; raises when it says not exactly one thing about who may open it."""
    if sum((bool(public), signed_in, opens is not None, record is not None)) != 1:
        raise TypeError(
            _("{address}: nói đúng một điều về ai được mở (public, signed_in, opens hoặc record)").format(
                address=address
            )
        )
    if record is not None and "<int:pk>" not in address:
        raise TypeError(_("{address}: địa chỉ của bản ghi cần <int:pk>").format(address=address))
    pages.add(name, PageSpec(address, name, view, public, signed_in, opens, record, ability))


def page(address: str, **policy: Any) -> Callable[[View], View]:
    """`add_page` as a decorator. Views get `(request, actor[, record], **rest)`, public ones `(request, **rest)`."""

    def declare(view: View) -> View:
        add_page(address, view, **policy)
        return view

    return declare


def url_patterns() -> list[URLPattern]:
    """All declared addresses, for the composition root."""
    return [path(spec.path, _guarded(spec), name=spec.name) for spec in pages]
