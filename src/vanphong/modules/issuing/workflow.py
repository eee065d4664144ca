"""States of an outgoing document and the passages between them."""

from __future__ import annotations

from vanphong.kernel.workflow import workflow
from vanphong.modules.issuing.models import Delivery, OutgoingDocument

S = OutgoingDocument.State
D = Delivery.State

OUTGOING = workflow(
    OutgoingDocument,
    {
        S.PENDING_NUMBER: (S.PENDING_DISPATCH, S.WITHDRAWN, S.PURGED),
        S.PENDING_DISPATCH: (S.DISPATCHED, S.REVOKED),
        S.DISPATCHED: (S.REVOKED,),
        S.REVOKED: (),
        S.WITHDRAWN: (S.PENDING_NUMBER,),
        S.PURGED: (),
    },
)
DELIVERY = workflow(
    Delivery,
    {
        D.PLANNED: (D.SENT, D.ARRIVED),
        D.SENT: (D.RECEIVED, D.REFUSED),
        D.ARRIVED: (D.RECEIVED, D.REFUSED),
        D.RECEIVED: (),
        D.REFUSED: (),
    },
)
