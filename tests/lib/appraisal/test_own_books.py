"""What only an office knows is asked of it, and nothing is held against a document where there is no office."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from planted import DAYS, clean, to_docx

from vanphong.lib.appraisal import Style, appraise


class Known:
    """Answers as an office's books and directory would."""

    def __init__(self, documents: dict[str, date], posts: dict[str, str]) -> None:
        self._documents, self._posts = documents, posts

    def known_document(self, reference_code: str) -> date | Literal[False] | None:
        return self._documents.get(reference_code, False)

    def keeps_books_for(self, reference_code: str) -> bool:
        return reference_code.endswith("/TU")

    def post_of(self, name: str, on: date) -> str | None:
        return self._posts.get(name)


def draft(path: Path) -> Path:
    path.write_bytes(to_docx(clean("party-2026")[0]))
    return path


def rules_told(path: Path, office: Known) -> set[str]:
    return {
        one.rule for one in appraise(path, "party-2026", today=DAYS["party-2026"], office=office).findings
    }


def test_a_cited_document_that_our_books_do_not_know_is_told(tmp_path: Path) -> None:
    path = draft(tmp_path / "a.docx")
    assert rules_told(path, Known({}, {})) == {"references.our-books"}
    year = DAYS["party-2026"].year - 1
    known = Known({"12-NQ/TU": date(year, 3, 15)}, {})
    assert rules_told(path, known) == set()


def test_a_cited_date_that_our_books_know_otherwise_is_told(tmp_path: Path) -> None:
    known = Known({"12-NQ/TU": date(2025, 3, 16)}, {})
    assert rules_told(draft(tmp_path / "a.docx"), known) == {"references.our-books"}


def test_a_signer_who_holds_another_post_is_told(tmp_path: Path) -> None:
    signer = clean("party-2026")[0].signer
    assert signer
    known = Known({"12-NQ/TU": date(2025, 3, 15)}, {signer: "Chánh Văn phòng"})
    assert rules_told(draft(tmp_path / "a.docx"), known) == {"competence.directory"}


def test_words_an_office_spells_its_own_way_are_not_told(tmp_path: Path) -> None:
    from docx import Document

    path = tmp_path / "a.docx"
    word = Document(str(draft(path)))
    long = next(p for p in word.paragraphs if len(p.text) > 120)
    long.runs[-1].text += " Sử dụng phần mềm qtứng."
    word.save(str(path))
    today = DAYS["party-2026"]

    def told(words: frozenset[str]) -> set[str]:
        findings = appraise(path, "party-2026", today=today, style=Style(words=words)).findings
        return {one.rule for one in findings}

    assert told(frozenset()) == {"language.syllable"}
    assert told(frozenset({"qtứng"})) == set()
