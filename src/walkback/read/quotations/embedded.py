"""Embedded posts as quotations of their owners."""

import re

from walkback.model.quotation import Article, Attribution, Embed, Quotation, QuotationKind

# What follows the owner in an author line: the handle in brackets, and a date.
_LINE_END = re.compile(
    r"\s?\(?(?:@[\w.@-]{1,80})?\)?[ ,\u00b7\u2014\u2013-]{0,3}"
    r"(?:\w{3,10}\.? \d{1,2},? \d{4}|\d{1,2}\.? \w{3,10}\.? \d{4})?"
)
_NEAR = 200  # characters around a post in which its owner's name or handle is looked for


def post_quotations(article: Article) -> tuple[Quotation, ...]:
    """One quotation for each embedded post, in order; of two that overlap the first stays."""
    found: list[Quotation] = []
    for one in sorted(article.embeds, key=lambda embed: (embed.start, embed.end)):
        span = _span(article.text, one)
        if span[1] <= span[0] or (found and span[0] < found[-1].end):
            continue
        words = article.text[span[0] : span[1]]
        found.append(Quotation(words, *span, QuotationKind.POST, _owner(article.text, one, span)))
    return tuple(found)


def hidden(article: Article, posts: tuple[Quotation, ...]) -> tuple[tuple[int, int], ...]:
    """The spans of posts with their author lines: nobody who speaks in the article's own words
    stands there.
    """
    found = []
    for one in posts:
        end = one.end
        if one.speaker is not None and one.speaker.start >= one.end:
            end = one.speaker.end
            rest = _LINE_END.match(article.text, end)
            end = rest.end() if rest else end
        found.append((one.start, end))
    return tuple(found)


def _span(text: str, one: Embed) -> tuple[int, int]:
    """Where the post's words stand; the span given, without spaces, where they are not found."""
    start, end = max(0, one.start), min(len(text), one.end)
    if one.text and text[start:end] != one.text:
        at = text.find(one.text, start, end)
        if at >= 0:
            return at, at + len(one.text)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _owner(text: str, one: Embed, span: tuple[int, int]) -> Attribution | None:
    """The owner, placed at the author line where the text has one: after the post or before."""
    handle = f"@{one.handle.removeprefix('@')}" if one.handle.strip("@ ") else ""
    for mention in (one.name, handle):
        if not mention:
            continue
        at = text.find(mention, span[1], span[1] + _NEAR)
        if at < 0:
            at = text.rfind(mention, max(0, span[0] - _NEAR), span[0])
        if at >= 0:
            return Attribution(mention, one.name or handle, at, at + len(mention), "owner")
    known = one.name or handle
    return Attribution(known, known, how="owner") if known else None
