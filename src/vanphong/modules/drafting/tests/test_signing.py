"""Digital signatures: one's own key, one PIN for several drafts; a wrong one changes nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pytest_django import Settings

from vanphong.kernel.commands import Forbidden, Invalid, NotFound
from vanphong.kernel.files import store
from vanphong.kernel.jobs.worker import work_off
from vanphong.lib.reading import convert
from vanphong.modules.drafting.commands.keys import drop_key, keep_key, signed_with_key
from vanphong.modules.drafting.commands.signing import sign_digitally
from vanphong.modules.drafting.commands.versions import add_version
from vanphong.modules.drafting.models import Draft, DraftVersion, SigningKey
from vanphong.testing import drafting, papers, signing
from vanphong.testing.personas import Office

S = Draft.State


def _pdf(office: Office) -> Draft:
    """A draft brought as PDF, at its signer."""
    content = papers.letter_pdf(number="     -CV/VPTU")
    return drafting.submitted(office, draft=drafting.started(office, content))


def test_a_draft_is_signed_with_the_pin_and_the_signature_holds(
    office: Office, settings: Settings, tmp_path: Path
) -> None:
    settings.INTAKE_AUTHORITIES = signing.authorities(tmp_path / "authorities")
    drafting.key(office)
    chief, draft = office.actor("chanh"), _pdf(office)
    version, blob = signed_with_key(chief, draft, drafting.PIN)
    sign_digitally(chief, draft=draft, signed=blob, of=version)
    work_off()
    work_off()
    assert drafting.fresh(draft).state == S.SIGNED
    signed = draft.versions.get(kind=DraftVersion.Kind.SIGNED)
    (told,) = signed.signatures
    assert (told["signer"], told["integrity"], told["trust"]) == ("Nguyễn Đức An", "intact", "trusted")
    assert store.read_blob(signed.blob).startswith(store.read_blob(version.blob))
    assert told["verdict"] == "valid"


@pytest.mark.skipif(convert.soffice() is None, reason="LibreOffice is not here")
def test_a_word_file_is_signed_as_the_pdf_that_is_shown(office: Office) -> None:
    drafting.key(office)
    draft = drafting.submitted(office)
    _version, blob = signed_with_key(office.actor("chanh"), draft, drafting.PIN)
    assert store.read_blob(blob).startswith(b"%PDF")


def test_a_wrong_pin_an_expired_key_and_no_key_change_nothing(office: Office) -> None:
    chief, draft = office.actor("chanh"), _pdf(office)
    with pytest.raises(NotFound, match="chưa đặt khóa"):
        signed_with_key(chief, draft, drafting.PIN)
    drafting.key(office)
    with pytest.raises(Invalid, match="PIN"):
        signed_with_key(chief, draft, "000000")
    now = dt.datetime.now(dt.UTC)
    over = signing.authority().issue(
        "Nguyễn Đức An",
        "VPTU",
        drafting.PIN,
        since=now - dt.timedelta(days=9),
        until=now - dt.timedelta(days=1),
    )
    with pytest.raises(Invalid, match="hết hạn"):
        keep_key(chief, content=over, pin=drafting.PIN)
    with pytest.raises(Invalid, match="PIN"):
        keep_key(chief, content=b"?", pin=drafting.PIN)
    assert drafting.fresh(draft).state == S.PENDING_SIGNATURE
    assert not draft.versions.filter(kind=DraftVersion.Kind.SIGNED).exists()


def test_what_was_signed_is_of_the_newest_version_or_nothing(office: Office) -> None:
    drafting.key(office)
    chief, draft = office.actor("chanh"), _pdf(office)
    version, blob = signed_with_key(chief, draft, drafting.PIN)
    from vanphong.testing.recording import recording

    with recording():
        add_version(office.actor("chuyenvien"), draft, drafting.file_of(drafting.letter()), "")
    with pytest.raises(Invalid, match="bản mới"):
        sign_digitally(chief, draft=draft, signed=blob, of=version)


def test_a_key_is_sealed_and_only_its_owner_sees_or_drops_it(office: Office) -> None:
    key = drafting.key(office)
    content = signing.authority().issue("Nguyễn Đức An", "VPTU", drafting.PIN)
    assert content[:20].hex() not in key.sealed
    assert drafting.PIN not in key.sealed
    with pytest.raises(NotFound):
        drop_key(office.actor("phochanh"), key=key)
    keep_key(office.actor("chanh"), content=content, pin=drafting.PIN)
    drop_key(office.actor("chanh"), key=SigningKey.objects.get())
    assert not SigningKey.objects.exists()
    with pytest.raises(Forbidden):
        keep_key(office.actor("nguoila"), content=content, pin=drafting.PIN)
