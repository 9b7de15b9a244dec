"""What a box is called: furniture or content, by tag, role, class and id.

Names are evidence, not proof: ``mainpart`` keeps a box with a furniture's name that holds most
of the page's prose, because ``class="modal"`` is also what some sites call the whole page.
"""

import re
from functools import lru_cache


class Mark:
    """What markup says a box is, as bits. Plain integers: an enum took a third of the reading time."""

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


INLINE_FURNITURE = Mark.INLINE

_TAGS = {
    "nav": Mark.FURNITURE | Mark.FIRM,
    "aside": Mark.FURNITURE | Mark.FIRM,
    "footer": Mark.FURNITURE | Mark.FIRM,
    "dialog": Mark.FURNITURE | Mark.FIRM,
    "menu": Mark.FURNITURE | Mark.FIRM,
    "search": Mark.FURNITURE | Mark.FIRM,
    "form": Mark.FURNITURE,
    "noscript": Mark.FURNITURE,
    "header": Mark.HEADER,
    "main": Mark.MAIN,
    "article": Mark.ARTICLE,
    "h1": Mark.TITLE,
    "ul": Mark.LIST,
    "ol": Mark.LIST,
    "dl": Mark.LIST,
    "table": Mark.LIST,
    "section": Mark.LIST,
    "address": Mark.BYLINE,
}
_ROLES = dict.fromkeys(
    ("navigation", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu",
     "menubar", "toolbar", "tablist", "banner", "form", "timer", "log", "marquee", "status", "alert",
     "doc-backlink", "doc-pagelist", "directory"),
    Mark.FURNITURE,
) | {"main": Mark.MAIN, "article": Mark.ARTICLE}  # fmt: skip

# Words of a class or id (split at hyphens, underscores and capitals) that name furniture.
_FURNITURE = frozenset(
    """
    ad ads adv advert adverts advertisement advertising adsense adslot dfp gpt sponsor sponsored sponsors
    promo promos promotion promoted outbrain taboola plista ligatus zergnet revcontent
    nav navbar navi navigation subnav menu submenu megamenu breadcrumb breadcrumbs crumbs topbar
    footer foot colophon sidebar sidebars sidebox rail rightrail masthead
    share sharing sharebar shares sharer sharethis addthis addtoany social socials socialmedia follow
    cookie cookies consent gdpr cmp cookiebar cookiebanner popup modal overlay lightbox interstitial paywall
    newsletter newsletters subscribe subscription signup mailchimp optin
    related relateds recommended recommendation recommendations recirculation recirc readmore
    trending mostread mostpopular popular latest moreon morefrom teaser teasers upnext
    comment comments commentlist respond disqus livefyre replies
    pagination pager paginator prevnext postnav
    tags taglist tagcloud keywords categories
    toolbar tools search searchbox searchform login signin skiplink skiplinks
    ticker livebox liveticker livefeed scoreboard weather
    rating ratings reactions counter counters views viewcount likes votes
    print printbutton feedback donate donation banner banners cta
    screenreader
    """.split()
)
_FIRM = frozenset(
    """
    nav navbar navi navigation subnav submenu megamenu breadcrumb breadcrumbs footer colophon sidebar sidebars
    comment comments commentlist disqus livefyre replies cookie cookies consent gdpr cookiebar cookiebanner
    newsletter newsletters related relateds recommended recommendation recommendations recirculation outbrain taboola
    advert adverts advertisement mostread mostpopular pagination taglist tagcloud screenreader livebox liveticker
    """.split()
)
# WordPress calls each box of its sidebars "widget"; page builders call every paragraph "…-widget".
_WIDGET = re.compile(r"widget(?: |$)|sidebar widget")
# Two words that name furniture only together.
_PAIRS = re.compile(
    r"(?:^| )(?:most (?:read|popular|viewed|shared)|read (?:more|next|also)|more (?:news|stories|from|on"
    r"|articles|posts)|also (?:like|read)|see also|next (?:post|article|up)|prev(?:ious)? (?:post|article)"
    r"|(?:post|article|entry) (?:tags|nav|navigation|footer|tools|actions|sharing)|author (?:bio|box|info|card)"
    r"|about (?:the )?author|view count|view counter|page views|read(?:ing)? time|time to read"
    r"|skip (?:link|to)|site (?:header|footer|nav)|page (?:header|footer)|live (?:box|ticker|feed|scores)"
    r"|sr only|screen reader(?: text)?|visually hidden|visuallyhidden|back to top|jp relatedposts|you may|print only|no print)(?= |$)"
)
_BYLINE = frozenset(
    "byline bylines dateline timestamp pubdate postmeta entrymeta metadata author authors "
    "publishdate postdate entrydate datetime lastmodified".split()
)
_BYLINE_PAIRS = re.compile(
    r"(?:^| )(?:(?:post|entry|article|content|story|blog) (?:meta|date|info|byline)|(?:posted|published|updated) (?:on|by|at)"
    r"|(?:publish|published|publication|pub|update|updated|modified) (?:date|time|on))(?= |$)"
)
_INLINE = re.compile(
    r"(?:^| )(?:sr only|screen reader(?: text)?|visually hidden|visuallyhidden|assistive text|view count|views count|viewcount"
    r"|views|counter|count|comment count|share count|like count|badge|tooltip|edit link|editsection|edit section|headerlink|anchor link|heading anchor)(?= |$)"
)
_NOTES = re.compile(
    r"(?:^| )(?:corrections?|clarifications?|erratum|errata|retraction|editors? notes?|update notes?"
    r"|correction notice|amendments?)(?= |$)"
)
# Names that begin like furniture and are what a page calls its text.
_CONTENT = re.compile(
    r"(?:^| )(?:(?:article|post|entry|story|page|main|body|news) ?(?:body|content|text|copy)|articlebody|postcontent"
    r"|entrycontent|storybody)(?= |$)"
)
_MODIFIERS = frozenset(("with", "has", "no", "without", "hide", "is", "not"))
_MODIFIED = re.compile(r"\b(?:with|has|no|without|hide|is|not) \w+")
_SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s_\-:./]+")


