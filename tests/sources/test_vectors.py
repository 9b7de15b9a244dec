"""The removal table's rows for platforms, as scripted conversations: adapter and judge together.

Each is run in memory, and again through the fetcher against servers on loopback that send the
same bytes.
"""

import base64
import difflib
import hashlib
import json
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from walkback.fetch import Fetcher, FetchOptions
from walkback.judge import judge
from walkback.model.exchange import Exchange, Outcome, OutcomeKind
from walkback.model.look import Observation
from walkback.model.verdict import Policy, Standing, State, Verdict
from walkback.sources import told
from walkback.sources.bluesky import Bluesky, Firehose, Hosts
from walkback.sources.mastodon import Mastodon
from walkback.sources.x import X

FOLDER = Path(__file__).parents[1] / "vectors" / "removal"
VECTORS = sorted(FOLDER.glob("*.json"))
NAMES = ("plc", "pds", "new", "view", "relay", "home", "api")


def test_the_rows_of_the_table_are_there():
    kinds = [path.name.partition("-")[0] for path in VECTORS]
    assert min(kinds.count(kind) for kind in ("bluesky", "mastodon", "x")) >= 20


class Memory:
    """Answers in memory, by address."""

    def __init__(self):
        self.origins = {name: f"https://{name}.example" for name in NAMES}

    def ask(self, request, answers, at):
        answer = answers.get(request.url)
        if answer is None:
            return Outcome(request, OutcomeKind.UNREACHABLE, at, "connect")
        status, body = answer["status"], _body(answer)
        exchange = Exchange(request.url, at, b"", status, b"", body, "192.0.2.1")
        if answer.get("cut"):
            return Outcome(request, OutcomeKind.INCOMPLETE, at, "cut", "", (exchange,))
        kind, reason = _meaning(status)
        return Outcome(request, kind, at, reason, "", (exchange,), body)


def _meaning(status):
    if status == 200:
        return OutcomeKind.RECEIVED, "ok"
    if status in (404, 410):
        return OutcomeKind.GONE, f"http-{status}"
    kind = OutcomeKind.REFUSED if status < 500 else OutcomeKind.UNREACHABLE
    return kind, f"http-{status}"


class Loopback:
    """The same answers through sockets: one server for each host."""

    def __init__(self, ports):
        self.origins = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
        self.answers = {}
        options = FetchOptions(allow_net=("127.0.0.0/8",))
        self.fetcher = Fetcher(options, clock=lambda: self.at, secrets=lambda _: "k3y")

    def ask(self, request, answers, at):
        self.answers.clear()
        self.answers.update(answers)
        self.at = at
        (outcome,) = self.fetcher.fetch([request])
        return outcome


@contextmanager
def memory():
    yield Memory()


@contextmanager
def loopback():
    shared = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            host, port = self.server.server_address
            if self.path == "/robots.txt":
                answer = {"status": 404, "type": "text/plain", "text": ""}
            else:
                answer = shared.get(f"http://{host}:{port}{self.path}")
            if answer is None:
                self.close_connection = True
                return
            body = _body(answer)
            self.send_response(answer["status"])
            self.send_header("Content-Type", answer["type"])
            self.send_header("Content-Length", str(len(body) + (9 if answer.get("cut") else 0)))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = bool(answer.get("cut"))

        def log_message(self, *_):
            pass

    with ExitStack() as stack:
        ports = {}
        for name in NAMES:
            server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
            server.daemon_threads = True
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            ports[name] = server.server_address[1]
        net = Loopback(ports)
        net.answers = shared
        stack.enter_context(net.fetcher)
        yield net


