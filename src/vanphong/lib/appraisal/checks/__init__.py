"""What rules ask: each function looks for one kind of fault, with values that the rule brings."""

from __future__ import annotations

from vanphong.lib.appraisal.checks import (
    body,
    closing,
    competence,
    content,
    figures,
    head,
    language,
    looks,
    page,
    references,
    secrecy,
    spelling,
)
from vanphong.lib.appraisal.checks.view import CHECKS

__all__ = ["CHECKS"]

_ = (
    body,
    closing,
    competence,
    content,
    figures,
    head,
    language,
    looks,
    page,
    references,
    secrecy,
    spelling,
)
