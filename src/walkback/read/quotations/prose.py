# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""An article's text as paragraphs, and a paragraph's as tokens with the part each can play."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from walkback.model.quotation import Article
from walkback.read.quotations import lexicon

_TOKEN = re.compile(
    r"https?://\S+|[@#]\w+|[’'](?:s|d|ll|re|ve|m)\b|"
    r"\w+(?:[.’'-](?=\w)(?![’']?s\b|(?:t-)?(?:il|elle)s?\b)\w+)*|[^\w\s]",
    re.IGNORECASE,
)
_LINES = re.compile(r"\n(?:[ \t\r\f\v\u00a0]*\n)+")
_LINE = re.compile(r"\n")
_ENDS = frozenset('.!?…:;"”’»“)]')


Memo = dict[str, tuple[str, str]]  # a spelling's lower case and part


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of one paragraph: places in the article's text, the words, and their parts.

    ``parts`` holds one letter each, see ``lexicon.part``.
    """

    starts: list[int]
    ends: list[int]
    texts: list[str]
    lows: list[str]
    parts: list[str]

    def at(self, place: int) -> int:
        """The index of the first token that begins at or after ``place``."""
        return bisect_left(self.starts, place)


def word_parts(article: Article) -> dict[str, str]:
    """The parts of small words in an article's language; where it is not known, English if it
    has English's commonest words.
    """
    if article.language:
        return lexicon.ENGLISH if article.language[:2].lower() == "en" else lexicon.ANY
    sample = article.text[:20_000].lower()
    english = sample.count(" the ") + sample.count(" and ") + sample.count(" said")
    return lexicon.ENGLISH if 200 * english >= len(sample) // 2 else lexicon.ANY


def paragraphs(article: Article) -> tuple[tuple[int, int], ...]:
    """Start and end of each paragraph, in order.

    Passages say it where there are any. In plain text an empty line parts paragraphs; a single
    line break does so too where the line before it ends as a sentence or headline does.
    """
    if article.passages:
        return tuple(sorted((p.start, p.end) for p in article.passages if p.end > p.start))
    text = article.text
    found: list[tuple[int, int]] = []
    at = 0
    for gap in [*_LINES.finditer(text), None]:
        end = gap.start() if gap else len(text)
        found += _lines(text, at, end)
        at = gap.end() if gap else end
    return tuple(found)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Parts of a block at single line breaks that end a sentence; hard-wrapped lines stay one."""
    found = []
    at = start
    for gap in _LINE.finditer(text, start, end):
        line = text[at : gap.start()].rstrip()
        if not line or line[-1] in _ENDS:
            found.append((at, gap.start()))
            at = gap.end()
    found.append((at, end))
    return [one for one in (_stripped(text, *pair) for pair in found) if one[1] > one[0]]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def words(text: str, span: tuple[int, int], table: dict[str, str], memo: Memo) -> Words:
    """The tokens of a span of ``text``; ``table``: the parts of the language's small words.

    ``memo`` remembers each spelling's lower case and part: half of a text's words are the same
    hundred.
    """
    starts: list[int] = []
    ends: list[int] = []
    texts: list[str] = []
    for match in _TOKEN.finditer(text, *span):
        starts.append(match.start())
        ends.append(match.end())
        texts.append(match.group())
    for one in set(texts) - memo.keys():
        low = one.lower()
        memo[one] = (low, lexicon.part(one, low, table))
    lows = [memo[one][0] for one in texts]
    parts = [memo[one][1] for one in texts]
    _stops(texts, lows, parts)
    return Words(starts, ends, texts, lows, parts)


def _stops(texts: list[str], lows: list[str], parts: list[str]) -> None:
    """Parts that the words beside them decide.

    A full stop after an abbreviation or an initial ends no sentence (``~``); so does none that
    has no capital after it. "The report" is no verb.
    """
    for at, one in enumerate(texts):
        if lows[at] in lexicon.NOUNS_TOO and at and _is_noun(lows, parts, at):
            parts[at] = "R"
        if one != ".":
            continue
        before = lows[at - 1] if at else ""
        after = texts[at + 1] if at + 1 < len(texts) else ""
        short = before in lexicon.ABBREVIATIONS or (len(before) == 1 and before.isalpha())
        if short or "." in before or after[:1].islower():
            parts[at] = "~"


def _is_noun(lows: list[str], parts: list[str], at: int) -> bool:
    """Whether a word that is noun and verb stands as a noun: "the report", "a new report"."""
    before = parts[at - 1]
    if before in "Ds":
        return True
    return before == "w" and at >= 2 and (parts[at - 2] in "Ds" or lows[at - 1].endswith("al"))
