"""Running the site: ready, quiet, stopped in good order, and clear about a port that is taken."""

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import desk
import pytest

from walkback.errors import BadInput
from walkback.publish import Serving, serve, site
from walkback.publish.serve import _listening


def _ask(url):
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().read()
    finally:
        connection.close()


def test_it_answers_from_start_to_stop_and_its_port_is_free_again():
    server = Serving(site(desk.FakeDesk()))
    url = server.start()
    assert url == server.url
    assert _ask(url) == b"ok\n"
    server.stop()
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        _ask(url)
    with Serving(site(desk.FakeDesk()), port=int(url.rpartition(":")[2])) as again:
        assert again.url == url


def test_a_port_that_is_taken_says_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BadInput) as refusal:
            Serving(site(desk.FakeDesk()), port=port).start()
        told = str(refusal.value)
        assert f"the site cannot listen: 127.0.0.1:{port}" in told
        assert "in use" in told
        assert "Choose another port with --port" in told
        with pytest.raises(BadInput, match="the site cannot listen"):
            serve(site(desk.FakeDesk()), "127.0.0.1", port)


@pytest.mark.parametrize("port", [70_000, -1])
def test_a_number_that_is_no_port_is_bad_input(port):
    with pytest.raises(BadInput, match=str(port)):
        Serving(site(desk.FakeDesk()), port=port).start()


def test_a_host_that_is_not_ours_is_bad_input():
    with pytest.raises(BadInput, match="the site cannot listen"):
        Serving(site(desk.FakeDesk()), "192.0.2.1").start()


def test_the_address_told_can_be_opened_also_where_it_listens_everywhere():
    with Serving(site(desk.FakeDesk()), "0.0.0.0") as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert _ask(server.url) == b"ok\n"


PROGRAM = textwrap.dedent("""
    import sys
    sys.path.insert(0, sys.argv[1])
    import desk
    from walkback.publish import serve, site
    serve(site(desk.FakeDesk()), "127.0.0.1", 0, ready=lambda url: print(url, flush=True))
    print("ended", flush=True)
""")


def test_serve_tells_when_it_is_ready_and_ends_cleanly_on_ctrl_c():
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        url = child.stdout.readline().strip()
        assert _ask(url) == b"ok\n"
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=10)
    finally:
        child.kill()
        child.communicate()
    assert (out, err, child.returncode) == ("ended\n", "", 0)


def test_answers_are_not_held_back_for_an_acknowledgement():
    # asyncio sets TCP_NODELAY only on sockets that name their protocol; without it each
    # answer on a kept connection took 40 ms longer.
    with (
        contextlib.closing(_listening("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()),
        contextlib.closing(listener.accept()[0]) as accepted,
    ):
        assert accepted.proto == socket.IPPROTO_TCP
