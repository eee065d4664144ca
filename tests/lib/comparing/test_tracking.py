"""The older version with tracked changes: accepted it is the newer one, rejected the older."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings

from tests.lib.comparing.versions import Block, body_of, made, versions, with_body
from vanphong.lib.comparing import compare, track_changes
from vanphong.lib.word.revisions import Decision, settle
from vanphong.lib.word.xml import W, words_of

AT = datetime(2026, 11, 24, 4, 15, tzinfo=UTC)
AUTHOR = "Nguyễn Văn Hùng"


def tracked(old: bytes, new: bytes) -> bytes:
    return track_changes(old, new, author=AUTHOR, at=AT).content


def settled(content: bytes, decision: Decision) -> bytes:
    root = body_of(content)
    settle(root, decision)
    return with_body(content, root)


def printed(content: bytes) -> list[str]:
    return ["".join(words_of(paragraph)) for paragraph in body_of(content).iter(W + "p")]


@settings(max_examples=300, deadline=None)
@given(versions())
def test_accepted_it_is_the_newer_version_and_rejected_the_older(
    pair: tuple[list[Block], list[Block]],
) -> None:
    old, new = made(pair[0]), made(pair[1])
    redline = tracked(old, new)
    assert printed(settled(redline, "accept")) == printed(new)
    assert printed(settled(redline, "reject")) == printed(old)
    # Nor does the look of anything differ.
    assert compare(settled(redline, "accept"), new).same
    assert compare(settled(redline, "reject"), old).same
