"""One thing that can be found, as the index takes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vanphong.lib.fulltext.terms import code_stream, word_stream, words_only


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` is the row it stands for, `kind` the number of its record type, `day` its date for the order."""

    id: int
    kind: str
    day: dt.date | None
    code: str
    title: str
    issuer: str
    people: str
    body: str

    def fields(self) -> dict[str, int | str]:
        """The fields of the index document. All text stands in `words` and `pairs`, the title once more alone."""
        title_words, title_pairs = word_stream(self.title)
        rest_words, rest_pairs = word_stream("\n".join((self.issuer, self.people, self.body)))
        return {
            "entry": self.id,
            "kind": self.kind,
            "day": self.day.toordinal() if self.day else 0,
            "code": code_stream(self.code),
            "title": title_words,
            "title_pairs": title_pairs,
            "issuer": words_only(self.issuer),
            "people": words_only(self.people),
            "words": f"{title_words} {rest_words}",
            # One place is left between title and text: no phrase runs over it.
            "pairs": f"{title_pairs} . . {rest_pairs}",
        }
