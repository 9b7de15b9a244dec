# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""Which quoted words are a statement, and of which kind.

Marks also stand around titles, nicknames, single terms and words the writer keeps at arm's
length. What tells them apart is the sentence around them: a verb of saying reaches a statement,
a naming word or a name stands before a title.
"""

import re

from walkback.model.quotation import QuotationKind
from walkback.read.phrases import word_set
from walkback.read.quotations.clues import Candidate, Place, tied
from walkback.read.quotations.lexicon import AUXILIARIES, PRONOUNS

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # written without spaces
# Words before a title: works, and the verbs that give them their names.
_WORKS = word_set(
    """
    film movie book novel album song single show series play musical podcast programme program
    documentary magazine column essay poem painting exhibition memoir autobiography report
    article headline slogan anthem episode sketch hit comedy drama thriller titled entitled
    dubbed nicknamed named christened starring abc's cbs's nbc's cnn's fox's msnbc's bbc's pbs's
    so-called film, buch roman lied namens livre roman chanson intitulé titulado libro película
    """
)
_ARM = word_set(
    """
    so-called sogenannte sogenannten soi-disant llamado llamada cosiddetto
    """
)
_SMALL = word_set(
    """
    the a an of in on at to for and or but with from by as is it vs de la le der die das und et
    """
)
_NAMING = word_set("titled entitled nicknamed intitulé titulado betitelt")
_BEFORE_TITLES = word_set("'s ’s on in the of and his her their")
LONGEST_TITLE = 12  # words
_FRAGMENT = 6  # words: as few as this inside a sentence are a fragment, clause or not


def statement_kind(where: Place, speaker: Candidate | None, text: str) -> QuotationKind | None:
    """``direct`` or ``fragment``; None where the words are no statement.

    ``text`` are the words between the marks.
    """
    spelt = _WORD.findall(text)
    if not spelt or not any(word[0].isalpha() for word in spelt):
        return None
    if where.segment.block:
        return QuotationKind.DIRECT
    if _nickname(where) or _named_thing(where, spelt, text, speaker):
        return None
    if (
        len(spelt) < 3
        and len(_IDEOGRAPH.findall(text)) < 3
        and not _spoken_term(where, speaker, text)
    ):
        return None
    return _direct_or_fragment(where, spelt, text)


def _direct_or_fragment(where: Place, spelt: list[str], text: str) -> QuotationKind:
    inside = where.edges[:1] not in "^.q" and where.edges[:2] not in (":V", ",V", ":A")
    if where.segment.continued or not where.segment.closed or not inside:
        small = spelt[0][0].islower() and len(spelt) <= _FRAGMENT and where.edges[:1] != "q"
        return QuotationKind.FRAGMENT if small else QuotationKind.DIRECT
    if where.edges[:1] in ":,–—" and spelt[0][0].isupper():
        return QuotationKind.DIRECT
    ends = text[-1:] in ".!?" and spelt[0][0].isupper()
    clause = len(spelt) > _FRAGMENT and _is_clause(spelt)
    return QuotationKind.DIRECT if ends or clause else QuotationKind.FRAGMENT


def _is_clause(spelt: list[str]) -> bool:
    """Whether words have a subject and its verb near their beginning."""
    lows = [word.lower() for word in spelt[:5]]
    if any(low in PRONOUNS for low in lows[:4]):
        return True
    return any(low in AUXILIARIES or low.endswith(("n't", "n’t")) for low in lows[1:5])


def _before(where: Place, back: int = 1) -> str:
    at = where.first - back
    return "" if at < 0 or where.paragraph.quoted[at] else where.paragraph.words.lows[at]


def _nickname(where: Place) -> bool:
    """Between the parts of a name: Dwayne “The Rock” Johnson."""
    paragraph, first, last = where.paragraph, where.first, where.last
    if first < 1 or last >= len(paragraph.quoted) or len(where.words) > 4:
        return False
    parts, quoted = paragraph.words.parts, paragraph.quoted
    beside = parts[first - 1] == "N" and parts[last] == "N"
    return beside and not quoted[first - 1] and not quoted[last]


def _named_thing(where: Place, spelt: list[str], text: str, speaker: Candidate | None) -> bool:
    """A title of a work, a programme, a bill; and words at arm's length after "so-called"."""
    before, second = _before(where), _before(where, 2)
    if before in _ARM or before in _NAMING:
        return True
    if not _titled(spelt):
        return False
    after = where.paragraph.words.lows[where.last : where.last + 6]
    behind = after[:1] == [","] and not _WORKS.isdisjoint(after)  # “The Empty Hall”, her new novel
    if behind or before in _WORKS or (before in (",", ":") and second in _WORKS):
        return True
    part = where.edges[:1]
    if part in "^qV" or len(spelt) > LONGEST_TITLE:
        return False
    if before in _BEFORE_TITLES or part in "DN":
        return not (text[-1:] == "," and speaker is not None and _follows(where, speaker))
    return speaker is None or (not tied(where, speaker) and part not in ",:.")


def _titled(spelt: list[str]) -> bool:
    """Whether words are spelt as titles are: with capitals, but for the small ones inside."""
    content = [word for word in spelt if word.lower() not in _SMALL]
    capital = all(word[0].isupper() or word[0].isdigit() for word in content)
    return bool(content) and capital and not spelt[0][0].islower()


def _follows(where: Place, speaker: Candidate) -> bool:
    """Whether the speaker stands right behind the marks: “Absurd,” she said."""
    gap = speaker.mention.first - where.last
    return speaker.away == 0 and 0 <= gap <= 4 and tied(where, speaker)


def _spoken_term(where: Place, speaker: Candidate | None, text: str) -> bool:
    """Whether one or two quoted words are said by somebody, not merely marked off.

    They are where the attribution follows them, or a verb of saying reaches them from before
    within a few words (`called the plan “absurd”`) and no naming of things stands between.
    """
    if speaker is None:
        return False
    if where.edges[:1] in "^.q" and text[-1:] in ".!?" and text[0].isupper():
        return True  # a sentence of its own: “Never.”
    if speaker.away or not tied(where, speaker):
        return False
    if speaker.mention.first >= where.last:
        return _follows(where, speaker) and text[-1:] in ",?!.…"
    parts, lows = where.paragraph.words.parts, where.paragraph.words.lows
    gap = range(speaker.mention.last, where.first)
    cues = [at for at in gap if parts[at] in "VA"]
    # "They call it the “long table”": what a thing is called is nobody's statement.
    usage = (
        speaker.mention.head in ("they", "we", "people", "locals")
        and "call" in lows[gap.start : gap.stop]
    )
    return bool(cues) and where.first - cues[-1] <= 9 and not usage
