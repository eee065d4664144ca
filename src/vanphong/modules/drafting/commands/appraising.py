"""What the appraiser decides on findings, and thinks of the content."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, command, note
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.drafting.models import Draft, FindingVerdict, Opinion
from vanphong.modules.drafting.policy import APPRAISE
from vanphong.modules.drafting.queries.findings import findings_of

Verdict = FindingVerdict.Verdict


@command(APPRAISE, on="draft", label=vi("kết luận về nhận xét thẩm định"))
def decide_findings(
    actor: Actor, /, *, draft: Draft, keys: Sequence[str], verdict: str, reason: str = ""
) -> Draft:
    """Uphold findings, or dismiss them with a reason; it holds for later versions too."""
    if verdict not in Verdict.values:
        raise Invalid(_("Đồng chí chọn «Phải sửa» hoặc «Bỏ qua»."), {"verdict": _("Đồng chí chọn lại.")})
    if verdict == Verdict.DISMISSED and not clean(reason):
        words = _("Bỏ qua nhận xét phải ghi lý do.")
        raise Invalid(words, {"reason": words})
    found = {one.key: one for one in findings_of(draft)}
    if not keys or set(keys) - found.keys():
        words = _("Nhận xét không còn trên bản này. Đồng chí mở lại rồi chọn.")
        raise Invalid(words, {"keys": words})
    for key in dict.fromkeys(keys):
        row = draft.verdicts.filter(key=key).first() or FindingVerdict(
            draft=draft, key=key, rule=found[key].rule
        )
        row.verdict, row.reason = verdict, clean(reason)[:500] if verdict == Verdict.DISMISSED else ""
        row.user_id, row.decided_at = actor.person_id, timezone.now()
        row.save()
    note(_("{count} nhận xét: {verdict}.").format(count=len(keys), verdict=Verdict(verdict).label))
    return draft


@command(APPRAISE, on="draft", label=vi("ghi ý kiến thẩm định nội dung"))
def write_content_opinion(actor: Actor, /, *, draft: Draft, text: str) -> Opinion:
    """What the appraiser thinks of the content; the drafter takes it up or explains."""
    if not clean(text):
        raise Invalid(_("Đồng chí ghi ý kiến."), {"text": _("Đồng chí ghi ý kiến.")})
    opinion = Opinion(
        draft=draft,
        kind=Opinion.Kind.CONTENT,
        user_id=actor.person_id or 0,
        given_at=timezone.now(),
        text=clean(text, keep_lines=True)[:4000],
        version=draft.latest,
    )
    opinion.save()
    return opinion
