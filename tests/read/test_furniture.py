"""The words of a statement stay the same when only what stands around them changes."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from walkback.read import read

URL = "https://ellen-marsh.example/statements/7"
TITLE = "Statement on the harbour inquiry"
PARAGRAPHS = [
    (
        "I said on Monday that the harbour board had misled the council. I stand by "
        "the substance of it."
    ),
    (
        "The board published its accounts on 3 May. They show a shortfall of £4.2m, "
        "which nobody had told us of."
    ),
    (
        "I regret that I named Mr Holt. He had left the board two years earlier, and I "
        "should have known."
    ),
    "The inquiry opens in September, and I will give evidence to it in public.",
]
ITEMS = [
    "The accounts for 2019 are still missing.",
    "Two of the three auditors have resigned since.",
]
QUOTE = "We were never asked, and we were never told."

link = st.sampled_from(
    ["Politics", "Sport", "Harbour tolls rise again", "Weather", "Council votes late", "Video"]
)
name = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=8)


def links(texts: list[str], tag: str = "li") -> str:
    return "".join(
        f'<{tag}><a href="/p/{at}">{escape(text)}</a></{tag}>' for at, text in enumerate(texts)
    )


def article(paragraphs: list[str], inside: list[str]) -> str:
    """The statement, with furniture of ``inside`` between its paragraphs."""
    parts = [f"<p>{escape(text)}</p>" for text in paragraphs]
    parts.insert(
        2, "<h2>What the accounts show</h2><ul>" + "".join(f"<li>{i}</li>" for i in ITEMS) + "</ul>"
    )
    parts.insert(4, f"<blockquote><p>{QUOTE}</p></blockquote>")
    for at, box in enumerate(inside):
        parts.insert(1 + 2 * at % len(parts), box)
    return "".join(parts)


@st.composite
def furniture_inside(draw) -> str:
    count = draw(st.integers(0, 99999))
    some = draw(st.lists(link, min_size=2, max_size=5))
    return draw(
        st.sampled_from(
            [
                f'<div class="share-bar">{links(["Facebook", "X", "E-mail"], "span")}</div>',
                f'<p class="views">{count} views</p>',
                f"<div>{count} comments</div>",
                f"<p>Updated {count % 59} minutes ago</p>",
                f"<aside><h3>Related</h3><ul>{links(some)}</ul></aside>",
                f'<div class="related"><h4>More on this</h4>{links(some, "p")}</div>',
                f'<div class="x{count}"><h3>Read more</h3><ul>{links(some)}</ul></div>',
                f"<ul>{links(some)}</ul>",
                '<div class="ad-slot">Advertisement</div>',
                f"<script>var n = {count};</script><style>p {{ margin: {count}px }}</style>",
                (
                    '<form action="/subscribe"><label>Your e-mail</label><input '
                    f'value="{count}"><button>Go</button></form>'
                ),
                f'<div hidden>Session {count}</div><div style="display: none">Hello {count}</div>',
                f'<div aria-live="polite">Harbour {count % 5} : {count % 3} Town</div>',
                f'<p><a href="/p/{count}">Read also: {some[0]}</a></p>',
                f"<figure><img src='/i/{count}.jpg' alt=''></figure>",
                (
                    f"<iframe src='/ad/{count}'></iframe><noscript>Please switch on scripts. "
                    f"{count}</noscript>"
                ),
                f"<!-- build {count} -->",
            ]
        )
    )


@st.composite
def furniture_around(draw) -> tuple[str, str]:
    """What stands before and after the statement."""
    some = draw(st.lists(link, min_size=3, max_size=9))
    count = draw(st.integers(0, 99999))
    before = draw(
        st.lists(
            st.sampled_from(
                [
                    f"<nav><ul>{links(some)}</ul></nav>",
                    f'<div class="menu">{links(some, "span")}</div>',
                    (
                        "<header><a href='/'>Ellen Marsh</a><p>Member for the Harbour "
                        f"ward</p>{links(some, 'b')}</header>"
                    ),
                    (
                        '<div id="cookie-banner"><p>We use cookies to make this site better. Do '
                        "you agree?</p><button>Yes</button></div>"
                    ),
                    f'<div class="breadcrumbs">{links(some[:3], "span")}</div>',
                    f"<ul>{links(some)}</ul>",
                    f'<div class="clock">{count % 24}:{count % 60:02}</div>',
                ]
            ),
            max_size=4,
        )
    )
    after = draw(
        st.lists(
            st.sampled_from(
                [
                    (
                        f"<footer><p>© 20{count % 100:02} Ellen Marsh. Promoted by the Harbour "
                        "Party, 3 Quay Street, Marwick.</p></footer>"
                    ),
                    f"<aside><h2>Most read</h2><ol>{links(some)}</ol></aside>",
                    (
                        '<section class="related-stories"><h2>Related</h2>'
                        f"{links(some, 'h3')}</section>"
                    ),
                    (
                        f'<div id="comments"><h3>{count} comments</h3><p>I think that it is '
                        "quite wrong, and I said so at the time.</p></div>"
                    ),
                    (
                        '<div class="newsletter"><p>Sign up for the weekly letter and never miss a '
                        "word of it.</p></div>"
                    ),
                    (
                        "<div class='sidebar'><h3>Diary</h3><p>Ellen will hold a surgery at the "
                        f"library on Friday at {count % 12}.</p></div>"
                    ),
                    f"<ul>{links(some)}</ul>",
                ]
            ),
            max_size=4,
        )
    )
    return "".join(before), "".join(after)


@st.composite
def design(draw):
    """How a site wraps a statement: a function of heading and text."""
    a, b, c = draw(name), draw(name), draw(name)
    return draw(
        st.sampled_from(
            [
                lambda head, text: f"<main><article>{head}{text}</article></main>",
                lambda head, text: f'<main class="{a}">{head}<div id="{b}">{text}</div></main>',
                lambda head, text: (
                    f'<div class="{a}"><div class="{b}"><article>{head}<div '
                    f'class="{c}">{text}</div></article></div></div>'
                ),
                lambda head, text: (
                    f'<article><header>{head}<p class="byline">By Ellen Marsh</p></header><div '
                    f'itemprop="articleBody">{text}</div><footer><p>Filed under: <a '
                    'href="/t">Harbour</a></p></footer></article>'
                ),
                lambda head, text: (
                    f'<div class="{a}">{head}<div class="{b} '
                    f'{c}"><section>{text}</section></div></div>'
                ),
                lambda head, text: f'<div id="{a}"><div>{head}{text}</div></div>',
                lambda head, text: f"<table><tr><td>{head}{text}</td></tr></table>",
            ]
        )
    )


@st.composite
def pages(draw, paragraphs=PARAGRAPHS):
    inside = draw(st.lists(furniture_inside(), max_size=3))
    before, after = draw(furniture_around())
    wrap = draw(design())
    text = article(list(paragraphs), inside)
    title = draw(
        st.sampled_from([TITLE, f"{TITLE} | Ellen Marsh", f"{TITLE} - ellen-marsh.example"])
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head>'
        f"<body>{before}{wrap(f'<h1>{TITLE}</h1>', text)}{after}</body></html>"
    ).encode()


def sha(page: bytes) -> str:
    return read(page, url=URL, content_type="text/html; charset=utf-8").sha256


PLAIN = sha(f"<h1>{TITLE}</h1>{article(PARAGRAPHS, [])}".encode())


@settings(max_examples=150, deadline=None)
@given(pages())
def test_no_furniture_and_no_redesign_changes_the_words(page):
    found = read(page, url=URL, content_type="text/html; charset=utf-8")
    assert found.sha256 == PLAIN, found.title + "\n" + found.text
    assert found.title == TITLE
    assert found.defect is None


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_changed_word_is_seen_in_every_design(data):
    at = data.draw(st.integers(0, len(PARAGRAPHS) - 1))
    words = PARAGRAPHS[at].split(" ")
    which = data.draw(st.integers(0, len(words) - 1))
    words[which] = "X" + words[which]
    changed = [*PARAGRAPHS]
    changed[at] = " ".join(words)
    assert sha(data.draw(pages(paragraphs=changed))) != PLAIN


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_dropped_paragraph_is_seen_in_every_design(data):
    at = data.draw(st.integers(0, len(PARAGRAPHS) - 1))
    left = [text for number, text in enumerate(PARAGRAPHS) if number != at]
    assert sha(data.draw(pages(paragraphs=left))) != PLAIN


def test_the_order_of_attributes_does_not_count():
    one = (
        '<div class="a" id="b" data-n="1"><h1 id=t '
        f"class=u>{TITLE}</h1>{article(PARAGRAPHS, [])}</div>"
    )
    two = (
        '<div data-n="2" id="b" class="a"><h1 class=u '
        f"id=t>{TITLE}</h1>{article(PARAGRAPHS, [])}</div>"
    )
    assert sha(one.encode()) == sha(two.encode()) == PLAIN
