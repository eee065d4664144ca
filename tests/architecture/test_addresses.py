"""Every address of the resolver is a declared page, a declared operation of the API, or stands on a short list."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from vanphong.rest.operations import by_path
from vanphong.rest.routing import operations
from vanphong.ui.screens.routing import pages

LISTED = {
    "healthz": "answers machines; shows nothing of the office",
    "api/<path:_rest>": "404 for all else under /api/",
}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """All leaves of the resolver with their whole route."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        else:
            yield route, entry


def undeclared(found: Iterator[tuple[str, URLPattern]]) -> list[str]:
    declared = {spec.path for spec in pages}
    api = set()
    for path in by_path(list(operations())):
        api |= {f"api/{path}", f"api/{path}/", f"api/{path}".removesuffix("/")}
    wrong = []
    for route, entry in found:
        module = entry.callback.__module__
        if route in declared and hasattr(entry.callback, "__wrapped__"):
            continue
        if route in api and module == "vanphong.rest.routing":
            continue
        if route not in LISTED:
            wrong.append(route)
    return wrong


def test_every_address_declares_its_policy() -> None:
    assert not undeclared(addresses(get_resolver()))


def test_a_view_put_beside_the_declared_ones_is_seen() -> None:
    from django.http import HttpResponse
    from django.urls import path

    loose = path("lo-hong/", lambda request: HttpResponse("x"))
    assert undeclared(iter([("lo-hong/", loose)])) == ["lo-hong/"]


def test_every_public_page_says_why() -> None:
    for spec in pages:
        if spec.public:
            assert len(spec.public.split()) >= 2, f"{spec.path}: «{spec.public}» is no reason"


def test_every_public_operation_says_why() -> None:
    for operation in operations():
        if operation.public:
            assert len(operation.public.split()) >= 2, operation.key
