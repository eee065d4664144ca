"""Background jobs of everyone: what failed, what waits; each opens its own page to stop or retry."""

from __future__ import annotations

from vanphong.modules.administration.lists import BACKGROUND_JOBS
from vanphong.ui.screens import ListScreen

ADDRESS = "/quan-tri/viec-nen/"

ListScreen(BACKGROUND_JOBS, ADDRESS, lambda job: f"/viec-nen/{job.key}/").declare()
