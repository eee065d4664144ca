"""From an incoming letter to the numbered answer, all through the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from vanphong.kernel.jobs.worker import work_off
from vanphong.testing import correspondence, drafting, issuing
from vanphong.testing.personas import Office
from vanphong.testing.rest import Api


def did(answer: Any) -> Any:
    assert answer.status_code in (200, 201), (answer.status_code, answer.content.decode())
    return answer.json()


def test_an_answer_is_drafted_passed_signed_and_numbered(office: Office, api: Callable[..., Api]) -> None:
    issuing.type_of()
    letter = correspondence.distributed(office, lead=None, lead_user=office.users["chuyenvien"])
    writer, head, chief, clerk = (api(name) for name in ("chuyenvien", "truongtonghop", "chanh", "vanthu"))
    given = {
        "unit": office.units["tonghop"].pk,
        "issuing_body": office.units["vptu"].pk,
        "document_type": issuing.type_of("OFFICIAL_LETTER").pk,
        "subject": "Trả lời Ban Tổ chức Trung ương",
        "signer": office.users["chanh"].pk,
        "answers": letter.pk,
        "file": SimpleUploadedFile("dự thảo.docx", drafting.letter()),
    }
    answer = writer.client.post("/api/drafts/soan", given, headers={"Authorization": f"Bearer {writer.key}"})
    here = f"/api/drafts/{did(answer)['record']['id']}"
    work_off()
    did(writer.post(f"{here}/trinh", {"signer": office.users["chanh"].pk}))
    did(head.post(f"{here}/ky-nhay"))
    assert chief.get(here).status_code == 200
    did(chief.post(f"{here}/ky-giay"))
    work_off()
    work_off()
    (waiting,) = did(clerk.get("/api/outgoing/", {"tab": "cho-cap-so"}))["items"]
    numbered = did(clerk.post(f"/api/outgoing/{waiting['id']}/cap-so"))["record"]["fields"]
    assert numbered["reference_code"] == "01-CV/VPTU"
    assert api("chuyenvien2").get(here).status_code == 404
