"""Idempotency keys: which call a key stood for, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class IdempotencyKey(models.Model):
    """A POST that was done under a key of its caller.

    `outcome` holds words and ids only. The answer of a repeated call is made anew from it, with the rights of
    that moment, so no content of a record outlives the record here.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    outcome = models.JSONField(default=dict)
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "khóa gọi một lần"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]
        indexes = [models.Index(fields=["used_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return self.key
