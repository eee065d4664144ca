"""Second factors: each code once, recovery codes, passkeys."""

from __future__ import annotations

import datetime as dt

import pyotp
import pytest
from django.utils import timezone

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Forbidden, Invalid
from vanphong.kernel.identity import passkeys
from vanphong.kernel.identity.commands import clear_second_factors
from vanphong.kernel.identity.factors import PURPOSE, Code
from vanphong.kernel.identity.models import Passkey, Session, User
from vanphong.kernel.identity.own_account import begin_totp, confirm_totp, renew_recovery_codes, stop_totp
from vanphong.kernel.identity.queries import bare_actor, needs_second_factor
from vanphong.kernel.identity.sealing import unseal
from vanphong.kernel.identity.signing_in import Origin, SignInRefused, sign_in
from vanphong.kernel.identity.tests.authenticator import Authenticator
from vanphong.kernel.identity.tests.conftest import Backdate
from vanphong.kernel.journal.models import AuditEntry

HERE = Origin()
SITE = passkeys.Site("vanphong.test", "https://vanphong.test")


@pytest.fixture
def session(user: User) -> Session:
    return sign_in(user, HERE)


def code_now(user: User, steps: int = 0) -> str:
    user.refresh_from_db()
    secret = unseal(user.totp_secret, PURPOSE)
    assert secret is not None
    return pyotp.TOTP(secret).at(timezone.now() + dt.timedelta(seconds=30 * steps))


@pytest.fixture
def recovery(user: User, session: Session) -> list[str]:
    """The account with one-time codes turned on; its recovery codes."""
    me = bare_actor(user)
    begin_totp(me, user=user, session=session)
    return confirm_totp(me, user=user, session=session, code=code_now(user, -1))


def test_with_one_time_codes_on_a_password_alone_is_refused(user: User, recovery: list[str]) -> None:
    user.refresh_from_db()
    assert needs_second_factor(user)
    with pytest.raises(SignInRefused):
        sign_in(user, HERE)
    assert sign_in(user, HERE, Code(code_now(user))).user_id == user.pk


def test_a_code_is_not_accepted_twice(user: User, recovery: list[str]) -> None:
    code = code_now(user)
    sign_in(user, HERE, Code(code))
    with pytest.raises(SignInRefused):
        sign_in(user, HERE, Code(code))
    with pytest.raises(SignInRefused):
        sign_in(user, HERE, Code(code_now(user, -1)))
    sign_in(user, HERE, Code(code_now(user, 1)))


def test_wrong_codes_lock_the_account_too(user: User, recovery: list[str]) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(user, HERE, Code("000000"))
    user.refresh_from_db()
    assert user.is_locked()
    with pytest.raises(SignInRefused):
        sign_in(user, HERE, Code(code_now(user)))


def test_a_recovery_code_works_once(user: User, recovery: list[str]) -> None:
    assert len(recovery) == 10
    sign_in(user, HERE, Code(recovery[0].upper()))
    with pytest.raises(SignInRefused):
        sign_in(user, HERE, Code(recovery[0]))
    sign_in(user, HERE, Code(recovery[1]))


def test_new_recovery_codes_end_the_old_ones(user: User, session: Session, recovery: list[str]) -> None:
    fresh = renew_recovery_codes(bare_actor(user), user=user, session=session)
    with pytest.raises(SignInRefused):
        sign_in(user, HERE, Code(recovery[0]))
    sign_in(user, HERE, Code(fresh[0]))


def test_the_secret_lies_encrypted_and_never_in_the_journal(user: User, recovery: list[str]) -> None:
    user.refresh_from_db()
    secret = unseal(user.totp_secret, PURPOSE)
    assert secret is not None
    assert secret not in user.totp_secret
    bodies = "".join(AuditEntry.objects.values_list("body", flat=True))
    assert user.totp_secret not in bodies
    assert secret not in bodies
    assert recovery[0] not in bodies


def test_a_wrong_first_code_does_not_turn_codes_on(user: User, session: Session) -> None:
    begin_totp(bare_actor(user), user=user, session=session)
    with pytest.raises(Invalid):
        confirm_totp(bare_actor(user), user=user, session=session, code="000000")
    user.refresh_from_db()
    assert not user.totp_confirmed
    assert not needs_second_factor(user)


