"""Listing pages of several makes: which links are statements."""

import pytest

from walkback.model.source import SourceKind
from walkback.sources import items

SITE = "https://ada.example"
FRAME = """<!doctype html><html><head><title>News - Ada Marsh</title></head><body>
<header><a href="/">Ada Marsh for the Valley</a>
<nav><ul><li><a href="/about">About Ada Marsh MP</a></li>
<li><a href="/news">All the latest news</a></li><li><a href="/news/videos">Videos and
speeches in full</a></li></ul></nav></header>
<div class="breadcrumb"><a href="/news/start">You are here now</a></div>
<main>{main}
<div class="pagination"><a href="/news?page=2">Older posts from before</a>
<a href="/news/page/3">Page number three</a></div></main>
<aside><h3><a href="/news/most-read-of-all-time">Most read of all time</a></h3></aside>
<footer><ul><li><a href="/privacy">Our privacy policy explained</a></li>
<li><a href="/news/login">Log in to comment</a></li>
<li><a href="https://social.example/@ada">Follow Ada on social</a></li></ul></footer>
</body></html>"""


def read(main, url=f"{SITE}/news", frame=FRAME):
    body = frame.replace("{main}", main).encode()
    return items(SourceKind.SECTION, body, url=url, content_type="text/html")


def found(main, url=f"{SITE}/news", frame=FRAME):
    return [(item.url.removeprefix(SITE), item.title) for item in read(main, url, frame).items]


def test_a_plain_list():
    main = """<h1>News</h1><ul>
    <li><a href="/news/on-water-for-all">On water for all of us</a> 31 January</li>
    <li><a href="/news/2">Statement</a></li>
    <li><a href="roads-and-rivers">Roads and rivers of the valley</a></li>
    <li><a href="/news/schools-in-winter">Schools in winter</a></li></ul>"""
    assert found(main, f"{SITE}/news/") == [
        ("/news/on-water-for-all", "On water for all of us"),
        ("/news/2", "Statement"),
        ("/news/roads-and-rivers", "Roads and rivers of the valley"),
        ("/news/schools-in-winter", "Schools in winter"),
    ]


def test_article_cards_with_headings_dates_and_tags():
    card = """<article class="post tag-water"><header>
    <h2><a href="/2026/01/{n}/on-{s}">On {s}</a></h2>
    <time datetime="2026-01-{n}T09:00:00+01:00">{n} January</time></header>
    <p>Ada Marsh spoke about <a href="/news/other-thing-said">another thing she said</a> at the
    meeting of the valley on Monday.</p><a href="/category/water">Water and the valley</a>
    <a href="/author/ada-marsh">Posts by Ada Marsh</a>
    <a class="more" href="/2026/01/{n}/on-{s}">Read more</a>
    <a href="/2026/01/{n}/on-{s}#comments">3 comments</a></article>"""
    listing = read("".join(card.format(n=n, s=s) for n, s in ((30, "water"), (31, "roads"))))
    assert [(item.url.removeprefix(SITE), item.title) for item in listing.items] == [
        ("/2026/01/30/on-water", "On water"),
        ("/2026/01/31/on-roads", "On roads"),
    ]
    assert listing.items[0].published == "2026-01-30T08:00:00.000000Z"
    assert listing.title == "News - Ada Marsh"
    assert (listing.kind, listing.defect) == (SourceKind.SECTION, None)


def test_a_table_of_press_releases():
    main = """<table><thead><tr><th><a href="/news?sort=date">Sort by date now</a></th></tr></thead>
    <tr><td>31.01.2026</td><td>A dam for the upper valley</td>
    <td><a href="/news/item.php?id=7">View</a></td></tr>
    <tr><td>30.01.2026</td><td><a href="/news/item.php?id=6">The bridge at Low Ford</a></td>
    <td><a href="/files/6.pdf">Download the full PDF</a></td></tr></table>"""
    assert found(main) == [
        ("/news/item.php?id=7", "A dam for the upper valley"),
        ("/news/item.php?id=6", "The bridge at Low Ford"),
    ]


def test_div_cards_with_read_more_links_take_their_heading():
    card = """<div class="card"><a href="/news/{s}"><img src="/i.jpg" alt=""></a><div><h3>{t}</h3>
    <p>Some words of the teaser.</p><a href="/news/{s}">Read more</a></div></div>"""
    main = '<div class="grid">' + card.format(s="dam-vote", t="How I voted on the dam")
    main += card.format(s="bridge-vote", t="The bridge") + "</div>"
    assert found(main) == [
        ("/news/dam-vote", "How I voted on the dam"),
        ("/news/bridge-vote", "The bridge"),
    ]


