"""Vietnamese is the language of the screens; English is there for who asks for it."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
NOWHERE = "/khong-co-trang-nay/"


def test_a_browser_in_english_still_gets_vietnamese() -> None:
    answer = Client(headers={"accept-language": "en-US,en;q=0.9"}).get(NOWHERE)
    assert answer["Content-Language"] == "vi"
    assert "Không có trang này" in answer.content.decode()


def test_who_chose_english_gets_the_frame_in_english() -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    answer = client.get(NOWHERE)
    assert answer["Content-Language"] == "en"
    assert "No such page" in answer.content.decode()


def test_an_unknown_language_is_vietnamese() -> None:
    client = Client()
    client.cookies["django_language"] = "xx"
    assert client.get(NOWHERE)["Content-Language"] == "vi"
