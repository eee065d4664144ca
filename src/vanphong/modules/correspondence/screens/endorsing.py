"""A leader's endorsement: the page on top, one button to agree, chips to change; then the next document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from vanphong.kernel.actions import run_action
from vanphong.kernel.actions.action import actions
from vanphong.kernel.actor import Actor
from vanphong.kernel.calendar.queries import working_calendar
from vanphong.kernel.commands import DomainError
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import departments_of, today
from vanphong.lib.dates import format_date
from vanphong.lib.numbers import format_number
from vanphong.modules.correspondence.forms.proposing import PHRASES, EndorseForm
from vanphong.modules.correspondence.models import IncomingDocument, Submission
from vanphong.modules.correspondence.policy import ENDORSE
from vanphong.modules.correspondence.screens.pages import build_page_view
from vanphong.modules.correspondence.screens.rows import deadline_of, title_of
from vanphong.ui.components import Chips, Choice, Field, Part
from vanphong.ui.screens import Request, page, show

ADDRESS = "/van-ban-den/"
ACTION = f"{IncomingDocument._meta.label_lower}/cho-y-kien"
WORKING_DAYS = (1, 2, 3, 5, 7, 10, 15)


@dataclass(frozen=True, slots=True)
class Chooser:
    """A chip that opens its choices; `words` say what is chosen now."""

    id: str
    label: str
    words: str
    parts: tuple[Part, ...]
    chosen: bool = False
    opened: bool = False


def waiting_ids(actor: Actor) -> list[int]:
    """Documents that wait for this person's opinion, the oldest slip first."""
    found = Submission.objects.filter(
        to_user_id=actor.person_id,
        state=Submission.State.PENDING,
        document__state=IncomingDocument.State.PENDING_ENDORSEMENT,
    )
    return list(dict.fromkeys(found.order_by("pk").values_list("document_id", flat=True)))


def next_address(actor: Actor, after: int) -> str:
    """The next waiting document after this one in the queue, else the first, else home."""
    ids = waiting_ids(actor)
    if not ids:
        return "/"
    later = [pk for pk in ids if pk > after]
    return f"{ADDRESS}{(later or ids)[0]}/cho-y-kien/"


def _names(units: list[Unit]) -> str:
    return ", ".join(unit.label for unit in units)


def _units(ids: list[int]) -> list[Unit]:
    found = Unit.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the office proposes, ready to be said and to be chosen from."""

    text: str
    lead: Unit | None
    collaborators: list[Unit]
    information: list[Unit]
    due_on: dt.date | None

    @classmethod
    def of(cls, slip: Submission | None) -> Proposal:
        if slip is None:
            return cls("", None, [], [], None)
        return cls(
            slip.proposal,
            slip.proposed_lead,
            _units(slip.proposed_collaborators),
            _units(slip.proposed_information),
            slip.proposed_due_on,
        )

    @property
    def is_one(self) -> bool:
        return bool(self.text or self.lead)

    @property
    def others(self) -> str:
        """The words after the lead: who works with it, who is told, until when."""
        parts = (
            [_("{collaborators} phối hợp").format(collaborators=_names(self.collaborators))]
            if self.collaborators
            else []
        )
        parts += (
            [_("{information} để biết").format(information=_names(self.information))]
            if self.information
            else []
        )
        parts += [_("trình trước {due_on}").format(due_on=format_date(self.due_on))] if self.due_on else []
        return ", ".join(parts)


def _offered_units(document: IncomingDocument, proposal: Proposal) -> list[Unit]:
    named = [unit for unit in (proposal.lead, *proposal.collaborators, *proposal.information) if unit]
    boards = Unit.objects.filter(kind=Unit.Kind.BOARD, level=document.agency.level, valid_to__isnull=True)
    every = [
        *named,
        *departments_of(document.agency_id).order_by("rank", "name"),
        *boards.order_by("rank", "name"),
    ]
    return list(dict.fromkeys(every))


def _choices(units: list[Unit], chosen: set[str]) -> list[Choice]:
    return [Choice(str(unit.pk), unit.label, str(unit.pk) in chosen) for unit in units]


def _due_choices(document: IncomingDocument, proposal: Proposal, chosen: str) -> list[Choice]:
    """Usual numbers of working days with the day each ends on; the proposed and the document's day first."""
    day, calendar = today(), working_calendar()
    days: dict[dt.date, str] = {}
    if proposal.due_on and proposal.due_on >= day:
        days[proposal.due_on] = _("đề xuất")
    if document.due_on and document.due_on >= day:
        days.setdefault(document.due_on, _("hạn trong văn bản"))
    for count in WORKING_DAYS:
        days.setdefault(
            calendar.add_working_days(day, count).due, _("{count} ngày làm việc").format(count=count)
        )
    found = [Choice(d.isoformat(), format_date(d), d.isoformat() == chosen, note) for d, note in days.items()]
    return [Choice("", _("Không đặt hạn"), not chosen), *found]


