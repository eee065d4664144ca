"""Measures what docs/figures.md states: `python -m tools.bench [registrations|journal|lists|reading]`."""
