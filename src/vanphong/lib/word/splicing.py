"""Changing elements of a part in its very bytes, so that all around them stays as the office's program wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from xml.parsers import expat

from lxml import etree

from vanphong.lib.word.xml import WORD, Element, whole

_DECLARED: Final = re.compile(rb' xmlns(?::([\w.-]+))?="([^"]*)"')
_ENCODING: Final = re.compile(rb"encoding\s*=\s*[\"']([\w-]+)[\"']")


def ordinals(root: Element, name: str) -> dict[Element, int]:
    """Elements of one name with their place in the order of the document; taken before anything is changed."""
    return {element: at for at, element in enumerate(root.iter(f"{{{WORD}}}{name}"))}


def spans(content: bytes, name: str) -> list[tuple[int, int]]:
    """First and last byte of each element of one name, in the order of their beginning."""
    found: list[list[int]] = []
    opened: list[int] = []
    wanted = f"{WORD} {name}"
    # Sound XML is parsed here a second time: lxml, which read it first, keeps no places of bytes.
    parser = expat.ParserCreate(namespace_separator=" ")
    ended: list[int] = []

    def settle(_: object = None) -> None:
        while ended:
            found[ended.pop()][1] = parser.CurrentByteIndex

    def start(tag: str, attributes: object) -> None:
        settle()
        if tag == wanted:
            opened.append(len(found))
            found.append([parser.CurrentByteIndex, -1])

    def end(tag: str) -> None:
        settle()
        if tag == wanted:
            # The end tag's own end is where the next event begins.
            ended.append(opened.pop())

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = settle
    parser.CommentHandler = settle
    parser.ProcessingInstructionHandler = lambda target, data: settle()
    parser.buffer_text = False
    parser.Parse(content, True)
    return [(first, last) for first, last in found]


def spliced(content: bytes, root: Element, name: str, changed: Mapping[int, Sequence[Element]]) -> bytes:
    """`content` with the elements numbered in `changed` (see `ordinals`) replaced, every other byte as it was.

    `root` is the changed tree, used where the part is not UTF-8 and so is written anew. A changed element
    within another changed one is part of it.
    """
    said = _ENCODING.search(content[:200])
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or (said and said[1].lower() not in (b"utf-8", b"us-ascii")):
        return whole(root)
    scope = dict(root.nsmap)
    places = spans(content, name)
    pieces, at = [], 0
    for number in sorted(changed, key=lambda n: places[n]):
        first, last = places[number]
        if first < at:
            continue
        pieces += [content[at:first], *(bare(element, scope) for element in changed[number])]
        at = last
    return b"".join(pieces) + content[at:]


def bare(element: Element, scope: Mapping[str | None, str]) -> bytes:
    """An element as bytes, without declarations that the root of its part makes."""
    written = etree.tostring(element, encoding="UTF-8", with_tail=False)
    written = written.partition(b"?>")[2].lstrip() if written.startswith(b"<?xml") else written
    head, close, rest = written.partition(b">")

    def kept(match: re.Match[bytes]) -> bytes:
        prefix = match[1].decode() if match[1] else None
        return b"" if scope.get(prefix) == match[2].decode() else match[0]

    return _DECLARED.sub(kept, head) + close + rest
