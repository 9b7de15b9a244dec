"""XML sitemaps."""

import gzip

from walkback.model.source import Item, SourceKind
from walkback.sources import items

URL = "https://ada.example/sitemap.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(body):
    if isinstance(body, str):
        body = body.encode()
    return items(SourceKind.SECTION, body, url=URL, content_type="application/xml")


def urlset(*urls):
    return f"{HEAD}<urlset {SPACE}>{''.join(f'<url>{url}</url>' for url in urls)}</urlset>"


def test_addresses_are_items_in_order():
    listing = read(urlset("<loc>https://ada.example/b</loc>", "<loc> https://ada.example/a </loc>"))
    assert [item.url for item in listing.items] == [
        "https://ada.example/b",
        "https://ada.example/a",
    ]
    assert (listing.kind, listing.defect) == (SourceKind.SECTION, None)


def test_news_sitemaps_give_title_and_date_and_pictures_give_nothing():
    body = (
        f'{HEAD}<urlset {SPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url>'
        "<loc>https://ada.example/a</loc><lastmod>2026-02-02</lastmod><news:news>"
        "<news:publication_date>2026-01-31</news:publication_date>"
        "<news:title>On water &amp; roads</news:title></news:news>"
        "<image:image><image:loc>https://ada.example/p.jpg</image:loc>"
        "<image:title>A lake</image:title></image:image></url></urlset>"
    )
    assert read(body).items == (Item("https://ada.example/a", "On water & roads", "2026-01-31"),)


def test_an_index_gives_further_listings_and_no_items():
    body = (
        f"{HEAD}<sitemapindex {SPACE}><sitemap><loc>https://ada.example/s1.xml.gz</loc></sitemap>"
        "<sitemap><loc>/s2.xml</loc></sitemap>"
        "<sitemap><loc>https://elsewhere.example/s.xml</loc></sitemap></sitemapindex>"
    )
    listing = read(body)
    assert listing.items == ()
    assert listing.more == ("https://ada.example/s1.xml.gz", "https://ada.example/s2.xml")
    assert listing.defect is None


def test_other_sites_are_left_out_with_a_note():
    listing = read(urlset("<loc>https://ada.example/a</loc>", "<loc>https://x.example/b</loc>"))
    assert len(listing.items) == 1
    assert listing.notes == ("1 addresses lead to other sites or nowhere",)


def test_gzip_files_are_read():
    body = gzip.compress(urlset("<loc>https://ada.example/a</loc>").encode(), mtime=0)
    assert len(read(body).items) == 1
    assert read(body[:-12]).defect == "the gzip file ends early"
    assert "not a gzip file" in read(b"\x1f\x8b" + b"x" * 50).defect


def test_a_gzip_bomb_is_stopped_at_fifty_megabytes():
    listing = read(gzip.compress(b"<urlset>" + b" " * 60_000_000, mtime=0))
    assert listing.defect == f"more than {50 * 1024 * 1024} bytes uncompressed"


def test_of_too_many_the_newest_are_taken():
    urls = [
        f"<loc>https://ada.example/{n}</loc><lastmod>{2000 + n // 1000}-01-01</lastmod>"
        for n in range(6000)
    ]
    listing = read(urlset(*urls))
    assert len(listing.items) == 5000
    assert listing.items[0].url == "https://ada.example/5000"
    assert listing.defect == "more than 5000 addresses; the newest 5000 were taken"


def test_a_broken_sitemap_gives_what_was_found_and_the_place():
    listing = read(urlset("<loc>https://ada.example/a</loc>")[:-9])
    assert len(listing.items) == 1
    assert listing.defect.startswith("not well-formed at line 1, column ")


def test_an_empty_sitemap_is_defective():
    assert read(urlset()).defect == "no addresses"


def test_nothing_outside_is_read():
    body = (
        f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]>{urlset("<loc>/&x;</loc>")}'
    )
    body = body.replace(HEAD, "")
    assert all(item.url == "https://ada.example/" for item in read(body).items)
