"""How a person likes to read: theme, size, leader mode, kept in one cookie of this browser."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from vanphong.ui.components.shell import Display

COOKIE = "vp_display"
YEAR_SECONDS = 365 * 24 * 3600
THEMES = ("", "light", "dark")
SIZES = ("100", "125", "150")
MODES = ("", "leader")


def display_of(request: HttpRequest) -> Display:
    """The choice kept in the cookie («theme.size.mode»); anything unknown falls back to the default."""
    theme, size, mode = [*request.COOKIES.get(COOKIE, "").split("."), "", "", ""][:3]
    return _known(theme, size, mode)


@require_POST
def set_display(request: HttpRequest) -> HttpResponse:
    """Keep the posted choice and go back to where the person was."""
    chosen = _known(*(request.POST.get(name, "") for name in ("theme", "size", "mode")))
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    value = f"{chosen.theme}.{chosen.size}.{chosen.mode}"
    response.set_cookie(COOKIE, value, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
    return response


def _known(theme: str, size: str, mode: str) -> Display:
    return Display(
        theme=theme if theme in THEMES else "",
        size=size if size in SIZES else "100",
        mode=mode if mode in MODES else "",
    )
