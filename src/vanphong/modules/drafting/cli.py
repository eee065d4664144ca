"""`vanphong draft`: drafts from the command line of the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError, Invalid, NotFound
from vanphong.kernel.files import store
from vanphong.kernel.identity.cli import say, the_user
from vanphong.kernel.identity.models import User
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.organisation.cli import a_day, the_unit
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import actor_for
from vanphong.lib.terminal import AsJson, emit
from vanphong.modules.catalogues.public import type_named
from vanphong.modules.correspondence.public import IncomingDocument, IncomingFile, examine, release
from vanphong.modules.drafting.commands.circuit import approve_draft, return_draft, submit_draft
from vanphong.modules.drafting.commands.signing import sign_on_paper
from vanphong.modules.drafting.commands.starting import Head, start_draft
from vanphong.modules.drafting.commands.templates import add_template
from vanphong.modules.drafting.commands.versions import check_in, shown_name
from vanphong.modules.drafting.models import Draft
from vanphong.modules.drafting.queries.findings import findings_of
from vanphong.modules.drafting.queries.people import usual_initials, usual_office_initials
from vanphong.modules.drafting.queries.rows import holders_words, since_words

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Dự thảo: soạn, đưa bản mới, thẩm định, trình ký."
)
As = Annotated[str, typer.Option("--as", help="Tài khoản làm việc này.")]
Which = Annotated[int, typer.Argument(metavar="MÃ", help="Mã dự thảo, xem bằng vanphong draft list.")]
Wait = Annotated[bool, typer.Option(help="Đọc và thẩm định xong mới trả lời.")]
COLUMNS = {
    "draft": "Mã",
    "type": "Loại",
    "subject": "Trích yếu",
    "drafter": "Người soạn",
    "state": "Tình trạng",
    "holders": "Đang ở",
    "since": "Từ",
}
FINDING_COLUMNS = {
    "severity": "Mức",
    "page": "Trang",
    "message": "Nhận xét",
    "verdict": "Kết luận",
    "source": "Căn cứ",
}


def _draft(actor: Actor, pk: int) -> Draft:
    found: Draft | None = Draft.objects.filter(access.visible(actor, Draft), pk=pk).first()
    if found is None:
        raise NotFound(f"Không có dự thảo mã {pk}. Đồng chí xem bằng vanphong draft list.")
    return found


def _row(draft: Draft, *, as_json: bool) -> Mapping[str, object]:
    return {
        "draft": draft.pk,
        "type": draft.document_type.name,
        "subject": draft.subject,
        "issuing_body": draft.issuing_body.name,
        "drafter": str(draft.drafter),
        "state": draft.state if as_json else draft.get_state_display(),
        "holders": holders_words(draft),
        "since": since_words(draft),
    }


@app.command("list")
def listed(
    user: As,
    state: Annotated[str, typer.Option("--state", help="Chỉ một tình trạng.")] = "",
    as_json: AsJson = False,
) -> None:
    """Xem dự thảo: đang ở ai, từ bao giờ."""
    if state and state not in Draft.State.values:
        raise Invalid(f"Tình trạng là một trong: {', '.join(Draft.State.values)}.")
    actor = actor_for(the_user(user), "cli")
    found = Draft.objects.filter(access.visible(actor, Draft))
    rows = found.filter(state=state) if state else found
    joined = rows.select_related("document_type", "issuing_body", "drafter", "checked_out_by")
    joined = joined.prefetch_related("steps__user", "opinions__user").order_by("pk")
    emit((_row(row, as_json=as_json) for row in joined.iterator(500)), as_json=as_json, columns=COLUMNS)


@app.command("start")
def start(
    user: As,
    kind: Annotated[str, typer.Option("--type", help="Loại văn bản, ví dụ «Công văn».")],
    subject: Annotated[str, typer.Option("--subject", help="Trích yếu.")],
    body: Annotated[str, typer.Option("--body", help="Mã cơ quan ban hành.")],
    file: Annotated[
        Path | None,
        typer.Option("--file", help="Tệp đã soạn; bỏ trống thì lấy mẫu.", exists=True, dir_okay=False),
    ] = None,
    signer: Annotated[str, typer.Option("--signer", help="Tài khoản người ký.")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Mã đơn vị soạn; bỏ trống khi chỉ có một.")] = "",
    answers: Annotated[int, typer.Option("--answers", help="Mã văn bản đến được trả lời.")] = 0,
    wait: Wait = False,
    as_json: AsJson = False,
) -> None:
    """Soạn dự thảo từ tệp, hoặc từ mẫu của loại văn bản."""
    actor = actor_for(the_user(user), "cli")
    units = Unit.objects.filter(pk__in=actor.units_as())
    mine = list(units.filter(code=unit) if unit else units[:2])
    if len(mine) != 1:
        raise Invalid("Đồng chí chọn đơn vị soạn bằng --unit MÃ; xem các mã bằng: vanphong office units.")
    head = Head(
        issuing_body=the_unit(body),
        document_type=type_named(kind),
        subject=subject,
        signer=the_user(signer) if signer else None,
    )
    seen = IncomingDocument.objects.filter(access.visible(actor, IncomingDocument), pk=answers)
    if answers and not seen.exists():
        raise NotFound(f"Không có văn bản đến mã {answers}.")
    content = [examine(file, file.name)] if file else []
    try:
        draft = start_draft(
            actor, unit=mine[0], head=head, file=content[0] if content else None, answers=seen.first()
        )
    except DomainError:
        release(content)
        raise
    _waited(wait)
    say(f"Đã có dự thảo mã {draft.pk}.", as_json, **_row(draft, as_json=True))


def _waited(wait: bool) -> None:
    if wait:
        work_off(["reading"])


@app.command("fetch")
def fetch(
    pk: Which,
    user: As,
    out: Annotated[Path, typer.Option("--out", help="Tệp sẽ ghi.", dir_okay=False)],
    number: Annotated[int, typer.Option("--version", help="Bản nào; bỏ trống là bản mới nhất.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Lấy tệp của một bản, đúng từng byte."""
    draft = _draft(actor_for(the_user(user), "cli"), pk)
    version = draft.versions.filter(number=number).first() if number else draft.latest
    if version is None:
        raise NotFound("Dự thảo không có bản ấy.")
    out.write_bytes(store.read_blob(version.blob))
    say(f"Đã ghi bản {version.number} vào {out}.", as_json, version=version.number, file=str(out))


