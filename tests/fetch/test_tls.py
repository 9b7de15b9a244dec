"""https: only to whom the certificate names, and a broken end is an end that is missing."""

import socket
import threading

import pytest
from tests.weather.certificate import Authority
from tests.weather.server import CLOSE, RESET, Server, page

from walkback.model.exchange import OutcomeKind as Kind


@pytest.fixture
def authority(tmp_path, monkeypatch):
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def here(host):
    return ["127.0.0.1"]


def test_a_page_is_received_over_https(ask, authority):
    with Server({"/": page("words")}, tls=authority.tls("town.example")) as server:
        outcome = ask(server.url(host="town.example"), resolve=here)
    assert (outcome.kind, outcome.content) == (Kind.RECEIVED, b"words")
    assert outcome.final_url == f"https://town.example:{server.port}/"
    assert outcome.exchanges[0].request_head == server.seen[0].head


def test_a_certificate_for_another_name_is_not_accepted(ask, authority):
    with Server({"/": page("words")}, tls=authority.tls("other.example")) as server:
        outcome = ask(server.url(host="town.example"), resolve=here)
        assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, "tls")
        assert "town.example" in outcome.detail
        assert server.seen == []


def test_an_expired_certificate_is_not_accepted(ask, authority):
    with Server({"/": page("words")}, tls=authority.tls("town.example", days=-1)) as server:
        outcome = ask(server.url(host="town.example"), resolve=here)
        assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, "tls")
        assert server.seen == []


def test_an_authority_nobody_knows_is_not_accepted(ask, authority, tmp_path):
    unknown = Authority(tmp_path, "Somebody")
    with Server({"/": page("words")}, tls=unknown.tls("town.example")) as server:
        outcome = ask(server.url(host="town.example"), resolve=here)
        assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, "tls")
        assert server.seen == []


def test_a_redirect_from_https_to_http_elsewhere_is_refused(ask, authority):
    with Server({"/": page("secret")}) as plain:
        to_plain = page("", status="302 F", location=plain.url())
        with Server({"/": to_plain}, tls=authority.tls("town.example")) as server:
            outcome = ask(server.url(host="town.example"), resolve=here)
        assert (outcome.kind, outcome.reason) == (Kind.REFUSED, "redirect-refused")
        assert len(outcome.exchanges) == 1
        assert plain.seen == []


@pytest.mark.parametrize("ending", [CLOSE, RESET])
def test_an_end_without_a_farewell_is_an_end_that_is_missing(ask, authority, ending):
    """TLS says when it ends; a body without length that just stops was cut on the way."""
    answer = [b"HTTP/1.1 200 OK\r\n\r\nhalf a page", ending]
    with Server({"/": answer}, tls=authority.tls("town.example")) as server:
        outcome = ask(server.url(host="town.example"), resolve=here)
    assert (outcome.kind, outcome.reason) == (Kind.INCOMPLETE, "cut")
    assert outcome.exchanges[0].cut == "disconnect"


def test_a_server_that_speaks_no_tls_is_unreachable(ask):
    def answer():
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer)
        thread.start()
        outcome = ask(f"https://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()
    assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, "tls")
