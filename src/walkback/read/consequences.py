"""What an article reports as having come of it for a person: the reporter's own sentence.

    sentences that name the person -> a verb of which the person is subject or object
                                   -> not denied, asked for, feared or said by somebody else

Only what is reported as having happened counts, or an appeal that was announced. Missing one is
better than saying of a person what nobody reported.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SENTENCE = re.compile(
    r"[^.!?\n]+(?:\.(?=\w)[^.!?\n]*|(?<=\b(?:Mr|Ms|Dr|St))\.[^.!?\n]*"
    r"|(?<=\b(?:Mrs|Rev|Sen|Rep|Gov))\.[^.!?\n]*|(?<=\bCllr)\.[^.!?\n]*)*[.!?]?[”\"\u2019']?"
)
_BETWEEN = (
    r"(?:,[^,;]{1,90},|\s\([^)]{1,40}\))?\s+(?:(?:also|then|later|now|\w+ly|last\s\w+)\s+){0,2}"
)
_HAS = r"(?:(?:has|had|have)\s+(?:since\s+|already\s+|now\s+)?)?"
_WAS = r"(?:was|were|has\s+been|had\s+been|is|has\s+since\s+been)\s+(?:\w+ly\s+|later\s+)?"
_HERS = r"(?:his|her|their|a)"
_RESIGNED = (
    rf"{_HAS}(?:(?:offered|tendered|submitted|handed\s+in|announced)\s+{_HERS}\s+resignation"
    r"|offered\s+to\s+(?:resign|stand\s+down|step\s+down|quit)|resigned\b|stepped\s+down\b"
    r"|stood\s+down\b|quit\b)"
)
_SUSPENDED = (
    rf"(?:{_WAS}suspended"
    rf"|{_HAS}(?:lost\s+the\s+whip|had\s+the\s+whip\s+(?:withdrawn|removed)))"
)
_APPEALS = (
    rf"(?:{_HAS}(?:announced\s+(?:an|{_HERS})\s+appeal|lodged\s+an\s+appeal|appealed\s+against)"
    r"|(?:said|announced|confirmed)\s+(?:on\s+\w+\s+)?(?:that\s+)?(?:he|she|they)\s+"
    r"(?:would|will|is\s+to|intends?\s+to|intended\s+to)\s+appeal"
    r"|(?:will|is\s+to|plans\s+to|intends\s+to)\s+appeal)"
)
# Each kind: what follows the name as subject, and what stands before it as object.
_KINDS: tuple[tuple[str, str, str], ...] = (
    ("resignation-offered", _RESIGNED, ""),
    ("expelled", rf"{_WAS}(?:expelled|thrown\s+out\s+of\s+the\s+party)", "expelled"),
    ("suspended", _SUSPENDED, r"suspended|(?:withdrew|removed)\s+the\s+whip\s+from"),
    (
        "convicted",
        rf"(?:{_WAS}(?:convicted|found\s+guilty|sentenced)|{_HAS}pleaded\s+guilty)",
        "convicted",
    ),
    ("appeal-announced", _APPEALS, ""),
)
_SPOKEN = re.compile(r"“[^”]*”?|\"[^\"]*\"?|«[^»]*»?|„[^“]*“?")
# Words before the verb after which it is asked for, feared, denied or only possible.
_UNSURE = re.compile(
    r"\b(?:if|unless|whether|should|could|may|might|must|ought|would|not|never|nobody|no|neither|"
    r"den(?:y|ies|ied)|false(?:ly)?|rumou?rs?|reportedly|allegedly|call(?:s|ed|ing)?\s+(?:on|for)|"
    r"urg(?:e|es|ed|ing)|demand(?:s|ed|ing)?|pressure|pressed|petition|threat(?:s|en|ens|ened)?|"
    r"risk(?:s|ed)?|fac(?:e|es|ed|ing)|want(?:s|ed)?|ask(?:s|ed)?|refus(?:e|es|ed)|declin(?:e|es|ed)|"
    r"cleared|acquitted|before|until|without|claim(?:s|ed)?|had\s+.{0,30}\bbeen\s+expected|"
    r"expect(?:s|ed)?|hop(?:e|es|ed)|predict(?:s|ed)?|imagine|suppose)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\W*(?:no[rt]\b|,?\s*(?:he|she)\s+(?:claim|joke)|on\s+(?:X|Twitter)\b)", re.IGNORECASE
)
_UNDONE = re.compile(
    r"\b(?:overturned|quashed|never\s+happened|wrongly\s+reported)\b", re.IGNORECASE
)
_TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "baroness", "the"),
        *("prof", "professor", "cllr", "councillor", "senator", "minister", "mayor", "mp", "mep"),
        *("president", "chancellor", "secretary", "representative", "rep", "governor"),
    )
)
_WHEN = re.compile(
    r"\b(?:on\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|last\s+(?:week|month|night)"
    r"|\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)(?:\s+\d{4})?)\b"
)


@dataclass(frozen=True, slots=True)
class Reported:
    """One sentence of an article; ``when`` is how it dates what it reports, empty where not."""

    kind: str
    text: str
    start: int
    when: str = ""


def consequences(text: str, names: Sequence[str]) -> tuple[Reported, ...]:
    """Sentences of ``text`` that report a consequence for the person of these names, in order.

    ``names`` are full names; the last word of each is taken for the family name. Pure.
    """
    found = []
    for match in _SENTENCE.finditer(text):
        sentence = match[0].strip()
        kinds = list(dict.fromkeys(_kinds(sentence, names)))
        when = _WHEN.search(sentence)
        found += [
            Reported(kind, sentence, match.start(), when[0] if when else "") for kind in kinds
        ]
    return tuple(found)


def _kinds(sentence: str, names: Sequence[str]) -> Iterator[str]:
    if sentence.endswith("?") or _UNDONE.search(sentence):
        return
    # What stands in quotation marks is somebody's word and not the reporter's: blanked in place.
    plain = _SPOKEN.sub(lambda said: " " * len(said[0]), sentence)
    for name in names:
        words = name.split()
        if not words:
            continue
        who = rf"(?<!\w){re.escape(words[-1])}(?!\w)(?!['\u2019]s)"
        for kind, subject, verb_before in _KINDS:
            patterns = [rf"{who}{_BETWEEN}(?P<verb>{subject})\b"]
            if verb_before:
                patterns.append(rf"(?<!\bbe\s)(?P<verb>{verb_before})\s+(?:\w+\.?\s+){{0,3}}?{who}")
            for pattern in patterns:
                for found in re.finditer(pattern, plain):
                    if _is_told(plain, found, words):
                        yield kind


def _is_told(plain: str, found: re.Match[str], name: Sequence[str]) -> bool:
    """Whether it is this person, and reported as having happened."""
    at = plain.index(name[-1], found.start())
    before = plain[:at].split()
    if before and not _belongs(before[-1], name, first=len(before) == 1):
        return False
    return not _UNSURE.search(plain[: found.start("verb")]) and not _AFTER.search(
        plain[found.end() :]
    )


def _belongs(word: str, name: Sequence[str], *, first: bool) -> bool:
    """Whether the word before a family name leaves it this person's: a title, or the given name."""
    bare = word.strip("“”\"'\u2019(),.").casefold()
    if not word[:1].isupper() or bare in _TITLES:
        return True
    given = [part.strip(".").casefold() for part in name[:-1]]
    initial = len(bare) == 1 and any(part.startswith(bare) for part in given)
    return bare in given or initial or (first and bare in {"but", "and", "when", "after", "as"})
