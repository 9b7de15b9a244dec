"""The site over a hundred thousand events: how long a page takes, and how many a second.

    python -m bench.site [--events 100000] [--rounds 5]

Every page is asked for over a socket, from a site in a process of its own. ``made`` are pages
nobody asked for since the ledger grew, each with another query; ``again`` the same page asked for
over and over, which is what readers of a front page do. The reference is a bare FastAPI
application that gives a page of the same size from memory, in the same run, taken in turns.
``processor`` is the time the serving process itself spent, which other work on the machine does
not lengthen as it does the time a reader waits. Targets: 20 ms for a page of 50 events, and half
of the reference's rate.
"""

import argparse
import http.client
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from bench.site_record import fill
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from walkback.app import open_record
from walkback.publish import Serving, site

AGAIN = 200  # requests in a round


def _bare(page: str) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.get("/")
    async def front() -> HTMLResponse:
        return HTMLResponse(page)

    return app


def _ours(folder: str, _page: str) -> Iterator[FastAPI]:
    with open_record(Path(folder)) as record:
        yield site(record)


def _reference(_folder: str, page: str) -> Iterator[FastAPI]:
    yield _bare(page)


def _serve(
    make: Callable[[str, str], Iterator[FastAPI]], given: tuple[str, str], pipe: Connection
) -> None:
    for app in make(*given):
        with Serving(app) as running:
            pipe.send((running.url, os.getpid()))
            pipe.recv()


@contextmanager
def _process(
    make: Callable[[str, str], Iterator[FastAPI]], folder: str, page: str
) -> Iterator[str]:
    """The address of an application served by a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    child = spawn.Process(target=_serve, args=(make, (folder, page), there))
    child.start()
    yield _Asker(*here.recv())
    here.send(None)
    child.join()


class _Asker:
    """One reader with a connection that stays open."""

    def __init__(self, url: str, process: int) -> None:
        self._clock = (~process << 3) | 2  # Linux's number of a process's own clock
        host, _, port = url.removeprefix("http://").rpartition(":")
        self._connection = http.client.HTTPConnection(host, int(port), timeout=900)

    def spent(self) -> float:
        """Processor seconds of the serving process so far."""
        return time.clock_gettime(self._clock)

    def get(self, path: str) -> bytes:
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
        except http.client.RemoteDisconnected:  # after five quiet seconds
            self._connection.close()
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        return body


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _paths(ours: _Asker) -> dict[str, Callable[[int], str]]:
    """Pages by name, each with a query that was not asked before."""
    page = ours.get("/?kind=retracted").decode()
    statement = page.split('href="/statement/')[1].split("#")[0].split('"')[0]

    def day(number: int) -> str:
        return f"{2023 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02}"

    return {
        "front page, 50 events": lambda n: f"/?until={day(n)}",
        "one kind": lambda n: f"/?kind=removed&until={day(n)}",
        "one speaker": lambda n: f"/?speaker=speaker{n % 100:04}&until={day(n)}",
        "page 150 of the front page": lambda n: f"/?page={150 + n % 40}",
        "speaker": lambda n: f"/speaker/speaker{n % 100:04}",
        "statement": lambda n: f"/statement/{statement}?version=1&n={n}",
        "search, two common words": lambda n: f"/search?q=the+government&until={day(n)}",
        "a hundred cases": lambda n: f"/cases?page={2 + n % 200}",
        "case": lambda n: f"/case/{statement}?n={n}",
    }


def _print_pages(ours: _Asker, rounds: int) -> None:
    print(f"{'page, made anew':34}{'processor ms':>14}{'least':>8}{'waited ms':>12}{'kB':>8}")
    for name, path in _paths(ours).items():
        first = _timed(ours, path(0))
        times = [_timed(ours, path(number)) for number in range(1, 4 * rounds)]
        waited, spent = (median(one[place] for one in times) * 1e3 for place in (0, 1))
        least = min(one[1] for one in times) * 1e3
        note = f"   the first: {first[1]:.1f} s" if first[1] > 1 else ""
        size = len(ours.get(path(1))) / 1000
        print(f"{name:34}{spent:14.1f}{least:8.1f}{waited:12.1f}{size:8.0f}{note}")


def _timed(asker: _Asker, path: str) -> tuple[float, float]:
    """Seconds that a page takes, and those of the server's processor in them."""
    before = asker.spent()
    waited = _seconds(lambda: asker.get(path))
    return waited, asker.spent() - before


def _rate(asker: _Asker) -> float:
    """How many times the front page comes in a second of the server's processor."""
    before = asker.spent()
    for _ in range(AGAIN):
        asker.get("/")
    return AGAIN / (asker.spent() - before)


def main(argv: list[str]) -> None:
    """Fill a record, serve it, print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--record", type=Path, help="a record that was filled before")
    asked = parser.parse_args(argv)
    with ExitStack() as stack:
        folder = asked.record or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "record"
        if not folder.exists():
            with open_record(folder, make=True) as record:
                fill(record._record.store, asked.events)  # noqa: SLF001 - no verb makes events of nothing
        ours = stack.enter_context(_process(_ours, str(folder), ""))
        bare = stack.enter_context(_process(_reference, "", ours.get("/").decode()))
        rates = [(_rate(bare), _rate(ours)) for _ in range(asked.rounds)]
        _print_pages(ours, asked.rounds)
        print(f"\n{'the front page again and again':34}{'a second':>14}{'of bare':>12}")
        for name, place in (("bare FastAPI", 0), ("Walkback", 1)):
            rate, share = median(r[place] for r in rates), median(r[place] / r[0] for r in rates)
            print(f"{name:34}{rate:14.0f}{share:12.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
