"""A site on which one page carries a canary, in any of the places a page has; and who finds it."""

import base64
import gzip
import zlib
from urllib.parse import quote

from tests.weather.server import Server, page, path_of

from walkback.model.spoken import spoken

SPEAKER = "Mira Vossberg"
PLACES = ("text", "title", "url", "alt", "quotation", "gzip")


class Stained:
    """Three pages and a feed; the canary stands in ``places`` of the second page."""

    def __init__(self, canary, places, host="127.0.0.1"):
        self.canary, self.places = canary, set(places)
        self.up, self.listed = True, True
        self._server = Server(self._answer, host=host)

    def __enter__(self):
        self._server.__enter__()
        return self

    def __exit__(self, *trouble):
        self._server.__exit__(*trouble)

    def _has(self, place, otherwise):
        return self.canary if place in self.places else otherwise

    @property
    def path(self):
        return f"/news/{self._has('url', 'harbour')}-plans.html"

    @property
    def feed(self):
        return self._server.url("/feed.xml")

    @property
    def stained(self):
        return self._server.url(self.path)

    @property
    def clean(self):
        return self._server.url("/news/school.html")

    @property
    def claim(self):
        return f"Nobody who lives beside the {self._has('quotation', 'harbour')} has to pay for it"

    def quoted(self):
        """An article that quotes the page."""
        return (
            "<html><head><title>Council row</title></head><body><article><h1>Council row</h1>"
            f"<p>{SPEAKER} said on Monday that \u201c{self.claim} this winter\u201d.</p>"
            "<p>The council meets again next week.</p></article></body></html>"
        ).encode()

    def words(self):
        return [
            f"We will mend the quay of {self._has('text', 'Halder')} for ninety crowns this year.",
            f"The ferry sails again. {self.claim} this winter.",
            "The council of Halder will vote on this in the second week of May.",
        ]

    def _answer(self, head):
        path = path_of(head)
        if path == "/feed.xml":
            return page(self._rss(), content_type="application/rss+xml")
        if path == self.path and self.up:
            title = f"On the quay of {self._has('title', 'Halder')} and its keepers"
            alt = f"A drawing of the {self._has('alt', 'quay')} at dusk in summer light"
            body = html(title, self.words(), f"<img src='/quay.png' alt='{alt}'>")
            if "gzip" in self.places:
                return page(gzip.compress(body.encode()), content_encoding="gzip")
            return page(body)
        if path in ("/news/school.html", "/news/mill.html"):
            return page(html(f"On {path}", [f"The {path} gets a new roof before the autumn rain."]))
        return page(html("Sorry", ["Nothing to see here."]), "404 Not Found")

    def _rss(self):
        named = [self.clean, self._server.url("/news/mill.html")]
        named += [self.stained] if self.listed else []
        titles = [
            self._has("title", "Halder") if url == self.stained else "School" for url in named
        ]
        items = "".join(
            f"<item><title>On the quay of {title} and its keepers</title><link>{url}</link></item>"
            for url, title in zip(named, titles, strict=True)
        )
        head = '<?xml version="1.0"?><rss version="2.0"><channel><title>All</title>'
        return f"{head}{items}</channel></rss>"


def html(title, sentences, more=""):
    body = "".join(f"<p>{one}</p>" for one in sentences)
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><main><h1>{title}</h1>"
        f"{body}{more}</main></body></html>"
    )


def forms(canary):
    """The canary as it may lie in bytes: plain, escaped, hex, base64, as a word's number."""
    data = canary.encode()
    found = {data, canary.lower().encode(), canary.upper().encode(), data.hex().encode()}
    found |= {quote(canary).encode(), "".join(f"%{byte:02X}" for byte in data).encode()}
    for lead in range(3):
        packed = base64.b64encode(b"\0" * lead + data)
        found.add(packed[lead + 2 if lead else 0 : -4 or None])
    found |= {f"{zlib.crc32(word.encode()):08x}".encode() for word in spoken(canary)}
    return found


def unpacked(data):
    """The bytes, those of every gzip member in them, and those in these."""
    yield data
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        stream = zlib.decompressobj(31)
        try:
            inner = stream.decompress(data[at:])
        except zlib.error:
            at = data.find(b"\x1f\x8b\x08", at + 1)
            continue
        yield from unpacked(inner)
        used = len(data) - at - len(stream.unused_data)
        at = data.find(b"\x1f\x8b\x08", at + max(used, 1))


def found_in(folder, canary):
    """Files of a folder that hold the canary in any form."""
    wanted = forms(canary)
    return [
        (path.relative_to(folder).as_posix(), form)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for data in unpacked(path.read_bytes())
        for form in wanted
        if form in data
    ]
