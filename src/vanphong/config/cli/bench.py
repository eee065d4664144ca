"""`vanphong bench`: what the pages of this installation cost, measured with its own data and changing none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vanphong.lib.terminal import AsJson, emit

from .environment import embedded, use_database, use_django, var
from .exits import ExitCode, Refusal

if TYPE_CHECKING:
    from vanphong.lib.measuring import Family

COLUMNS = {"title": "Việc", "cpu_ms": "CPU, ms", "p50_ms": "Chờ, ms (một nửa)", "p95_ms": "Chờ, ms (19/20)"}


def bench(
    user: Annotated[str, typer.Option("--user", help="Tên đăng nhập của người dùng để đo.")],
    url: Annotated[str, typer.Option("--url", help="Địa chỉ trang web đang chạy.")] = "http://127.0.0.1:8000",
    rounds: Annotated[int, typer.Option("--rounds", min=10, max=10_000, help="Số lượt mỗi việc.")] = 100,
    as_json: AsJson = False,
) -> None:
    """Đo trang web đang chạy bằng dữ liệu của chính nó; chỉ xem, không sửa gì.

    Mật khẩu lấy từ VANPHONG_BENCH_PASSWORD, không có thì hỏi.
    """
    from vanphong.lib.measuring import Browser, NotSignedIn, take

    password = os.environ.get("VANPHONG_BENCH_PASSWORD") or typer.prompt(
        f"Mật khẩu của {user}", hide_input=True
    )
    family, complete = _family()
    use_database()
    use_django()
    browser = Browser(url)
    try:
        browser.sign_in(user, password)
    except OSError as error:
        raise Refusal(
            f"Không gọi được {url}. Đồng chí bật văn phòng bằng «vanphong run» rồi đo lại.", ExitCode.SYSTEM
        ) from error
    except NotSignedIn as error:
        raise Refusal(
            f"Chưa đăng nhập được bằng tài khoản {user}. Đồng chí xem lại mật khẩu, "
            "và dùng tài khoản không có xác thực hai lớp."
        ) from error
    rows: list[dict[str, Any]] = []
    for case in _cases(user, browser):
        taken = take(browser, family, case.paths, rounds)
        rows.append(
            {
                "case": case.name,
                "title": case.title,
                "cpu_ms": round(taken.cpu, 1),
                "p50_ms": round(taken.p50, 1),
                "p95_ms": round(taken.p95, 1),
            }
        )
    browser.post("/dang-xuat/")
    browser.close()
    memory = {f"pss_{kind}": round(mib) for kind, mib in sorted(family.memory().items())}
    if as_json:
        emit([{**row, **memory, "complete": complete} for row in rows], as_json=True, columns=COLUMNS)
        return
    emit(rows, as_json=False, columns=COLUMNS)
    typer.echo("Bộ nhớ (PSS, MiB): " + ", ".join(f"{kind[4:]} {mib}" for kind, mib in memory.items()))
    if not complete:
        typer.echo("CPU và bộ nhớ trên chưa gồm cơ sở dữ liệu: DATABASE_URL trỏ tới máy chủ riêng.")


def _family() -> tuple[Family, bool]:
    """The processes of the running office, and whether the database is among them."""
    from vanphong.lib.measuring import Family

    try:
        supervisor = int((var() / "run.lock").read_text())
    except (OSError, ValueError) as error:
        raise Refusal(
            f"Văn phòng ở {var()} không chạy. Đồng chí bật bằng «vanphong run» rồi đo lại.", ExitCode.SYSTEM
        ) from error
    server = embedded()
    master = server.postmaster() if server is not None else None
    return Family.of([supervisor, *([master.pid] if master else [])]), master is not None


def _cases(user: str, browser: Any) -> list[Any]:
    from vanphong.config.bench.cases import cases_for
    from vanphong.kernel.identity.queries import find_user
    from vanphong.kernel.organisation.queries import actor_for

    found = find_user(user)
    cases = cases_for(actor_for(found), browser) if found is not None else []
    if not cases:
        raise Refusal(
            f"Tài khoản {user} chưa xem được văn bản nào đã vào sổ nên không có gì để đo. "
            "Đồng chí chọn tài khoản văn thư hoặc lãnh đạo văn phòng."
        )
    return cases
