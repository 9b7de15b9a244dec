"""A site over a written-out desk, on a real server: what a reader's browser would get."""

import http.client
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # test folders are no packages

import desk as desks
import harm

from walkback.publish import Serving, site


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode("utf-8")


class Reader:
    """Asks a served site as a browser would, without one."""

    def __init__(self, url):
        self.url = url
        self._host, _, port = url.removeprefix("http://").rpartition(":")
        self._port = int(port)

    def get(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection(self._host, self._port, timeout=10)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=sent)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()


@pytest.fixture
def serving():
    """``serving(desk, …)`` gives a Reader of ``site(desk, …)``; all end with the test."""
    running = []

    def start(desk, **options):
        server = Serving(site(desk, **options))
        running.append(server)
        return Reader(server.start())

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="module")
def story():
    """A reader of the written-out story, shared by tests that only read."""
    with Serving(site(desks.story())) as server:
        yield Reader(server.url)


@pytest.fixture(scope="module")
def hostile():
    """A reader of a desk where every field wants to harm its readers."""
    with Serving(site(harm.hostile())) as server:
        yield Reader(server.url)
