"""Who a request comes from, asked by remembered statements: the same two questions stand before every page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.utils import timezone

from vanphong.kernel.access.rows import by_key
from vanphong.kernel.identity.models import User


class Accounts(ModelBackend):
    """Accounts of the office with their passwords."""

    def get_user(self, user_id: Any) -> User | None:
        user: User | None = by_key(User, [user_id]).get(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Any:
        row = by_key(self.model, [self.session_key]).get(self.session_key)
        if row is not None and row.expire_date > timezone.now():
            return row
        self._session_key = None
        return None
