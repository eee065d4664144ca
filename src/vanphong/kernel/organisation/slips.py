"""Slips with first passwords, to print, cut and hand out."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from vanphong.kernel.organisation.importing import Slip
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.printing.account_slips import AccountSlip, AccountSlips, render_account_slips


def slips_pdf(slips: list[Slip], agency: Unit | None = None) -> bytes:
    """The slips as PDF under the agency's name, or that of the first agency that works here."""
    office = agency or Unit.objects.filter(uses_vanphong=True, is_agency=True).first()
    return render_account_slips(
        AccountSlips(
            office=office.name if office else "Vanphong",
            address=getattr(settings, "VANPHONG_ADDRESS", "http://127.0.0.1:8000"),
            slips=[
                AccountSlip(s.full_name, s.username, s.password, ", ".join(filter(None, (s.post, s.unit))))
                for s in slips
            ],
            printed_at=timezone.localtime(),
        )
    )
