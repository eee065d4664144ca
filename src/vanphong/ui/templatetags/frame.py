"""`{% frame "ui/parts/shell_head.html" %}`: what stands around every page, printed as parts are."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vanphong.ui.components.part import render_of

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: template.Context, template_name: str) -> SafeString:
    """The template with a `part` that holds the shell, the token of forms, the address and the work at hand."""
    request, token = context.get("request"), context.get("csrf_token")
    part: dict[str, Any] = {
        "shell": context.get("shell", ""),
        "token": format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
        if token
        else "",
        "here": request.get_full_path() if request else "",
        **{name: context.get(name, "") for name in ("work_title", "back_url", "place_text")},
    }
    render = render_of(template_name)
    return render(part) if render else render_to_string(template_name, {"part": part})
