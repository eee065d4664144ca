"""Passkeys (WebAuthn): the two ceremonies, each with a challenge used once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, command
from vanphong.kernel.identity.factors import WrongProof
from vanphong.kernel.identity.models import Passkey, Session, User
from vanphong.kernel.identity.policy import KEEP_OWN
from vanphong.kernel.identity.sessions import require_step_up
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

# The library is heavy and few requests are about passkeys: it is loaded in the functions that need it.

MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Site:
    """Where the ceremony takes place: domain (no port) and origin (scheme, host, port)."""

    domain: str
    origin: str


def _known(user: User) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers.structs import AuthenticatorTransport, PublicKeyCredentialDescriptor

    kinds = {kind.value: kind for kind in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(
            id=bytes(key.credential_id), transports=[kinds[t] for t in key.transports if t in kinds]
        )
        for key in user.passkeys.all()
    ]


def registration_options(user: User, site: Site, issuer: str) -> tuple[str, str]:
    """JSON for the browser and the challenge to keep until the answer comes."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url, structs

    options = webauthn.generate_registration_options(
        rp_id=site.domain,
        rp_name=issuer,
        user_id=f"vanphong-{user.pk}".encode(),
        user_name=user.username,
        user_display_name=user.full_name,
        exclude_credentials=_known(user),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.DISCOURAGED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
    )
    return webauthn.options_to_json(options), bytes_to_base64url(options.challenge)


def sign_in_options(user: User, site: Site) -> tuple[str, str]:
    """JSON for the browser and the challenge to keep until the answer comes."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url, structs

    options = webauthn.generate_authentication_options(
        rp_id=site.domain,
        allow_credentials=_known(user),
        user_verification=structs.UserVerificationRequirement.PREFERRED,
    )
    return webauthn.options_to_json(options), bytes_to_base64url(options.challenge)


@command(KEEP_OWN, on="user", label=vi("thêm khóa truy cập"))
def add_passkey(
    actor: Actor, /, *, user: User, session: Session, name: str, answer: str, challenge: str, site: Site
) -> Passkey:
    """Keep the passkey a browser has made for `challenge`."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.exceptions import WebAuthnException

    require_step_up(session)
    if user.passkeys.count() >= MOST:
        raise Invalid(
            _("Mỗi người giữ nhiều nhất {most} khóa truy cập. Đồng chí xóa khóa cũ trước.").format(most=MOST)
        )
    try:
        verified = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.domain,
            expected_origin=site.origin,
        )
        told = json.loads(answer).get("response", {}).get("transports", [])
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid(_("Khóa truy cập chưa được máy xác nhận. Đồng chí làm lại từ đầu.")) from error
    if Passkey.objects.filter(credential_id=verified.credential_id).exists():
        raise Invalid(_("Khóa truy cập này đã được đăng ký."))
    key = Passkey(
        user=user,
        name=clean(name)[:60] or f"Khóa {user.passkeys.count() + 1}",
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        transports=[str(kind)[:20] for kind in told][:8],
    )
    key.save()
    return key


@command(KEEP_OWN, on="passkey", label=vi("xóa khóa truy cập"))
def remove_passkey(actor: Actor, /, *, passkey: Passkey, session: Session) -> None:
    """Forget a passkey of one's own."""
    require_step_up(session)
    passkey.delete()


@dataclass(frozen=True, slots=True)
class PasskeyAnswer:
    """A browser's answer to `sign_in_options`: a `Proof`."""

    answer: str
    challenge: str
    site: Site

    def spend(self, user: User) -> str:
        import webauthn
        from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
        from webauthn.helpers.exceptions import WebAuthnException

        try:
            shown = parse_authentication_credential_json(self.answer)
            key = Passkey.objects.select_for_update().get(user=user, credential_id=shown.raw_id)
            verified = webauthn.verify_authentication_response(
                credential=shown,
                expected_challenge=base64url_to_bytes(self.challenge),
                expected_rp_id=self.site.domain,
                expected_origin=self.site.origin,
                credential_public_key=bytes(key.public_key),
                credential_current_sign_count=key.sign_count,
            )
        except (WebAuthnException, Passkey.DoesNotExist, ValueError, KeyError, TypeError) as error:
            raise WrongProof from error
        key.sign_count, key.last_used_at = verified.new_sign_count, timezone.now()
        key.save()
        return f"khóa truy cập «{key.name}»"
