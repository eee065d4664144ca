"""Opening a case file, changing what stands on its cover, and letting others in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from vanphong.kernel.actor import ARCHIVIST, CHIEF, DEPUTY_CHIEF, HEAD, REGISTRAR, Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, command
from vanphong.kernel.identity.models import User
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.numbering.issuing import give_number
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.search.indexing import index_record
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.text import clean
from vanphong.modules.catalogues.public import RetentionTerm
from vanphong.modules.records import notices
from vanphong.modules.records.models import CaseFile, CaseFileReader, FilePlanEntry
from vanphong.modules.records.policy import CREATE, EDIT, SHARE
from vanphong.modules.records.queries.case_files import people_of

APPOINTING = (HEAD, CHIEF, DEPUTY_CHIEF, ARCHIVIST, REGISTRAR)
"""Roles that may open a case file for another person to keep."""
OFFICE_WIDE = (CHIEF, DEPUTY_CHIEF, ARCHIVIST, REGISTRAR)
"""Roles that may open a case file for any unit of their agency."""
REGISTER_CODE = "HS"
OUTSIDE_PLAN = "NDM"
"""Stands where the plan's code would: «ngoài danh mục»."""


def _title(words: str) -> str:
    title = clean(words)
    if not title:
        raise Invalid(_("Hồ sơ phải có tiêu đề."), {"title": _("Đồng chí ghi tiêu đề hồ sơ.")})
    if len(title) > 400:
        raise Invalid(_("Tiêu đề dài quá 400 ký tự."), {"title": _("Đồng chí rút gọn tiêu đề.")})
    return title


def _unit(actor: Actor, unit: Unit | None, entry: FilePlanEntry | None) -> Unit:
    """The unit that keeps the file: as chosen, else the plan's if it is the actor's, else the actor's own."""
    if unit is None and entry is not None and entry.unit is not None:
        wide = entry.agency_id in actor.agencies_as(*OFFICE_WIDE)
        if actor.is_system or wide or entry.unit_id in actor.units_as():
            unit = entry.unit
    if unit is None and actor.seats:
        unit = Unit.objects.get(pk=actor.seats[0].unit_id)
    if unit is None:
        raise Invalid(_("Đồng chí chọn đơn vị lập hồ sơ."), {"unit": _("Còn trống.")})
    if actor.is_system or unit.pk in actor.units_as():
        return unit
    if unit.owning_agency_id not in actor.agencies_as(*OFFICE_WIDE):
        raise Forbidden(
            _("Đồng chí mở hồ sơ cho đơn vị của mình; đơn vị khác do đơn vị đó hoặc Văn phòng mở.")
        )
    return unit


def _keeper(actor: Actor, keeper: User | None, agency_id: int) -> User:
    if keeper is None and actor.person_id is not None:
        own: User = User.objects.get(pk=actor.person_id)
        return own
    if keeper is None:
        raise Invalid(_("Đồng chí chọn người lập hồ sơ."), {"keeper": _("Còn trống.")})
    if not (actor.is_system or keeper.pk == actor.person_id or actor.has_role(*APPOINTING)):
        raise Forbidden(_("Giao người khác lập hồ sơ là việc của phụ trách đơn vị hoặc Văn phòng."))
    return _member(keeper, agency_id)


def _member(person: User, agency_id: int) -> User:
    if not people_of([agency_id]).filter(pk=person.pk).exists():
        raise Invalid(
            _("Đồng chí {person} không còn giữ chức vụ nào trong cơ quan.").format(person=person),
            {"keeper": _("Chọn người đang công tác.")},
        )
    return person


def _check_entry(entry: FilePlanEntry, agency_id: int, opened_on: dt.date) -> None:
    if entry.agency_id != agency_id:
        raise Invalid(
            _("Mục này thuộc danh mục của cơ quan khác."),
            {"plan_entry": _("Chọn mục của cơ quan mình.")},
        )
    if entry.year != opened_on.year:
        raise Invalid(
            _("Mục này thuộc danh mục năm {year}, ngày mở hồ sơ lại là {opened_on}.").format(
                year=entry.year, opened_on=format_date(opened_on)
            ),
            {
                "plan_entry": _("Chọn mục của danh mục năm {year}, hoặc sửa ngày mở.").format(
                    year=opened_on.year
                )
            },
        )


def _register(agency_id: int) -> Register:
    """The agency's book of case files; made with its first file."""
    found: Register | None = Register.objects.filter(
        agency_id=agency_id, kind=Register.Kind.CASE_FILE
    ).first()
    if found is not None:
        return found
    # Two first files at once: the second waits for the agency's row and then finds the book.
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=agency_id)
    found = Register.objects.filter(agency_id=agency_id, kind=Register.Kind.CASE_FILE).first()
    if found is None:
        found = Register(
            agency_id=agency_id,
            kind=Register.Kind.CASE_FILE,
            code=REGISTER_CODE,
            name="Hồ sơ công việc",
            is_default=True,
        )
        found.save()
    return found


