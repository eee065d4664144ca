"""One row a searchable record, written in the same transaction as the record; searches people keep."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func
from django.db.models.functions import Now

from vanphong.kernel.identity.models import User
from vanphong.kernel.wording import vi


class TransactionId(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction number (xid8): it never runs over and tells what was written later."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else str(value)


class SearchEntry(models.Model):
    """What may be found of a record, as text. The index of each node is made from these rows alone.

    Who may find it is not stored here: it is asked of the record's own policy at query time. `changed_in` is the
    transaction that wrote the row last: indexes follow it. A row that is `gone` is kept empty, so that indexes
    learn of it; one that was `forgotten` also makes them drop every trace by building anew.
    """

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    key = models.CharField(max_length=200, blank=True, db_default="")
    code_key = models.CharField(max_length=120, blank=True, db_default="")
    title = models.TextField(blank=True, db_default="")
    issuer = models.CharField(max_length=300, blank=True, db_default="")
    people = models.CharField(max_length=600, blank=True, db_default="")
    body = models.TextField(blank=True, db_default="")
    day = models.DateField(null=True)
    gone = models.BooleanField(db_default=False)
    forgotten = models.BooleanField(db_default=False)
    changed_in = TransactionId(db_default=Func(function="pg_current_xact_id"))
    indexed_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = vi("mục tìm kiếm")
        constraints = [models.UniqueConstraint(fields=["record_type", "record_id"], name="one_search_entry")]
        indexes = [models.Index(fields=["changed_in"], name="search_changed")]

    def __str__(self) -> str:
        return f"{self.record_type}:{self.record_id}"


class SavedSearch(models.Model):
    """A search a person keeps as a tab. Not journalled: what somebody looks for is their own matter.

    `watched` ones tell of new hits: `seen` are the entries that were there when last looked.
    """

    user = models.ForeignKey(
        User, models.CASCADE, related_name="saved_searches", verbose_name=vi("người lưu")
    )
    name = models.CharField(vi("tên thẻ"), max_length=60)
    query = models.CharField(vi("lời tìm"), max_length=200)
    kind = models.CharField(vi("loại"), max_length=60, blank=True)
    given = models.JSONField(vi("bộ lọc"), default=dict, blank=True)
    watched = models.BooleanField(vi("báo khi có kết quả mới"), default=False)
    seen = ArrayField(models.BigIntegerField(), default=list, blank=True)
    saved_at = models.DateTimeField(vi("lưu lúc"), db_default=Now())

    class Meta:
        verbose_name = vi("lượt tìm đã lưu")
        verbose_name_plural = vi("lượt tìm đã lưu")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_saved_search_a_name")]

    def __str__(self) -> str:
        return self.name
