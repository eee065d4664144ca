"""What the newer file holds brought into the older one: runs, pictures with their files, tables."""

from __future__ import annotations

import hashlib
import posixpath
from copy import deepcopy
from typing import Final

from lxml import etree

from vanphong.lib.comparing.dressing import Dresser
from vanphong.lib.comparing.reading import ALTERNATE, NOTES, RELATIONS, Paragraph, Part, Piece
from vanphong.lib.word.package import WordFile
from vanphong.lib.word.revisions import settle
from vanphong.lib.word.xml import Element, W, el, parse_part, set_text, whole

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_IMAGE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_IDENTITY: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TYPES: Final = "[Content_Types].xml"


class Carrier:
    """Brings pieces of one part of the newer file into the same part of the older one."""

    def __init__(
        self, old: WordFile, new: WordFile, old_part: Part, new_part: Part, dresser: Dresser
    ) -> None:
        self._old = old
        self._new = new
        self._part = old_part
        self.dresser = dresser
        self._links = _links(new, new_part.name)
        self._own = parse_part(old.parts.get(_links_name(old_part.name), b""))
        self._given: dict[str, str] = {}
        self._notes: dict[str, Element] = {}
        self.files: dict[str, bytes] = {}
        """Files of pictures to add, by name."""
        self.lost: list[Paragraph] = []
        """Paragraphs of the newer file of which something could not be brought along."""

    def runs(self, source: Paragraph, start: int, stop: int, form: Element | None) -> list[Element]:
        """Runs for a stretch of the text of a newer paragraph, to stand in a paragraph of the older file."""
        made: list[Element] = []
        at, last = 0, None
        for piece in source.pieces:
            first, end = at, at + len(piece.text)
            at = end
            if end <= start or first >= stop:
                continue
            item = self._item(piece, max(start, first) - first, min(stop, end) - first)
            if item is None:
                self.lost.append(source)
            elif piece.item is piece.carrier:
                made.append(item)
                last = None
            elif piece.carrier is last:
                made[-1].append(item)
            else:
                properties = self.dresser.run(piece.carrier.find(W + "rPr"), piece.look, form)
                made.append(el("r", properties, item))
                last = piece.carrier
        return made

    def _item(self, piece: Piece, start: int, stop: int) -> Element | None:
        item = deepcopy(piece.item)
        item.tail = None
        if item.tag == W + "t":
            set_text(item, piece.text[start:stop])
        elif item.tag in NOTES:
            return item if self._bring_note(item) else None
        elif not self._relink(item):
            return None
        return item

    def _bring_note(self, reference: Element) -> bool:
        """Write the words of a note into the older file; False where it has no notes or they hold more."""
        kind = NOTES[str(reference.tag)]
        own, other = (word.beside(kind) for word in (self._old, self._new))
        if own is None or other is None:
            return False
        number = reference.get(W + "id")
        note = next((note for note in self._new.tree(other) if note.get(W + "id") == number), None)
        if note is None or any(
            str(name).startswith(RELATIONS) for part in note.iter() for name in part.attrib
        ):
            return False
        if own not in self._notes:
            self._notes[own] = self._old.tree(own)
        held = self._notes[own]
        made = deepcopy(note)
        settle(made, "accept")
        self.dresser.refit(made)
        known = [str(one.get(W + "id", "")) for one in held]
        fresh = str(max((int(one) for one in known if one.isdecimal()), default=0) + 1)
        made.set(W + "id", fresh)
        reference.set(W + "id", fresh)
        held.append(made)
        return True

    def _relink(self, item: Element) -> bool:
        """Point the pictures of a copy at files of the older package; False when it needs more than pictures."""
        for element in item.iter():
            if element.tag == ALTERNATE.replace("AlternateContent", "Choice"):
                # The names it needs are prefixes, which hold only where the part declares them.
                known = {prefix for prefix in self._part.root.nsmap if prefix}
                if not set(element.get("Requires", "").split()) <= known:
                    return False
            for name, value in [*element.items()]:
                if str(name).startswith(_IDENTITY):
                    del element.attrib[name]
                elif str(name).startswith(RELATIONS):
                    given = self._picture(str(value))
                    if given is None:
                        return False
                    element.set(name, given)
        return True

    def _picture(self, link: str) -> str | None:
        """The link of the older part to the picture that the newer part links as `link`; None for anything else."""
        kind, target = self._links.get(link, ("", ""))
        content = self._new.parts.get(target)
        if kind != _IMAGE or content is None:
            return None
        digest = hashlib.blake2b(content, digest_size=8).hexdigest()
        if digest not in self._given:
            extension = posixpath.splitext(target)[1].lower()
            name = f"{self._part.name.rpartition('/')[0]}/media/compared-{digest}{extension}"
            self.files[name] = content
            self._given[digest] = f"rIdCompared{digest}"
        return self._given[digest]

    def beside(self) -> dict[str, bytes]:
        """Parts beside the part that changed with it, by name: notes, links to pictures."""
        changed = {name: whole(root) for name, root in self._notes.items()}
        if not self._given:
            return changed
        root = (
            self._own
            if self._own is not None
            else etree.Element(f"{{{_PACKAGE}/relationships}}Relationships")
        )
        for name in self.files:
            digest = posixpath.splitext(posixpath.basename(name))[0].removeprefix("compared-")
            attributes = {
                "Id": self._given[digest],
                "Type": _IMAGE,
                "Target": f"media/{posixpath.basename(name)}",
            }
            etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship", attributes)
        return changed | {_links_name(self._part.name): whole(root)}


def with_kinds(old: WordFile, new: WordFile, files: list[str]) -> dict[str, bytes]:
    """The table of kinds of files with those of the added files, when it lacks one, by its name."""
    tables = [word.tree(_TYPES) for word in (old, new)]
    known, source = (
        {str(row.get("Extension", "")).lower(): row for row in table if row.get("Extension")}
        for table in tables
    )
    missing = {posixpath.splitext(name)[1][1:] for name in files} - known.keys()
    for extension in sorted(missing):
        kind = source[extension].get("ContentType", "") if extension in source else f"image/{extension}"
        attributes = {"Extension": extension, "ContentType": kind}
        tables[0].insert(0, etree.Element(f"{{{_PACKAGE}/content-types}}Default", attributes))
    return {_TYPES: whole(tables[0])} if missing else {}


def _links_name(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _links(word: WordFile, part: str) -> dict[str, tuple[str, str]]:
    """Kind and target of each link of a part that stays within the package."""
    root = parse_part(word.parts.get(_links_name(part), b""))
    folder = part.rpartition("/")[0]
    found = {}
    for link in root if root is not None else ():
        target = str(link.get("Target", ""))
        if link.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[str(link.get("Id", ""))] = (str(link.get("Type", "")), path)
    return found
