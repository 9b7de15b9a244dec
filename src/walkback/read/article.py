"""Read an article: bytes or text in, the words in which quotations are looked for out.

The words are those of the statement reader (``read``), with one difference: posts that the page
embeds are kept, and each is known with its author, date and address.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from walkback.model.quotation import Article, Embed
from walkback.model.reading import Passage
from walkback.read.calendars import as_day, stated_date
from walkback.read.charset import decode
from walkback.read.embeds import CLOSE, OPEN, PLACE, Found, take_embeds, wordless_days
from walkback.read.flattened import flattened
from walkback.read.languages import language_of
from walkback.read.limits import too_costly
from walkback.read.mainpart import main_part
from walkback.read.markup import Markup, markup
from walkback.read.names import Mark
from walkback.read.outline import Block, Outline, outline
from walkback.read.plain import plain_passages
from walkback.read.read import LARGEST, body_kind, passages_of, tidied
from walkback.read.titles import choose_title

_EMPTY = Article("")
_DATE_PATH = re.compile(r"/(\d{4})/(\d{2})/(\d{2})(?:/|$)|/(\d{4})-(\d{2})-(\d{2})(?:[-/]|$)")
_DATE_LINE = re.compile(
    r"\W{0,3}(?:(?:first |last )?(?:published|posted|updated|veröffentlicht|stand|publié|publicado"
    r"|pubblicato|gepubliceerd|opublikowano)(?: on| at| am| le| el| il| op| em)?:?\s)?",
    re.IGNORECASE,
)
_HEAD_LINES = 8


def read_article(body: bytes, *, url: str | None, content_type: str | None) -> Article:
    """The article that ``body`` (HTML or plain text, content coding undone) is.

    Never raises for what a site may serve: what is neither, or cannot be read, has no text.
    ``published`` is what the page states: in its markup, its address, or a line near its head
    that is nothing but a date. Where it states none it is the day of the newest post embedded:
    the article cannot be older than that, so it is the earliest day it can be from.
    """
    kind = body_kind(body, content_type)
    if kind == "html":
        return _html_article(decode(body, content_type), url)
    if kind == "text":
        return replace(text_article(decode(body, content_type)), url=url)
    return replace(_EMPTY, url=url)


def text_article(text: str) -> Article:
    """The article that a plain text is: ``Article.text`` is the text as given, to the letter.

    Its passages are found, not cut: places in the text stay the caller's own.
    """
    text = text[:LARGEST]
    passages = plain_passages(text)
    language = language_of(text)
    title = passages[0].text if passages and passages[0].kind == "heading" else ""
    article = Article(text, title, passages, language=language)
    return _dated(article, [], None, american=_american(text))


def _html_article(text: str, url: str | None) -> Article:
    if text.count("\ufffd") * 10 > len(text) or too_costly(text):
        return replace(_EMPTY, url=url)
    try:
        tree = LexborHTMLParser(text.replace(OPEN, "").replace(CLOSE, ""))
    except SelectolaxError:
        return replace(_EMPTY, url=url)
    if tree.body is None:
        return replace(_EMPTY, url=url)
    american = _american(text)
    found = take_embeds(tree, american=american)
    days = wordless_days(tree)
    facts = markup(tree, url or "")
    page = outline(tree.body)
    if not page.blocks:
        page = outline(tree.body, hidden=True)
    title, blocks = _main(page, facts, url or "")
    words, passages, embeds, taken = _laid_out(passages_of(blocks, title, page), found)
    head = (block.text for block in page.blocks[:60] if len(block.text) < 80)
    article = Article(
        words,
        title,
        passages,
        embeds,
        url=url or facts.canonical,
        published=facts.published or _path_date(url or facts.canonical) or _date_line(head),
        language=(facts.language or "")[:2].lower() or language_of(words),
    )
    days += [one.date for one in found if one.date]
    return _dated(article, taken, days, american=american)


def _main(page: Outline, facts: Markup, url: str) -> tuple[str, list[Block]]:
    """The title and the blocks of the main part, with the embeds it may have left out."""
    if not page.blocks:
        return choose_title("", facts, url, inside=False), []
    part = main_part(page)
    title = choose_title(part.title, facts, url, inside=part.title_inside)
    return title, _with_embeds(page, part.blocks)


def _with_embeds(page: Outline, kept: tuple[Block, ...]) -> list[Block]:
    """The kept blocks and, in their places, the embeds of the same part of the page."""
    place = {id(block): number for number, block in enumerate(page.blocks)}
    numbers = sorted(place[id(block)] for block in kept if id(block) in place)
    if not numbers:
        return list(kept)
    boxes = {page.parents[page.blocks[number].box] for number in numbers}
    boxes |= {page.blocks[number].box for number in numbers}
    chosen = set(numbers)
    for number, block in enumerate(page.blocks):
        if number in chosen or OPEN not in block.text:
            continue
        if _belongs(page, block, boxes, inside=numbers[0] < number < numbers[-1]):
            chosen.add(number)
    notes = [block for block in kept if id(block) not in place]
    changed = {block.text: block for block in notes}  # a correction's block is a changed copy
    return [
        changed.get(block.text, block)
        for number, block in enumerate(page.blocks)
        if number in chosen or block.text in changed
    ]


def _belongs(page: Outline, block: Block, boxes: set[int], *, inside: bool) -> bool:
    """Whether an embed stands among the kept words, and in no box of comments or other pages."""
    box = block.box
    for _ in range(12):
        if box < 0 or (box in boxes and box > 0):
            return True
        if page.marks[box] & Mark.FIRM and page.tags[box] not in ("aside", "figure"):
            return False
        box = page.parents[box]
        if box == 0:
            return inside
    return inside


def _laid_out(
    parts: Iterable[tuple[str, str]], found: list[Found]
) -> tuple[str, tuple[Passage, ...], tuple[Embed, ...], list[tuple[int, int]]]:
    """The text, its passages, the embeds in it, and the spans they take with their signatures."""
    passages: list[Passage] = []
    embeds: list[Embed] = []
    taken: list[tuple[int, int]] = []
    at = 0
    for text, kind, number in _parts(parts):
        if number is None:
            passages.append(Passage(text, at, at + len(text), kind))
            at += len(text) + 2
            continue
        one, start = found[number], at
        for words in one.paragraphs:
            passages.append(Passage(words, at, at + len(words), "quote"))
            at += len(words) + 2
        end = at - 2
        words = "\n\n".join(one.paragraphs)
        embeds.append(
            Embed(words, start, end, one.name, one.handle, one.date, one.url, one.channel)
        )
        if one.signature:
            passages.append(Passage(one.signature, at, at + len(one.signature), "note"))
            at += len(one.signature) + 2
        taken.append((start, at))
    return "\n\n".join(one.text for one in passages), tuple(passages), tuple(embeds), taken


def _parts(parts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, int | None]]:
    """The passages, parted at embeds: text, kind, and the number of the embed it is."""
    for text, kind in parts:
        at = 0
        for place in PLACE.finditer(text):
            if before := text[at : place.start()].strip():
                yield before, "paragraph" if kind == "quote" else kind, None
            yield place[0], "quote", int(place[1])
            at = place.end()
        if rest := text[at:].strip():
            yield rest, kind, None


def _dated(
    article: Article, taken: list[tuple[int, int]], days: list[str] | None, *, american: bool
) -> Article:
    """With the posts in its running text, and a date if it had none.

    ``days``: those of the page's embeds; None for plain text, whose head may state the date.
    """
    flat = flattened(article.text, article.passages, taken, american=american)
    embeds = tuple(sorted((*article.embeds, *flat), key=lambda one: (one.start, one.end)))
    published = article.published
    if not published and days is None:
        published = _date_line(one.text for one in article.passages[:_HEAD_LINES])
    known = [day[:10] for day in (*(one.date for one in embeds), *(days or ())) if day]
    return replace(article, embeds=embeds, published=published or max(known, default=None))


def _american(text: str) -> bool:
    return '"en-us"' in text[:4000].lower()


def _path_date(url: str | None) -> str | None:
    """The day in an address like ``/2022/04/12/minister-resigns``."""
    found = _DATE_PATH.search(url or "")
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    stated = as_day(year, month, day)
    return stated.isoformat() if stated and 1990 < year < 2200 else None


def _date_line(lines: Iterable[str]) -> str | None:
    """The first of some lines that is nothing but a date, or a date behind ``Published``."""
    for line in lines:
        said = tidied(line)
        lead = _DATE_LINE.match(said)
        stated = stated_date(said, lead.end() if lead else 0)
        if stated and len(said) - stated.end <= 12:
            return stated.text
    return None
