"""A record with a story in it, its site with a desk on a real port, and people who sign in."""

import http.client
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from tests.record.paper import QUICK, Paper
from tests.record.reading_here import HereWorkers

import walkback.app.walkback
from walkback.app import Walkback, open_record
from walkback.app.desk import phrases
from walkback.model.desk import Role
from walkback.model.source import WatchLine
from walkback.publish import Serving, site
from walkback.settings import read_settings

PHRASE = "seven lanterns over the quay"


@pytest.fixture(scope="module", autouse=True)
def cheap_phrases():
    """Argon2 at its real cost is tested by itself; here it would only cost time."""
    with pytest.MonkeyPatch.context() as patch:
        hasher = phrases.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(phrases, "_HASHER", hasher)
        patch.setattr(phrases, "_NOBODY", hasher.hash("nobody"))
        yield


class Clock:
    """The time as the test has it."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes
    cookies: tuple

    @property
    def text(self):
        return self.body.decode("utf-8")


class Visitor:
    """A browser without a screen: keeps its cookie, sends forms as browsers do."""

    def __init__(self, url):
        self.url = url
        self.host = urlsplit(url).netloc
        self.cookie = None

    def ask(self, path, method="GET", body=None, headers=None):
        connection = http.client.HTTPConnection(self.host, timeout=20)
        sent = dict(headers or {})
        if self.cookie:
            sent.setdefault("Cookie", self.cookie)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            cookies = tuple(response.msg.get_all("set-cookie") or ())
            answer = Answer(response.status, names, response.read(), cookies)
        finally:
            connection.close()
        for cookie in answer.cookies:
            self.cookie = cookie.partition(";")[0]
        return answer

    def get(self, path, **headers):
        return self.ask(path, headers=headers)

    def token(self, path):
        """The form token of a page."""
        return re.search(r'name="token" value="([0-9a-f]+)"', self.get(path).text)[1]

    def send(self, path, fields=None, *, page=None, **headers):
        """Send a form of ``page``, as a browser does."""
        sent = {
            "Origin": self.url,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in sent.items() if value is not None}
        fields = dict(fields or {})
        if "token" not in fields:
            fields["token"] = self.token(page or path)
        return self.ask(path, "POST", urlencode(fields), sent)

    def sign_in(self, name, phrase=PHRASE):
        return self.send("/desk/sign-in", {"name": name, "phrase": phrase})


class House:
    """A record, its site, and its people."""

    def __init__(self, record, url):
        self.record = record
        self.url = url

    def visitor(self, name=None):
        found = Visitor(self.url)
        if name:
            assert found.sign_in(name).status == 303
        return found


PEOPLE = {"Ines": Role.KEEPER, "Bo": Role.REVIEWER, "Cleo": Role.REVIEWER, "Rui": Role.READER}


def invite_everybody(accounts):
    for name, role in PEOPLE.items():
        made = accounts.invite(name, role)
        assert accounts.join(made.code, "", PHRASE)


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """The folder of a record in which a statement was removed; played once."""
    folder = tmp_path_factory.mktemp("told") / "record"
    with pytest.MonkeyPatch.context() as patch, Paper() as paper:
        for name, value in (QUICK | {"XDG_STATE_HOME": str(folder.parent)}).items():
            patch.setenv(name, value)
        patch.setattr(walkback.app.walkback, "Workers", HereWorkers)
        for name in ("harbour", "ferry", "school"):
            paper.publish(name)
        with open_record(folder, make=True) as record:
            record.add_speaker("Mira Vossberg")
            record.watch([WatchLine(paper.feed, speaker="Mira Vossberg")])
            for _ in range(2):
                record.poll(everything=True)
            paper.take_down("ferry")
            for _ in range(4):
                record.poll(everything=True)
    return folder


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def record(told, tmp_path, clock, monkeypatch):
    """A copy of that record, open."""
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    folder = tmp_path / "record"
    shutil.copytree(told, folder)
    with Walkback(folder, read_settings(folder), clock=clock) as opened:
        yield opened


@pytest.fixture
def house(record):
    invite_everybody(record.accounts)
    with Serving(site(record, handling=record)) as server:
        yield House(record, server.url)
