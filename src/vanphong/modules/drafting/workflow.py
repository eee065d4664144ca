"""States of a draft and the passages between them."""

from __future__ import annotations

from vanphong.kernel.workflow import workflow
from vanphong.modules.drafting.models import Draft, DraftStep

S = Draft.State
P = DraftStep.State
_PASSED_ON = (S.PENDING_APPRAISAL, S.PENDING_INITIAL, S.PENDING_SIGNATURE)
_BACK = (S.CHANGES_REQUESTED, S.DRAFTING)

DRAFT = workflow(
    Draft,
    {
        S.DRAFTING: (*_PASSED_ON, S.IN_CONSULTATION, S.CANCELLED, S.PURGED),
        S.CHANGES_REQUESTED: (*_PASSED_ON, S.IN_CONSULTATION, S.CANCELLED, S.PURGED),
        S.IN_CONSULTATION: (S.DRAFTING, S.PURGED),
        S.PENDING_APPRAISAL: (*_PASSED_ON, *_BACK, S.PURGED),
        S.PENDING_INITIAL: (*_PASSED_ON, *_BACK, S.PURGED),
        S.PENDING_SIGNATURE: (*_PASSED_ON, *_BACK, S.SIGNED, S.PURGED),
        S.SIGNED: (S.PURGED,),
        S.CANCELLED: (S.DRAFTING, S.PURGED),
        S.PURGED: (),
    },
)
STEP = workflow(
    DraftStep,
    {
        P.WAITING: (P.HELD, P.ENDED),
        P.HELD: (P.DONE, P.RETURNED, P.ENDED, P.WAITING),
        P.DONE: (P.HELD, P.WAITING, P.ENDED),
        P.RETURNED: (P.HELD, P.WAITING, P.ENDED),
        P.ENDED: (),
    },
)
