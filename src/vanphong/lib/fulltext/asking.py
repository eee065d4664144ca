"""From what was asked to queries of the index, the surest first.

A question of few words means all of them: first as they stand side by side and as written, then all of them
as written, then without marks. A sentence finds the nearest: BM25 over syllables and, as heavily, over pairs of
neighbours, the title counted once more by half.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import tantivy
from tantivy import Occur, Query

from vanphong.lib.fulltext.index import SCHEMA, Index
from vanphong.lib.fulltext.terms import STRIDE, exact, folded, marked, pair

SENTENCE: Final = 7
"""From so many syllables on a question is a sentence: the nearest are found, not only what holds all words."""
TITLE: Final = 0.5
QUOTED: Final = 30
"""Up to so many syllables a sentence may be the words of a document itself: who has them all side by side is first."""
MOST_TERMS: Final = 60
"""Of a longer text only the rarest terms are asked."""
BEGINNINGS: Final = 24
"""Words that the unfinished last word may stand for."""

Form = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question taken apart: syllables of words, of phrases, of what may not occur, parts of a code, fields."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    code: str = ""
    issuer: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    days: tuple[int, int] | None = None
    kind: str = ""
    only: Sequence[int] | None = field(default=None, compare=False)
    whole: bool = False
    """`code` was named as one: the words stand for nothing else."""
    complete: bool = False
    """`code` is a whole code, not a part of one."""
    near: bool = False
    """The words are a sentence, however few."""

    @property
    def empty(self) -> bool:
        return not (self.words or self.phrases or self.code or self.issuer or self.people or self.days)


def _term(name: str, value: str) -> Query:
    return Query.term_query(SCHEMA, name, value)


def _must(parts: Sequence[Query], *, better: Sequence[Query] = (), never: Sequence[Query] = ()) -> Query:
    """All of `parts`, none of `never`; `better` only ranks."""
    clauses = [
        *((Occur.Must, part) for part in parts),
        *((Occur.Should, part) for part in better),
        *((Occur.MustNot, part) for part in never),
    ]
    if len(clauses) == 1 and parts:
        return parts[0]
    return Query.boolean_query(clauses)


def _any(parts: Sequence[Query]) -> Query:
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Should, part) for part in parts])


def _filter(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _titled(name: str, value: str, weight: float = 1.0) -> list[Query]:
    """A term in all text, and once more in the title."""
    title = "title" if name == "words" else "title_pairs"
    return [_boosted(_term(name, value), weight), _boosted(_term(title, value), TITLE * weight)]


def _boosted(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)


def _phrase(run: Sequence[str], form: Form) -> Query:
    """The syllables side by side."""
    forms = [form(each) for each in run]
    if len(forms) == 1:
        return _term("words", forms[0])
    pairs = [pair(left, right) for left, right in pairwise(forms)]
    if len(pairs) == 1:
        return _term("pairs", pairs[0])
    return Query.phrase_query(SCHEMA, "pairs", [(STRIDE * at, term) for at, term in enumerate(pairs)])


def _as_typed(run: str) -> str:
    return exact(run) if marked(run) else folded(run)


def _frame(ask: Ask, form: Form) -> tuple[list[Query], list[Query]]:
    """What every hit must meet beside the words, and what none may hold."""
    must = [_phrase(phrase, form) for phrase in ask.phrases]
    for name, runs in (("issuer", ask.issuer), ("people", ask.people)):
        must += [_filter(_term(name, form(run))) for run in runs]
    if ask.days:
        low, high = ask.days
        must.append(
            _filter(
                Query.range_query(SCHEMA, "day", tantivy.FieldType.Integer, lower_bound=low, upper_bound=high)
            )
        )
    if ask.kind:
        must.append(_filter(_term("kind", ask.kind)))
    if ask.only is not None:
        must.append(_filter(Query.term_set_query(SCHEMA, "entry", list(ask.only))))
    return must, [_phrase(phrase, _as_typed) for phrase in ask.excluded]


def _all_words(index: Index, ask: Ask, form: Form) -> Query:
    """Every word; neighbours in the question that are neighbours in the text rank higher, and so does the title."""
    must, never = _frame(ask, form)
    forms = [form(run) for run in ask.words]
    words: list[Query] = []
    for at, term in enumerate(forms):
        last = at == len(forms) - 1
        words.append(_unfinished(index, term) if last and form is not exact else _term("words", term))
    better = [part for left, right in pairwise(forms) for part in _titled("pairs", pair(left, right))]
    better += [Query.boost_query(_term("title", term), TITLE) for term in forms]
    return _must([*words, *must], better=better, never=never)


def _unfinished(index: Index, term: str) -> Query:
    """A last word that stands nowhere may be the beginning of one."""
    if index.frequency("words", term):
        return _term("words", term)
    longer = index.beginnings("words", term, BEGINNINGS)
    return _any([_term("words", each) for each in (longer or [term])])


def _side_by_side(ask: Ask, form: Form) -> Query | None:
    """The words as one phrase, where nothing else is asked: the cheapest query, and the best hits."""
    if len(ask.words) != 2 or ask.kind or ask.only is not None or ask.days or ask.excluded:
        return None
    if ask.phrases or ask.issuer or ask.people:
        return None
    left, right = ask.words
    # The pair in the title implies the pair in the text: a plain union, of which only the best are scored.
    return _any(_titled("pairs", pair(form(left), form(right))))


def _weighed(index: Index, name: str, terms: Iterable[str]) -> list[Query]:
    """The terms that tell most (rare in the index, often in the question), by how often they are asked."""
    asked = Counter(terms)
    if len(asked) > MOST_TERMS:
        size = index.size
        met = {term: index.frequency(name, term) for term in asked}
        telling = sorted(
            (term for term in asked if met[term]),
            key=lambda term: -asked[term] * math.log(1 + size / met[term]),
        )
        asked = Counter({term: asked[term] for term in telling[:MOST_TERMS]})
    return [part for term, count in asked.items() for part in _titled(name, term, float(count))]


def _nearest(index: Index, ask: Ask) -> Query:
    """Whatever holds some of the words, by BM25 over words and pairs."""
    form: Form = exact if any(map(marked, ask.words)) else folded
    forms = [form(run) for run in ask.words]
    pairs = [pair(left, right) for left, right in pairwise(forms)]
    better = _weighed(index, "words", forms) + _weighed(index, "pairs", pairs)
    must, never = _frame(ask, _as_typed)
    if not must and not never:
        return _any(better)
    return _must([_any(better), *must], never=never)


def _by_code(ask: Ask) -> Query:
    """The code itself, then codes that begin so, then codes with a piece that begins so."""
    must, never = _frame(ask, folded)
    if ask.complete:
        return _must([_term("code", f"^{ask.code}$"), *must], never=never)
    ranked = [
        Query.const_score_query(_term("code", f"^{ask.code}$"), 100.0),
        Query.const_score_query(_term("code", "^" + ask.code), 10.0),
    ]
    return _must([Query.const_score_query(_term("code", ask.code), 1.0), *must], better=ranked, never=never)


def build(index: Index, ask: Ask) -> list[Query]:
    """Queries in the order in which their hits stand. Later ones may find again what earlier ones found."""
    tiers: list[Query] = []
    if ask.code:
        tiers.append(_by_code(ask))
        if ask.whole:
            return tiers
    if ask.words and (ask.near or len(ask.words) >= SENTENCE):
        return [*tiers, *_whole(ask), _nearest(index, ask)]
    forms: list[Form] = [folded]
    if any(map(marked, (*ask.words, *(run for phrase in ask.phrases for run in phrase)))):
        forms = [exact, folded] if all(map(marked, ask.words)) else [exact, _as_typed, folded]
    for form in forms:
        if (narrow := _side_by_side(ask, form)) is not None and len(forms) > 1:
            tiers.append(narrow)
        tiers.append(_all_words(index, ask, form))
    return tiers


def _whole(ask: Ask) -> list[Query]:
    """A sentence just as it stands, where it is one that may be quoted."""
    if len(ask.words) > QUOTED:
        return []
    form: Form = exact if any(map(marked, ask.words)) else folded
    must, never = _frame(ask, form)
    return [_must([_phrase(ask.words, form), *must], never=never)]
