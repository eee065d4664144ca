"""The index on disk: opened for reading by many, written by one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import tantivy

from vanphong.lib.fulltext.entry import Entry

WRITER_BYTES: Final = 32 << 20
"""Memory the follower writes with, one thread."""
BUILDER_BYTES: Final = 160 << 20
"""Memory of a rebuilding, two threads."""
_TOKENS: Final = "terms"


class NoIndex(Exception):
    """There is no index in this folder, or one of another make."""


def _schema() -> tantivy.Schema:
    make = tantivy.SchemaBuilder()
    make.add_unsigned_field("entry", indexed=True, fast=True)
    make.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    make.add_integer_field("day", indexed=True, fast=True)
    for name in ("code", "issuer", "people"):
        make.add_text_field(name, tokenizer_name=_TOKENS, index_option="basic")
    for name in ("title", "title_pairs", "words"):
        make.add_text_field(name, tokenizer_name=_TOKENS, index_option="freq")
    make.add_text_field("pairs", tokenizer_name=_TOKENS, index_option="position")
    return make.build()


SCHEMA: Final = _schema()


def _known(index: tantivy.Index) -> tantivy.Index:
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENS, analyzer)
    return index


class Index:
    """An index for reading. It shows what was last committed once `refresh` has looked."""

    def __init__(self, folder: Path, index: tantivy.Index) -> None:
        self.folder = folder
        self._index = index
        self._seen = self._stamp()
        self._index.reload()

    def _stamp(self) -> tuple[int, int]:
        with contextlib.suppress(FileNotFoundError):
            found = (self.folder / "meta.json").stat()
            return found.st_mtime_ns, found.st_ino
        return (0, 0)

    def refresh(self) -> None:
        """Show commits made by another process since."""
        if (now := self._stamp()) != self._seen:
            self._index.reload()
            self._seen = now

    @property
    def size(self) -> int:
        """Documents in the index."""
        return int(self._index.searcher().num_docs)

    def frequency(self, field: str, term: str) -> int:
        """Documents that hold the term."""
        return int(self._index.searcher().doc_freq(field, term))

    def beginnings(self, field: str, start: str, limit: int) -> list[str]:
        """The most frequent terms that begin so."""
        return [term for term, _count in self._index.searcher().terms_with_prefix(field, start, limit=limit)]

    def hits(self, query: tantivy.Query, limit: int, *, newest_first: bool = False) -> list[int]:
        """Ids of the entries that match, best (or newest) first; of equals the later entry.

        Machines lay out the same entries differently: without an order of equals they would not agree.
        """
        searcher = self._index.searcher()
        order: dict[str, Any] = {"order_by_field": "day"} if newest_first else {}
        found = searcher.search(query, limit=limit, count=False, **order).hits
        ids = searcher.fast_field_values("entry", [at for _key, at in found])
        keyed = [(-round(key, 3), -int(pk or 0)) for (key, _at), pk in zip(found, ids, strict=True)]
        return [-pk for _key, pk in sorted(keyed)]


class Writer:
    """The one writer of an index; a second one is refused with BlockingIOError."""

    def __init__(self, folder: Path, *, building: bool = False) -> None:
        index = _known(tantivy.Index.open(str(folder)))
        size, threads = (BUILDER_BYTES, 2) if building else (WRITER_BYTES, 1)
        try:
            self._writer = index.writer(size, threads)
        except ValueError as error:
            raise BlockingIOError(str(error)) from error

    def put(self, entries: Iterable[Entry], *, new: bool = False) -> int:
        """Write entries over what stood under their ids; `new` ones are known to stand nowhere."""
        given = entries if new else list(entries)
        if not new:
            self.drop([entry.id for entry in given])
        count = 0
        for count, entry in enumerate(given, 1):  # noqa: B007
            self._writer.add_document(tantivy.Document.from_dict(entry.fields(), SCHEMA))
        return count

    def drop(self, ids: Sequence[int]) -> None:
        """Take entries out."""
        if ids:
            # By query: a term made of a Python number is a signed one, which an unsigned field does not hold.
            self._writer.delete_documents_by_query(tantivy.Query.term_set_query(SCHEMA, "entry", list(ids)))

    def commit(self) -> None:
        """Make all that was put durable and visible to who refreshes."""
        self._writer.commit()

    def close(self) -> None:
        """Let merges end and give the lock back."""
        self._writer.wait_merging_threads()


def create(folder: Path) -> None:
    """An empty index in an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tantivy.Index(SCHEMA, path=str(folder), reuse=False)


def open_index(folder: Path) -> Index:
    """The index in this folder; raises NoIndex."""
    try:
        if not tantivy.Index.exists(str(folder)):
            raise NoIndex(str(folder))
        index = _known(tantivy.Index.open(str(folder)))
    except (ValueError, OSError) as error:
        raise NoIndex(str(folder)) from error
    return Index(folder, index)
