"""What the address of a link says of it."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from walkback.sources.sites import same_site

_ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|css|js|mjs|json|xml|rss|atom|ics|vcf|zip|gz|tgz|exe|"
    r"dmg|mp[34]|m4[av]|mov|avi|webm|ogg|wav|woff2?|pdf|docx?|xlsx?|pptx?|odt|ods|rtf|csv|txt)$",
    re.IGNORECASE,
)
# A segment anywhere in the path that makes the page a listing, a tool or a person's page.
_LISTS = re.compile(
    r"tag|tags|category|categories|kategorie|topic|topics|thema|author|authors|autor|feed|"
    r"feeds|rss|search|suche|label|labels|archive|archives|wp-content|wp-json|wp-admin|"
    r"cdn-cgi|cgi-bin|share|print|embed|amp|api|login|signin|sign-in|register|signup|sign-up|"
    r"account|subscribe|newsletter|cart|checkout"
)
# A last segment that names a page every site has.
_HOUSEHOLD = re.compile(
    r"privacy|privacy-policy|terms|terms-of-use|terms-of-service|terms-and-conditions|legal|"
    r"imprint|impressum|datenschutz|cookies|cookie-policy|accessibility|contact|contact-us|"
    r"kontakt|about|about-us|sitemap|site-map|help|faq|jobs|careers|donate|volunteer|home|"
    r"index|all|more"
)
_PAGING = re.compile(
    r"(?:^|&)(?:page|paged|pg|start|offset|from|sort|order|orderby|filter|cat|category|tag|author|"
    r"year|month|lang|share|replytocom|print|format|view|q|s|search|utm_\w+|p=\d{1,2}(?=&|$))(?:=|&|$)",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"/(?:page|seite|pagina|p)[/-]?\d+(?:/|$)|/page:?\d+", re.IGNORECASE)
_ONLY_NUMBERS = re.compile(r"(?:19|20)\d\d(?:/\d{1,2}){0,2}")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")


@lru_cache(maxsize=4096)
def _parts(url: str) -> tuple[str, tuple[str, ...], str]:
    found = urlsplit(url)
    path = re.sub(r"/(?:index|default)\.(?:html?|php|aspx?)$", "/", found.path)
    return found.netloc, tuple(part for part in path.split("/") if part), found.query


def wanted(url: str, section: str) -> bool:
    """Whether the address may be a statement's: on this site, a page, and no listing."""
    if not same_site(url, section):
        return False
    _, path, query = _parts(url)
    _, own, own_query = _parts(section)
    if path == own and (query == own_query or not query):
        return False
    if not path or (own[: len(path)] == path and not query):
        return False  # the home page, or a section above this one
    low = [part.lower() for part in path]
    # Segments of the section itself are no sign: /archive/ may be what is watched.
    return not (
        _ASSET.search(low[-1])
        or any(_LISTS.fullmatch(part) for part in low if part not in own)
        or _HOUSEHOLD.fullmatch(re.sub(r"\.\w{2,5}$", "", low[-1]))
        or _PAGE_NUMBER.search("/" + "/".join(low))
        or _ONLY_NUMBERS.fullmatch("/".join(path[_shared(path, own) :]))
        or _PAGING.search(query)
    )


def _shared(path: tuple[str, ...], own: tuple[str, ...]) -> int:
    count = 0
    for one, other in zip(path, own, strict=False):
        if one != other:
            break
        count += 1
    return count


def place(url: str, section: str) -> str:
    """``deeper`` than the section's address, ``beside`` it in the same folder, or ``elsewhere``."""
    host, path, query = _parts(url)
    own_host, own, _ = _parts(section)
    # news.html lists news/one.html as well as one.html.
    stem = (*own[:-1], re.sub(r"\.\w{2,5}$", "", own[-1])) if own else ()
    if host.removeprefix("www.") != own_host.removeprefix("www."):
        return "elsewhere"
    if path[: len(stem)] == stem and (len(path) > len(stem) or query) and stem:
        return "deeper"
    if path == own and query:
        return "deeper"
    return "beside" if own and path[:-1] == own[:-1] else "elsewhere"


def shape(url: str) -> tuple[str, ...]:
    """What addresses of one kind share: the folder with numbers evened out, the query's names."""
    host, path, query = _parts(url)
    folder = [re.sub(r"\d+", "0", part) for part in path[:-1]]
    script = [path[-1]] if path and query else []
    names = sorted(part.partition("=")[0] for part in query.split("&") if part)
    return (host, *folder, *script, "?", *names)


def url_date(url: str) -> str | None:
    """The day in an address such as ``/2024/05/02/on-water``, as ``2024-05-02``."""
    found = _DATE.search(urlsplit(url).path)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else None
