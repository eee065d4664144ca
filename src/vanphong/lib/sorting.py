"""Vietnamese order (CLDR vi): Python keys, and SQL functions that give PostgreSQL the same answers."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from vanphong.lib.text import D_LETTERS, FOLD_MARKS, TONE_MARKS

_BETWEEN: Final = "\x01"
_SPACE: Final = re.compile(r"[ \t\n\r\f\v]+")
_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# Forms that sort alike: letters meant for «đ», then blanks, dashes and quotes that stand before letters.
_ALIKE: Final = D_LETTERS.replace("\u0111", "") + "\u00a0\u2013\u2014\u2212\u00ab\u00bb\u201c\u201d"
_ALIKE_AS: Final = "\u0111" * (len(D_LETTERS) - 1) + ' ---""""'
# In normal form D a mark follows its letter. Above «z», it puts «ă» after «az»; breve (also for the bar of
# «đ») before circumflex before horn gives a ă â, o ô ơ. Tones stand above those, so no tone comes first.
_BAR: Final = "\ue001"
_MARKS: Final = "\u0306\u0302\u031b"
_MARKS_AS: Final = "\ue001\ue002\ue003"
_TONES_AS: Final = "\ue011\ue012\ue013\ue014\ue015"
_PREPARED: Final = str.maketrans(_CAPITALS + _ALIKE, _CAPITALS.lower() + _ALIKE_AS)
_LETTERS_ONLY: Final = str.maketrans(_MARKS, _MARKS_AS, TONE_MARKS)
_WITH_TONES: Final = str.maketrans(_MARKS + TONE_MARKS, _MARKS_AS + _TONES_AS)


def _key(s: str) -> str:
    text = unicodedata.normalize("NFD", s).translate(_PREPARED).replace("\u0111", "d" + _BAR)
    return text.translate(_LETTERS_ONLY) + _BETWEEN + text.translate(_WITH_TONES)


def sort_key(s: str) -> bytes:
    """Return the key that puts texts in Vietnamese order when keys are compared as bytes.

    Letters first (a ă â … d đ); tones decide only between texts of the same letters, in the order
    ngang, huyền, hỏi, ngã, sắc, nặng. Case does not count. Blanks and digits come before letters.
    """
    return _key(s).encode(errors="surrogatepass")


def person_sort_key(name: str) -> bytes:
    """Return the key that orders people by given name, then middle names, then family name."""
    parts = _SPACE.sub(" ", name).strip(" ").split(" ")
    family = parts[0] if len(parts) > 1 else ""
    return _BETWEEN.join(map(_key, (parts[-1], " ".join(parts[1:-1]), family))).encode(errors="surrogatepass")


def _quoted(s: str) -> str:
    """Return `s` as an SQL literal of escapes, so that migrations hold no private or combining codes."""
    return "U&'" + "".join(char if char.isascii() else f"\\{ord(char):04X}" for char in s) + "'"


_PREPARED_SQL: Final = (
    f'replace(translate(lower(normalize(value, NFD) COLLATE "C"), {_quoted(_ALIKE)}, {_quoted(_ALIKE_AS)}), '
    f"U&'\\0111', {_quoted('d' + _BAR)})"
)

# «RETURN» bodies are bound when created: a restored dump finds the inner function whatever the search path.
SQL_CREATE: Final = f"""
CREATE OR REPLACE FUNCTION vn_fold(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN translate(
        lower(normalize(value, NFD) COLLATE "C"),
        {_quoted(D_LETTERS + FOLD_MARKS)},
        '{"d" * len(D_LETTERS)}'
    );
CREATE OR REPLACE FUNCTION vn_sort_key(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN translate({_PREPARED_SQL}, {_quoted(_MARKS + TONE_MARKS)}, {_quoted(_MARKS_AS)})
        || chr(1)
        || translate({_PREPARED_SQL}, {_quoted(_MARKS + TONE_MARKS)}, {_quoted(_MARKS_AS + _TONES_AS)});
CREATE OR REPLACE FUNCTION vn_person_sort_key(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (
        SELECT vn_sort_key(coalesce(parts[array_length(parts, 1)], ''))
            || chr(1) || vn_sort_key(coalesce(array_to_string(parts[2:array_length(parts, 1) - 1], ' '), ''))
            || chr(1) || vn_sort_key(CASE WHEN array_length(parts, 1) > 1 THEN parts[1] ELSE '' END)
        FROM (
            SELECT string_to_array(
                btrim(regexp_replace(value COLLATE "C", '[ \t\n\r\f\v]+', ' ', 'g'), ' '), ' '
            ) AS parts
        ) AS split
    );
"""  # noqa: S608 -- built from the tables above only
"""Three immutable functions for PostgreSQL 14 or later in UTF-8, equal to `text.fold`, `sort_key` and
`person_sort_key`. Write `ORDER BY vn_sort_key(name) COLLATE "C"`, and the same words in an index."""

SQL_DROP: Final = """
DROP FUNCTION IF EXISTS vn_person_sort_key(text);
DROP FUNCTION IF EXISTS vn_sort_key(text);
DROP FUNCTION IF EXISTS vn_fold(text);
"""
