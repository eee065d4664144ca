"""Who a request comes from, asked by remembered statements: the same two questions stand before every page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.utils import timezone

from vanphong.kernel.access.rows import among, rows_of
from vanphong.kernel.identity.models import User


class Accounts(ModelBackend):
    """Accounts of the office with their passwords."""

    def get_user(self, user_id: Any) -> User | None:
        for user in rows_of("account", [user_id], lambda: among(User.objects.order_by(), "pk")):
            return user if self.user_can_authenticate(user) else None
        return None


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Any:
        rows = self.model.objects.order_by()
        for row in rows_of("browser session", [self.session_key], lambda: among(rows, "pk")):
            if row.expire_date > timezone.now():
                return row
        self._session_key = None
        return None
