"""List pages, filters and words over many registered documents."""

from __future__ import annotations

import datetime as dt
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from tools.bench.office import books, clerk
from vanphong.kernel.identity.models import User
from vanphong.kernel.listing import first_page
from vanphong.kernel.organisation.queries import actor_for
from vanphong.kernel.search.finding import find

SUBJECTS = (
    "Về việc rà soát biên chế văn phòng cấp ủy",
    "Nghị quyết về phát triển nguồn nhân lực",
    "Báo cáo kết quả kiểm tra, giám sát quý",
    "Kế hoạch tổng kết công tác dân vận",
    "Về việc chuẩn bị hội nghị Ban Chấp hành",
)


def fill(count: int) -> None:
    """Registered documents written straight into the tables: only their number matters here."""
    agency, register = books()[0].agency_id, books()[0].pk
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO numbering_series (register_id, key, last_number) VALUES (%s, '2025', %s) RETURNING id",
            [register, count],
        )
        series = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO numbering_issuednumber (series_id, number, state, object_reference, given_by, reserved_for,"
            " void_by, void_reason) SELECT %s, n, 'used', '', 'bench', '', '', '' FROM generate_series(1, %s) n"
            " RETURNING id",
            [series, count],
        )
        cursor.execute(
            """
            INSERT INTO correspondence_incomingdocument (agency_id, state, channel, received_by, sender_note,
                reading_state, reading_message, register_id, year, arrival_number, issued_number_id, arrived_on,
                registered_at, reference_code, code_key, issuer_name, issued_on, subject, urgency, signer,
                signer_title, page_count, copy_count, paper_received, due_reason, reply_required, note,
                receipt_code, result, reply_code, filed)
            SELECT %s, 'closed', 'upload', '', '', 'done', '', %s, 2025, i.number, i.id,
                date '2025-01-01' + (i.number %% 360)::int, timestamptz '2025-01-01' + i.number * interval '1 minute',
                i.number || '-CV/BTCTW', i.number || 'cvbtctw', 'Ban Tổ chức Trung ương',
                date '2025-01-01' + (i.number %% 360)::int, (%s::text[])[1 + i.number %% 5] || ' số ' || i.number,
                'NORMAL', '', '', 2, 1, false, '', false, '', '', '', '', false
            FROM numbering_issuednumber i WHERE i.series_id = %s
            """,
            [agency, register, list(SUBJECTS), series],
        )
        cursor.execute(
            """
            INSERT INTO search_searchentry (record_type, record_id, code_key, title, body, day)
            SELECT 'correspondence.incomingdocument', id, code_key, subject, '', issued_on
            FROM correspondence_incomingdocument WHERE year = 2025
            """
        )
        # One department leads on nearly all of them, one officer helps with a few.
        cursor.execute(
            """
            INSERT INTO correspondence_assignment (document_id, unit_id, user_id, role, state, due_reason,
                instruction, assigned_by, ended_reason, result, extension_count)
            SELECT d.id, post.unit_id, CASE WHEN held.username = 'chuyenvien' THEN held.id END,
                CASE WHEN held.username = 'chuyenvien' THEN 'collaborator' ELSE 'lead' END, 'done', '', '', '', '', '', 0
            FROM correspondence_incomingdocument d
            JOIN identity_user held ON held.username = CASE WHEN d.arrival_number %% 2000 = 0 THEN 'chuyenvien'
                ELSE 'truongquantri' END
            JOIN organisation_holding h ON h.user_id = held.id JOIN organisation_post post ON post.id = h.post_id
            WHERE d.year = 2025
            """.replace("%%", "%")
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def _time(work: Callable[[], Any], rounds: int = 40) -> tuple[float, float, float]:
    """p50 and p95 of wall milliseconds and mean CPU milliseconds of this process."""
    work()
    before = resource.getrusage(resource.RUSAGE_SELF)
    walls = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        walls.append(1000 * (time.perf_counter() - started))
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / rounds
    walls.sort()
    return statistics.median(walls), walls[int(0.95 * len(walls))], cpu


def run(count: int = 100_000) -> None:
    """Print list and search timings at `count` documents."""
    from vanphong.modules.correspondence.lists import INCOMING_LIST as spec

    actor = clerk()
    officer, head = (
        actor_for(User.objects.get(username=username)) for username in ("chuyenvien", "truongquantri")
    )
    fill(count)
    tab = spec.tab(actor, "tat-ca")
    rows = spec.prepare(spec.rows(actor, tab, {}))
    few, most = (spec.prepare(spec.rows(who, tab, {})) for who in (officer, head))
    order = tab.order or spec.order
    deep = ""
    for _ in range(30):
        deep = first_page(rows, order, deep, 100).next_key
    day = dt.date(2025, 6, 1)
    filtered = spec.prepare(
        spec.rows(actor, tab, {"co-quan": "Tổ chức", "tu": f"{day:%d/%m/%Y}", "den": "30/06/2025"})
    )
    cases: dict[str, Callable[[], Any]] = {
        "list, first page": lambda: first_page(rows, order, "", 30),
        "list, 3,000 rows deep": lambda: first_page(rows, order, deep, 30),
        "first page of an officer with 50 of them": lambda: first_page(few, order, "", 30),
        "first page of a head with nearly all": lambda: first_page(most, order, "", 30),
        "filter by issuer and dates": lambda: first_page(filtered, order, "", 30),
        "words «biên chế văn phòng»": lambda: find(actor, "bien che van phong", limit=20),
        "the same by an officer with 50": lambda: find(officer, "bien che van phong", limit=20),
        "half number «5123-CV»": lambda: find(actor, "5123-CV", limit=20),
    }
    print(f"at {count} documents, one process, in-process calls")
    print("| case | p50 ms | p95 ms | CPU ms (Python) |")
    print("|---|---|---|---|")
    for name, work in cases.items():
        p50, p95, cpu = _time(work)
        print(f"| {name} | {p50:.1f} | {p95:.1f} | {cpu:.1f} |")
