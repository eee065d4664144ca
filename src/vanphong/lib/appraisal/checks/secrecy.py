"""What may not stand in a document of a networked office: grades of secrecy, and words that go with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vanphong.lib.appraisal.checks.view import Hit, View, at, check, cut
from vanphong.lib.appraisal.rulebook import Rule
from vanphong.lib.reading.secrecy import framed_level
from vanphong.lib.text import nfc


@check("secrecy_mark")
def secrecy_mark(view: View, rule: Rule) -> Iterator[Hit]:
    """No grade stands on the document."""
    told = False
    for line in view.parts["secrecy"]:
        yield at(line, "không có dấu chỉ độ mật", line.text)
        told = True
    if told:
        return
    for line in view.parts.lines[:30]:
        text = nfc(line.text)
        if len(text) < 14 and text.isupper() and framed_level(text):
            yield at(line, "không có dấu chỉ độ mật", line.text)
            return
    for para in view.texts():
        match = re.match(
            r"\s*(?:Mức\s+)?[Đđ]ộ\s+mật\s*:\s*(?:Tuyệt\s+mật|Tối\s+mật|Mật)\s*\.?\s*$", nfc(para.text)
        )
        if match:
            yield Hit("không có dấu chỉ độ mật", cut(para.text), para)
            return


@check("secrecy_words")
def secrecy_words(view: View, rule: Rule) -> Iterator[Hit]:
    """Phrases that only secret documents carry."""
    for para in view.texts():
        for phrase in rule.value:
            match = re.search(phrase, nfc(para.text))
            if match:
                yield Hit("không nêu trong văn bản trên mạng", match[0], para, match.span())
                return


@check("secret_number")
def secret_number(view: View, rule: Rule) -> Iterator[Hit]:
    """The symbol bears no mark of secrecy or of inner use."""
    for line in view.parts["number"]:
        match = re.search(r"[-/](?:nb|NB|m|M|mật|TM|tm)\s*$", line.text)
        if match:
            yield at(line, "số, ký hiệu không có ký hiệu riêng", line.text)
