"""The firehose of Bluesky, replayed: events a second on one core, and whether one was lost.

    python -m bench.firehose [--events 30000] [--watched 10]

The recording is our own encoder's (``tests.bluesky_repo``): signed commits of 200 invented
accounts with trees of 60 records each. It is replayed in a loop with new sequence numbers by a
process of its own, over a websocket on loopback, to a listener that is held to one core: frames,
decoding, and for the watched accounts (of the usual ten, one event in twenty) signature and tree.
The stream is broken off twice on the way and taken up from the cursor.
"""

import argparse
import multiprocessing
import os
import sys
import time
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import parse_qs, urlsplit

import libipld
from tests.bluesky_repo import POSTS, START, Repo, frame, post, tid
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from walkback.fetch import FetchOptions
from walkback.fetch.push import Listener
from walkback.model.conversation import Pushed
from walkback.sources.bluesky import Firehose

FLOOR = 10_000
ACCOUNTS, RECORDS, ROUNDS = 200, 60, 3


def recording() -> tuple[list[Repo], list[dict[str, Any]]]:
    """Commits in the order of their times: a post, an edit or a deletion each."""
    repos = [Repo(number) for number in range(ACCOUNTS)]
    first = [
        ("put", f"{POSTS}/{tid(START + timedelta(seconds=n))}", post(f"Words {n}."))
        for n in range(RECORDS)
    ]
    for repo in repos:
        repo.commit(START, first)
    bodies, at = [], START + timedelta(days=1)
    for number in range(ROUNDS):
        for repo in repos:
            at += timedelta(milliseconds=7)
            if number % 3 == 2:
                bodies.append(repo.delete(tid(START + timedelta(seconds=number)), at))
            else:
                bodies.append(repo.put(tid(at), post("A statement of usual length. " * 4, at), at))
    return repos, bodies


def replay(bodies: list[dict[str, Any]], events: int, breaks: list[int], ready: Connection) -> None:
    """Serves the recording: what follows the asked cursor, up to a break or to the end."""
    frames = [frame("#commit", seq + 1, bodies[seq % len(bodies)]) for seq in range(events)]

    def handle(connection: ServerConnection) -> None:
        asked = parse_qs(urlsplit(connection.request.path).query)
        at = int(asked.get("cursor", ["0"])[0])
        end = next((place for place in breaks if place > at), events)
        try:
            for data in frames[at:end]:
                connection.send(data)
            if end < events:
                connection.close()
            for _ in connection:
                pass
        except ConnectionClosed:
            pass

    with serve(handle, "127.0.0.1", 0, compression=None) as server:
        ready.send(server.socket.getsockname()[1])
        server.serve_forever()


def listen(
    port: int, watched: list[Repo], events: int, loop: int
) -> tuple[float, float, list[Pushed], "Counted"]:
    """Seconds of processor time and of the clock, and what was heard."""
    sources = {
        repo.did: {
            "did": repo.did,
            "pds": "https://pds.example",
            "key": repo.key.text,
            "handle": "",
        }
        for repo in watched
    }
    ear = Counted(f"http://127.0.0.1:{port}", sources, loop)
    listener = Listener(FetchOptions(allow_net=("127.0.0.0/8",)), pause=lambda _: None)
    pushed: list[Pushed] = []
    wall, own = time.perf_counter(), time.process_time()
    for heard in listener.listen(ear):
        pushed += heard.pushed
        if heard.cursor == str(events):
            break
    return time.process_time() - own, time.perf_counter() - wall, pushed, ear


class Counted(Firehose):
    """The firehose, and how it went. A commit counts anew in each loop of the recording."""

    def __init__(self, host: str, sources: dict[str, Any], loop: int) -> None:
        super().__init__(host, sources)
        self.gaps = self.heard = 0
        self._loop = loop

    def hear(self, message: bytes) -> tuple[Pushed, ...]:
        """As a firehose does, counting."""
        before = int(self.cursor or 0)
        if before % self._loop == 0:
            self._revs.clear()
        found = super().hear(message)
        self.heard += 1
        self.gaps += int(self.cursor) != before + 1
        return found


def main(args: list[str]) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=30_000)
    options.add_argument("--watched", type=int, default=10)
    given, _ = options.parse_known_args(args)
    repos, bodies = recording()
    ours, theirs = multiprocessing.Pipe()
    breaks = [given.events // 3, given.events // 2]
    context = multiprocessing.get_context("fork")
    server = context.Process(
        target=replay, args=(bodies, given.events, breaks, theirs), daemon=True
    )
    server.start()
    port = ours.recv()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    own, wall, pushed, ear = listen(port, repos[: given.watched], given.events, len(bodies))
    server.terminate()
    server.join()
    size = sum(len(libipld.encode_dag_cbor(body)) for body in bodies) / len(bodies)
    verified = sum(one.others.get("proof") == "verified" for one in pushed)
    share = given.watched / ACCOUNTS
    print(
        f"firehose  {given.events:,} events of {size:,.0f} bytes, {share:.0%} of watched accounts"
    )
    print(f"  per second of one core   {given.events / own:>10,.0f}   (floor {FLOOR:,})")
    print(f"  per second of the clock  {given.events / wall:>10,.0f}   with the server beside it")
    print(f"  heard {ear.heard:,}; out of order or lost {ear.gaps}")
    print(f"  of watched accounts {len(pushed):,}; verified {verified:,}")


if __name__ == "__main__":
    main(sys.argv[1:])
