"""The gallery of components, for who builds and who checks screens."""

from django.http import HttpResponse

from vanphong.kernel.actor import Actor
from vanphong.ui.gallery import gallery
from vanphong.ui.screens.routing import Request, page


@page("gallery/", name="gallery", signed_in=True)
def shown(request: Request, actor: Actor) -> HttpResponse:
    """Every component in all its states, with sample words only."""
    return gallery(request)