def test_second_factors_change_only_soon_after_the_password_was_confirmed(
    user: User, session: Session, recovery: list[str], backdate: Backdate
) -> None:
    backdate(session, "stepped_up_at", dt.timedelta(minutes=11))
    with pytest.raises(Forbidden):
        stop_totp(bare_actor(user), user=user, session=session)
    user.refresh_from_db()
    assert user.totp_confirmed


def test_a_program_with_the_persons_token_may_not_touch_the_account(
    user: User, session: Session, recovery: list[str]
) -> None:
    with pytest.raises(Forbidden):
        stop_totp(bare_actor(user, "api"), user=user, session=session)


def test_an_administrator_clears_lost_factors_and_sessions_end(
    user: User, session: Session, recovery: list[str], admin: Actor
) -> None:
    clear_second_factors(admin, user=user)
    session.refresh_from_db()
    assert session.ended_because == Session.End.BY_ADMIN
    assert sign_in(user, HERE).user_id == user.pk


def registered(user: User, session: Session) -> Authenticator:
    device = Authenticator(SITE.domain, SITE.origin)
    options, challenge = passkeys.registration_options(user, SITE, "Văn phòng")
    passkeys.add_passkey(
        bare_actor(user),
        user=user,
        session=session,
        name="Khóa bàn giấy",
        answer=device.register(options),
        challenge=challenge,
        site=SITE,
    )
    return device


def test_a_passkey_is_registered_and_signs_in(user: User, session: Session) -> None:
    device = registered(user, session)
    assert Passkey.objects.get().transports == ["usb"]
    with pytest.raises(SignInRefused):
        sign_in(user, HERE)
    options, challenge = passkeys.sign_in_options(user, SITE)
    answer = passkeys.PasskeyAnswer(device.sign(options), challenge, SITE)
    assert sign_in(user, HERE, answer).user_id == user.pk
    assert Passkey.objects.get().sign_count == 2


def test_a_passkey_answer_is_not_accepted_twice(user: User, session: Session) -> None:
    device = registered(user, session)
    options, challenge = passkeys.sign_in_options(user, SITE)
    answer = device.sign(options)
    sign_in(user, HERE, passkeys.PasskeyAnswer(answer, challenge, SITE))
    with pytest.raises(SignInRefused):
        sign_in(user, HERE, passkeys.PasskeyAnswer(answer, challenge, SITE))


@pytest.mark.parametrize(
    ("site", "other_challenge"),
    [(passkeys.Site("khac.test", "https://khac.test"), False), (SITE, True)],
)
def test_a_passkey_answer_for_another_site_or_challenge_is_refused(
    user: User, session: Session, site: passkeys.Site, other_challenge: bool
) -> None:
    device = registered(user, session)
    options, challenge = passkeys.sign_in_options(user, SITE)
    if other_challenge:
        _, challenge = passkeys.sign_in_options(user, SITE)
    with pytest.raises(SignInRefused):
        sign_in(user, HERE, passkeys.PasskeyAnswer(device.sign(options), challenge, site))


@pytest.mark.parametrize("rubbish", ["", "{}", "[]", "không phải JSON", '{"id": 1}'])
def test_rubbish_for_a_passkey_is_refused(user: User, session: Session, rubbish: str) -> None:
    registered(user, session)
    _, challenge = passkeys.sign_in_options(user, SITE)
    with pytest.raises(SignInRefused):
        sign_in(user, HERE, passkeys.PasskeyAnswer(rubbish, challenge, SITE))
    with pytest.raises(Invalid):
        passkeys.add_passkey(
            bare_actor(user),
            user=user,
            session=session,
            name="x",
            answer=rubbish,
            challenge=challenge,
            site=SITE,
        )


def test_a_colleague_may_not_remove_my_passkey(user: User, session: Session, colleague: Actor) -> None:
    registered(user, session)
    with pytest.raises(Exception, match="Không tìm thấy"):
        passkeys.remove_passkey(colleague, passkey=Passkey.objects.get(), session=session)
