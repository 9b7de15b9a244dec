"""What becomes a passage, and that no statement is lost for its markup."""

import pytest

from walkback.model.reading import Passage
from walkback.read import READER, read, read_text

URL = "https://quay-post.example/news/holt"


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>".encode()


def found(body: str, head: str = "") -> list[tuple[str, str]]:
    reading = read(page(body, head), url=URL, content_type="text/html; charset=utf-8")
    return [(passage.kind, passage.text) for passage in reading.passages]


def texts(body: str) -> list[str]:
    return [text for _, text in found(body)]


def test_blocks_become_passages_of_their_kind():
    body = """<main><h1>Tolls</h1><p>We will cut <b>the</b> tolls.</p><h2>How</h2>
    <ul><li>By half in May.</li><li><p>To nothing in June.</p></li></ul>
    <blockquote><p>We were promised it.</p></blockquote>
    <div class="correction"><p>An earlier text gave the wrong month.</p></div></main>"""
    assert found(body) == [
        ("paragraph", "We will cut the tolls."),
        ("heading", "How"),
        ("item", "By half in May."),
        ("item", "To nothing in June."),
        ("quote", "We were promised it."),
        ("note", "An earlier text gave the wrong month."),
    ]


def test_spans_index_the_text_that_joins_the_passages():
    reading = read(page("<p>One ﬁsh.</p><p>Two\n  fish.</p>"), url=URL, content_type="text/html")
    assert reading.text == "One ﬁsh.\n\nTwo fish."
    assert [reading.text[p.start : p.end] for p in reading.passages] == [
        p.text for p in reading.passages
    ]
    assert reading.passages[1] == Passage("Two fish.", 10, 19)
    assert reading.reader == READER


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Just words in the body. <b>And</b> more.", ["Just words in the body. And more."]),
        (
            "<div>We withdraw it.<br><br>It was wrong.<br>Sorry.</div>",
            ["We withdraw it.", "It was wrong. Sorry."],
        ),
        (
            "<div>We withdraw it.<br>&nbsp;<br>It was wrong.</div>",
            ["We withdraw it.", "It was wrong."],
        ),
        (
            "<nav><a href=/>Home</a></nav><div class=post><p>We withdraw it.</p></div>",
            ["We withdraw it."],
        ),
        ("<pre>Line one\ngoes on.\n\nLine two.</pre>", ["Line one goes on.", "Line two."]),
        (
            "<dl><dt>Who</dt><dd>E. Marsh</dd><dt>When</dt><dd>3 May 2024</dd></dl>",
            ["Who", "E. Marsh", "When", "3 May 2024"],
        ),
        (
            "<table><tr><th>Name<th>Sum<tr><td>A. Holt<td>4,000<tr><td>B. Quay<td>2024</table>",
            ["Name Sum", "A. Holt 4,000", "B. Quay 2024"],
        ),
        (
            "<table><tr><td><p>I was wrong.</p><p>I said so.</p></td></tr></table>",
            ["I was wrong.", "I said so."],
        ),
        (
            '<p><a href="/status/1">I withdraw the whole of what I said.</a></p>',
            ["I withdraw the whole of what I said."],
        ),
        (
            "<ul><li><a href=/a>My statement</a></li><li><a href=/b>My letter</a></li></ul>",
            ["My statement", "My letter"],
        ),
        (
            "<form id=aspnet><div><p>We were wrong about the tolls.</p></div></form>",
            ["We were wrong about the tolls."],
        ),
        (
            "<div class='modal popup'><p>We were wrong about the tolls.</p></div>",
            ["We were wrong about the tolls."],
        ),
        (
            "<x-story><x-par>We were wrong.</x-par><x-par>All of us.</x-par></x-story>",
            ["We were wrong.", "All of us."],
        ),
        ("<p>m<sup>2</sup> and so<sup><a href='#n1'>1</a></sup> on.</p>", ["m2 and so on."]),
        ("<p>Hello <svg><text>logo</text></svg>world.</p>", ["Hello world."]),
        ("<p>a<wbr>b<span>c</span></p>", ["abc"]),
        ("<style>p{}</style><p>Words &amp; more.</p><script>x</script>", ["Words & more."]),
        (
            "<article><p>Tolls: £4.2m</p><p>£4.2m</p><p>12 comments</p></article>",
            ["Tolls: £4.2m", "£4.2m"],
        ),
    ],
)
def test_a_statement_is_read_whatever_its_markup(body, wanted):
    assert texts(body) == wanted


def test_a_body_that_is_hidden_until_scripts_run_is_still_read():
    assert texts("<div style='display:none'><p>I said it.</p></div>") == ["I said it."]


