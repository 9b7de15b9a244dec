"""What a response shows beside its words."""

from datetime import UTC, datetime

from walkback.judge import marks
from walkback.model.canonical import canonical
from walkback.model.exchange import Exchange, Outcome, OutcomeKind, Request
from walkback.model.reading import Reading

AT = datetime(2026, 1, 31, tzinfo=UTC)


def outcome(body=b"", headers=b"", statuses=(200,)):
    hops = tuple(
        Exchange("https://a.example/", AT, b"", status, b"HTTP/1.1 200 OK\r\n" + headers, b"", "")
        for status in statuses
    )
    request = Request("https://a.example/")
    return Outcome(request, OutcomeKind.RECEIVED, AT, "ok", exchanges=hops, content=body)


def reading(title="", text=""):
    return Reading(title, text, (), "0" * 64, "r1")


def test_a_plain_page_has_only_its_number_of_words():
    assert marks(outcome(b"Water for all."), reading("On water", "Water for all")) == {"words": 3}


def test_redirects_are_given_as_statuses():
    assert marks(outcome(statuses=(301, 302, 200)), None) == {"redirects": [301, 302]}


def test_gatekeepers_are_known_by_their_own_headers():
    found = marks(outcome(headers=b"CF-Mitigated: challenge\r\n\r\n"), None)
    assert found["marks"] == ["challenge-header"]
    assert marks(outcome(headers=b"x-amzn-waf-action: captcha\r\n\r\n"), None)["marks"]
    assert marks(outcome(headers=b"x-amzn-requestid: challenge\r\n\r\n"), None) == {}


def test_body_marks_are_found_in_their_markup():
    body = b"""<META name=robots content='NOINDEX'><input name=p type="password">
    <script src="/cdn-cgi/challenge-platform/x.js"></script><div id="onetrust-sdk"></div>
    <script>{"isAccessibleForFree": "False"}</script>"""
    assert marks(outcome(body), None)["marks"] == [
        "challenge-body",
        "consent",
        "noindex",
        "password-field",
        "paywall",
    ]


def test_servers_without_their_site_are_known():
    for body in (b"<title>Welcome to nginx!</title>", b"<h1>It works!</h1>"):
        assert marks(outcome(body), None) == {"marks": ["default-page"]}
    assert marks(outcome(b"<title>Welcome to the valley</title>"), None) == {}


def test_titles_that_say_not_found_are_marked_in_several_languages():
    for title in ("Page not found", "404", "Seite nicht gefunden", "Page introuvable"):
        assert marks(outcome(), reading(title))["marks"] == ["not-found-title"]
    assert "marks" not in marks(outcome(), reading("Foundations of a not so found order"))


def test_facts_can_be_kept_as_canonical_json():
    canonical(marks(outcome(b"<input type=password>", statuses=(301, 200)), reading("404", "a b")))


def test_what_stands_before_a_site_names_itself_where_it_answers_in_its_place():
    for server in (b"awselb/2.0", b"AkamaiGHost", b"CloudFront"):
        found = marks(outcome(headers=b"Server: " + server + b"\r\n\r\n"), None)
        assert found["marks"] == ["between"]
    assert marks(outcome(headers=b"Server: nginx\r\n\r\n"), None) == {}
