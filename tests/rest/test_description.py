"""The OpenAPI document: the committed snapshot, whether it is well formed, and the page made from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from vanphong.rest.everywhere import description

SNAPSHOT = Path(__file__).parent / "openapi.json"
TYPES = {"object", "array", "string", "integer", "number", "boolean", "null"}
METHODS = {"get", "put", "post", "delete", "patch"}


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from schemas(value)
    elif isinstance(node, list):
        for value in node:
            yield from schemas(value)


def found(document: dict[str, Any], reference: str) -> Any:
    node: Any = document
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def test_the_snapshot_is_what_is_served() -> None:
    kept = json.loads(SNAPSHOT.read_text())
    served = json.loads(json.dumps(description()))
    assert served == kept, "python -m tools.api_snapshot takes it anew; then read the difference"


def test_the_document_is_well_formed() -> None:
    document = description()
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    ids: list[str] = []
    for path, methods in document["paths"].items():
        assert path.startswith("/api/") and set(methods) <= METHODS
        places = set(re.findall(r"{(\w+)}", path))
        for method, operation in methods.items():
            ids.append(operation["operationId"])
            given = [(p["in"], p["name"]) for p in operation["parameters"]]
            assert len(given) == len(set(given))
            assert {name for where, name in given if where == "path"} == places
            assert all(p["required"] is True for p in operation["parameters"] if p["in"] == "path")
            assert all("schema" in p for p in operation["parameters"])
            assert operation["responses"] and all(
                re.fullmatch(r"\d{3}", code) for code in operation["responses"]
            )
            assert ("requestBody" in operation) <= (method != "get")
    assert len(ids) == len(set(ids))


def test_every_reference_leads_somewhere_and_every_type_is_known() -> None:
    document = description()
    for node in schemas(document):
        if isinstance(node.get("$ref"), str):
            assert found(document, node["$ref"]) is not None
        kind = node.get("type")
        if isinstance(kind, list) and all(isinstance(k, str) for k in kind):
            assert set(kind) <= TYPES
        if isinstance(node.get("required"), list) and "properties" in node:
            assert set(node["required"]) <= set(node["properties"])


def test_the_whole_is_json_without_python_in_it() -> None:
    text = json.dumps(description(), ensure_ascii=False)
    assert "<class" not in text and "object at 0x" not in text and "functools" not in text


@pytest.mark.parametrize("address", ["/api/docs", "/api/openapi.json"])
def test_the_description_is_open_and_loads_nothing_from_elsewhere(db: None, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
    assert "/api/incoming/{id}/vao-so" in text
