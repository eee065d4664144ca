"""Full-text index of Vietnamese: syllables with and without marks, pairs of neighbours, codes in part.

Pure Python over tantivy. The index is a copy that can be made again from the database at any moment; who may
see what is not known here.
"""

from vanphong.lib.fulltext.asking import Ask, build
from vanphong.lib.fulltext.entry import Entry
from vanphong.lib.fulltext.index import Index, NoIndex, Writer, create, open_index
from vanphong.lib.fulltext.mending import mend
from vanphong.lib.fulltext.terms import code_pieces, exact, folded, syllables

__all__ = [
    "Ask",
    "Entry",
    "Index",
    "NoIndex",
    "Writer",
    "build",
    "code_pieces",
    "create",
    "exact",
    "folded",
    "mend",
    "open_index",
    "syllables",
]