@app.command("put")
def put(
    pk: Which,
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp đã sửa.", exists=True, dir_okay=False)],
    user: As,
    remark: Annotated[str, typer.Option("--remark", help="Đã sửa gì.")] = "",
    wait: Wait = False,
    as_json: AsJson = False,
) -> None:
    """Đưa bản mới của dự thảo."""
    actor = actor_for(the_user(user), "cli")
    draft = _draft(actor, pk)
    content: IncomingFile = examine(file, file.name)
    try:
        version = check_in(actor, draft=draft, file=content, remark=remark)
    except DomainError:
        release([content])
        raise
    _waited(wait)
    say(f"Đã nhận bản {version.number}.", as_json, draft=pk, version=version.number, name=shown_name(version))


@app.command("findings")
def findings(pk: Which, user: As, as_json: AsJson = False) -> None:
    """Xem nhận xét của máy về bản mới nhất, và kết luận của người thẩm định."""
    draft = _draft(actor_for(the_user(user), "cli"), pk)
    rows = [asdict(one) for one in findings_of(draft)]
    emit(rows, as_json=as_json, columns=FINDING_COLUMNS)


@app.command("submit")
def submit(
    pk: Which,
    user: As,
    signer: Annotated[str, typer.Option("--signer", help="Tài khoản người ký.")] = "",
    appraiser: Annotated[str, typer.Option("--appraiser", help="Tài khoản người thẩm định.")] = "",
    initials: Annotated[
        list[str] | None,
        typer.Option("--initial", help="Tài khoản người ký nháy; bỏ trống thì như thường lệ."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Trình ký."""
    actor = actor_for(the_user(user), "cli")
    draft = _draft(actor, pk)
    who: User | None = the_user(signer) if signer else draft.signer
    if who is None:
        raise Invalid("Dự thảo chưa có người ký. Đồng chí thêm --signer TÀI-KHOẢN.")
    named = [the_user(name) for name in initials or ()]
    done = submit_draft(
        actor,
        draft=draft,
        signer=who,
        initials=named or usual_initials(draft),
        appraiser=the_user(appraiser) if appraiser else None,
        office_initials=[] if named else [one for one in usual_office_initials(draft) if one != who],
    )
    say(f"Đã trình; đang ở {holders_words(done)}.", as_json, **_row(done, as_json=True))


@app.command("approve")
def approve(
    pk: Which,
    user: As,
    words: Annotated[str, typer.Option("--words", help="Ý kiến.")] = "",
    as_json: AsJson = False,
) -> None:
    """Ký nháy, hoặc thông qua thẩm định."""
    actor = actor_for(the_user(user), "cli")
    done = approve_draft(actor, draft=_draft(actor, pk), words=words)
    say(f"Đã thông qua; đang ở {holders_words(done)}.", as_json, **_row(done, as_json=True))


@app.command("return")
def give_back(
    pk: Which,
    user: As,
    reason: Annotated[str, typer.Option("--reason", help="Lý do.")],
    as_json: AsJson = False,
) -> None:
    """Trả lại người soạn để sửa."""
    actor = actor_for(the_user(user), "cli")
    done = return_draft(actor, draft=_draft(actor, pk), reason=reason)
    say("Đã trả lại.", as_json, **_row(done, as_json=True))


@app.command("sign")
def sign(pk: Which, user: As, as_json: AsJson = False) -> None:
    """Ghi đã ký bản giấy; văn bản chuyển văn thư cấp số."""
    actor = actor_for(the_user(user), "cli")
    done = sign_on_paper(actor, draft=_draft(actor, pk))
    work_off()
    say("Đã ký; văn bản nằm ở «Chờ cấp số».", as_json, **_row(done, as_json=True))


@app.command("template")
def template(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Mẫu đã sửa.", exists=True, dir_okay=False)],
    user: As,
    kind: Annotated[str, typer.Option("--type", help="Loại văn bản.")],
    agency: Annotated[str, typer.Option("--agency", help="Mã cơ quan.")],
    body: Annotated[str, typer.Option("--body", help="Mã cơ quan ban hành; bỏ trống là mọi cơ quan.")] = "",
    first: Annotated[str, typer.Option("--from", help="Dùng từ ngày; bỏ trống là hôm nay.")] = "",
    as_json: AsJson = False,
) -> None:
    """Đưa mẫu văn bản của cơ quan lên: dự thảo mới của loại này làm từ mẫu này."""
    actor = actor_for(the_user(user), "cli")
    content = examine(file, file.name)
    try:
        made = add_template(
            actor,
            agency=the_unit(agency),
            document_type=type_named(kind),
            file=content,
            issuing_body=the_unit(body) if body else None,
            valid_from=a_day(first) if first else None,
        )
    except DomainError:
        release([content])
        raise
    said = {"template": made.pk, "type": made.document_type.name, "valid_from": made.valid_from}
    say(f"Đã nhận mẫu {made.document_type.name}.", as_json, **said)
