"""What of the API's own is not carried by an export."""

from vanphong.kernel.portable.declaring import leave_behind
from vanphong.rest.models import IdempotencyKey

leave_behind(IdempotencyKey, "answers to programs of the office it was")
