"""What a box is called: furniture or content, by tag, role, class and id.

Names are evidence, not proof: ``boxes`` keeps a box with a furniture's name that holds most
of the page's prose, because ``class="modal"`` is also what some sites call the whole page.
"""

import re
from functools import lru_cache

from walkback.read.phrases import phrase_pattern, word_set


class Mark:
    """What markup says of a box, as bits. Plain integers: an enum took a third of the time."""

    NONE = 0
    FURNITURE = 1  # by tag, role or name
    MAIN = 2
    ARTICLE = 4
    BODY = 8  # itemprop=articleBody
    TITLE = 16  # h1
    NOTE = 32  # a correction or editor's note, by name
    LIST = 64  # its links are judged together
    HEADER = 128  # furniture unless it stands in an article
    BYLINE = 256  # who, when, where: facts, not words
    INLINE = 512  # furniture even inside a sentence: counters, labels for screen readers
    FIRM = 1024  # furniture whose name no site gives its statements: not brought back
    CONTENT = 2048  # what a site calls its text


_TAGS = {
    **dict.fromkeys(
        ("nav", "aside", "footer", "dialog", "menu", "search"), Mark.FURNITURE | Mark.FIRM
    ),
    **dict.fromkeys(("form", "noscript"), Mark.FURNITURE),
    **dict.fromkeys(("ul", "ol", "dl", "table", "section"), Mark.LIST),
    "header": Mark.HEADER,
    "main": Mark.MAIN,
    "article": Mark.ARTICLE,
    "h1": Mark.TITLE,
    "address": Mark.BYLINE,
}
_ROLES = dict.fromkeys(
    word_set(
        """
        navigation contentinfo complementary search dialog alertdialog menu menubar toolbar tablist
        banner form timer log marquee status alert directory doc-backlink doc-pagelist
        """
    ),
    Mark.FURNITURE,
) | {"main": Mark.MAIN, "article": Mark.ARTICLE}

# Names are split at hyphens, underscores and capitals. One of these words names furniture…
_FURNITURE = word_set(
    """
    ad ads adv advert adverts advertisement advertising adsense adslot dfp gpt sponsor sponsored
    sponsors promo promos promotion promoted outbrain taboola plista ligatus zergnet revcontent
    nav navbar navi navigation subnav menu submenu megamenu breadcrumb breadcrumbs crumbs topbar
    footer foot colophon sidebar sidebars sidebox rail rightrail masthead
    share sharing sharebar shares sharer sharethis addthis addtoany social socials socialmedia
    follow cookie cookies consent gdpr cmp cookiebar cookiebanner popup modal overlay lightbox
    interstitial paywall newsletter newsletters subscribe subscription signup mailchimp optin
    related relateds recommended recommendation recommendations recirculation recirc readmore
    trending mostread mostpopular popular latest moreon morefrom teaser teasers upnext
    comment comments commentlist respond disqus livefyre replies
    pagination pager paginator prevnext postnav tags taglist tagcloud keywords categories
    toolbar tools search searchbox searchform login signin skiplink skiplinks
    ticker livebox liveticker livefeed scoreboard weather
    rating ratings reactions counter counters views viewcount likes votes
    print printbutton feedback donate donation banner banners cta screenreader
    """
)
# … and one of these so surely that no amount of prose brings the box back.
_FIRM = word_set(
    """
    nav navbar navi navigation subnav submenu megamenu breadcrumb breadcrumbs footer colophon
    sidebar sidebars comment comments commentlist disqus livefyre replies cookie cookies consent
    gdpr cookiebar cookiebanner newsletter newsletters related relateds recommended recommendation
    recommendations recirculation outbrain taboola advert adverts advertisement mostread
    mostpopular pagination taglist tagcloud screenreader livebox liveticker
    """
)
_PAIRS = phrase_pattern(
    """
    most read, most popular, most viewed, most shared, read more, read next, read also, more news,
    more stories, more from, more on, more articles, more posts, also like, also read, see also,
    next post, next article, next up, prev post, prev article, previous post, previous article,
    post tags, post nav, post navigation, post footer, post tools, post actions, post sharing,
    article tags, article nav, article footer, article tools, article actions, article sharing,
    entry tags, entry nav, entry footer, entry tools, entry actions, entry sharing,
    author bio, author box, author info, author card, about author, about the author,
    view count, view counter, page views, read time, reading time, time to read, skip link, skip to,
    site header, site footer, site nav, page header, page footer, live box, live ticker, live feed,
    live scores, sr only, screen reader, screen reader text, visually hidden, visuallyhidden,
    back to top, jp relatedposts, you may, print only, no print
    """
)
# WordPress calls each box of its sidebars "widget"; page builders call every paragraph "…-widget".
_WIDGET = re.compile(r"widget(?: |$)|sidebar widget")
_BYLINE = word_set(
    """
    byline bylines dateline timestamp pubdate postmeta entrymeta metadata author authors
    publishdate postdate entrydate datetime lastmodified
    """
)
_BYLINE_PAIRS = phrase_pattern(
    """
    post meta, post date, post info, entry meta, entry date, entry info, article meta, article date,
    article info, content meta, content info, story meta, story date, story info, blog meta,
    blog date, posted on, posted by, posted at, published on, published by, published at,
    updated on, updated by, updated at, publish date, publish time, published date, published time,
    publication date, publication time, pub date, update date, update time, updated date,
    updated time, modified date, modified time
    """
)
_INLINE = phrase_pattern(
    """
    sr only, screen reader, screen reader text, visually hidden, visuallyhidden, assistive text,
    view count, views count, viewcount, views, counter, count, comment count, share count,
    like count, badge, tooltip, edit link, editsection, edit section, headerlink, anchor link,
    heading anchor
    """
)
_NOTES = phrase_pattern(
    """
    correction, corrections, clarification, clarifications, erratum, errata, retraction,
    editor note, editor notes, editors note, editors notes, update note, update notes,
    correction notice, amendment, amendments
    """
)
_CONTENT = re.compile(
    r"(?:^| )(?:(?:article|post|entry|story|page|main|body|news) ?(?:body|content|text|copy)"
    r"|articlebody|postcontent|entrycontent|storybody)(?= |$)"
)
# ``has-sidebar`` says what stands beside a box.
_MODIFIERS = frozenset(("with", "has", "no", "without", "hide", "is", "not"))
_MODIFIED = re.compile(r"\b(?:with|has|no|without|hide|is|not) \w+")
_SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s_\-:./]+")
_SPLIT_LOWER = re.compile(r"[\s_\-:./]+")
# A name without any of these words is at most an article's content: nine of ten names.
_TELLING = _FURNITURE.union(
    _BYLINE,
    ("widget",),
    *(
        re.findall("[a-z]+", phrases.pattern)
        for phrases in (_PAIRS, _BYLINE_PAIRS, _INLINE, _NOTES)
    ),
)
_STATING = frozenset(("role", "itemprop", "aria-live"))


