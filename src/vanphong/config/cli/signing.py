"""`vanphong sign`, `vanphong verify`, `vanphong authority`: digital signatures on PDF files, put on and judged."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vanphong.lib.dates import VIETNAM_TIME
from vanphong.lib.terminal import AsJson, emit, emit_json

from .environment import Authorities, var
from .exits import ExitCode, Refusal

if TYPE_CHECKING:
    from vanphong.lib.reading.signatures import Signature
    from vanphong.lib.signing import Place, SoftKey, Validation

SIGNED_COLUMNS = {"file": "Tệp", "out": "Bản đã ký", "level": "Mức", "page": "Trang", "problem": "Vướng mắc"}
app = typer.Typer(help="Nơi cấp chứng thư thử nghiệm, để tập ký số.", no_args_is_help=True)

PinFile = Annotated[
    Path | None,
    typer.Option(
        "--pin-file", help="Tệp có mã PIN ở dòng đầu; không nêu thì hỏi.", exists=True, dir_okay=False
    ),
]


def sign(
    files: Annotated[
        list[Path], typer.Argument(metavar="TỆP.pdf", help="Các tệp cần ký.", exists=True, dir_okay=False)
    ],
    key: Annotated[
        Path, typer.Option("--key", metavar="KHÓA.p12", help="Tệp khóa ký số.", exists=True, dir_okay=False)
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi các bản đã ký.", file_okay=False)
    ],
    pin_file: PinFile = None,
    image: Annotated[
        Path | None, typer.Option(help="Ảnh chữ ký hoặc dấu (PNG nền trong).", exists=True, dir_okay=False)
    ] = None,
    seal: Annotated[
        bool, typer.Option("--seal", help="Đặt như dấu cơ quan: trùm một phần ba bên trái chữ ký.")
    ] = False,
    page: Annotated[
        int | None, typer.Option(min=1, help="Trang đặt chữ ký; không nêu thì tìm tên người ký.")
    ] = None,
    box: Annotated[
        str,
        typer.Option(
            help="Chỗ đặt trên trang: trái,trên,phải,dưới, tính bằng phần của trang, như 0.6,0.7,0.85,0.76."
        ),
    ] = "",
    hidden: Annotated[bool, typer.Option("--hidden", help="Ký mà không hiện gì trên trang.")] = False,
    reason: Annotated[str, typer.Option(help="Lý do ký.")] = "",
    location: Annotated[str, typer.Option(help="Nơi ký.")] = "",
    authorities: Authorities = None,
    trial: Annotated[
        Path | None,
        typer.Option(
            help="Thư mục nơi cấp thử nghiệm: lấy dấu thời gian ở đó.", exists=True, file_okay=False
        ),
    ] = None,
    stamp_server: Annotated[
        str, typer.Option("--tsa", metavar="URL", help="Máy chủ cấp dấu thời gian (RFC 3161).")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Ký số nhiều tệp PDF với một lần nhập mã PIN; tệp gốc giữ nguyên, bản đã ký ghi vào thư mục khác."""
    from vanphong.lib import signing

    given = _given_place(page, box)
    try:
        opened = signing.SoftKey.open(key.read_bytes(), _pin(pin_file))
        picture = signing.Appearance(image.read_bytes() if image else None)
        validation = _validation(authorities, trial)
        work = _Signing(opened, picture, validation, _timestamper(trial, stamp_server), reason, location)
    except signing.SigningError as error:
        raise Refusal(error.message) from error
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    for path in files:
        try:
            rows.append(work.row(path, out, None if hidden else given, hidden=hidden, seal=seal))
        except signing.SigningError as error:
            rows.append(
                {"file": str(path), "out": None, "level": None, "page": None, "problem": error.message}
            )
    emit(rows, as_json=as_json, columns=SIGNED_COLUMNS)
    if any(row["problem"] for row in rows):
        raise typer.Exit(ExitCode.REFUSED)


class _Signing:
    """One key, opened once, and what all files are signed with."""

    def __init__(
        self,
        key: SoftKey,
        appearance: Any,
        validation: Validation | None,
        clock: Any,
        reason: str,
        location: str,
    ) -> None:
        self._key, self._appearance, self._validation = key, appearance, validation
        self._clock, self._reason, self._location = clock, reason, location

    def row(self, path: Path, out: Path, given: Place | None, *, hidden: bool, seal: bool) -> dict[str, Any]:
        from vanphong.lib import signing

        target = out / path.name
        if target.exists():
            raise signing.SigningError(f"{target} đã có. Đồng chí chọn thư mục khác để không ghi đè.")
        place = given if given or hidden else signing.place_of_signature(path)
        if place is not None and seal and given is None:
            place = signing.place_of_seal(place, 210 / 297)
        made = signing.sign(
            path.read_bytes(),
            self._key,
            place=place,
            appearance=self._appearance,
            reason=self._reason,
            location=self._location,
            timestamper=self._clock,
            validation=self._validation,
        )
        partial = target.with_name(f"{target.name}.part")
        partial.write_bytes(made.pdf)
        partial.replace(target)
        return {
            "file": str(path),
            "out": str(target),
            "level": made.level,
            "page": place.page if place else None,
            "problem": None,
        }