def test_whole_card_links_take_the_heading_within():
    main = """<div><a href="/news/dam-vote"><h3>How I voted on the dam</h3><p>A long teaser that
    goes on and on.</p></a>
    <a href="/news/bridge-vote"><h3>The bridge</h3><p>Another.</p></a></div>"""
    assert [title for _, title in found(main)] == ["How I voted on the dam", "The bridge"]


def test_links_in_running_text_are_no_statements():
    main = """<p>On this page you find what Ada says. If you look for older words, go to
    <a href="/news/our-old-site-archive">the archive of our old site</a> or write to us.</p>
    <ul><li><a href="/news/dam-vote-today">How I voted on the dam</a></li></ul>"""
    assert [url for url, _ in found(main)] == ["/news/dam-vote-today"]


def test_a_section_that_lists_from_elsewhere_on_the_site_needs_repetition():
    card = (
        '<div class="item"><h3><a href="/press/release-{n}-of-ada">{t} of the valley</a></h3></div>'
    )
    main = "".join(card.format(n=n, t=t) for n, t in ((1, "Dams"), (2, "Roads"), (3, "Schools")))
    main += '<p><a href="/volunteer-with-us-now">Come and work with us</a></p>'
    assert [url for url, _ in found(main, f"{SITE}/media")] == [
        "/press/release-1-of-ada",
        "/press/release-2-of-ada",
        "/press/release-3-of-ada",
    ]


def test_pages_beside_a_listing_file():
    main = """<ul><li><a href="dam.html">On the new dam</a></li>
    <li><a href="road.html">On the old road</a></li>
    <li><a href="news.html#top">Back to the top</a></li></ul>"""
    assert [url for url, _ in found(main, f"{SITE}/words/news.html")] == [
        "/words/dam.html",
        "/words/road.html",
    ]


def test_base_addresses_and_subdomains_of_the_site_count():
    frame = FRAME.replace("<head>", '<head><base href="https://press.ada.example/news/">')
    listing = read(
        '<ul><li><a href="on-the-dam">What I said about the dam</a></li>'
        '<li><a href="on-the-road">What I said about the road</a></li></ul>',
        frame=frame,
    )
    assert [item.url for item in listing.items] == [
        "https://press.ada.example/news/on-the-dam",
        "https://press.ada.example/news/on-the-road",
    ]


def test_scripts_without_spaces_have_headlines_too():
    main = '<ul><li><a href="/news/a1">水資源について知事が声明を発表</a></li></ul>'
    assert [title for _, title in found(main)] == ["水資源について知事が声明を発表"]


def test_other_hosts_by_number_are_other_sites():
    main = '<ul><li><a href="http://127.0.0.3:8000/news/x">What I said about it</a></li>'
    main += '<li><a href="/news/y">What I said about that</a></li></ul>'
    listing = read(main, "http://127.0.0.2:8000/news")
    assert [item.url for item in listing.items] == ["http://127.0.0.2:8000/news/y"]


@pytest.mark.parametrize(
    "main", ["", "<p>Down for maintenance.</p>", "<form><input type=password></form>"]
)
def test_a_page_without_statements_is_defective(main):
    assert read(main).defect == "no links to statements found"


def test_the_same_page_twice_gives_the_same_listing():
    main = '<ul><li><a href="/news/dam-vote">How I voted on the dam</a></li></ul>'
    assert read(main) == read(main)


def test_a_page_of_endless_links_gives_the_first_five_thousand():
    many = "".join(f'<a href="/news/a-{n}-b-c">one two three</a>' for n in range(6_000))
    listing = read(f"<div>{many}</div>")
    assert len(listing.items) == 5000
    assert listing.defect == "more than 5000 links; the first 5000 were taken"


def test_a_page_of_endless_depth_is_not_parsed():
    deep = "<div>" * 50_000 + '<a href="/news/a-b-c">one two three</a>' + "</div>" * 50_000
    assert read(deep).defect == "elements nested too deep"


def test_long_pages_of_unclosed_items_are_not_deep():
    lines = "".join(
        f"<li><a href='/news/a-{n}-b'>On water, part {n}</a><br><p>x" for n in range(3000)
    )
    assert len(read(f"<ul>{lines}</ul>").items) == 3000