def _choosers(document: IncomingDocument, proposal: Proposal, form: EndorseForm) -> list[Chooser]:
    given = form.data if form.is_bound else None

    def chosen(name: str, default: list[str]) -> set[str]:
        values: list[str] = given.getlist(name) if given is not None else default  # type: ignore[attr-defined]
        return {value for value in values if value}

    lead = chosen("lead", [str(proposal.lead.pk)] if proposal.lead else [])
    with_them = chosen("collaborators", [str(u.pk) for u in proposal.collaborators])
    told = chosen("information", [str(u.pk) for u in proposal.information])
    proposed_due = proposal.due_on if proposal.due_on and proposal.due_on >= today() else None
    due = next(iter(chosen("due_on", [proposed_due.isoformat()] if proposed_due else [])), "")
    units = _offered_units(document, proposal)
    label_of = {str(unit.pk): unit.label for unit in units}
    said = chosen("phrases", [])
    text = given.get("text", "") if given is not None else ""

    def names(keys: set[str]) -> str:
        return ", ".join(label_of.get(key, "") for key in keys)

    def chips(name: str, label: str, keys: set[str], *, multiple: bool) -> Chips:
        choices = _choices(units, keys)
        if not multiple:
            choices.insert(0, Choice("", _("Để Văn phòng phân phối"), not keys))
        return Chips(name=name, label=label, choices=choices, multiple=multiple, label_shown=False)

    day_words = format_date(dt.date.fromisoformat(due)) if due else ""
    phrases = [Choice(words, words, words in said) for words in PHRASES]
    return [
        Chooser(
            "lead",
            _("Chủ trì"),
            names(lead),
            (chips("lead", _("Chủ trì"), lead, multiple=False),),
            bool(lead),
        ),
        Chooser(
            "collaborators",
            _("+ Phối hợp"),
            names(with_them),
            (chips("collaborators", _("Phối hợp"), with_them, multiple=True),),
            bool(with_them),
        ),
        Chooser(
            "information",
            _("+ Để biết"),
            names(told),
            (chips("information", _("Để biết"), told, multiple=True),),
            bool(told),
        ),
        Chooser(
            "due_on",
            _("Hạn"),
            day_words,
            (
                Chips(
                    name="due_on",
                    label=_("Hạn"),
                    choices=_due_choices(document, proposal, due),
                    label_shown=False,
                ),
            ),
            bool(due),
        ),
        Chooser(
            "text",
            _("Nói hoặc viết ý kiến"),
            "",
            (
                Chips(
                    name="phrases",
                    label=_("Câu thường dùng"),
                    choices=phrases,
                    multiple=True,
                    label_shown=False,
                ),
                Field(name="text", label=_("Ý kiến"), value=text, lines=3),
            ),
            bool(said or text),
            # Without a proposal there is nothing to agree with: the words are the way.
            opened=not proposal.is_one or bool(said or text),
        ),
    ]


def _screen(
    request: Request, actor: Actor, document: IncomingDocument, form: EndorseForm, error: str = ""
) -> HttpResponse:
    ids = waiting_ids(actor)
    slip = (
        document.submissions.filter(state=Submission.State.PENDING, to_user_id=actor.person_id)
        .select_related("proposed_lead", "submitted_by")
        .order_by("-pk")
        .first()
    )
    proposal = Proposal.of(slip)
    place = ids.index(document.pk) + 1 if document.pk in ids else 1
    code = [_("Số đến {format_number}").format(format_number=format_number(document.arrival_number or 0))]
    if document.reference_code:
        code.append(document.reference_code)
    return show(
        request,
        actor,
        "correspondence/endorsing.html",
        {
            "work_title": _("Chờ ý kiến"),
            "back_url": "/",
            "place_text": f"{place} / {max(len(ids), 1)}",
            "document": document,
            "title": title_of(document),
            "facts": " · ".join([*code, document.issuer_name]),
            "due": _("hạn trong văn bản {due_on}").format(due_on=format_date(document.due_on))
            if document.due_on
            else "",
            "deadline": deadline_of(document),
            "page_view": build_page_view(document),
            "slip": slip,
            "proposal": proposal,
            "choosers": _choosers(document, proposal, form),
            "next_url": next_address(actor, document.pk) if len(ids) > 1 else "",
            "error": error,
        },
        status=422 if error else 200,
    )


@page("van-ban-den/<int:pk>/cho-y-kien/", name=ACTION, record=IncomingDocument, ability=ENDORSE)
def endorsing(request: Request, actor: Actor, document: IncomingDocument) -> HttpResponse:
    """Agree with the proposal by one tap, or choose and say something else; the next one opens."""
    if request.method != "POST":
        return _screen(request, actor, document, EndorseForm(actor=actor, record=document))
    action = actions[ACTION]
    try:
        done: Any = run_action(actor, action, document, request.POST)
    except DomainError as error:
        form = EndorseForm(request.POST, actor=actor, record=document)
        return _screen(request, actor, document, form, error.message)
    messages.success(request, action.said(done))
    return HttpResponseRedirect(next_address(actor, document.pk))
