"""Listening to a stream: order, cursor, reconnection, and whom we do not connect to."""

import threading
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.weather.certificate import Authority
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

from walkback.fetch import FetchOptions
from walkback.fetch.cursors import Cursors
from walkback.fetch.push import Listener
from walkback.model.conversation import Pushed

LOOPBACK = FetchOptions(allow_net=("127.0.0.0/8",))


class Counting:
    """An ear for numbered messages; every third one is of a watched source."""

    stream = "numbers"
    heeds = "numbers"

    def __init__(self, port, cursor=None, host="127.0.0.1"):
        self.port, self.cursor, self.host = port, cursor, host

    def address(self):
        after = f"?cursor={self.cursor}" if self.cursor else ""
        return f"ws://{self.host}:{self.port}/numbers{after}"

    def hear(self, message):
        number = int(message)
        self.cursor = str(number)
        return (Pushed(f"id-{number}", "s", "posted", message),) if number % 3 == 0 else ()


@contextmanager
def stream(behave):
    """A server; ``behave(connection, cursor, n)`` is the n-th connection's."""
    seen = []

    def handle(connection):
        query = parse_qs(urlsplit(connection.request.path).query)
        seen.append(int(query.get("cursor", ["0"])[0]))
        with suppress(ConnectionClosed):
            behave(connection, seen[-1], len(seen))

    with serving(handle) as port:
        yield port, seen


@contextmanager
def serving(handle, **how):
    with serve(handle, "127.0.0.1", 0, **how) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.socket.getsockname()[1]
        finally:
            server.shutdown()
            thread.join()


def numbers(last, *, until=None):
    """Sends what follows the cursor up to ``until`` and breaks off, or to ``last`` and waits."""

    def behave(connection, cursor, n):
        end = until[n - 1] if until and n <= len(until) else last
        for number in range(cursor + 1, end + 1):
            connection.send(str(number).encode())
        if end < last:
            connection.socket.close()
            return
        for _ in connection:
            pass

    return behave


def hear(listener, ear, enough):
    """All that is heard until the cursor is ``enough``; and the troubles on the way."""
    pushed, troubles = [], []
    for heard in listener.listen(ear):
        pushed += [int(one.message) for one in heard.pushed]
        troubles += [heard.trouble] if heard.trouble else []
        if heard.cursor == str(enough):
            return pushed, troubles
    raise AssertionError("a listener listens for ever")


def listener(**more):
    return Listener(LOOPBACK, pause=lambda seconds: None, **more)


def test_all_that_is_sent_is_heard_in_order():
    with stream(numbers(2000)) as (port, seen):
        pushed, troubles = hear(listener(), Counting(port), 2000)
    assert pushed == list(range(3, 2001, 3))
    assert (troubles, seen) == ([], [0])


def test_a_connection_that_breaks_is_made_anew_where_it_broke():
    with stream(numbers(900, until=[200, 200, 555])) as (port, seen):
        pushed, troubles = hear(listener(), Counting(port), 900)
    assert pushed == list(range(3, 901, 3))
    # What a broken connection did not deliver is sent again; nothing is left out or told twice.
    assert seen[0] == 0
    assert sorted(seen) == seen
    assert troubles


def test_a_server_that_refuses_is_asked_again_and_why_is_said():
    def behave(connection, cursor, n):
        numbers(9)(connection, cursor, n)

    turned_away = []

    def refuse(connection, request):
        turned_away.append(1)
        return connection.respond(429, "later") if len(turned_away) < 3 else None

    with serving(lambda c: behave(c, 0, 1), process_request=refuse) as port:
        pushed, troubles = hear(listener(), Counting(port), 9)
    assert pushed == [3, 6, 9]
    assert set(troubles) == {"http-429"}


@pytest.mark.parametrize(
    ("host", "options", "why"),
    [
        ("127.0.0.1", FetchOptions(), "in 127.0.0.0/8"),
        ("inside.example", LOOPBACK, "resolves to 10.1.2.3, in 10.0.0.0/8"),
        ("both.example", LOOPBACK, "resolves to 10.1.2.3, in 10.0.0.0/8"),
    ],
)
def test_an_address_that_the_guard_refuses_is_never_connected_to(host, options, why):
    names = {"inside.example": ["10.1.2.3"], "both.example": ["127.0.0.1", "10.1.2.3"]}
    resolve = lambda name: names.get(name, [name])  # noqa: E731 - a table is all it is
    with stream(numbers(3)) as (port, seen):
        ear = Counting(port, host=host)
        heard = next(Listener(options, resolve=resolve, pause=lambda _: None).listen(ear))
    assert why in heard.trouble
    assert seen == []