@pytest.fixture(params=[memory, loopback], ids=["in memory", "on loopback"], scope="module")
def net(request):
    with request.param() as found:
        yield found


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_what_the_hosts_say_is_what_is_concluded(path, net):
    vector = json.loads(path.read_text("utf-8"))
    looks = list(observe(vector, net))
    first = looks[0]
    standing = Standing(
        "i1", State.PRESENT, first.text, first.capture, first.id, first.at, first.url
    )
    found = judge(standing, looks[1:], Policy(), looks[-1].at)
    if vector["verdict"] is None:
        assert not isinstance(found, Verdict)
        return
    assert isinstance(found, Verdict)
    assert (found.kind.value, found.confidence.value) == tuple(vector["verdict"].values())
    assert not isinstance(judge(standing, looks[1:-1], Policy(), looks[-1].at), Verdict)


def observe(vector, net):
    """What the judge sees, look by look; each look's facts are what the vector expects."""
    adapter, url = ADAPTERS[vector["adapter"]](net.origins), _at(vector["url"], net)
    remembered, known = dict(vector.get("memory", {})), ""
    for number, look in enumerate(vector["looks"]):
        if "pushed" in look:
            yield _pushed(look, net, url, remembered)
            continue
        at = datetime.fromisoformat(look["at"])
        answer, asked = hold(adapter.look(url, remembered), look, net, at)
        answer = told(answer, asked, at)
        remembered = {**remembered, **answer.memory}
        seen = {name: getattr(answer, name) for name in look["expect"]}
        assert {**seen, "outcome": answer.outcome.value} == _expected(look["expect"], answer)
        words = answer.post.text if answer.post else None
        yield _observation(number, at, answer, words, known)
        known = known or words


def _bluesky(origins):
    return Bluesky(Hosts(*(origins[name] for name in ("plc", "view", "relay"))))


ADAPTERS = {
    "bluesky": _bluesky,
    "mastodon": lambda _: Mastodon(),
    "x": lambda origins: X(origins["api"]),
}


def hold(conversation, look, net, at):
    answers = {_at(one["url"], net): _placed(one, net) for one in look["answers"]}
    asked, outcome = [], None
    while True:
        try:
            request = conversation.send(outcome)
        except StopIteration as end:
            return end.value, asked
        outcome = net.ask(request, answers, at)
        asked.append(outcome)
        assert len(asked) < 12, "a look asks a handful of questions"


def _expected(expect, answer):
    # Of what did not come at all, memory and sockets may give different names.
    return {**expect, "reason": answer.reason} if expect.get("reason") == "" else expect


def _observation(number, at, answer, words, known):
    facts = {"item": answer.item, "account": answer.account, "code": answer.code}
    seen = Observation(
        id=f"look-{number}",
        at=at,
        outcome=answer.outcome,
        reason=answer.reason,
        url="https://post.example/x",
        final_url="https://post.example/x",
        facts={name: value for name, value in facts.items() if value},
    )
    if words is None:
        return seen
    digest = hashlib.sha256(words.encode()).hexdigest()
    known = known or words
    likeness = difflib.SequenceMatcher(None, words.split(), known.split()).ratio()
    capture = f"capture-{digest[:4]}"
    return replace(
        seen, status=200, text=digest, known=words == known, likeness=likeness, capture=capture
    )


def _pushed(look, net, url, remembered):
    """A verified deletion on the stream is a look of its own."""
    ear = Firehose(net.origins["relay"], {"source": remembered})
    (pushed,) = ear.hear(base64.b64decode(look["pushed"]))
    assert (pushed.what, pushed.url, pushed.item) == ("deleted", url, look["expect"]["item"])
    return Observation(
        id=pushed.id,
        at=pushed.at,
        outcome=OutcomeKind.GONE,
        reason="pushed",
        url="https://post.example/x",
        facts={"item": pushed.item, "account": pushed.account},
    )


def _at(url, net):
    for name, origin in net.origins.items():
        url = url.replace(f"{{{name}}}", origin)
    return url


def _placed(answer, net):
    return {**answer, "text": _at(answer["text"], net)} if "text" in answer else answer


def _body(answer):
    return base64.b64decode(answer["base64"]) if "base64" in answer else answer["text"].encode()
