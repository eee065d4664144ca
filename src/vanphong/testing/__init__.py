"""Test kit: database, personas, builders, sweeps. Never imported by shipped code."""

from vanphong.testing.recording import recording

__all__ = ["recording"]
