"""One row a searchable record, written in the same transaction as the record."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now

from vanphong.kernel.identity.models import User
from vanphong.kernel.wording import vi


class SearchEntry(models.Model):
    """What may be found of a record. `folded` and `code_key` carry no accents; `words` is made by the database.

    Who may find it is not stored here: it is asked of the record's own policy at query time.
    """

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    code_key = models.CharField(max_length=120, blank=True)
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    day = models.DateField(null=True)
    words = SearchVectorField(null=True)
    indexed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = vi("mục tìm kiếm")
        constraints = [models.UniqueConstraint(fields=["record_type", "record_id"], name="one_search_entry")]
        indexes = [
            GinIndex(fields=["words"], name="search_words"),
            GinIndex(fields=["code_key"], opclasses=["gin_trgm_ops"], name="search_code"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type}:{self.record_id}"


class SavedSearch(models.Model):
    """A search a person keeps as a tab. Not journalled: what somebody looks for is their own matter."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="saved_searches", verbose_name=vi("người lưu")
    )
    name = models.CharField(vi("tên thẻ"), max_length=60)
    query = models.CharField(vi("lời tìm"), max_length=200)
    kind = models.CharField(vi("loại"), max_length=60, blank=True)
    saved_at = models.DateTimeField(vi("lưu lúc"), db_default=Now())

    class Meta:
        verbose_name = vi("lượt tìm đã lưu")
        verbose_name_plural = vi("lượt tìm đã lưu")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_saved_search_a_name")]

    def __str__(self) -> str:
        return self.name
