"""Conversions by LibreOffice, made to give equal bytes for equal input as far as its formats allow."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

import pikepdf


def convert(files: dict[str, bytes], target: str) -> dict[str, bytes]:
    """Convert .docx files (by stem) to `pdf` or `doc` in one run of LibreOffice.

    Raises RuntimeError naming the first file that was not written.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "in"), Path(folder, "out")
        source.mkdir()
        for stem, content in files.items():
            (source / f"{stem}.docx").write_bytes(content)
        kind = "doc:MS Word 97" if target == "doc" else "pdf"
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(out), *sorted(str(p) for p in source.iterdir())]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        found = {stem: out / f"{stem}.{target}" for stem in files}
        for stem, path in found.items():
            if not path.exists():
                raise RuntimeError(f"LibreOffice did not write {stem}.{target}")
        written = {stem: path.read_bytes() for stem, path in found.items()}
    return {s: settle_pdf(c) for s, c in written.items()} if target == "pdf" else written


def settle_pdf(content: bytes) -> bytes:
    """The PDF with fixed dates and identifier."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for name in ("/CreationDate", "/ModDate"):
            pdf.docinfo[name] = "D:20261102080000+07'00'"
        # Both are random in what LibreOffice and pikepdf write.
        for name in ("/ID", "/DocChecksum"):
            if name in pdf.trailer:
                del pdf.trailer[name]
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
