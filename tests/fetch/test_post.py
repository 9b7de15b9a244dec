"""What we say to authorities and witnesses goes through the guard, and is bounded."""

import socket
import threading
from datetime import timedelta

import pytest
from tests.authority import serving

from walkback.fetch import FetchOptions
from walkback.fetch.post import LARGEST, Post

LOOPBACK = {"allow_net": ("127.0.0.0/8",)}


def poster(resolve=None, **options):
    return Post(FetchOptions(**{"timeout": timedelta(seconds=3), **options}), resolve=resolve)


def test_what_is_posted_arrives_and_what_is_answered_comes_back():
    asked = []

    def answer(method, path, body):
        asked.append((method, path, body))
        return 200, "Text/X.thing; charset=x", b"yes" * 9

    with serving(answer) as url:
        said = poster(**LOOPBACK).post(f"{url}/add", b"hello\0", "text/plain")
        got = poster(**LOOPBACK).get(f"{url}/read")
    assert (said.reason, said.status, said.kind, said.body) == (
        "ok",
        200,
        "text/x.thing",
        b"yes" * 9,
    )
    assert got.status == 200
    assert asked == [("POST", "/add", b"hello\0"), ("GET", "/read", b"")]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://2130706433:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://name.example:{port}/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/x",
    ],
)
def test_no_address_of_this_machine_is_contacted(url):
    asked = []

    def answer(*request):
        asked.append(request)
        return 200, "text/plain", b"secret"

    with serving(answer) as base:
        port = base.rpartition(":")[2]
        said = poster(lambda _host: ["127.0.0.1"]).post(url.format(port=port), b"x", "text/plain")
    assert said.reason == "guard"
    assert said.body == b""
    assert asked == []


def test_a_name_with_one_refused_address_is_refused():
    said = poster(lambda _host: ["93.184.216.34", "10.0.0.1"]).get("http://name.example/")
    assert said.reason == "guard"
    assert "10.0.0.1" in said.detail


def test_a_name_that_does_not_resolve_is_said():
    def resolve(_host):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    assert poster(resolve).get("http://name.example/").reason == "dns"


def test_a_redirect_is_an_answer_and_is_not_followed():
    asked = []

    def answer(_method, path, _body):
        asked.append(path)
        return 302, "text/plain", b""

    with serving(answer) as url:
        assert poster(**LOOPBACK).get(f"{url}/a").status == 302
    assert asked == ["/a"]


def test_a_huge_answer_is_given_up():
    with serving(lambda *_: (200, "text/plain", b"x" * (LARGEST + 1))) as url:
        said = poster(**LOOPBACK).get(url)
    assert said.reason == "too-large"
    assert len(said.body) == LARGEST


def test_a_late_answer_is_given_up():
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def silent():
        accepted, _ = listener.accept()
        done.wait(10)
        accepted.close()

    thread = threading.Thread(target=silent)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    said = poster(timeout=timedelta(milliseconds=200), **LOOPBACK).post(url, b"x", "text/plain")
    done.set()
    thread.join()
    listener.close()
    assert said.reason == "timeout"


def test_nobody_there_is_said():
    with serving(lambda *_: (200, "", b"")) as url:
        pass
    assert poster(**LOOPBACK).get(url).reason == "connect"
