"""Background work on drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vanphong.kernel.files import renditions
from vanphong.kernel.jobs.asking import Running, job
from vanphong.kernel.wording import vi
from vanphong.lib.reading.problems import ExtractError
from vanphong.modules.correspondence.public import SecretFound, read_files, refuses_secrets
from vanphong.modules.drafting.commands.reading import purge_draft, record_version_reading
from vanphong.modules.drafting.commands.versions import DRAFTED_AS, READ
from vanphong.modules.drafting.models import DraftVersion
from vanphong.modules.drafting.queries.own_books import OwnBooks


@dataclass(frozen=True, slots=True)
class _Alone:
    """One version as papers to be read."""

    files: Any


@job(READ, label=vi("Đọc và thẩm định dự thảo"), queue="reading", attempts=3, office=True)
def read_version(running: Running, version_id: int) -> None:
    """Read a version and appraise it; a secret one is purged with its draft before a word of it is written down."""
    waiting = DraftVersion.ReadingState.WAITING
    rows = DraftVersion.objects.filter(pk=version_id, reading_state=waiting)
    version = rows.select_related("draft", "blob").first()
    if version is None:
        return
    try:
        (read,) = read_files(_Alone(rows), running.progress, refuse=refuses_secrets()).files
    except SecretFound as found:
        with running.once():
            purge_draft(running.actor, draft=version.draft, found_level=found.level, where=found.where)
        return
    profile, findings = ("", []) if read.problem else _appraised(version)
    with running.once():
        record_version_reading(
            running.actor,
            draft=version.draft,
            version=version,
            read=read,
            profile=profile,
            findings=findings,
        )


def _appraised(version: DraftVersion) -> tuple[str, list[dict[str, Any]]]:
    """Profile and findings; nothing for what was signed already or cannot be appraised."""
    from vanphong.lib.appraisal import appraise

    if version.kind != DraftVersion.Kind.MAIN or version.media_type not in DRAFTED_AS:
        return "", []
    with renditions.as_file(version.blob, version.media_type) as path:
        try:
            report = appraise(path, office=OwnBooks())
        except ExtractError:
            return "", []
    return report.profile, [one.as_json() for one in report.findings]
