"""Doing what actions declare: on one record, on many, without one; asking what they take; taking back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final

from django import forms
from django.core import signing
from django.db import models

from vanphong.kernel import access
from vanphong.kernel.actions import Action, check_offered, run_action
from vanphong.kernel.commands.errors import DomainError, Invalid, NotFound
from vanphong.lib.text import fold
from vanphong.rest.inputs import field_schema, form_data, json_default, typed
from vanphong.rest.operations import MULTIPART, Call, Done, Schema
from vanphong.rest.representing import action_json, address_of, heading_of, type_of
from vanphong.rest.shapes import LINK, TEXT, WHOLE, many, shaped

UNDO_SECONDS: Final = 10
OPTIONS: Final = 50
"""Options of a field told at once."""
LOOKED_AT: Final = 2000
MOST: Final = 100

FORM: Final[Schema] = shaped(
    name=TEXT,
    label=TEXT,
    warning=TEXT,
    href=LINK,
    inputs=many(
        {
            "type": "object",
            "properties": {
                "name": TEXT,
                "schema": {"type": "object"},
                "required": {"type": "boolean"},
                "default": {},
                "options": many(shaped(value={}, label=TEXT)),
                "more": {"type": "boolean"},
            },
            "required": ["name", "schema", "required"],
        }
    ),
)
RESULTS: Final[Schema] = shaped(done=TEXT, results=many(shaped(id=WHOLE, status=WHOLE, words=TEXT)))


def _declared(result: Any) -> models.Model | None:
    """The result of a command (or its first part) when it is a record the API can show."""
    if isinstance(result, tuple) and result:
        result = result[0]
    return result if isinstance(result, models.Model) and type_of(type(result)) is not None else None


def _undo_of(action: Action, call: Call, record: models.Model | None) -> dict[str, Any]:
    if action.undo is None or record is None:
        return {}
    token = signing.dumps([call.actor.user_id, record.pk], salt=action.key)
    href = f"{address_of(record)}/{action.name}/undo"
    return {"undo": {"href": href, "token": token, "seconds": UNDO_SECONDS}}


def act(action: Action) -> Callable[[Call], Done]:
    """The view that does it."""

    def view(call: Call) -> Done:
        check_offered(call.actor, action, call.record)
        inputs = call.inputs
        if (call.request.content_type or "").lower() == MULTIPART:
            inputs = typed(action, inputs)
        data = form_data(action, call.actor, call.record, inputs)
        result = run_action(call.actor, action, call.record, data, call.request.FILES)
        record = call.record if call.record is not None else _declared(result)
        status = 200 if action.argument else 201
        fresh = {**_undo_of(action, call, record), **action.secrets(result)}
        return Done(action.said(result), record, status, fresh=fresh)

    return view


def undo(action: Action) -> Callable[[Call], Done]:
    """The view that takes it back, for who did it, within ten seconds."""

    def view(call: Call) -> Done:
        token = call.inputs.get("token")
        try:
            user_id, pk = signing.loads(str(token or ""), salt=action.key, max_age=UNDO_SECONDS + 5)
        except signing.BadSignature as error:
            raise Invalid(
                "Đã quá mười giây nên không hoàn tác được nữa.", {"token": "Không dùng được."}
            ) from error
        if user_id != call.actor.user_id or pk != call.record.pk or action.undo is None:
            raise NotFound
        action.undo(call.actor, **{action.argument or "record": call.record})
        return Done("Đã hoàn tác.", call.record)

    return view


def _bulk_inputs(call: Call) -> tuple[list[int], dict[str, Any]]:
    ids, inputs = call.inputs.get("ids"), call.inputs.get("inputs") or {}
    wrong = {name: "Không có ô này." for name in call.inputs if name not in ("ids", "inputs")}
    whole = isinstance(ids, list) and all(isinstance(pk, int) and not isinstance(pk, bool) for pk in ids)
    if not isinstance(ids, list) or not whole or not 1 <= len(ids) <= MOST:
        wrong["ids"] = f"Danh sách từ 1 đến {MOST} mã bản ghi."
    if not isinstance(inputs, dict):
        wrong["inputs"] = "Ô này cần là một đối tượng JSON."
    if wrong:
        raise Invalid("Nội dung gửi lên chưa đúng ở: " + ", ".join(sorted(wrong)) + ".", wrong)
    return list(dict.fromkeys(ids or [])), inputs


def act_on_many(action: Action) -> Callable[[Call], Done]:
    """The view that does it to each of the given records, with a result a record."""

    def view(call: Call) -> Done:
        actor = call.actor
        ids, inputs = _bulk_inputs(call)
        rows = action.model._default_manager.filter(access.visible(actor, action.model)).in_bulk(ids)
        results: list[dict[str, Any]] = []
        for pk in ids:
            try:
                if pk not in rows:
                    raise NotFound
                check_offered(actor, action, rows[pk])
                data = form_data(action, actor, rows[pk], inputs)
                words, status = action.said(run_action(actor, action, rows[pk], data)), 200
            except DomainError as error:
                words, status = error.message, error.status
            results.append({"id": pk, "status": status, "words": words})
        well = sum(1 for item in results if item["status"] == 200)
        return Done(f"{action.label}: xong {well} trên {len(ids)}.", facts={"results": results})

    return view


def _options(field: Any, words: str) -> tuple[list[dict[str, Any]], bool]:
    """Choices of a field as they are for this person and record, those that hold the words."""
    if isinstance(field, forms.ModelChoiceField):
        rows = field.queryset[:LOOKED_AT] if field.queryset is not None else ()
        found: Iterable[tuple[Any, str]] = ((row.pk, str(row)) for row in rows)
    else:
        found = ((value, str(label)) for value, label in field.choices if value != "")
    wanted = fold(words)
    chosen = list(islice(((v, text) for v, text in found if wanted in fold(text)), OPTIONS + 1))
    return [{"value": v, "label": text} for v, text in chosen[:OPTIONS]], len(chosen) > OPTIONS


def ask(action: Action) -> Callable[[Call], dict[str, Any]]:
    """The view that tells what it takes: inputs, the values they would have, the choices of this moment."""

    def view(call: Call) -> dict[str, Any]:
        only, words = call.request.GET.get("field", ""), call.request.GET.get("q", "")
        form = action.form(actor=call.actor, record=call.record) if action.form is not None else None
        inputs = []
        for name, field in (form.fields if form is not None else {}).items():
            if only and name != only:
                continue
            item: dict[str, Any] = {
                "name": name,
                "schema": field_schema(name, field),
                "required": field.required,
                "default": json_default(form, name) if form is not None else None,
            }
            if isinstance(field, forms.ChoiceField):
                item["options"], item["more"] = _options(field, words)
            inputs.append(item)
        where = call.request.path.rstrip("/")
        told = action_json(action, where)
        about = {"record": heading_of(call.record)} if call.record is not None else {}
        return {**{k: told[k] for k in ("name", "label", "warning", "href")}, **about, "inputs": inputs}

    return view
