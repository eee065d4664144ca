"""The end of a document: signature block, capacity, post and name of the signer; recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vanphong.lib.reading.header.casing import body_case
from vanphong.lib.reading.header.respelling import is_name_word, respelt, respelt_name, respelt_surname
from vanphong.lib.reading.header.stream import Span, Stream, last_of
from vanphong.lib.reading.header.vocabulary import OPENINGS, RANKS, SURNAMES, TITLES, either, key
from vanphong.lib.reading.model import Found

_CAPACITY = r"(?:T\s?[/7]?\s?M|K\s?[/7]?\s?T|T\s?[/7]?\s?L|T\s?/?\s?U\s?/?\s?Q|Q)"
_MARK = re.compile(
    rf"(?<![A-Za-z/.-])(?P<mark>{_CAPACITY})(?:\s?[.,:]|(?<=[/7][A-Z])(?=\s)|(?=\s[A-Z]{{2}}))"
)
_TITLE = re.compile(
    r"(?<![A-Z])(?!(?:(?<=BAN )|(?<=BAN\n))BI\s+THU)"
    r"(?!(?:(?<=DOAN )|(?<=DOAN\n))CHU\s+TICH)"
    rf"(?:{either(TITLES)})(?![A-Z])"
)
_OPENING = re.compile(rf"(?<![A-Z])(?:{either(OPENINGS)})(?![A-Z])")
_RANKS = rf"(?:(?:{either(RANKS)})|(?:GS|PGS|TS|ThS|BS|KS|CN|LS)\.?(?:\s?[,.]?\s?(?:TS|ThS|BS|KS)\.?)*)"
_NAME_WORD = r"(?:[A-Z][a-z']{1,6}|[AYK](?=\s))"
# The last word in capitals, what may stand between post and name, then the name.
_SIGNED = re.compile(
    r"(?<![A-Za-z])(?P<cap>[A-Z]{2,})[.,:]?(?P<gap>(?:\s|[*_.\-]{2,}+|\(?\s?[dD]a ky\s?\)?|"
    r"\(Da ky[^)\n]{0,40}\)|\[?Chu ky[^\n]{0,40}\]?|"
    r"\([Kk]y[^)\n]{0,40}\)|(?:Ky boi|Nguoi ky|Thoi gian ky|Ngay ky)[^\n]{0,80}\n){1,12}?)"
    rf"(?:{_RANKS}\s+)?(?P<name>{_NAME_WORD}(?:\s{{1,2}}{_NAME_WORD}){{1,4}})(?![A-Za-z])",
)
_SIGNED_ONLY = re.compile(rf"(?m)^\s*(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{1,4}})\s*\((?:Da ky|da ky)\)")
_TO = re.compile(r"(?<![A-Za-z])N(?:o[il1]|O[I1l])\s+(?:nhan|NHAN)\s*[:.;]?")
_CEDED = frozenset(("PHU", "BIEU", "MAU", "NOI", "DIEU", "CHUONG", "DANH", "KE", "QUY", "BAN", "TEN", "SO"))
_ITEM = re.compile(r"(?:^|[\n;,.])\s*[-–+*•~]\s*|;\s*\n|(?<=[;,.])\s*\n|\n(?=\s*Luu\b)")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as read; spans are places in the stream."""

    block: str | None
    block_span: Span
    name: str | None
    name_span: Span
    certainty: float


def signature_fields(stream: Stream, signed: Signed, party: bool) -> dict[str, Found]:
    """Block, capacity, post and name of `signed`; `party` tells how a capacity is marked."""
    fields: dict[str, Found] = {}
    if signed.name is not None:
        fields["signer"] = stream.found(signed.name, [signed.name_span], signed.certainty)
    if signed.block is None:
        return fields
    fields["signature_block"] = stream.found(
        _marked(stream, signed.block, party), [signed.block_span], signed.certainty
    )
    folded = stream.fold[signed.block_span[0] : signed.block_span[1]]
    base = signed.block_span[0]
    marks = list(_MARK.finditer(folded))
    title = _post(folded, marks[-1].end() if marks else 0)
    if marks:
        span = (base + marks[0].start(), base + (len(folded) if title is None else title))
        value = _marked(stream, _spaced(_shown(stream, span)).rstrip(" ,;:-"), party)
        fields["signing_capacity"] = stream.found(value, [span], signed.certainty)
    if title is not None:
        text = _shown(stream, (base + title, signed.block_span[1]))
        fields["signer_title"] = stream.found(
            _title_case(text), [(base + title, signed.block_span[1])], signed.certainty
        )
    return fields


def _post(folded: str, after: int) -> int | None:
    """Where the signer's own post begins: the last one named, with those joined to it by a dash or comma."""
    found = list(_TITLE.finditer(folded))
    if not found:
        return None
    start = found[-1].start()
    for earlier, later in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        between = folded[earlier.end() : later.start()]
        joined = re.fullmatch(r"\s*(?:[-,;]|KIEM)\s*|\s*[-,]?[A-Z\s]{0,60}(?:\bKIEM\b|[-,;])\s*", between)
        if later.start() != start or not joined or earlier.start() < after:
            break
        start = earlier.start()
    return start


