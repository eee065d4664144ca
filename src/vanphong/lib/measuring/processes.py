"""All processes of an office, web, jobs and database, seen as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Family:
    """The given processes and all they have started, those that come later too."""

    roots: tuple[int, ...]

    @classmethod
    def of(cls, pids: Iterable[int]) -> Family:
        """The family of these processes."""
        return cls(tuple(dict.fromkeys(pids)))

    def members(self) -> list[psutil.Process]:
        """Who is alive now, each once."""
        found: dict[int, psutil.Process] = {}
        for pid in self.roots:
            try:
                root = psutil.Process(pid)
                for process in (root, *root.children(recursive=True)):
                    found[process.pid] = process
            except psutil.NoSuchProcess:
                continue
        return list(found.values())

    def cpu_seconds(self) -> float:
        """Processor seconds spent so far, in the programs and in the system for them.

        Whoever has ended is counted with the one who waited for its end, so nothing spent is lost.
        """
        total = 0.0
        for process in self.members():
            try:
                total += sum(process.cpu_times()[:4])
            except psutil.Error:
                continue
        return total

    def memory(self) -> dict[str, float]:
        """MiB by kind of process, each shared page told in equal parts to those that share it (PSS)."""
        parts: dict[str, float] = {}
        for process in self.members():
            try:
                kind = _kind(process)
                parts[kind] = parts.get(kind, 0.0) + _pss(process.pid)
            except (psutil.Error, OSError):
                continue
        return parts


def _kind(process: psutil.Process) -> str:
    words = " ".join(process.cmdline())
    if process.name().startswith("postgres"):
        return "database"
    if "granian" in words:
        return "web"
    return "jobs" if "worker" in process.cmdline() else "supervisor"


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
