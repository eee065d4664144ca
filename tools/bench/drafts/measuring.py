"""Precision and recall of the appraisal by rule, on drafts with defects planted singly and together."""

from __future__ import annotations

import io
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document as open_word

from tools.bench.drafts.clean import DAYS, drafts
from tools.bench.drafts.planting import DEFECTS, Defect
from tools.make_samples.docx_writer import to_docx
from tools.make_samples.model import Document
from vanphong.lib.appraisal import appraise
from vanphong.lib.appraisal.rulebook import rules_of

FOLLOWING = {
    # What one defect makes true of other rules as well: told besides it, and rightly so.
    "heading.words": {"heading.present"},
    "page.upright": {"page.paper", "page.number"},
    "page.old-font": {"page.font"},
    "number.present": {"number.form", "issuer.star", "issuer.present", "date.place"},
    "body.size": {"body.even"},
    "competence.no-mandate": {"capacity.form", "competence.by-order", "post.weight"},
    "content.date": {"content.deadline"},
    "secrecy.mark": {"secrecy.words"},
    "references.twice": {"references.future"},
    "number.symbol": {"competence.province"},
    "motto.rule": {"issuer.rule", "subject.rule"},
    "references.own-number": {"references.future"},
    "appendix.numbered": {"appendix.refers"},
}
"""Rule of a defect = rules it may call besides."""


@dataclass(slots=True)
class Tally:
    """Findings of one rule: right ones, wrong ones, planted defects not seen."""

    right: int = 0
    wrong: int = 0
    missed: int = 0


@dataclass(slots=True)
class Outcome:
    """The tallies of a profile, and milliseconds of processor time a document."""

    by_rule: dict[str, Tally] = field(default_factory=dict)
    planted: int = 0
    times: list[float] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)

    def tally(self, rule: str) -> Tally:
        return self.by_rule.setdefault(rule, Tally())

    def total(self, name: str) -> int:
        return sum(getattr(tally, name) for tally in self.by_rule.values())

    @property
    def recall(self) -> float:
        right, missed = self.total("right"), self.total("missed")
        return right / (right + missed) if right + missed else 1.0

    @property
    def precision(self) -> float:
        right, wrong = self.total("right"), self.total("wrong")
        return right / (right + wrong) if right + wrong else 1.0


def planted(document: Document, defects: Sequence[Defect]) -> tuple[bytes, list[Defect]]:
    """The document with those of the defects that apply to it, and which these are."""
    done: list[Defect] = []
    for defect in defects:
        spoilt = defect.words(document) if defect.words else None
        if spoilt is not None:
            document = spoilt
            done.append(defect)
    content = to_docx(document)
    looks = [defect for defect in defects if defect.looks]
    if looks:
        word = open_word(io.BytesIO(content))
        done += [defect for defect in looks if defect.looks and defect.looks(word, document)]
        out = io.BytesIO()
        word.save(out)
        content = out.getvalue()
    return content, done


def measure(profile: Any, documents: int, together: int, seed: int, folder: Path) -> Outcome:
    """Each defect alone in documents that it applies to, `together` of them at once, and clean documents."""
    outcome = Outcome()
    dice = random.Random(seed)
    clean = list(drafts(profile, documents, seed))
    fitting = [defect for defect in DEFECTS if profile in defect.profiles]
    for document in clean:
        _judge(outcome, profile, to_docx(document), [], folder)
    for defect in fitting:
        tried = 0
        for document in dice.sample(clean, len(clean)):
            content, done = planted(document, [defect])
            if done:
                _judge(outcome, profile, content, done, folder)
                tried += 1
            if tried == 4:
                break
    apart = _groups(fitting, dice, together)
    for at, group in enumerate(apart):
        content, done = planted(clean[at % len(clean)], group)
        _judge(outcome, profile, content, done, folder)
    return outcome


