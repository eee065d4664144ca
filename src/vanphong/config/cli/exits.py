"""Exit codes, and how an error that reaches the top of a command is told to the person."""

import sys
from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell learns; the same list closes `vanphong --help`."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    NOT_FOUND = 3
    NO_RIGHT = 4
    SYSTEM = 5


EXPLAINED = (
    "Mã kết thúc: 0 xong; 1 bị từ chối theo quy định; 2 gọi sai lệnh; 3 không tìm thấy; 4 không có quyền; "
    "5 lỗi máy hoặc không tới được cơ sở dữ liệu."
)
# By name, so that answering --help or a usage error never loads Django.
_DATABASE_ERRORS = {
    "django.db.utils.OperationalError",
    "django.db.utils.InterfaceError",
    "psycopg.OperationalError",
}
_DOMAIN_ERROR = "vanphong.kernel.commands.errors.DomainError"
_FILE_ERRORS = (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError)
_OLD_TABLES = {"42P01", "42703"}
"""PostgreSQL's codes for a table and for a column that is not there."""
_POSTGRES_ERROR = "vanphong.lib.postgres.errors.PostgresUnavailable"


class Refusal(Exception):
    """A command of the command line cannot go on; `message` in Vietnamese says what to do."""

    def __init__(self, message: str, code: ExitCode = ExitCode.REFUSED) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = int(code)


def told(error: Exception) -> tuple[str, int] | None:
    """Message and exit code for `error`, or None when it is a fault of ours that deserves its traceback."""
    kinds = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
    if isinstance(error, Refusal) or _DOMAIN_ERROR in kinds:
        return str(getattr(error, "message", error)), int(getattr(error, "exit_code", ExitCode.REFUSED))
    if _POSTGRES_ERROR in kinds:
        return str(getattr(error, "message", error)), ExitCode.SYSTEM
    if _OLD_TABLES & {getattr(cause, "sqlstate", None) for cause in (error, error.__cause__)}:
        text = "Cơ sở dữ liệu chưa có cấu trúc của bản này. Đồng chí chạy «vanphong migrate» rồi làm lại."
        return text, ExitCode.SYSTEM
    if isinstance(error, _FILE_ERRORS) and error.filename is not None:
        text = f"Không đọc hoặc không ghi được «{error.filename}». Đồng chí kiểm tra thư mục và quyền rồi làm lại."
        return text, ExitCode.SYSTEM
    if kinds & _DATABASE_ERRORS:
        detail = str(error).strip().splitlines() or ["không rõ"]
        return (
            f"Không tới được cơ sở dữ liệu. Đồng chí kiểm tra DATABASE_URL; máy báo: {detail[0]}",
            ExitCode.SYSTEM,
        )
    return None


def complain(message: str) -> None:
    """Write `message` to standard error."""
    sys.stderr.write(f"{message}\n")
