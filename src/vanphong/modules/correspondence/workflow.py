"""States of an incoming document and the passages between them."""

from __future__ import annotations

from vanphong.kernel.workflow import workflow
from vanphong.modules.correspondence.models import Assignment, IncomingDocument

S = IncomingDocument.State
A = Assignment.State

INCOMING = workflow(
    IncomingDocument,
    {
        S.PENDING_REGISTRATION: (S.PENDING_SUBMISSION, S.RETURNED, S.DISCARDED, S.PURGED),
        S.PENDING_SUBMISSION: (
            S.PENDING_ENDORSEMENT,
            S.PENDING_DISTRIBUTION,
            S.IN_PROGRESS,
            S.CLOSED,
            S.RETURNED,
            S.RECALLED,
            S.PURGED,
        ),
        S.PENDING_ENDORSEMENT: (
            S.PENDING_DISTRIBUTION,
            S.IN_PROGRESS,
            S.PENDING_SUBMISSION,
            S.CLOSED,
            S.RECALLED,
            S.PURGED,
        ),
        S.PENDING_DISTRIBUTION: (
            S.IN_PROGRESS,
            S.PENDING_SUBMISSION,
            S.PENDING_ENDORSEMENT,
            S.CLOSED,
            S.RECALLED,
            S.PURGED,
        ),
        S.IN_PROGRESS: (
            S.HANDLED,
            S.PENDING_DISTRIBUTION,
            S.PENDING_ENDORSEMENT,
            S.CLOSED,
            S.RECALLED,
            S.PURGED,
        ),
        S.HANDLED: (S.CLOSED, S.IN_PROGRESS, S.PURGED),
        # Concluding can be taken back at once, to whichever step it was concluded from.
        S.CLOSED: (S.IN_PROGRESS, S.PENDING_SUBMISSION, S.PENDING_DISTRIBUTION, S.HANDLED, S.PURGED),
        S.RETURNED: (S.PURGED,),
        S.RECALLED: (S.PURGED,),
        S.DISCARDED: (S.PENDING_REGISTRATION, S.PURGED),
        S.PURGED: (),
    },
)

ASSIGNMENT = workflow(
    Assignment,
    {
        A.UNSEEN: (A.SEEN, A.RECEIVED, A.IN_PROGRESS, A.DONE, A.RETURNED, A.RECALLED),
        A.SEEN: (A.RECEIVED, A.IN_PROGRESS, A.DONE, A.RETURNED, A.RECALLED),
        A.RECEIVED: (A.IN_PROGRESS, A.DONE, A.RETURNED, A.RECALLED),
        A.IN_PROGRESS: (A.DONE, A.RETURNED, A.RECALLED),
        A.DONE: (A.IN_PROGRESS,),
        A.RETURNED: (),
        A.RECALLED: (A.UNSEEN, A.SEEN, A.RECEIVED, A.IN_PROGRESS),
    },
)
