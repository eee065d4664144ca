"""Bringing in units, posts and people from rows, again and again: codes decide what is already there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, command, note
from vanphong.kernel.identity.commands import add_user
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.commands import add_post, add_unit, edit_unit, name_agency
from vanphong.kernel.organisation.models import Dated, Holding, Post, Unit
from vanphong.kernel.organisation.naming import key_of
from vanphong.kernel.organisation.people import appoint
from vanphong.kernel.organisation.policy import MANAGE
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.organisation.succession import follow
from vanphong.kernel.wording import kept, vi
from vanphong.lib.dates import parse_vn_date
from vanphong.lib.text import clean, same

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Slip:
    """What a new person needs for the first sign-in; the password is shown this once."""

    full_name: str
    username: str
    password: str
    unit: str
    post: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    added: int
    kept: int


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else clean(str(value))


def _day(row: Row, name: str, line: int) -> dt.date | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    try:
        return parse_vn_date(str(value), today())
    except ValueError as error:
        message = _("Dòng {line}: ngày «{value}» chưa đúng. {error}").format(
            line=line, value=value, error=error
        )
        raise Invalid(message, {name: message}) from error


def _yes(row: Row, name: str) -> bool:
    value = row.get(name)
    return value is True or str(value or "").strip().lower() in ("1", "true", "x", "có", "co", "yes")


def _rank(row: Row) -> int:
    return int(row.get("rank") or 100)


def _unit(code: str, line: int) -> Unit:
    """The unit of a code, or else the only one in being that goes by that name."""
    unit: Unit | None = Unit.objects.filter(code=code).first()
    if unit is None:
        named = list(Unit.objects.filter(Dated.on(today()), keys__contains=[key_of(code)])[:2])
        unit = named[0] if len(named) == 1 else None
    if unit is None:
        message = _("Dòng {line}: không có đơn vị «{code}». Đồng chí nhập đơn vị đó trước.").format(
            line=line, code=code
        )
        raise Invalid(message, {"unit": message})
    return unit


def _choice(choices: list[tuple[str, Any]], text: str, usual: str) -> str:
    """A value by its code or its Vietnamese words."""
    by_words = {kept(label).lower(): str(value) for value, label in choices}
    return by_words.get(text.lower(), text) or usual


def role_of(text: str) -> str | None:
    """The role of a post by its code or words; an officer's when none is given, None when nobody knows it."""
    role = _choice(Post.Role.choices, text, Post.Role.OFFICER)
    return role if role in Post.Role.values else None


@command(MANAGE, on=Unit, label=vi("nhập đơn vị từ bảng"))
def import_units(actor: Actor, /, *, rows: Sequence[Row]) -> Imported:
    """Rows: code, name, kind, level, parent (code), agency (code), short_name, symbol, identifier, email,
    is_agency, uses_vanphong, valid_from, valid_to, rank, aliases and successors (lists, or text with «;»).

    A known code keeps its row: only aliases, symbol and rank are brought up to date.
    """
    added = 0
    for line, row in enumerate(rows, 1):
        aliases = _list(row.get("aliases"))
        present = Unit.objects.filter(code=_text(row, "code")).first()
        if present is not None:
            edit_unit(
                actor,
                unit=present,
                aliases=list(dict.fromkeys([*present.aliases, *aliases])),
                symbol=_text(row, "symbol") or None,
                rank=_rank(row) if row.get("rank") else None,
            )
            continue
        parent, agency = _text(row, "parent"), _text(row, "agency")
        add_unit(
            actor,
            code=_text(row, "code"),
            name=_text(row, "name"),
            kind=_choice(Unit.Kind.choices, _text(row, "kind"), Unit.Kind.OTHER),
            level=_choice(Unit.Level.choices, _text(row, "level"), Unit.Level.PROVINCE),
            parent=_unit(parent, line) if parent else None,
            agency=_unit(agency, line) if agency else None,
            short_name=_text(row, "short_name"),
            symbol=_text(row, "symbol"),
            identifier=_text(row, "identifier"),
            email=_text(row, "email"),
            is_agency=_yes(row, "is_agency"),
            uses_vanphong=_yes(row, "uses_vanphong"),
            valid_from=_day(row, "valid_from", line),
            valid_to=_day(row, "valid_to", line),
            rank=_rank(row),
            aliases=aliases,
        )
        added += 1
    _link_successors(rows)
    note(f"{added} đơn vị mới trong {len(rows)} dòng")
    return Imported(added, len(rows) - added)


