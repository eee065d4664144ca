"""What the API does by the clock."""

from vanphong.kernel.jobs.asking import schedule
from vanphong.rest.once import sweep


@schedule("rest.sweep_idempotency_keys", at="02:40")
def sweep_idempotency_keys() -> None:
    """Forget the keys of calls older than a day."""
    sweep()