def _title_case(printed: str) -> str:
    text = " ".join(printed.split()).strip(" .,;:-")
    words = key(text)
    for name in sorted(TITLES, key=len, reverse=True):
        if words == name or words.startswith(name + " "):
            size = len(name.split())
            rest = " ".join(text.split()[size:])
            return TITLES[name] + (f" {_rest_case(rest)}" if rest else "")
    return text.capitalize()


def _rest_case(rest: str) -> str:
    led = re.match(r"[-,;]\s*", rest)
    if led:
        return led[0].strip() + " " + _title_case(rest[led.end() :])
    cased = body_case(rest)
    return (
        cased
        if key(rest).split()[0] not in {"TINH", "XA", "PHUONG", "HUYEN"}
        else cased[0].lower() + cased[1:]
    )


def closing_signature(stream: Stream) -> Signed | None:
    """The signature that closes the document proper; annexes and forms with their own come after it.

    It is the first sound one by a list of recipients; else the surest, at best with a capacity.
    """
    done = 0
    for match in _TO.finditer(stream.fold):
        low, high = max(match.start() - 600, done), match.end() + 6000
        for signed in _candidates(stream, low, high):
            if match.start() - 300 < signed.name_span[1]:
                return signed
        done = max(done, high - 300)
    best: Signed | None = None
    for signed in _candidates(stream, 0, len(stream.fold)):
        if best is None or signed.certainty > best.certainty:
            best = signed
    if best:
        return best
    only = last_of(_SIGNED_ONLY.finditer(stream.fold))
    if only and key(only["name"].split()[0]) in SURNAMES:
        span = only.span("name")
        return Signed(None, span, _shown(stream, span), span, 0.8)
    return _nameless(stream) if stream.recognised else None


# A line of capitals and those below it: the block that stands beside a list of recipients.
_CAPITALS = re.compile(r"(?m)^[^a-z\n]*[A-Z]{2}[^a-z\n]*$(?:\n^[^a-z\n]*[A-Z]{2}[^a-z\n]*$)*")


def _nameless(stream: Stream) -> Signed | None:
    """A block whose name seal or pen has made unreadable: who signed stays unknown."""
    for match in _TO.finditer(stream.fold):
        for run in _CAPITALS.finditer(stream.fold, match.end(), match.end() + 1200):
            block = _block(stream, run.end(), run.end())
            if block is not None:
                text = _spaced(_shown(stream, block)).strip(" .,;:-_")
                return Signed(text, block, None, block, 0.6)
    return None


def _candidates(stream: Stream, low: int, high: int) -> Iterator[Signed]:
    for match in _SIGNED.finditer(stream.fold, low, high):
        name = _person(stream, match)
        if name is None or not _is_legible(stream, name):
            continue
        block = _block(stream, match.start("cap"), match.end("cap"))
        if block is None:
            continue
        text = _shown(stream, block)
        known = key(stream.fold[name[0] : name[1]].split()[0]) in SURNAMES
        marked = bool(_MARK.search(stream.fold, *block))
        told = respelt_name(_shown(stream, name)) if stream.recognised else _shown(stream, name)
        yield Signed(_spaced(text), block, told, name, 0.6 + 0.2 * known + 0.16 * marked)


def _is_legible(stream: Stream, name: Span) -> bool:
    """Whether a recognised name may be told: seals spoil names, and half a name names someone else.

    A word that is one of names as it stands may have been read less surely than one that is none.
    """
    if not stream.recognised:
        return True
    words = [word for _, word in stream.words(*name)]
    # «Thị», «Quang» are middle names: what stood before them is lost.
    surname = respelt_surname(words[0].text) if words else ""
    whole = is_name_word(surname, first=True) and surname != "Thị"
    least = [0.75 if not is_name_word(w.text, first=at == 0) else 0.55 for at, w in enumerate(words)]
    if words and surname != words[0].text:
        least[0] = 0.55  # a mark misread, which the surname's own spelling mends
    return whole and all(word.confidence >= low for word, low in zip(words, least, strict=True))


def _shown(stream: Stream, span: Span) -> str:
    text = " ".join(stream.text[span[0] : span[1]].split())
    if not stream.recognised:
        return text
    return respelt(text.lstrip("'\"`~*_"))


# The sign of «K/T», «KT.» read as a figure, or lost.
_SPOILT_MARK = re.compile(r"(?<![A-Za-z/.])([KT])[7]?([TML])(?=\s+[A-ZĐÀ-Ỹ]{2})")


def _marked(stream: Stream, value: str, party: bool) -> str:
    """`value` with the sign of its capacity as the family writes it, where recognition lost it."""
    if not stream.recognised:
        return value
    return _SPOILT_MARK.sub(lambda m: f"{m[1]}/{m[2]}" if party else f"{m[1]}{m[2]}.", value)


