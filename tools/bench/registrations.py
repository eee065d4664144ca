"""Registrations a second through the command layer, by one to eight writers on five books."""

from __future__ import annotations

from collections.abc import Callable

from tools.bench.together import taken_by


def prepare(ids: list[int]) -> Callable[[], None]:
    """One writer: registers its documents one by one, each in its own durable transaction."""
    from tools.bench.office import books, clerk
    from vanphong.modules.correspondence.commands.registration import HeaderFields, register_document
    from vanphong.modules.correspondence.models import IncomingDocument

    actor, shelves = clerk(), books()

    def work() -> None:
        for number, pk in enumerate(ids):
            fields = HeaderFields(
                subject=f"Về việc số {pk}",
                issuer_name="Ban Tổ chức Trung ương",
                reference_code=f"{pk}-CV/BTCTW",
            )
            register_document(
                actor,
                document=IncomingDocument.objects.get(pk=pk),
                register=shelves[number % len(shelves)],
                fields=fields,
            )

    return work


def run(total: int = 1000) -> None:
    """Print a row for each number of writers, and whether all numbers are there and complete at the end."""
    from tools.bench.office import clerk, pending
    from vanphong.kernel.journal.queries import verify
    from vanphong.kernel.numbering.checking import check_numbers
    from vanphong.kernel.numbering.models import IssuedNumber

    clerk()
    print("registrations through the command layer, durable (fsync on), chain per commit")
    print("| writers | registrations/s | mean ms per writer | CPU ms (Python) each |")
    print("|---|---|---|---|")
    rounds = (1, 2, 4, 8)
    for writers in rounds:
        ids = pending(total)
        took = taken_by(prepare, [(ids[n::writers],) for n in range(writers)])
        each, cpu = 1000 * took.clock / (total / writers), 1000 * took.processor / total
        print(f"| {writers} | {total / took.clock:.0f} | {each:.1f} | {cpu:.1f} |", flush=True)
    if IssuedNumber.objects.count() != total * len(rounds):
        raise RuntimeError("not every document got its number")
    print("numbers sound:", all(row.sound for row in check_numbers()), "; journal:", verify())
