"""The command-line library's words in Vietnamese, where its own catalogue does not reach.

Some of its words pass through gettext (`locale/`); the kinds of values, the help of `--help` and most errors of
usage do not. They are exchanged here, in the one context and the one formatter all commands share.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from gettext import gettext
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

ENGLISH = "VANPHONG_LANG"
_Formatter: Any = TyperGroup.context_class.formatter_class
_Context: Any = TyperGroup.context_class

_KINDS = {
    "<bool>": "",
    "<int>": "<số>",
    "<int range>": "<số>",
    "<float>": "<số>",
    "<str>": "<chữ>",
    "<path>": "<đường dẫn>",
    "<file>": "<tệp>",
    "<dir>": "<thư mục>",
    "<date>": "<ngày>",
    "<datetime>": "<ngày giờ>",
}


_LIST = re.compile(r"<list\[(\w+)\]>")


class Formatter(_Formatter):  # type: ignore[misc]
    """The library's formatter with the words of the usage line translated."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        for word in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(word, gettext(word))
        super().write_usage(prog, args, prefix or f"{gettext('Usage:')} ")


class Context(_Context):  # type: ignore[misc]
    """The library's context; gives each option of its command our words before any of them is shown."""

    formatter_class = Formatter

    def __init__(self, command: Any, *given: Any, **named: Any) -> None:
        super().__init__(command, *given, **named)
        if _speaks_english():
            return
        for param in command.get_params(self):
            param.help = gettext(param.help) if param.help else param.help
            kind = _KINDS.get(_LIST.sub(r"<\1>", param.display_type(self)).lower())
            if kind is not None and not (isinstance(param, TyperOption) and param.metavar):
                param.display_type_rich = partial(_constant, kind if param.opts[0].startswith("-") else "")


def _constant(words: str, ctx: Any) -> str:
    return words


# On the classes: contexts of all commands, ours and those of the modules, are made by the library.
TyperGroup.context_class = TyperCommand.context_class = Context


class WrongUsage(typer.BadParameter):
    """An error of usage whose message is complete as it stands."""

    def format_message(self) -> str:
        """The message alone."""
        return self.message


@contextmanager
def in_our_words() -> Iterator[None]:
    """Errors of usage raised within leave in Vietnamese."""
    try:
        yield
    except typer.BadParameter as error:
        said = None if isinstance(error, WrongUsage) or _speaks_english() else _of_value(error)
        if said is None:
            raise
        raise WrongUsage(said, ctx=error.ctx, param=error.param) from error
    except Exception as error:
        # The library's other errors of usage have no public name: they are known by what they carry.
        said = None if _speaks_english() else _of_usage(getattr(error, "message", ""))
        if said is None or not hasattr(error, "format_message"):
            raise
        wrong = WrongUsage(said, ctx=getattr(error, "ctx", None))
        raise wrong from error


def _speaks_english() -> bool:
    return os.environ.get(ENGLISH) == "en"


_USAGE = (
    (r"No such option: (?P<name>\S+)", "Không có tùy chọn «{name}»."),
    (r"Option '(?P<name>.+)' requires an argument\.", "Tùy chọn «{name}» cần một giá trị đi sau."),
    (r"Option '(?P<name>.+)' requires (?P<count>\d+) arguments\.", "Tùy chọn «{name}» cần {count} giá trị."),
    (r"Option '(?P<name>.+)' does not take a value\.", "Tùy chọn «{name}» không đi với giá trị."),
    (r"Argument '(?P<name>.+)' takes (?P<count>\d+) values\.", "Tham số «{name}» cần {count} giá trị."),
    (r"Got unexpected extra argument\(s\) \((?P<name>.*)\)", "Thừa tham số: «{name}»."),
    (
        r"(?P<said>Không có lệnh «.*»)\. Did you mean (?P<name>.+)\?",
        "{said}. Có phải đồng chí muốn gọi {name}?",
    ),
)


def _of_usage(message: str) -> str | None:
    for pattern, words in _USAGE:
        if found := re.fullmatch(pattern, message):
            return re.sub(r"'([^']*)'", r"«\1»", words.format(**found.groupdict()))
    return None


# The validator speaks English only; these are the kinds of fault our commands can meet.
_WRONG = {
    "int_parsing": "cần một số nguyên",
    "int_from_float": "cần một số nguyên",
    "float_parsing": "cần một số",
    "bool_parsing": "cần có hoặc không",
    "greater_than_equal": "nhỏ nhất là {ge}",
    "less_than_equal": "lớn nhất là {le}",
    "datetime_from_date_parsing": "cần một ngày, ví dụ 2026-11-23",
    "datetime_parsing": "cần một ngày giờ, ví dụ 2026-11-23T08:00",
    "date_from_datetime_parsing": "cần một ngày, ví dụ 2026-11-23",
    "date_parsing": "cần một ngày, ví dụ 2026-11-23",
    "uuid_parsing": "cần một mã UUID",
    "enum": "chỉ nhận một trong {expected}",
    "literal_error": "chỉ nhận một trong {expected}",
}
# Of paths it says «label 'path' ending»; the path is in quotes already.
_WRONG_PATH = {
    "does not exist.": "không có tệp hay thư mục này",
    "is a file.": "đây là một tệp, cần một thư mục",
    "is a directory.": "đây là một thư mục, cần một tệp",
    "is not readable.": "không được phép đọc",
    "is not writable.": "không được phép ghi",
}


def _of_value(error: typer.BadParameter) -> str | None:
    if error.param is None:
        return error.message
    name = _name(error.param)
    if type(error).__name__ == "MissingParameter":
        return f"Thiếu {'tùy chọn' if name.startswith('-') else 'tham số'} {name}."
    given, why = _fault(error)
    return None if why is None else f"Giá trị «{given}» của {name} không dùng được: {why}."


def _name(param: Any) -> str:
    longest = max((*param.opts, ""), key=len)
    return longest if longest.startswith("-") else str(param.display_name_raw)


def _fault(error: typer.BadParameter) -> tuple[object, str | None]:
    faults = getattr(error.__cause__, "errors", None)
    if callable(faults):
        first = faults()[0]
        why = _WRONG.get(first["type"])
        said = why and why.format(**first.get("ctx", {})).replace(" or ", " hoặc ")
        return first.get("input"), said
    for ending, why in _WRONG_PATH.items():
        if error.message.endswith(ending):
            return error.message.partition(" ")[2].removesuffix(f" {ending}").strip("'"), why
    return None, None
