"""The store: the same bytes once, altered bytes never handed out, rot found, purge whole."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from vanphong.kernel.files import renditions, store
from vanphong.kernel.files.models import Blob, Rendition

pytestmark = pytest.mark.django_db
TEXT = "text/plain"


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: object) -> Path:
    settings.VANPHONG_VAR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def _stored() -> list[Path]:
    return [path for path in store.root().rglob("*") if path.is_file()]


def _alter(path: Path, change: str) -> None:
    path.chmod(0o640)
    content = bytearray(path.read_bytes())
    match change:
        case "bit":
            content[len(content) // 2] ^= 1
            path.write_bytes(content)
        case "cut":
            path.write_bytes(content[:-1])
        case "gone":
            path.unlink()


def test_the_same_bytes_are_kept_once_and_under_their_name() -> None:
    first, second = store.keep_bytes(b"to trinh", TEXT), store.keep_bytes(b"to trinh", "application/pdf")
    assert first.pk == second.pk == store.digest_of_bytes(b"to trinh")
    assert second.media_type == TEXT and Blob.objects.count() == len(_stored()) == 1


def test_bytes_in_pieces_are_the_same_as_bytes_whole() -> None:
    assert store.keep([b"to ", b"", b"trinh"], TEXT).pk == store.keep_bytes(b"to trinh", TEXT).pk


def test_a_stored_file_may_not_be_written_to() -> None:
    path = store.path_of(store.keep_bytes(b"goc", TEXT).pk)
    assert path.stat().st_mode & 0o222 == 0


def test_nothing_lies_about_when_a_delivery_breaks_off() -> None:
    def pieces() -> object:
        yield b"nua "
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store.keep(pieces(), TEXT)  # type: ignore[arg-type]
    assert not _stored() and not Blob.objects.exists()


@pytest.mark.parametrize("change", ["bit", "cut"])
def test_altered_bytes_are_never_handed_out(change: str) -> None:
    blob = store.keep_bytes(b"nguyen ban " * 50, TEXT)
    _alter(store.path_of(blob.pk), change)
    with pytest.raises(store.Damaged):
        store.read_blob(blob)
    assert not store.verify(blob)


def test_all_rot_in_three_hundred_files_is_found_and_nothing_else() -> None:
    blobs = [store.keep_bytes(f"van ban so {number}".encode(), TEXT) for number in range(300)]
    chosen = random.Random(7).sample(blobs, 42)
    for blob in chosen[:20]:
        _alter(store.path_of(blob.pk), "bit")
    for blob in chosen[20:30]:
        _alter(store.path_of(blob.pk), "cut")
    for blob in chosen[30:40]:
        _alter(store.path_of(blob.pk), "gone")
    one, other = (store.path_of(blob.pk) for blob in chosen[40:])
    for path in (one, other):
        path.chmod(0o640)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    found = {blob.pk for blob in blobs if not store.verify(blob)}
    assert found == {blob.pk for blob in chosen}


def test_purge_leaves_neither_rows_nor_bytes_of_what_was_made_from_it() -> None:
    secret, page = store.keep_bytes(b"dau mat", TEXT), store.keep_bytes(b"trang 1", TEXT)
    kept = store.keep_bytes(b"giay khac", TEXT)
    renditions.keep(secret, Rendition.Kind.PAGE, page, "1@1000")
    gone = store.purge(secret)
    assert set(gone) == {secret.pk, page.pk}
    assert [path.name for path in _stored()] == [kept.pk]
    assert list(Blob.objects.values_list("pk", flat=True)) == [kept.pk]


def test_purge_takes_the_batch_with_it_but_not_the_other_papers_of_the_batch() -> None:
    batch, first, second = (store.keep_bytes(text, TEXT) for text in (b"lo", b"giay mot", b"giay hai"))
    for number, part in enumerate((first, second)):
        renditions.keep(batch, Rendition.Kind.PART, part, str(number))
    assert set(store.purge(first)) == {batch.pk, first.pk}
    assert store.read_blob(second) == b"giay hai"


def test_what_is_overwritten_is_zeroed_before_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "mat.bin"
    path.write_bytes(b"bi mat " * 100)
    twin = tmp_path / "twin.bin"
    twin.hardlink_to(path)
    store.overwrite(path)
    assert not path.exists() and twin.read_bytes().strip(b"\0") == b""