@command(CREATE, on=CaseFile, label=vi("mở hồ sơ"))
def open_case_file(
    actor: Actor,
    /,
    *,
    title: str,
    plan_entry: FilePlanEntry | None = None,
    retention: RetentionTerm | None = None,
    unit: Unit | None = None,
    keeper: User | None = None,
    opened_on: dt.date | None = None,
    note: str = "",
) -> CaseFile:
    """Open a case file under the file plan, or outside it with a retention term of its own.

    Its code is the plan's code with the year and the next number under that entry (`01.TH.I/2026.03`);
    numbers are given once, without gaps. Legal ground of opening under the plan: Nghị định 30/2020/NĐ-CP,
    Điều 28–29.
    """
    day = opened_on or today()
    if day > today():
        raise Invalid(
            _("Ngày mở hồ sơ chưa tới."),
            {"opened_on": _("Không sau ngày {format_date}.").format(format_date=format_date(today()))},
        )
    home = _unit(actor, unit, plan_entry)
    agency_id = home.owning_agency_id
    if plan_entry is not None:
        _check_entry(plan_entry, agency_id, day)
    term = retention or (plan_entry.retention if plan_entry is not None else None)
    if term is None:
        raise Invalid(
            _("Hồ sơ ngoài danh mục phải có thời hạn bảo quản."),
            {"retention": _("Đồng chí chọn thời hạn bảo quản.")},
        )
    prefix = plan_entry.code if plan_entry is not None else OUTSIDE_PLAN
    number = give_number(
        actor, register=_register(agency_id), key=f"{day.year}/{prefix}", object_reference=""
    )
    case_file = CaseFile(
        agency_id=agency_id,
        plan_entry=plan_entry,
        code=f"{prefix}/{day.year}.{number.number:02}",
        title=_title(title),
        unit=home,
        keeper=_keeper(actor, keeper, agency_id),
        retention=term,
        opened_on=day,
        note=clean(note),
    )
    case_file.save()
    number.object_reference = f"{case_file._meta.label_lower}:{case_file.pk}"
    number.save()
    tell(actor, notices.HANDED_OVER, about=case_file, users=[case_file.keeper_id])
    index_record(case_file)
    return case_file


@command(EDIT, on="case_file", label=vi("sửa hồ sơ"))
def edit_case_file(
    actor: Actor,
    /,
    *,
    case_file: CaseFile,
    title: str | None = None,
    retention: RetentionTerm | None = None,
    unit: Unit | None = None,
    keeper: User | None = None,
    note: str | None = None,
) -> CaseFile:
    """Change the cover, or hand the file over to another keeper; its code stays. What is not given stays."""
    if title is not None:
        case_file.title = _title(title)
    if note is not None:
        case_file.note = clean(note)
    if retention is not None:
        case_file.retention = retention
    if unit is not None:
        if unit.owning_agency_id != case_file.agency_id:
            raise Invalid(
                _("Đơn vị này thuộc cơ quan khác."),
                {"unit": _("Chọn đơn vị của cơ quan lập hồ sơ.")},
            )
        case_file.unit = unit
    if keeper is not None and keeper.pk != case_file.keeper_id:
        case_file.keeper = _member(keeper, case_file.agency_id)
        tell(actor, notices.HANDED_OVER, about=case_file, users=[keeper])
    case_file.save()
    index_record(case_file)
    return case_file


@command(SHARE, on="case_file", label=vi("mời phối hợp hồ sơ"))
def share_case_file(
    actor: Actor, /, *, case_file: CaseFile, units: Sequence[Unit] = (), people: Sequence[User] = ()
) -> CaseFile:
    """Let units and people read the file, and put documents into it while it is open."""
    if not units and not people:
        raise Invalid(_("Đồng chí chọn ít nhất một đơn vị hoặc một người."), {"people": _("Còn trống.")})
    there: set[tuple[int | None, int | None]] = set(case_file.readers.values_list("unit_id", "user_id"))
    wanted: list[tuple[int | None, int | None]] = [(unit.pk, None) for unit in units]
    wanted += [(None, person.pk) for person in people]
    new = [pair for pair in dict.fromkeys(wanted) if pair not in there and pair[1] != case_file.keeper_id]
    if not new:
        raise Conflict(_("Những nơi này đã được mời từ trước."))
    for unit_id, user_id in new:
        CaseFileReader(case_file=case_file, unit_id=unit_id, user_id=user_id).save()
    tell(actor, notices.SHARED, about=case_file, users=[user_id for _, user_id in new if user_id])
    return case_file


@command(SHARE, on="case_file", label=vi("thôi mời phối hợp hồ sơ"))
def unshare_case_file(actor: Actor, /, *, case_file: CaseFile, readers: Sequence[CaseFileReader]) -> CaseFile:
    """Take the invitation back; what they put in stays."""
    rows = list(case_file.readers.filter(pk__in=[reader.pk for reader in readers]))
    if not rows:
        raise Invalid(_("Đồng chí chọn nơi thôi mời."), {"readers": _("Còn trống.")})
    for row in rows:
        row.delete()
    return case_file