def _list(value: Any) -> list[str]:
    items = value if isinstance(value, list | tuple) else str(value or "").split(";")
    return [clean(str(item)) for item in items if clean(str(item))]


def _link_successors(rows: Sequence[Row]) -> None:
    for line, row in enumerate(rows, 1):
        if heirs := _list(row.get("successors")):
            follow(_unit(_text(row, "code"), line), [_unit(code, line) for code in heirs])


@command(MANAGE, on=Unit, label=vi("nhập chức vụ từ bảng"))
def import_posts(actor: Actor, /, *, rows: Sequence[Row]) -> Imported:
    """Rows: unit (code), title, role, rank, second_factor, valid_from, valid_to. Unit and title decide what is there."""
    added = 0
    for line, row in enumerate(rows, 1):
        unit = _unit(_text(row, "unit"), line)
        if _post(unit, _text(row, "title")) is None:
            _new_post(actor, unit, row, line)
            added += 1
    return Imported(added, len(rows) - added)


def _post(unit: Unit, title: str) -> Post | None:
    posts = Post.objects.filter(Dated.on(today()), unit=unit)
    return next((post for post in posts if same(post.title, title)), None)


def _new_post(actor: Actor, unit: Unit, row: Row, line: int) -> Post:
    return add_post(
        actor,
        unit=unit,
        title=_text(row, "title") or _text(row, "post"),
        role=_choice(Post.Role.choices, _text(row, "role"), Post.Role.OFFICER),
        rank=_rank(row),
        valid_from=_day(row, "valid_from", line),
        valid_to=_day(row, "valid_to", line),
        second_factor=_yes(row, "second_factor") if _text(row, "second_factor") else None,
    )


@command(MANAGE, on=Unit, label=vi("nhập người dùng từ bảng"))
def import_people(
    actor: Actor,
    /,
    *,
    rows: Sequence[Row],
    password: str | None = None,
    told: Callable[[], None] | None = None,
) -> list[Slip]:
    """Rows: full_name, username (or empty), unit (code), post (title), role, email, phone, valid_from, rank; `line`,
    where the rows come from a sheet of which some were left out, is its place there.

    Returns one slip for each new account. A known user name keeps its account and only gets missing posts.
    `password` gives all new accounts the same one (demo only); `told` is called after each row.
    """
    slips: list[Slip] = []
    for place, row in enumerate(rows, 1):
        line = int(row.get("line") or place)
        try:
            slip = _person(actor, row, line, password)
        except Invalid as error:
            if error.message.startswith(_("Dòng {line}: {message}").format(line=line, message="")):
                raise
            raise Invalid(
                _("Dòng {line}: {message}").format(line=line, message=error.message), error.fields
            ) from error
        if slip is not None:
            slips.append(slip)
        if told is not None:
            told()
    note(f"{len(slips)} tài khoản mới trong {len(rows)} dòng")
    return slips


def _person(actor: Actor, row: Row, line: int, password: str | None) -> Slip | None:
    username = _text(row, "username").lower()
    user: User | None = User.objects.filter(username__iexact=username).first() if username else None
    first = ""
    if user is None:
        user, first = add_user(
            actor,
            full_name=_text(row, "full_name"),
            username=username,
            email=_text(row, "email"),
            phone=_text(row, "phone"),
            password=password or _text(row, "password") or None,
        )
    unit_code, title = _text(row, "unit"), _text(row, "post")
    unit = _unit(unit_code, line) if unit_code else None
    if unit is not None and title:
        post = _post(unit, title) or _new_post(actor, unit, {**row, "title": title}, line)
        if not Holding.objects.filter(Dated.on(today()), post=post, user=user).exists():
            appoint(actor, post=post, user=user, valid_from=_day(row, "valid_from", line))
    if not first:
        return None
    return Slip(user.full_name, user.username, first, unit.label if unit else "", title)


@command(MANAGE, on=Unit, label=vi("lập cơ quan"))
def found_office(actor: Actor, /, *, unit: Row, administrator: Row) -> list[Slip]:
    """The first agency and its first administrator, both or neither.

    Older books may have come in before: the agency made for them, which nobody works in yet, gets the name.
    """
    nameless = Unit.objects.filter(uses_vanphong=True, is_agency=True).first()
    if nameless is None:
        import_units(actor, rows=[unit])
    else:
        given = {name: _text(unit, name) for name in ("code", "name", "symbol", "level")}
        name_agency(actor, unit=nameless, **given)
    return import_people(actor, rows=[administrator])
