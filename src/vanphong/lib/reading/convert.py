"""Office files through the converters a machine may have; each is optional and runs apart."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final, Literal

_SECONDS: Final = 90
_PDF_A: Final = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
"""LibreOffice's own export as PDF/A-2b."""


def soffice() -> str | None:
    """The LibreOffice program, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(path: Path, to: Literal["pdf", "pdf/a", "docx", "xlsx"], out: Path) -> Path | None:
    """Write `path` as another type to `out`; None when there is no LibreOffice or it could not."""
    program = soffice()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="vanphong-convert-") as folder:
        # A plain name: the original may begin with a dash or hold what a filter would misread.
        source = Path(folder) / f"source{path.suffix.lower() or '.doc'}"
        shutil.copyfile(path, source)
        command = [
            program, "--headless", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", _PDF_A if to == "pdf/a" else to, "--outdir", f"{folder}/out", str(source),
        ]  # fmt: skip
        made = Path(folder) / "out" / f"source.{to.removesuffix('/a')}"
        if run(command, Path(folder), home=folder) is None or not made.is_file() or not made.stat().st_size:
            return None
        shutil.move(made, out)
    return out


def doc_text(path: Path) -> str | None:
    """The text of a Word file before 2007, rows of tables as «|cell|cell|»; None where no reader is there.

    antiword comes first: it keeps the columns of a header, which catdoc runs together.
    """
    for name, options in (("antiword", ("-w", "0", "-m", "UTF-8.txt")), ("catdoc", ("-w", "-d", "utf-8"))):
        program = shutil.which(name)
        if program is None:
            continue
        with tempfile.TemporaryDirectory(prefix="vanphong-doc-") as folder:
            output = run([program, *options, str(path.resolve())], Path(folder), home=folder)
        if output and output.strip():
            return output.decode("utf-8", "replace")
    return None


def run(command: list[str], folder: Path, *, home: str | None) -> bytes | None:
    """Run a converter in its own session, killed whole when it takes too long; None when it failed."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": home or str(folder)}
    with (folder / "converter-output").open("w+b") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            code = process.wait(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            code = -1
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        output.seek(0)
        return output.read() if code == 0 else None
