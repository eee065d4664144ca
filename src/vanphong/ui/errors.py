"""Pages for refusals and failures: name these in the root URLconf as handler403, handler404, handler500."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: says what the person may do about it, in the words of who refused when there are any."""
    return HttpResponse(render_to_string("ui/403.html", {"reason": str(exception or "")}), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for what is not there and for what is not for this person."""
    return HttpResponse(render_to_string("ui/404.html"), status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: needs no database, no session, no request context."""
    correlation = getattr(request, "correlation", "")
    return HttpResponse(render_to_string("ui/500.html", {"correlation": correlation}), status=500)


def unavailable(request: HttpRequest, reason: str = "") -> HttpResponse:
    """503 with Retry-After, for maintenance and for a database that does not answer."""
    response = HttpResponse(render_to_string("ui/503.html", {"reason": reason}), status=503)
    response["Retry-After"] = "60"
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the page stood open too long; nothing was written."""
    return forbidden(request)
