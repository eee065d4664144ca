"""Digital signatures in plain words: who, when, still whole, to be trusted or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.ui.components import Notice, Tone, moment_text

_TONES = {"valid": Tone.GOOD, "unchecked": Tone.INFO}


def signature_notice(found: Sequence[dict[str, Any]]) -> Notice | None:
    """One sentence a signature (as `lib.reading.signatures` tells it); loud as soon as one does not hold."""
    if not found:
        return None
    sentences = [_sentence(one) for one in found]
    tones = {_TONES.get(one["verdict"], Tone.WARN) for one in found}
    if any(one["verdict"] == "invalid" for one in found):
        tone = Tone.ALARM
    else:
        tone = next(tone for tone in (Tone.WARN, Tone.INFO, Tone.GOOD) if tone in tones)
    return Notice(sentences[0], tone, _("Chữ ký số"), lines=tuple(sentences[1:]))


def _sentence(one: dict[str, Any]) -> str:
    if one["message"]:
        return str(one["message"])
    who = " · ".join(part for part in (one["signer"], one["organisation"]) if part)
    if one["kind"] == "timestamp":
        signed = _("{who} đóng dấu thời gian {when}.").format(who=who, when=_when(one))
    else:
        signed = _("{who} ký số {when}.").format(who=who, when=_when(one))
    return " ".join((signed, _integrity(one["integrity"]), _trust(one["trust"])))


def _when(one: dict[str, Any]) -> str:
    if one["stamped_at"]:
        words = _("lúc {moment} (theo dấu thời gian)")
        return words.format(moment=_moment(one["stamped_at"]))
    if one["claimed_at"]:
        return _("lúc {moment} (theo máy của người ký)").format(moment=_moment(one["claimed_at"]))
    return _("không ghi giờ")


def _moment(written: str) -> str:
    return moment_text(timezone.localtime(dt.datetime.fromisoformat(written)))


def _integrity(code: str) -> str:
    return {
        "intact": _("Tệp còn nguyên như khi ký."),
        "extended": _("Sau đó chỉ thêm chữ ký, ô điền hoặc ghi chú; nội dung đã ký còn nguyên."),
        "changed": _("Nội dung đã bị sửa sau khi ký."),
        "broken": _("Tệp không khớp với chữ ký: nội dung đã bị thay đổi."),
    }.get(code, _("Máy chưa kiểm được."))


def _trust(code: str) -> str:
    return {
        "trusted": _("Chứng thư tin cậy được."),
        "unchecked": _("Chưa kiểm được chuỗi tin cậy."),
        "unknown_root": _("Chứng thư không do nơi mà cơ quan tin cậy cấp."),
        "expired": _("Chứng thư không có hiệu lực vào lúc ký."),
        "revoked": _("Chứng thư đã bị thu hồi."),
        "unfit": _("Chứng thư này không phải để ký văn bản."),
    }.get(code, _("Chưa kiểm được chuỗi tin cậy."))
