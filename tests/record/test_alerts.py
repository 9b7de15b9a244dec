"""What happened reaches people once, by a real webhook, and never as a storm or at night."""

import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from walkback.app import open_record
from walkback.cli.entry import app
from walkback.errors import BadSettings
from walkback.fetch.messenger import NOT_TRIED, Messenger
from walkback.model.alert import Letter
from walkback.model.release import Reason
from walkback.settings import read_settings

CANARY = "s3cret-canary"


class Hook:
    """A webhook: ``got`` are the letters; ``status`` is what it answers next."""

    def __init__(self):
        self.got, self.asked, self.status, self.to = [], 0, 200, ""
        self.told = lambda: None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                outer.asked += 1
                if outer.status == 200:
                    outer.got.append(json.loads(body))
                    outer.told()
                self.send_response(outer.status)
                if outer.to:
                    self.send_header("Location", outer.to)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        return f"json://user:{CANARY}@127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def hook(monkeypatch):
    one = Hook()
    monkeypatch.setenv("WALKBACK_ALERTS__URLS", json.dumps([one.url]))
    monkeypatch.setenv("WALKBACK_ALERTS__DISK", "0")
    yield one
    one.server.shutdown()
    one.server.server_close()


class Clock:
    def __init__(self):
        self.later = timedelta()

    def __call__(self):
        return datetime.now(UTC) + self.later


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def record(watched, hook, clock):
    with open_record(watched) as opened:
        opened._clock = clock
        opened.poll(everything=True)
        yield opened


def settled(record, times=3):
    for _ in range(times):
        record.poll(everything=True)


def test_a_removal_is_told_once_with_its_words_and_first_sights_are_not(record, hook, paper):
    alerts = record.alerting()
    alerts.send(record.status)
    assert hook.got == []  # three pages were seen for the first time: no news
    words = record.show(paper.url("ferry")).versions[0].text.split("\n")[0][:50]
    paper.take_down("ferry")
    settled(record)
    alerts.send(record.status)
    alerts.send(record.status)
    record.alerting().send(record.status)  # as another process would
    assert len(hook.got) == 1
    assert hook.got[0]["title"] == "Removed: On the ferry"
    told = hook.got[0]["message"]
    assert "Removed between" in told or "Removed on" in told
    assert paper.url("ferry") in told
    assert "Mira Vossberg" in told
    assert words in told
    (line,) = [one for one in alerts.listing() if one.what == "removed"]
    assert (line.state, line.to) == ("sent", "json 1")


def test_an_edit_is_told_with_the_diff_inside(record, hook, paper):
    paper.edit("school")
    settled(record)
    record.alerting().send(record.status)
    assert [one["title"] for one in hook.got] == ["Edited: On the school"]
    lines = hook.got[0]["message"].split("\n")
    assert [line for line in lines if line.startswith("- ")]
    assert [line for line in lines if line.startswith("+ ")]


def test_a_service_that_fails_is_asked_again_later_with_the_same_letter(record, hook, paper, clock):
    paper.take_down("ferry")
    settled(record)
    hook.status = 500
    alerts = record.alerting()
    alerts.send(record.status)
    assert (hook.asked, hook.got) == (1, [])
    key = alerts.listing()[0].key
    hook.status = 200
    alerts.send(record.status)
    assert hook.asked == 1, "it waits before it asks again"
    clock.later = timedelta(minutes=2)
    alerts.send(record.status)
    assert len(hook.got) == 1
    line = alerts.listing()[0]
    assert (line.key, line.state, line.tries) == (key, "sent", 1)
    assert CANARY not in repr(alerts.listing())


def test_a_crash_before_the_end_sends_the_same_key_again(record, hook, paper):
    paper.take_down("ferry")
    settled(record)
    crashed = record.alerting()
    crashed.turn(record.status)
    crashed._thread.join()  # it went out, and nobody wrote so
    record.alerting().send(record.status)
    assert len(hook.got) == 2
    feet = {one["message"].rpartition("alert ")[2] for one in hook.got}
    assert len(feet) == 1
    assert len(feet.pop()) == 24


def test_a_burst_becomes_one_digest(watched, hook, paper, monkeypatch):
    monkeypatch.setenv("WALKBACK_ALERTS__MOST", "2")
    for number in range(6):
        paper.publish(f"page{number}")
    with open_record(watched) as record:
        record.poll(everything=True)
        gone = [f"page{number}" for number in range(4)]
        for name in gone:
            paper.take_down(name)
        settled(record, 4)
        record.alerting().send(record.status)
        assert len(hook.got) == 1
        assert hook.got[0]["title"].startswith("Walkback: ")
        assert all(f"On the {name}" in hook.got[0]["message"] for name in gone)


def test_what_is_restricted_while_it_waits_is_never_told(record, hook, paper, clock):
    paper.take_down("ferry")
    settled(record)
    hook.status = 503
    alerts = record.alerting()
    alerts.send(record.status)
    record.restrict(paper.url("ferry"), Reason.SAFETY, by="Ada")
    hook.status = 200
    clock.later = timedelta(minutes=5)
    alerts.send(record.status)
    assert hook.got == []
    assert alerts.listing()[0].state == "dropped"


def test_nothing_goes_in_quiet_hours_and_all_of_it_after(watched, hook, paper, clock, monkeypatch):
    now = datetime.now(UTC)
    quiet = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=1):%H:%M}"
    monkeypatch.setenv("WALKBACK_ALERTS__QUIET", quiet)
    with open_record(watched) as record:
        record._clock = clock
        record.poll(everything=True)
        paper.take_down("ferry")
        settled(record)
        alerts = record.alerting()
        alerts.send(record.status)
        assert hook.asked == 0
        clock.later = timedelta(hours=2)
        alerts.send(record.status)
        assert [one["title"] for one in hook.got] == ["Removed: On the ferry"]


