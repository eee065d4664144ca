"""Bodies, units, people, terms, catalogues, registers and the file plan of «tỉnh Sơn Hà» (an invented province)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.models import User
from vanphong.kernel.numbering.commands import add_register
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.commands import add_term
from vanphong.kernel.organisation.importing import import_people, import_units
from vanphong.kernel.organisation.models import Term, Unit
from vanphong.modules.catalogues.commands import (
    import_document_types,
    import_retention_terms,
    import_subject_areas,
    shipped,
)
from vanphong.modules.catalogues.models import RetentionTerm
from vanphong.modules.records.commands.planning import PlanRow, import_file_plan

if TYPE_CHECKING:
    from rich.console import Console

OFFICE = "VPTU"
OTHER_OFFICES = {"BTCTU": "DEN-BTC", "DU_HONGCHAU": "DEN-HGC"}
"""Other offices of the installation, with the code of their incoming book."""
PASSWORD = "Vanphong-2026"  # noqa: S105 -- the demo's public password, printed at its start
ROLES = {"reception": "officer", "accountant": "officer", "cipher": "officer"}
"""Roles whose modules are not there yet work as officers."""


def _bodies() -> list[dict[str, Any]]:
    rows = [
        {
            **row,
            "kind": row["unit_kind"],
            "uses_vanphong": row["code"] in ("TU", OFFICE, *OTHER_OFFICES),
            # The standing board works through its office's books.
            "agency": OFFICE if row["code"] == "TTTU" else "",
        }
        for row in [*shipped("bodies_central"), *shipped("bodies_demo")]
    ]
    # A parent, agency or successor must be there first.
    known: set[str] = set()
    ordered: list[dict[str, Any]] = []
    while rows:
        ready = [
            r
            for r in rows
            if (not r["parent"] or r["parent"] in known) and (not r["agency"] or r["agency"] in known)
        ]
        if not ready:
            raise ValueError(f"bodies without a known parent: {[r['code'] for r in rows]}")
        ordered += ready
        known |= {r["code"] for r in ready}
        rows = [r for r in rows if r["code"] not in known]
    return ordered


def _units() -> list[dict[str, Any]]:
    return [
        {**row, "kind": Unit.Kind.DEPARTMENT, "parent": row["parent"] or row["body"], "agency": row["body"]}
        for row in shipped("units_demo")
    ]


def _people() -> list[dict[str, Any]]:
    rank = {row["code"]: row["rank"] for row in shipped("posts_demo")}
    return [
        {
            "full_name": row["name"],
            "username": row["user_name"],
            "unit": row["unit"],
            "post": row["post_title"],
            "role": ROLES.get(row["role"], row["role"]),
            "valid_from": row["since"],
            "rank": rank.get(row["post"], 100),
            # Nobody enrols a telephone to look at a demo.
            "second_factor": "không",
        }
        for row in shipped("demo_people")
    ]


def _plan() -> list[PlanRow]:
    headings = {row["code"]: row["name"] for row in shipped("file_plan") if row["parent"] is None}
    return [
        PlanRow(
            row["code"],
            row["name"],
            row["retention"],
            f"{row['parent']}. {headings[row['parent']]}",
            row["unit"] or "",
        )
        for row in shipped("file_plan")
        if row["parent"] is not None
    ]


def build_office(console: Console) -> None:
    """Everything but documents; rows already there are kept."""
    actor = Actor.system("Người cài đặt")
    if not Unit.objects.filter(code=OFFICE).exists():
        console.print("  cơ quan, đơn vị", style="dim")
        import_units(actor, rows=_bodies())
        import_units(actor, rows=_units())
    if not User.objects.exists():
        console.print("  người và chức vụ", style="dim")
        import_people(actor, rows=_people(), password=PASSWORD)
    if not RetentionTerm.objects.exists():
        console.print("  danh mục", style="dim")
        import_document_types(actor, rows=shipped("document_types"))
        import_subject_areas(actor, rows=shipped("subject_areas"))
        import_retention_terms(actor, rows=shipped("retention_terms"))
    if not Term.objects.exists():
        for row in shipped("terms_demo"):
            committee = Unit.objects.filter(code=row["body"]).first()
            if committee is not None:
                add_term(
                    actor,
                    committee=committee,
                    name=row["name"].rpartition("nhiệm kỳ ")[2],
                    valid_from=dt.date.fromisoformat(row["starts_on"]),
                    valid_to=dt.date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
                )
    office = Unit.objects.get(code=OFFICE)
    if not Register.objects.exists():
        for rank, (code, name, default) in enumerate(
            (
                ("DEN", "Văn bản đến", True),
                ("DEN-TW", "Văn bản đến: cơ quan Trung ương", False),
                ("DEN-DTNN", "Đơn thư chuyển đến", False),
            )
        ):
            add_register(
                actor,
                agency=office,
                kind=Register.Kind.INCOMING,
                code=code,
                name=name,
                is_default=default,
                rank=rank,
            )
        for body, code in OTHER_OFFICES.items():
            add_register(
                actor,
                agency=Unit.objects.get(code=body),
                kind=Register.Kind.INCOMING,
                code=code,
                name="Văn bản đến",
                is_default=True,
            )
        import_file_plan(actor, agency=office, year=2026, rows=_plan())
