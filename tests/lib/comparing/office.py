"""LibreOffice made to accept or reject all tracked changes of a file, by a macro in a profile of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

from vanphong.lib.reading.convert import soffice

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_MODULE: Final = """
Sub Settle(source As String, command As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "MS Word 2007 XML"
  doc = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  helper.executeDispatch(doc.CurrentController.Frame, ".uno:" + command, "", 0, Array())
  doc.storeToURL(ConvertToURL(target), filter())
  doc.close(True)
End Sub
"""


def settled(folder: Path, content: bytes) -> tuple[bytes, bytes]:
    """The file with all accepted and with all rejected."""
    source = folder / "tracked.docx"
    source.write_bytes(content)
    # The first start sets the profile up and would write over the macro.
    _start(folder, "--terminate_after_init")
    _profile(folder / "profile")
    made = []
    for command in ("AcceptAllTrackedChanges", "RejectAllTrackedChanges"):
        target = folder / f"{command}.docx"
        _start(folder, f'macro:///Standard.Module1.Settle("{source}","{command}","{target}")')
        made.append(target.read_bytes())
    return made[0], made[1]


def _start(folder: Path, *words: str) -> None:
    program = soffice()
    assert program is not None
    command = [program, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile", *words]
    subprocess.run(command, check=False, timeout=120, capture_output=True)


def _profile(folder: Path) -> None:
    basic = folder / "user" / "basic"
    library = basic / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    source = _MODULE.replace('"', "&quot;")
    module = '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"'
    (library / "Module1.xba").write_text(
        f'{_HEAD}{module} script:language="StarBasic">{source}</script:module>'
    )
    for kind, held in (("script", '<library:element library:name="Module1"/>'), ("dialog", "")):
        (library / f"{kind}.xlb").write_text(
            f'{_HEAD}<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
            f'library:readonly="false" library:passwordprotected="false">{held}</library:library>'
        )
        (basic / f"{kind}.xlc").write_text(
            f'{_HEAD}<library:libraries xmlns:library="http://openoffice.org/2000/library" '
            'xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" '
            f'xlink:href="$(USER)/basic/Standard/{kind}.xlb/" xlink:type="simple" library:link="false"/>'
            "</library:libraries>"
        )
