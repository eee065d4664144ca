"""The database function that turns text into folded words; queries use the same one."""

SQL_CREATE = """
CREATE OR REPLACE FUNCTION search_words(value text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('pg_catalog.simple', translate(vn_fold(coalesce(value, '')), '/-_.–', '     '));
"""
"""`/`, `-` and `.` part words, else PostgreSQL's parser takes «NQ/TW» for a file path."""

SQL_DROP = "DROP FUNCTION IF EXISTS search_words(text);"
