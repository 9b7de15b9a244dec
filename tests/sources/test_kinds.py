"""What a body is, whatever the server calls it."""

import gzip

import pytest

from walkback.model.source import SourceKind
from walkback.sources import find_kind

RSS = b'<rss version="2.0"><channel><title>Ada Marsh</title></channel></rss>'
ATOM = b'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>'
RDF = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns="http://purl.org/rss/1.0/"></rdf:RDF>'
)
URLSET = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'
JSON = b'{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[]}'

FEED, SECTION, PAGE = SourceKind.FEED, SourceKind.SECTION, SourceKind.PAGE


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (RSS, "text/html", FEED),
        (b"\xef\xbb\xbf" + RSS, "", FEED),
        (b"\n\n  " + RSS, "", FEED),
        (b"<?xml version='1.0'?><!-- a <rss> --><!DOCTYPE rss [<!ENTITY x 'y'>]>" + RSS, "", FEED),
        ("\ufeff<?xml version='1.0' encoding='utf-16'?><rss></rss>".encode("utf-16-le"), "", FEED),
        (ATOM, "text/plain", FEED),
        (b"<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'/>", "", FEED),
        (RDF, "", FEED),
        (b'<rdf:RDF xmlns:foaf="http://xmlns.com/foaf/0.1/"/>', "application/rdf+xml", PAGE),
        (JSON, "application/json", FEED),
        (b"\xef\xbb\xbf" + JSON, "text/plain", FEED),
        (b'{"items":[]}', "application/feed+json", FEED),
        (b'{"items":[]}', "application/json", PAGE),
        (b"{" * 100_000, "application/json", PAGE),
        (URLSET, "text/html", SECTION),
        (b"<sitemapindex></sitemapindex>", "", SECTION),
        (gzip.compress(URLSET, mtime=0), "application/gzip", SECTION),
        (b"<!doctype html><html><body><rss></rss></body></html>", "application/rss+xml", PAGE),
        (b"", "application/rss+xml", PAGE),
        (b"\x00\xff\x89PNG", "image/png", PAGE),
        (b"<!--" * 10_000, "", PAGE),
    ],
)
def test_the_body_decides(body, content_type, kind):
    assert find_kind(body, url="https://ada.example/x", content_type=content_type) is kind
