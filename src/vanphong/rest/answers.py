"""JSON answers: UTF-8 with Vietnamese letters as they are."""

from typing import Any

from django.http import JsonResponse


def answer_json(body: Any, status: int = 200) -> JsonResponse:
    """A JSON answer of any shape."""
    return JsonResponse(body, status=status, safe=False, json_dumps_params={"ensure_ascii": False})
