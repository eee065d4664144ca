"""The search rows of a corpus, all at once: what `index_records` would write one by one."""

from __future__ import annotations

from django.db import connection, transaction

from vanphong.kernel.files.store import path_of
from vanphong.modules.correspondence.models import DocumentFile

_ROWS = """
    INSERT INTO search_searchentry (record_type, record_id, code_key, title, issuer, people, body, day)
    SELECT 'correspondence.incomingdocument', d.id, d.code_key,
        d.reference_code || ' ' || d.subject || ' ' || d.issuer_name, d.issuer_name, d.signer,
        'số đến ' || d.arrival_number || E'\\n' || d.signer_title || E'\\n' || coalesce(p.body, ''), d.issued_on
    FROM correspondence_incomingdocument d
    LEFT JOIN correspondence_documentfile f ON f.document_id = d.id AND f.position = 1
    LEFT JOIN paper p ON p.sha256 = f.blob_id
    WHERE d.arrival_number IS NOT NULL
    ORDER BY d.id
"""


def fill() -> int:
    """Write them; answers how many."""
    # All at once: while the rows are copied the connection answers nothing else.
    hashes = list(DocumentFile.objects.order_by().values_list("blob_id", flat=True).distinct())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE paper (sha256 text PRIMARY KEY, body text) ON COMMIT DROP")
        with cursor.copy("COPY paper (sha256, body) FROM STDIN") as copy:
            for sha256 in hashes:
                copy.write_row([sha256, path_of(sha256).read_text(encoding="utf-8")])
        cursor.execute(_ROWS)
        done = int(cursor.rowcount)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE search_searchentry")
    return done
