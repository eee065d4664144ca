"""Parts of the account pages: a form that posts to where it stands, a secret shown once, a QR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString, mark_safe

from vanphong.ui.components import Content, Part


@dataclass(frozen=True)
class PostForm(Part):
    """Fields and one button. `act` tells the view which form came; `passkey` names the script's ceremony.

    `options_url` is where the script gets the ceremony's options; such a form shows itself only with script.
    """

    csrf_token: str
    button: str
    fields: Sequence[Content] = ()
    act: str = ""
    url: str = ""
    hidden: Sequence[tuple[str, str]] = ()
    main: bool = True
    alarm: bool = False
    passkey: str = ""
    options_url: str = ""
    error: str = ""

    template_name: ClassVar[str] = "ui/account/form.html"


@dataclass(frozen=True)
class Shown(Part):
    """Codes to copy or write down; `spoken` says what they are."""

    codes: Sequence[str]
    spoken: str

    template_name: ClassVar[str] = "ui/account/shown.html"


@dataclass(frozen=True)
class Qr(Part):
    """A QR drawn as SVG, black on white in every theme so that telephones read it."""

    text: str
    spoken: str

    template_name: ClassVar[str] = "ui/account/qr.html"

    @property
    def svg(self) -> SafeString:
        # Loaded when one is drawn: once in a person's life here.
        import segno

        drawn = segno.make(self.text, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")
        return mark_safe(drawn)  # noqa: S308 -- made by the library from modules, holds no text of ours