def test_another_port_than_the_webs_is_not_connected_to():
    with stream(numbers(3)) as (port, seen):
        ear = Counting(port, host="public.example")
        listen = Listener(FetchOptions(), resolve=lambda _: ["8.8.8.8"], pause=lambda _: None)
        heard = next(listen.listen(ear))
    assert f"port {port} is none of 80, 443" in heard.trouble
    assert seen == []


@pytest.mark.parametrize(
    ("certified", "trusted", "heard"),
    [("town.example", True, True), ("other.example", True, False), ("town.example", False, False)],
)
def test_over_tls_only_whom_the_certificate_names_is_listened_to(
    tmp_path, monkeypatch, certified, trusted, heard
):
    authority = Authority(tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))

    class Secure(Counting):
        def address(self):
            return super().address().replace("ws:", "wss:")

    def behave(connection):
        numbers(6)(connection, 0, 1)

    with serving(behave, ssl=authority.tls(certified)) as port:
        ear = Secure(port, host="town.example")
        listen = listener(resolve=lambda _: ["127.0.0.1"])
        if heard:
            assert hear(listen, ear, 6) == ([3, 6], [])
        else:
            assert "certificate" in next(listen.listen(ear)).trouble
            assert ear.cursor is None


def test_a_message_in_pieces_is_one():
    def behave(connection, cursor, n):
        connection.send(iter([b"1", b"2"]))
        for _ in connection:
            pass

    with stream(behave) as (port, _):
        assert hear(listener(), Counting(port), 12) == ([12], [])


class CrashError(Exception):
    pass


@pytest.mark.parametrize("moment", ["before", "between", "after"])
def test_after_a_crash_nothing_is_missed_and_nothing_kept_twice(tmp_path, moment):
    """Kept first, then the cursor: whichever of the two the crash comes between."""
    kept = {}
    crashes = iter(range(4))

    def run(port):
        cursors = Cursors(tmp_path / "cursors.json")
        ear = Counting(port, cursors.all().get("numbers"))
        for n, heard in enumerate(listener().listen(ear)):
            _crash_at(moment == "before" and n, crashes)
            for one in heard.pushed:
                kept.setdefault(one.id, []).append(int(one.message))
            _crash_at(moment == "between" and heard.pushed, crashes)
            cursors.keep(ear.stream, heard.cursor)
            _crash_at(moment == "after" and heard.pushed, crashes)
            if heard.cursor == "3000":
                return
        raise AssertionError("a listener listens for ever")

    with stream(numbers(3000, until=[700, 1400, 2100])) as (port, _):
        while True:
            try:
                run(port)
                break
            except CrashError:
                continue
    assert list(kept) == [f"id-{number}" for number in range(3, 3001, 3)]
    if moment != "between":
        assert all(len(times) == 1 for times in kept.values())


def _crash_at(here, crashes):
    if here and next(crashes, None) is not None:
        raise CrashError


def test_a_file_of_cursors_that_cannot_be_read_begins_anew(tmp_path):
    path = tmp_path / "cursors.json"
    path.write_text("{half")
    cursors = Cursors(path)
    assert cursors.all() == {}
    cursors.keep("a", "7")
    cursors.keep("b", "9")
    cursors.keep("b", None)
    assert Cursors(path).all() == {"a": "7"}


@pytest.mark.parametrize("place", ["hear", "address", "resolve"])
def test_whatever_an_ear_or_a_resolver_raises_the_line_lives_and_says_so(place):
    class Hurt(Counting):
        broken = True

        def _break(self, where):
            if place == where and self.broken:
                self.broken = False
                raise KeyError("text")

        def hear(self, message):
            self._break("hear")
            return super().hear(message)

        def address(self):
            self._break("address")
            return super().address()

    asked = []

    def resolve(host):
        asked.append(host)
        if place == "resolve" and len(asked) == 1:
            raise UnicodeError("label empty or too long")
        return ("127.0.0.1",)

    with stream(numbers(6)) as (port, _):
        told, troubles = [], []
        for heard in listener(resolve=resolve).listen(Hurt(port)):
            told += heard.pushed
            troubles.append(heard.trouble)
            if len(told) == 2:
                break
    assert [one.id for one in told] == ["id-3", "id-6"]
    assert any("cannot be taken" in trouble for trouble in troubles)