def test_a_source_that_does_not_answer_for_days_is_told_once_and_again_when_it_fails_again(
    record, hook, paper, clock
):
    alerts = record.alerting()
    paper.down = True
    settled(record, 1)
    alerts.send(record.status)
    assert hook.got == []
    clock.later = timedelta(days=4)
    alerts.send(record.status)
    alerts.send(record.status)
    assert len(hook.got) == 1
    assert "could not be looked at for 4 days" in hook.got[0]["message"]
    assert "says nothing about what it published" in hook.got[0]["message"]
    paper.down = False
    settled(record, 1)
    clock.later = timedelta(days=4, minutes=10)
    alerts.send(record.status)
    with record._record.store.reading() as connection:
        from walkback.store import outbox  # noqa: PLC0415 - beside the one line that needs it

        assert outbox.standing_health(connection) == set()


def test_run_sends_after_its_rounds_and_says_nothing_of_what_is_old(watched, hook, paper, clock):
    with open_record(watched) as record:
        record.poll(everything=True)
        paper.take_down("ferry")
        settled(record)
        stop, told = threading.Event(), threading.Event()
        hook.told = told.set
        running = threading.Thread(
            target=record.run,
            kwargs={
                "host": "127.0.0.1",
                "port": 0,
                "ready": lambda _: None,
                "tell": lambda _: None,
                "stop": stop,
            },
        )
        running.start()
        came = told.wait(30)
        stop.set()
        running.join()
        assert came
        assert [one["title"] for one in hook.got] == ["Removed: On the ferry"]
        paper.take_down("school")
        settled(record)
        record._clock = clock
        clock.later = timedelta(days=8)
        record.alerting().send(record.status)
        assert not [one for one in hook.got if "school" in one["title"]]


# ---- the guard, and secrets ----


def test_a_service_that_never_answers_costs_the_time_allowed_and_no_more():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"json://127.0.0.1:{silent.getsockname()[1]}/"
        sender = Messenger(("127.0.0.0/8",), seconds=1.2)
        (came,) = sender.send([(url, Letter("k", "t", "x", "x"))])
    assert not came.ok
    assert came.why in (NOT_TRIED, "the service did not take it, or could not be reached")


def test_an_address_of_ours_is_refused_also_where_a_name_or_a_redirect_leads_there(
    folder, hook, monkeypatch
):
    monkeypatch.setenv("WALKBACK_FETCH__ALLOW_NET", '["127.0.0.1"]')
    port = hook.server.server_port
    secret = Hook()
    hook.status, hook.to = 307, f"http://127.0.0.2:{secret.server.server_port}/"
    urls = [
        hook.url,
        f"json://127.0.0.2:{port}/",
        f"json://localhost.localdomain.invalid:{port}/",
        "syslog://localhost",
        "nosuchthing://x",
        f"json://[::ffff:127.0.0.3]:{port}/",
    ]
    monkeypatch.setenv("WALKBACK_ALERTS__URLS", json.dumps(urls))
    with open_record(folder, make=True) as record:
        came = [came for _, came in record.alerting().test()]
    secret.server.shutdown()
    secret.server.server_close()
    assert [one.ok for one in came] == [False] * 6
    assert came[1].why == "guard: resolves to 127.0.0.2, in 127.0.0.0/8"
    assert "no address of an alert" in came[3].why
    assert (hook.asked, secret.asked) == (1, 0)


def test_a_test_says_what_came_of_it_and_nothing_says_the_password(folder, hook, here):
    def run(*words, **more):
        return CliRunner().invoke(app, ["--record", str(folder), *words], **more)

    run("init")
    good = run("alerts", "test")
    assert (good.exit_code, good.stdout.split()) == (0, ["to", "json", "1", "sent"])
    assert "This is a test" in hook.got[0]["message"]
    hook.status = 401
    bad = run("alerts", "test", "--json")
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["why"] == "the service did not take it, or could not be reached"
    listed = run("alerts", "list")
    assert "Nothing was told yet" in listed.stdout
    assert CANARY not in good.output + bad.output + listed.output
    for path in folder.rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path


def test_an_address_may_be_a_kept_credential(folder, hook, here, monkeypatch):
    monkeypatch.setenv("WALKBACK_ALERTS__URLS", '["secret:alert:desk"]')
    with open_record(folder, make=True) as record:
        with pytest.raises(BadSettings, match="no address in the credential 'alert:desk'"):
            record.alerting().test()
        record.secrets.put("alert:desk", hook.url, file=True)
        assert [came.ok for _, came in record.alerting().test()] == [True]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("URLS", f"slack://{CANARY}", "alerts.urls"),
        ("URLS", json.dumps({"a": CANARY}), "alerts.urls"),
        ("TITLE", "{kind.__class__}", "only the places {kind}, {title}, {speaker}, {url}"),
        ("QUIET", "22-7", "alerts.quiet"),
        ("ZONE", "Middle/Earth", "a time zone, such as"),
    ],
)
def test_settings_that_cannot_be_used_are_named_and_never_repeated(
    tmp_path, monkeypatch, name, value, says
):
    monkeypatch.setenv(f"WALKBACK_ALERTS__{name}", value)
    with pytest.raises(BadSettings) as error:
        read_settings(tmp_path)
    assert says.lower() in str(error.value).lower().replace("walkback_alerts__urls", "alerts.urls")
    assert CANARY not in str(error.value)
