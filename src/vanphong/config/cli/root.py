"""The top of the command line: its name, its version, its closing words."""

from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from .exits import EXPLAINED
from .lazy import LazyGroup

app = typer.Typer(
    cls=LazyGroup,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Vanphong, văn phòng số của cơ quan Đảng.",
    epilog=EXPLAINED,
)


def _show_version(asked: bool) -> None:
    if asked:
        try:
            typer.echo(f"vanphong {version('vanphong')}")
        except PackageNotFoundError:
            typer.echo("vanphong (chưa cài đặt)")
        raise typer.Exit


@app.callback()
def root(
    show: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Xem phiên bản rồi thoát."),
    ] = False,
) -> None:
    """Vanphong, văn phòng số của cơ quan Đảng."""
