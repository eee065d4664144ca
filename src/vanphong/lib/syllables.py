"""Which letter runs can be a Vietnamese syllable, by its spelling rules."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_TONES: Final = frozenset("\u0300\u0309\u0303\u0301\u0323")
_ONSET_LIST: Final = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYME_LIST: Final = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong oong ooc op ot oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uê uêch uên uênh uêt uêu uơ
    uy uya uych uyn uynh uyp uyt uyu uyên uyêt uân uâng uât uây
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu ynh yn yt ych ym
"""
_ONSETS: Final = frozenset({"", *_ONSET_LIST.split()})
_RHYMES: Final = frozenset(_RHYME_LIST.split())
# Consonants before which the other spelling must stand: «k» before e, ê, i, y; «c» elsewhere.
_FRONT: Final = frozenset("eêiy")
_ONLY_FRONT: Final = frozenset({"k", "gh", "ngh"})
_NEVER_FRONT: Final = frozenset({"c", "ng"})
_STOPS: Final = ("c", "ch", "p", "t")


@lru_cache(maxsize=20_000)
def is_syllable(run: str) -> bool:
    """Tell whether `run` (letters only, any case) is spelled like one Vietnamese syllable, tone included."""
    if len(run) > 7:
        return False
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", run.lower()):
        (tones if char in _TONES else letters).append(char)
    if len(tones) > 1:
        return False
    toneless = unicodedata.normalize("NFC", "".join(letters))
    for cut in (3, 2, 1, 0):
        onset, rhyme = toneless[:cut], toneless[cut:]
        if onset in _ONSETS and rhyme in _RHYMES:
            return _spelled(onset, rhyme) and _toned(rhyme, tones)
    # «gì», «gìn»: the i belongs to both the consonant and the rhyme.
    return toneless[:1] == "g" and toneless[1:] in _RHYMES


def _spelled(onset: str, rhyme: str) -> bool:
    if onset in _ONLY_FRONT:
        # Names of people and places keep «k» elsewhere: «Đắk Lắk», «Kạn».
        return rhyme[0] in _FRONT or onset == "k"
    if onset == "c":
        return rhyme[0] not in _FRONT
    return not (onset in _NEVER_FRONT and rhyme[0] in _FRONT)


def _toned(rhyme: str, tones: list[str]) -> bool:
    """A syllable closed by a stop carries sắc or nặng, or nothing where marks were dropped."""
    return not rhyme.endswith(_STOPS) or not tones or tones[0] in "\u0301\u0323"