def box_mark(tag: str, attributes: dict[str, str | None]) -> int:
    """Everything markup says of one box, as marks."""
    mark = _TAGS.get(tag, 0)
    if not attributes:
        return mark
    if not _STATING.isdisjoint(attributes):
        mark |= _stated(attributes)
    if tag not in ("body", "main", "article", "h1"):
        for key in ("class", "id"):
            name = attributes.get(key)
            if name:
                mark |= named(name)
    return mark


def _stated(attributes: dict[str, str | None]) -> int:
    """What attributes say that are there to say it."""
    mark = _ROLES.get((attributes.get("role") or "").strip().lower(), 0)
    if "articlebody" in (attributes.get("itemprop") or "").lower():
        mark |= Mark.BODY
    # A box that announces its own changes to screen readers is a live box.
    if (attributes.get("aria-live") or "").lower() in ("polite", "assertive"):
        mark |= Mark.FURNITURE
    return mark


@lru_cache(maxsize=8192)
def named(name: str) -> int:
    """The marks of a class or id. The same few hundred names fill a site, so they are kept."""
    mark = 0
    for single in name.split()[:24]:
        mark |= _named_one(single[:80])
    # ``class="article-content social"`` is an article's content.
    if mark & Mark.CONTENT:
        mark &= ~(Mark.FURNITURE | Mark.FIRM | Mark.CONTENT)
    return mark


@lru_cache(maxsize=8192)
def _named_one(single: str) -> int:
    parts = _SPLIT_LOWER if single.islower() else _SPLIT
    words = parts.sub(" ", single).lower().split()
    # Hooks for scripts and names of layouts say what surrounds the box, not what it is.
    if not words or words[0] == "js" or "layout" in words or "grid" in words:
        return 0
    joined = " ".join(words)
    if not _MODIFIERS.isdisjoint(words):
        joined = _MODIFIED.sub("", joined).strip()
        words = joined.split()
    telling = not _TELLING.isdisjoint(words)
    if telling and _NOTES.search(joined):
        return Mark.NOTE
    content = _CONTENT.search(joined)
    if content and _FURNITURE.isdisjoint(joined[: content.start()].split()):
        return Mark.CONTENT
    return _furniture_mark(words, joined) if telling else 0


def _furniture_mark(words: list[str], joined: str) -> int:
    mark = 0
    if not _FURNITURE.isdisjoint(words) or _PAIRS.search(joined):
        mark = Mark.FURNITURE if _FIRM.isdisjoint(words) else Mark.FURNITURE | Mark.FIRM
    elif _WIDGET.match(joined):
        mark = Mark.FURNITURE
    if not _BYLINE.isdisjoint(words) or _BYLINE_PAIRS.search(joined):
        mark |= Mark.BYLINE
    if _INLINE.search(joined):
        mark |= Mark.INLINE
    return mark
