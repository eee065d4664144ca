"""What the export carries: every table, but for those declared here or by a module's `portable.py` with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.apps import apps
from django.db import models

from vanphong.kernel.files.models import Blob, Rendition, Upload
from vanphong.kernel.identity import models as identity
from vanphong.kernel.jobs.models import Job, Schedule
from vanphong.kernel.journal.models import AuditEntry, Head
from vanphong.kernel.notifications.models import Notice
from vanphong.kernel.registry import Registry
from vanphong.kernel.search.models import SearchEntry

Row = Any


@dataclass(frozen=True, slots=True)
class Carried:
    """How a table is carried where not whole: fields left behind, rows chosen, what a row needs on arrival."""

    model: type[models.Model]
    left_out: frozenset[str] = frozenset()
    rows: Callable[[], models.QuerySet[Row]] | None = None
    arrive: Callable[[Row], None] | None = None


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A table that is not carried, and why."""

    model: type[models.Model]
    reason: str


class Bundle(Protocol):
    """Where papers for people are put; paths are relative, parts of them may hold any words."""

    def table(self, path: str, titles: list[str], rows: Iterator[list[Any]]) -> None:
        """A list as CSV that opens in a spreadsheet."""

    def blob(self, path: str, blob: Blob) -> str:
        """A file under a name people understand; answers the path it got."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Folders and lists for people to read: `write` gets the bundle and the year asked for, or None."""

    name: str
    write: Callable[[Bundle, int | None], None]
    needs: frozenset[str] = field(default_factory=frozenset)


carried: Registry[Carried] = Registry("carried table")
left_behind: Registry[LeftBehind] = Registry("table left behind")
papers: Registry[Papers] = Registry("papers for people")


def carry(declared: Carried) -> Carried:
    return carried.add(declared.model._meta.label_lower, declared)


def leave_behind(model: type[models.Model], reason: str) -> LeftBehind:
    return left_behind.add(model._meta.label_lower, LeftBehind(model, reason))


def write_papers(name: str, write: Callable[[Bundle, int | None], None]) -> Papers:
    return papers.add(name, Papers(name, write))


def carried_tables() -> list[Carried]:
    """Every table of ours that is carried, by name."""
    found = {
        model._meta.label_lower: carried[label]
        if (label := model._meta.label_lower) in carried
        else Carried(model)
        for model in apps.get_models()
        if model.__module__.startswith("vanphong.") and model._meta.label_lower not in left_behind
    }
    return [found[name] for name in sorted(found)]


_DRAWN_AGAIN = (Rendition.Kind.PAGE, Rendition.Kind.PDF)


def _no_password(user: Row) -> None:
    user.set_unusable_password()
    user.must_change_password = True


carry(
    Carried(
        identity.User,
        left_out=frozenset(
            {
                "password",
                "last_login",
                "must_change_password",
                "password_changed_at",
                "totp_secret",
                "totp_confirmed",
                "totp_last_step",
                "failed_logins",
                "locked_until",
            }
        ),
        arrive=_no_password,
    )
)
carry(Carried(Rendition, rows=lambda: Rendition.objects.exclude(kind__in=_DRAWN_AGAIN)))
for _model, _reason in (
    (Blob, "goes as files, one row each in the list of files"),
    (AuditEntry, "goes as a file with its chain; the journal of the new office begins with the import"),
    (Head, "the end of the chain stands in the manifest"),
    (Job, "work under way belongs to the machine"),
    (Schedule, "belongs to the machine"),
    (Upload, "bytes under way"),
    (SearchEntry, "made anew from the records"),
    (Notice, "each person's own, and told of what is done by now"),
    (identity.Passkey, "a key of one address only"),
    (identity.RecoveryCode, "a secret"),
    (identity.Session, "ends with the office it was opened in"),
    (identity.Presence, "ends with its session"),
    (identity.ApiToken, "a secret"),
    (identity.TokenUse, "goes with its key"),
    (identity.SignInPace, "belongs to the machine"),
):
    leave_behind(_model, _reason)
