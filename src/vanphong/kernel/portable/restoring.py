"""An exported office taken into an empty installation: checked first, then all of it or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, command, note
from vanphong.kernel.files import store
from vanphong.kernel.files.models import Blob
from vanphong.kernel.journal.bulk import digest_of_values
from vanphong.kernel.journal.queries import GENESIS
from vanphong.kernel.journal.recording import current
from vanphong.kernel.journal.rows import Journalled, plain
from vanphong.kernel.portable.declaring import Carried, carried_tables
from vanphong.kernel.portable.values import fields_of, row_of
from vanphong.kernel.portable.writing import BLOBS, DATA, EARLIER, FORMAT, JOURNAL, MANIFEST
from vanphong.kernel.search.indexing import index_records, search_specs
from vanphong.kernel.wording import vi

AT_ONCE = 500
Told = Callable[[str], None]


def is_export(folder: Path) -> bool:
    """Whether the folder is one that an export wrote to its end."""
    return (folder / MANIFEST).is_file()


def checked_manifest(folder: Path, told: Told = lambda name: None) -> dict[str, Any]:
    """The manifest of an export whose every file is there and unaltered; raises Invalid otherwise."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files: dict[str, dict[str, Any]] = manifest["files"]
    except (OSError, ValueError, KeyError) as error:
        message = _("«{name}» không phải thư mục do vanphong export ghi, hoặc ghi chưa xong.")
        raise Invalid(message.format(name=folder.name)) from error
    if manifest.get("format") != FORMAT:
        raise Invalid(_("Thư mục này do bản Vanphong khác ghi. Đồng chí dùng bản đã ghi ra nó."))
    if not manifest.get("whole"):
        raise Invalid(_("Thư mục này chỉ có giấy tờ của một năm để đọc, không nhập lại được."))
    root = folder.resolve()
    for name, expected in files.items():
        path = (folder / name).resolve()
        if not path.is_relative_to(root) or not path.is_file() or store.digest_of(path) != expected["sha256"]:
            raise Invalid(
                _("Tệp «{name}» thiếu hoặc đã bị sửa. Đồng chí chép lại thư mục.").format(name=name)
            )
        told(name)
    _check_chain(folder, manifest["journal"])
    return manifest


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _check_chain(folder: Path, head: dict[str, Any]) -> None:
    """The journal of the old office agrees with itself up to the head of the manifest."""
    previous, seq = GENESIS, 0
    for entry in _lines(folder / JOURNAL / "nhat-ky.jsonl"):
        sealed = f"{entry['seq']}\n{entry['at']}\n{entry['body']}".encode()
        seq += 1
        digest = hashlib.sha256(previous + sealed).digest()
        if entry["seq"] != seq or entry["hash"] != digest.hex():
            raise Invalid(
                _("Nhật ký đã bị sửa từ mục {number}. Đồng chí chép lại thư mục.").format(number=seq)
            )
        previous = digest
    if (seq, previous.hex()) != (head["entries"], head["head"]):
        raise Invalid(_("Nhật ký thiếu phần cuối. Đồng chí chép lại thư mục."))


@command(None, on=None, label=vi("nhập toàn bộ văn phòng"))
def restore_office(
    actor: Actor, /, *, folder: Path, manifest: dict[str, Any], told: Told = lambda name: None
) -> dict[str, int]:
    """Take the office of a checked export in; ids stay, so that everything that names a record still does."""
    if not actor.is_system:
        raise Forbidden(_("Việc này làm ở dòng lệnh của máy chủ."))
    tables = carried_tables()
    for table in tables:
        if table.model._base_manager.exists():
            raise Conflict(
                _("Máy này đã có dữ liệu ({name}). Đồng chí nhập vào một cài đặt mới.").format(
                    name=table.model._meta.verbose_name
                )
            )
    _take_bytes(folder, manifest, told)
    counts = {}
    for table in tables:
        label = table.model._meta.label_lower
        path = folder / DATA / f"{label}.jsonl"
        if path.is_file():
            counts[label] = _take_rows(table, path)
            told(label)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)
    for spec in search_specs:
        rows = spec.model._base_manager.order_by("pk").iterator(chunk_size=AT_ONCE)
        while batch := list(itertools.islice(rows, AT_ONCE)):
            index_records(batch)
    _keep_journal(folder, manifest)
    head = manifest["journal"]
    note(f"Bản ghi ra lúc {manifest['made_at']}; nhật ký cũ {head['entries']} mục, đầu chuỗi {head['head']}.")
    return counts


def _take_bytes(folder: Path, manifest: dict[str, Any], told: Told) -> None:
    """Every blob's bytes into the store, each with the time it was first kept."""
    where = {about["sha256"]: name for name, about in manifest["files"].items()}
    for line in _lines(folder / BLOBS):
        name = where.get(line["sha256"])
        stored_at = dt.datetime.fromisoformat(line["stored_at"])
        if name is not None:
            store.keep_path(folder / name, line["media_type"])
            told(name)
            Blob.objects.filter(pk=line["sha256"]).update(stored_at=stored_at, media_type=line["media_type"])
            continue
        # Bytes that were gone when the export was made: the record still says what was there.
        Blob(sha256=line["sha256"], size=line["size"], media_type=line["media_type"]).save(force_insert=True)
        Blob.objects.filter(pk=line["sha256"]).update(stored_at=stored_at)


def _take_rows(table: Carried, path: Path) -> int:
    """All rows of one table, as they were: no field is set anew on the way."""
    fields = fields_of(table)
    every = [f for f in table.model._meta.concrete_fields if not getattr(f, "generated", False)]
    links = table.model._meta.local_many_to_many
    count, linked = 0, []
    lines = _lines(path)
    while batch := list(itertools.islice(lines, AT_ONCE)):
        rows = [row_of(table, fields, body) for body in batch]
        _insert_raw(table.model, every, rows)
        linked += [
            (link, body[table.model._meta.pk.attname], body[link.name]) for body in batch for link in links
        ]
        if issubclass(table.model, Journalled):
            values = ({f.attname: plain(getattr(row, f.attname)) for f in every} for row in rows)
            label = table.model._meta.label_lower
            current().inserted(label, [row.pk for row in rows], digest_of_values(values))
        count += len(rows)
    for link, pk, others in linked:
        through: Any = link.remote_field.through
        mine, theirs = link.m2m_field_name(), link.m2m_reverse_field_name()
        through._base_manager.bulk_create(
            through(**{f"{mine}_id": pk, f"{theirs}_id": other}) for other in others
        )
    return count


def _insert_raw(model: type[models.Model], fields: list[Any], rows: list[models.Model]) -> None:
    """Rows with every column as it is: times are not set anew, as a save would."""
    query = models.sql.InsertQuery(model)
    query.insert_values(fields, rows, raw=True)
    query.get_compiler(using="default").execute_sql()


def _keep_journal(folder: Path, manifest: dict[str, Any]) -> None:
    """The journals of the offices before this one, beside the files; they go along with the next export."""
    place = Path(settings.VANPHONG_VAR) / EARLIER
    place.mkdir(parents=True, exist_ok=True)
    head = manifest["journal"]
    shutil.copyfile(
        folder / JOURNAL / "nhat-ky.jsonl", place / f"{head['entries']:09}-{head['head'][:16]}.jsonl"
    )
    for path in sorted((folder / EARLIER).glob("*.jsonl")):
        shutil.copyfile(path, place / path.name)


def empty_installation() -> bool:
    """Whether nothing at all has been kept here yet."""
    labels = ("organisation.Unit", "identity.User")
    return not any(apps.get_model(label)._base_manager.exists() for label in labels)
