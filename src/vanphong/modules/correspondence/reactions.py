"""What incoming documents answer to other modules."""

from __future__ import annotations

from collections.abc import Iterator

from vanphong.kernel.actor import Actor
from vanphong.kernel.events import answers, listens
from vanphong.kernel.jobs.asking import ask
from vanphong.lib.numbers import format_number
from vanphong.modules.correspondence.commands.filing import settle_filed
from vanphong.modules.correspondence.events import DocumentConcluded
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.queries.rows import holder_words
from vanphong.modules.correspondence.record_types import INCOMING_DOCUMENT
from vanphong.modules.records.events import CaseFileClosing, ItemRemoved

UNFINISHED = IncomingDocument.WORKING_STATES


def _ids(references: tuple[str, ...]) -> list[int]:
    prefix = f"{INCOMING_DOCUMENT.name}:"
    return [int(r.removeprefix(prefix)) for r in references if r.startswith(prefix)]


@answers(CaseFileClosing)
def object_to_closing(event: CaseFileClosing) -> Iterator[str]:
    """One sentence for each document of the file that is not concluded: which, at what step, who holds it."""
    documents = IncomingDocument.objects.filter(pk__in=_ids(event.object_references), state__in=UNFINISHED)
    for document in documents.prefetch_related("assignments__unit", "assignments__user").order_by("pk"):
        number = f"Văn bản đến số {format_number(document.arrival_number or 0)}"
        code = f" ({document.reference_code})" if document.reference_code else ""
        holder = holder_words(document)
        held = f", {holder} đang giữ" if holder else ""
        yield f"{number}{code} còn ở bước «{document.get_state_display()}»{held}."


@listens(DocumentConcluded)
def after_conclusion(actor: Actor, fact: DocumentConcluded) -> None:
    """The work is over: have each file made into PDF/A for the archive, behind what people wait for."""
    document = IncomingDocument.objects.get(pk=fact.document_id)
    about = INCOMING_DOCUMENT.reference(document)
    for file in document.files.all():
        ask(actor, "correspondence.archival_copy", about=about, priority=-1, file_id=file.pk)


@listens(ItemRemoved)
def after_item_removed(_actor: Actor, fact: ItemRemoved) -> None:
    """Keep «đã đưa vào hồ sơ» true. The office does it: who took the item out need not see the document."""
    for pk in _ids((fact.object_reference,)):
        document = IncomingDocument.objects.filter(pk=pk).first()
        if document is not None:
            settle_filed(Actor.system(), document=document)
