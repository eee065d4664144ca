"""The description as rows for the page of documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Input:
    """One input or parameter."""

    name: str
    title: str
    shape: str
    required: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One operation."""

    method: str
    path: str
    anchor: str
    summary: str
    description: str
    policy: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Operations of one kind of record."""

    name: str
    rows: tuple[Row, ...]


def _words(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    choices = [c for c in schema.get("oneOf", ()) if "const" in c]
    if choices:
        return ", ".join(f"{c['const']} ({c['title']})" for c in choices)
    kind = schema.get("type", "")
    first = next((k for k in kind if k != "null"), "") if isinstance(kind, list) else kind
    names = {
        "string": "chữ",
        "integer": "số nguyên",
        "number": "số",
        "boolean": "true, false",
        "array": "danh sách",
    }
    words = names.get(first, "JSON")
    if "maxLength" in schema:
        words += f", tối đa {schema['maxLength']} ký tự"
    return f"{words}. {schema['description']}" if schema.get("description") else words


def _inputs(operation: dict[str, Any], schemas: dict[str, Any]) -> tuple[Input, ...]:
    found = [
        Input(p["name"], p.get("description", ""), _words(p["schema"]), p.get("required", False))
        for p in operation["parameters"]
        if p["in"] == "query" or (p["in"] == "header" and p.get("required"))
    ]
    for content in list(operation.get("requestBody", {}).get("content", {}).values())[:1]:
        schema = content["schema"]
        schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        for name, item in schema.get("properties", {}).items():
            needed = item.get("x-required", name in schema.get("required", ()))
            found.append(Input(name, item.get("title", ""), _words(item), needed))
    return tuple(found)


def groups(document: dict[str, Any]) -> list[Group]:
    """Operations by kind of record, in the order of the document."""
    found: dict[str, list[Row]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            row = Row(
                method.upper(),
                path,
                operation["operationId"],
                operation["summary"],
                operation.get("description", ""),
                operation["x-policy"],
                _inputs(operation, document["components"]["schemas"]),
            )
            found.setdefault(operation["tags"][0], []).append(row)
    return [Group(name, tuple(rows)) for name, rows in found.items()]
