"""Prints the requests of a person as JSON: `python -m tools.bench.choosing ADDRESS USERNAME`."""

from __future__ import annotations

import dataclasses
import json
import os
import sys

from tools.bench.words import EVERYWHERE
from vanphong.lib.measuring import Browser


def main(address: str, who: str) -> None:
    """Sign in as the person, look at what they see, say what to ask for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanphong.config.settings")
    import django

    django.setup()
    from tools.bench.requests import PASSWORD
    from vanphong.config.bench.cases import cases_for
    from vanphong.kernel.identity.models import User
    from vanphong.kernel.organisation.queries import actor_for

    browser = Browser(address)
    browser.sign_in(who, PASSWORD)
    actor = actor_for(User.objects.get(username=who))
    cases = cases_for(actor, browser, fixed=(EVERYWHERE,))
    print(json.dumps([dataclasses.asdict(case) for case in cases]))


if __name__ == "__main__":
    main(*sys.argv[1:])
