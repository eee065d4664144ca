"""A signed-in client of a persona, without walking through the sign-in page."""

from __future__ import annotations

from django.test import Client

from vanphong.kernel.identity.browser import SESSION_KEY
from vanphong.kernel.identity.models import Presence, Session, User
from vanphong.testing.recording import recording


def signed_in(user: User) -> Client:
    """A test client in which the user has just signed in."""
    client = Client()
    client.force_login(user, backend="vanphong.kernel.identity.backends.Accounts")
    with recording("đăng nhập"):
        session = Session(user=user)
        session.save()
        Presence(session=session).save()
    store = client.session
    store[SESSION_KEY] = session.pk
    store.save()
    return client