def _groups(defects: list[Defect], dice: random.Random, size: int) -> list[list[Defect]]:
    """Every defect twice, in groups of `size` of different components: two defects of one line hide each other."""
    groups: list[list[Defect]] = []
    for _ in range(2):
        waiting = dice.sample(defects, len(defects))
        while waiting:
            group: list[Defect] = []
            touched: set[str] = set()
            for defect in waiting:
                component = defect.rule.partition(".")[0]
                lone = component in ("page", "language", "content", "references", "secrecy")
                name = _TOGETHER.get(component) or (defect.rule if lone else component)
                if defect.rule.startswith("page.number"):
                    name = "page.number"
                if name not in touched and defect.rule not in _ALONE and len(group) < size:
                    group.append(defect)
                    touched.add(name)
            if not group:
                break
            waiting = [defect for defect in waiting if defect not in group]
            groups.append(group)
    return groups


_TOGETHER = {"competence": "capacity", "capacity": "capacity", "post": "capacity"}
_ALONE = {
    # Without these a document is no longer recognised as one: planted alone only.
    "number.present", "heading.present", "nation.present", "page.upright", "recipients.present", "type.capitals",
    "date.present", "issuer.present", "content.empty",
}  # fmt: skip


def _judge(outcome: Outcome, profile: Any, content: bytes, done: list[Defect], folder: Path) -> None:
    path = folder / "draft.docx"
    path.write_bytes(content)
    began = time.process_time()
    report = appraise(path, profile, today=DAYS[profile])
    outcome.times.append(1000 * (time.process_time() - began))
    outcome.planted += len(done)
    wanted = Counter(defect.rule for defect in done)
    found = Counter(finding.rule for finding in report.findings)
    allowed = {rule for defect in done for rule in FOLLOWING.get(defect.rule, ())}
    for rule in wanted:
        tally = outcome.tally(rule)
        if found[rule]:
            tally.right += 1
        else:
            tally.missed += 1
            outcome.surprises.append(f"missed {rule}: {[d.name for d in done]}")
    for finding in report.findings:
        if finding.rule not in wanted and finding.rule not in allowed:
            outcome.tally(finding.rule).wrong += 1
            outcome.surprises.append(f"wrong {finding.rule}: {finding.message} {[d.name for d in done]}")


def run(arguments: list[str]) -> None:
    """`python -m tools.bench appraisal [documents] [seed] [--show | --rules]`: totals a profile, or each rule's."""
    numbers = [int(word) for word in arguments if word.isdigit()]
    documents, seed = (*numbers, *(42, 20261124)[len(numbers) :])[:2]
    outcomes: dict[str, Outcome] = {}
    print(f"drafts {documents} a profile, seed {seed}, {date.today():%d/%m/%Y}")  # noqa: DTZ011
    with tempfile.TemporaryDirectory(prefix="vanphong-bench-") as name:
        for profile in DAYS:
            outcome = outcomes[profile] = measure(profile, documents, 8, seed, Path(name))
            planted_rules = sum(tally.right + tally.missed > 0 for tally in outcome.by_rule.values())
            print(
                f"{profile}: {len(outcome.times)} documents, {outcome.planted} defects of {planted_rules} rules; "
                f"recall {outcome.recall:.4f}, precision {outcome.precision:.4f}; "
                f"{statistics.median(outcome.times):.0f} ms in the median, {max(outcome.times):.0f} at most"
            )
            for line in outcome.surprises if "--show" in arguments else ():
                print(f"    {line}")
    if "--rules" in arguments:
        _print_rules(outcomes)


def _print_rules(outcomes: dict[str, Outcome]) -> None:
    """A row a rule: how many planted defects each profile told of how many, and how many findings were wrong."""
    print(f"\n| Rule | {' | '.join(outcomes)} |\n|---|{'---|' * len(outcomes)}")
    names = {rule.id for profile in outcomes for rule in rules_of(profile)}  # type: ignore[arg-type]
    for name in sorted(names):
        cells = [_cell(outcome.by_rule.get(name, Tally())) for outcome in outcomes.values()]
        print(f"| {name} | {' | '.join(cells)} |")


def _cell(tally: Tally) -> str:
    planted_ones = tally.right + tally.missed
    told = f"{tally.right} of {planted_ones}" if planted_ones else ""
    return f"{told}, {tally.wrong} wrong".strip(", ") if tally.wrong else told