def test_a_short_statement_is_not_lost_to_longer_furniture():
    side = "<p>" + "The diary of the week goes on and on here. " * 20 + "</p>"
    wanted = "We withdraw it."
    for body in (
        f"<article><h1>Tolls again</h1><p>{wanted}</p></article><div class=zq>{side}</div>",
        f"<div class=a><h1>Tolls again</h1><p>{wanted}</p></div><div class=b>{side}</div>",
        (
            f"<div class=a><h1>Tolls again</h1><p>{wanted}</p></div><div "
            f"class=comments>{side * 5}</div>"
        ),
        f"<div class=cookie-consent>{side}</div><div><p>{wanted}</p></div>",
    ):
        assert wanted in texts(body)


def test_a_heading_is_not_lost_with_links_that_share_its_box():
    links = "".join(f"<li><a href=/{n}>Another story of the day</a></li>" for n in range(9))
    box = (
        "<div><h2>What we did</h2><figure><figcaption>The "
        f"quay</figcaption></figure><ul>{links}</ul></div>"
    )
    said = "<p>We were wrong about the tolls, all of us.</p>"
    assert texts(f"<main>{said}{box}{said}</main>")[1:3] == ["What we did", "The quay"]


def test_comments_are_not_the_statement_however_many():
    body = (
        "<h1>Tolls again</h1><p>We withdraw it.</p><div id=comments>"
        + "<p>I think that it is a shame.</p>" * 50
        + "</div>"
    )
    assert texts(body) == ["We withdraw it."]


@pytest.mark.parametrize(
    "note",
    [
        "<footer><p>Correction: an earlier version said Tuesday.</p></footer>",
        "<aside class='editors-note'><p>Correction: an earlier version said Tuesday.</p></aside>",
        "<p><em>Correction: an earlier version said Tuesday.</em></p>",
    ],
)
def test_a_correction_in_the_article_is_content_wherever_it_stands(note):
    body = (
        f"<article><h1>Tolls again</h1><p>The minister came on Monday at ten.</p>{note}</article>"
    )
    assert found(body)[-1] == ("note", "Correction: an earlier version said Tuesday.")


def test_words_that_only_mention_furniture_are_content():
    said = [
        "There were 12 comments on the plan, and I read them all.",
        "Read more of the accounts before you speak of them.",
        "Update your records: we have moved.",
        "By Monday the tolls will be gone.",
        "Corrections officers will be paid on 3 May.",
        "We use cookies at our meetings; everybody likes them.",
    ]
    assert texts("<main>" + "".join(f"<p>{text}</p>" for text in said) + "</main>") == said


@pytest.mark.parametrize(
    "line",
    [
        "12 comments",
        "1,204 views",
        "Updated 3 minutes ago",
        "3 May 2024, 12:40 GMT",
        "Share this",
        "Advertisement",
        "By Ann Dale and Bo Quay",
        "Views: 1.2K",
        "Posted on Monday, 3 May 2024 at 9.15 am",
        "Read more »",
        "Follow us on Facebook",
        "* * *",
    ],
)
def test_lines_that_are_only_furniture_are_left_out(line):
    assert texts(f"<p>We were wrong about the tolls.</p><p>{line}</p>") == [
        "We were wrong about the tolls."
    ]


def test_dates_in_headings_and_cells_are_content():
    body = (
        "<main><h2>3 May 2024</h2><p>The board met and agreed.</p><table><tr><td>4 May "
        "2024<td>Open</table></main>"
    )
    assert texts(body) == ["3 May 2024", "The board met and agreed.", "4 May 2024 Open"]


def test_plain_text_is_cut_at_empty_lines():
    reading = read(
        b"We were wrong\nabout the tolls.\r\n\r\nWe are sorry.\n",
        url=URL,
        content_type="text/plain",
    )
    assert [p.text for p in reading.passages] == ["We were wrong about the tolls.", "We are sorry."]
    assert reading.defect is None


def test_imported_text_has_the_digest_of_the_same_words_on_a_page():
    text = read_text("We were wrong.\n\nWe are sorry.", title="Tolls", url=URL)
    web = read(
        page("<article><h1>Tolls</h1><p>We were wrong.</p><p>We are sorry.</p></article>"),
        url=URL,
        content_type=None,
    )
    assert text.sha256 == web.sha256
    assert text.title == "Tolls"


def test_imported_text_without_words_says_so():
    assert read_text(" \n ", title="", url=URL).defect == "no-words"
    assert read_text("", title="Only a title", url=URL).defect is None
