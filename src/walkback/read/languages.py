"""The language of a text by its commonest small words, for the languages we have rules for."""

import re

from resiliparse.parse.lang import detect_fast

_SMALL = {
    "en": "the of and to in that he she was for on is with his her said it as by at from",
    "de": "der die das und ist von den mit sich des dem nicht ein eine zu auf im für hat sagte",
    "fr": "le la les des et est une dans que qui pour sur pas du au il elle avec dit ce par",
    "es": "el los las del que en una por con para se su es y al lo más dijo como fue",
    "it": "il di che la è per un una con non del della sono ha gli nel alla ha detto anche",
    "pt": "o os que de em um uma para com não do da dos das ao mais disse foi pelo na",
    "nl": "de het een van en dat in niet op voor met zijn aan ook hij zei werd bij heeft",
    "pl": "w na i z że się nie do jest to o jak po powiedział przez ale za od",
    "sv": "och att det som en på är av för med den till inte har sade var ett han",
    "da": "og at det som en på er af for med den til ikke har sagde var et han blev",
}
_WORDS = {code: frozenset(words.split()) for code, words in _SMALL.items()}
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 6000
_ENOUGH = 400  # letters that the library's guess needs; on less it took French for English


def language_of(text: str) -> str | None:
    """Two letters, or None where nothing is sure."""
    words = [word.casefold() for word in _WORD.findall(text[:_LOOKED_AT])]
    votes = {code: sum(word in known for word in words) for code, known in _WORDS.items()}
    first, second = sorted(votes, key=lambda code: -votes[code])[:2]
    if votes[first] > max(2, votes[second], len(words) // 10):
        return first
    if len(text) < _ENOUGH:
        return None
    code, distance = detect_fast(text[:_LOOKED_AT])
    return str(code) if distance and code != "unknown" else None