def _given_place(page: int | None, box: str) -> Place | None:
    from vanphong.lib.signing import Place

    if not page and not box:
        return None
    try:
        x0, y0, x1, y1 = (float(part) for part in box.split(","))
    except ValueError:
        x0 = y0 = x1 = y1 = 0.0
    if not page or not (0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1):
        raise typer.BadParameter(
            "--page và --box đi cùng nhau; --box là bốn số từ 0 đến 1: trái,trên,phải,dưới, như 0.6,0.7,0.85,0.76."
        )
    return Place(page, (x0, y0, x1, y1))


def _pin(pin_file: Path | None) -> str:
    if pin_file is not None:
        lines = pin_file.read_text(encoding="utf-8").splitlines()
        return lines[0].strip() if lines else ""
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            "Không hỏi được mã PIN ở đây. Đồng chí ghi mã vào một tệp rồi nêu --pin-file."
        )
    return str(typer.prompt("Mã PIN", hide_input=True))


def _validation(authorities: Path | None, trial: Path | None) -> Validation | None:
    from vanphong.lib.signing import Validation

    folder = authorities or trial or var() / "authorities"
    return Validation.of_folder(folder) if folder.is_dir() else None


def _timestamper(trial: Path | None, server: str) -> Any:
    from vanphong.lib.signing import TrialAuthority

    if server:
        from pyhanko.sign.timestamps import HTTPTimeStamper

        return HTTPTimeStamper(server)
    return TrialAuthority.open(trial).clock() if trial is not None else None


def verify(
    files: Annotated[
        list[Path], typer.Argument(metavar="TỆP.pdf", help="Các tệp cần kiểm.", exists=True, dir_okay=False)
    ],
    authorities: Authorities = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm chữ ký số trên tệp PDF: ai ký, lúc nào, còn nguyên không, nơi cấp chứng thư có được tin cậy không."""
    from vanphong.lib.reading.signatures import read_signatures

    for path in files:
        found = read_signatures(path, authorities or var() / "authorities")
        if as_json:
            emit_json({"file": str(path), "signatures": [one.as_json() for one in found]})
            continue
        lines = [f"  {_told(one)}" for one in found] or ["  không có chữ ký số"]
        sys.stdout.write("\n".join([str(path), *lines]) + "\n")


def _told(one: Signature) -> str:
    """One signature on a line: who, of which body, by whose certificate, when, and how it stands."""
    from vanphong.lib.reading.signatures import WORDS

    moment = one.stamped_at or one.claimed_at
    parts = [
        " – ".join(filter(None, (one.signer, one.organisation))) or one.field,
        f"chứng thư của {one.authority}" if one.authority else "",
        f"{moment.astimezone(VIETNAM_TIME):%d/%m/%Y %H:%M:%S}" if moment else "",
        WORDS[one.verdict],
        one.message,
    ]
    return "; ".join(filter(None, parts))


@app.command("make")
def make(
    folder: Annotated[
        Path, typer.Argument(metavar="THƯ_MỤC", help="Nơi giữ khóa và chứng thư.", file_okay=False)
    ],
) -> None:
    """Tạo nơi cấp chứng thư thử nghiệm: chứng thư gốc, danh sách thu hồi, dấu thời gian."""
    from vanphong.lib.signing import SigningError, TrialAuthority

    try:
        TrialAuthority.make(folder)
    except SigningError as error:
        raise Refusal(error.message) from error
    sys.stdout.write(
        f"Đã tạo nơi cấp thử nghiệm tại {folder}. Chữ ký của nơi này chỉ để tập, không có giá trị pháp lý.\n"
    )


@app.command("issue")
def issue(
    folder: Annotated[
        Path, typer.Argument(metavar="THƯ_MỤC", help="Nơi cấp thử nghiệm.", exists=True, file_okay=False)
    ],
    name: Annotated[str, typer.Option(help="Họ tên người ký, hoặc tên cơ quan với dấu.")],
    organisation: Annotated[str, typer.Option(help="Cơ quan.")],
    out: Annotated[Path, typer.Option("--out", metavar="KHÓA.p12", help="Tệp khóa ghi ra.", dir_okay=False)],
    pin_file: PinFile = None,
) -> None:
    """Cấp một khóa thử nghiệm, khóa bằng mã PIN."""
    from vanphong.lib.signing import SigningError, TrialAuthority

    if out.exists():
        raise Refusal(f"{out} đã có. Đồng chí chọn tên tệp khác.")
    try:
        content = TrialAuthority.open(folder).issue(name, organisation, _pin(pin_file))
    except SigningError as error:
        raise Refusal(error.message) from error
    out.write_bytes(content)
    out.chmod(0o600)
    sys.stdout.write(f"Đã ghi {out}\n")