def box_mark(tag: str, attributes: dict[str, str | None]) -> int:
    """Everything markup says of one box, as marks."""
    mark = _TAGS.get(tag, 0)
    if not attributes:
        return mark
    role = attributes.get("role")
    if role:
        mark |= _ROLES.get(role.strip().lower(), 0)
    if "articlebody" in (attributes.get("itemprop") or "").lower():
        mark |= Mark.BODY
    if "aria-live" in attributes and (attributes["aria-live"] or "").lower() in (
        "polite",
        "assertive",
    ):
        mark |= Mark.FURNITURE
    for key in ("class", "id"):
        name = attributes.get(key)
        if name and tag not in ("body", "main", "article", "h1"):
            mark |= named(name)
    return mark


@lru_cache(maxsize=8192)
def named(name: str) -> int:
    """The marks of a class or id. The same few hundred names fill a site, so they are kept."""
    mark = 0
    for single in name.split()[:24]:
        mark |= _named_one(single[:80])
    # ``class="article-content social"`` is an article's content.
    return mark & ~(Mark.FURNITURE | Mark.FIRM | Mark.CONTENT) if mark & Mark.CONTENT else mark


@lru_cache(maxsize=8192)
def _named_one(single: str) -> int:
    words = _SPLIT.sub(" ", single).lower().split()
    # Hooks for scripts and names of layouts say what surrounds the box, not what it is.
    if not words or words[0] == "js" or "layout" in words or "grid" in words:
        return 0
    joined = " ".join(words)
    if any(word in _MODIFIERS for word in words):
        joined = _MODIFIED.sub("", joined).strip()
        words = joined.split()
    if _NOTES.search(joined):
        return Mark.NOTE
    content = _CONTENT.search(joined)
    if content and not _FURNITURE.intersection(joined[: content.start()].split()):
        return Mark.CONTENT
    return _furniture_mark(words, joined)


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