def _spaced(block: str) -> str:
    """«KT.CHỦ TỊCH» with a blank after the mark."""
    return re.sub(r"\b(TM|KT|TL|TUQ|Q)\.(?=[^\s.])", r"\1. ", block)


def _person(stream: Stream, match: re.Match[str]) -> Span | None:
    """A person's name: two to five words, cut before an annex; a known surname or a line of its own."""
    start, end = match.span("name")
    words = list(re.finditer(r"\S+", stream.fold[start:end]))
    for index, word in enumerate(words):
        if index and (
            key(word[0]) in _CEDED and (index >= 3 or "\n" in stream.fold[start : start + word.start()])
        ):
            words = words[:index]
            break
        if index and "\n" in stream.fold[start + words[index - 1].end() : start + word.start()]:
            words = words[:index]
            break
    if not 2 <= len(words) <= 5:
        return None
    span = (start, start + words[-1].end())
    if key(words[0][0]) in SURNAMES:
        return span
    after = stream.fold[span[1] : span[1] + 1]
    alone = "\n" in match["gap"] and (not after or after == "\n")
    return span if alone and len(words) >= 2 else None


def _block(stream: Stream, low: int, end: int) -> Span | None:
    """The run of capitals that ends at `end`, back to the capacity or the first post; None without a post."""
    start = _run_start(stream.fold, low)
    folded = stream.fold[start:end]
    opening = _OPENING.search(folded)
    marks = list(_MARK.finditer(folded))
    if not marks and not _TITLE.search(folded):
        return None
    if opening:
        return start + opening.start(), end
    if marks:
        return start + marks[0].start(), end
    last = last_of(re.finditer(r"[.;):\d]\s+", folded))
    cut = last.end() if last and _TITLE.search(folded, last.end()) else 0
    title = _TITLE.search(folded, cut)
    return (start + title.start(), end) if title else None


_MARKED_END = re.compile(rf"(?<![A-Za-z/.-]){_CAPACITY}\.\s?[A-Z ]*$")
_RUN = re.compile(r"['\"`~*_]?[A-Z&/.,:;()\-]+7?[A-Z]*$")


def _run_start(folded: str, low: int, longest: int = 260) -> int:
    """Back over words in capitals; over a line break only if the whole line above is in capitals."""
    start = low
    floor = max(0, low - longest)
    while start > floor:
        gap = len(folded[floor:start]) - len(folded[floor:start].rstrip())
        stop = start - gap
        word_start = max(folded.rfind(" ", floor, stop), folded.rfind("\n", floor, stop)) + 1
        word = folded[word_start:stop]
        if not _RUN.match(word) or word_start <= floor or (word in {"-", "*"} and "\n" in folded[stop:start]):
            break
        if "\n" in folded[stop:start]:
            line = folded[folded.rfind("\n", 0, stop) + 1 : stop]
            # «… Lưu: VT. KT.» breaks off before the post: the mark belongs to it whatever stands before.
            listed = any(ch.islower() for ch in line) or line.lstrip().startswith(("-", "|", "+"))
            if listed and not _MARKED_END.search(line):
                break
        start = word_start
    return start


def read_recipients(stream: Stream, signed_at: Span | None, addressees: tuple[str, ...]) -> Found | None:
    """Who receives: the list under «Nơi nhận», «Như trên» told by the addressees; else the addressees."""
    low, high = (max(0, signed_at[0] - 8000), signed_at[1] + 300) if signed_at else (0, len(stream.fold))
    best = last_of(_TO.finditer(stream.fold, low, high))
    if best is None or (signed_at and signed_at[0] - best.start() > 8000):
        return Found(addressees, 0.7) if addressees else None
    start, stop = best.end(), min(len(stream.text), best.end() + 4000)
    if signed_at and signed_at[0] >= start:
        stop = signed_at[0]
    items: list[str] = []
    last = start
    for piece in _items(stream.fold, start, stop):
        text = _shown(stream, piece).strip(" -–+*•~_—;,.")
        if not text or len(text) > 240 or _is_block(text):
            continue
        if re.match(r"NHU TREN|NHU KINH GUI", key(text)) and addressees:
            items.extend(addressees)
        else:
            items.append(text)
        last = piece[1]
        if re.match(r"LUU\b", key(text)):
            break
    return stream.found(tuple(items), [(best.start(), last)], 0.9) if items else None


def _is_block(text: str) -> bool:
    """Capitals of the signature that stand between the recipients on a page hard to part."""
    return text.isupper() and len(text) > 5 and bool(_MARK.search(key(text)) or _TITLE.search(key(text)))


def _items(folded: str, start: int, stop: int) -> Iterator[Span]:
    low = start
    for match in _ITEM.finditer(folded, start, stop):
        if folded[low : match.start()].strip():
            yield low, match.start() + (1 if match[0][:1] in ";,." else 0)
        low = match.end()
    if folded[low:stop].strip():
        blank = folded.find("\n\n", low, stop)
        yield low, blank if blank > 0 else stop
