"""What only a process of its own can show: start-up, pipes that close, signals, a terminal."""

import os
import pty
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("walkback.app", "walkback.store", "walkback.fetch", "walkback.publish", "walkback.read")
HEAVY += (
    "sqlalchemy",
    "fastapi",
    "pydantic",
    "pycurl",
    "cryptography",
    "trafilatura",
    "http.server",
)


def script(text):
    """A command line that runs ``main`` on a hand-written record."""
    begin = "from tests.cli.fake import *; from walkback.cli import main; fake = FakeRecord()"
    return [sys.executable, "-c", f"import sys\n{begin}\n{textwrap.dedent(text)}"]


def start(command, **more):
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen(command, cwd=ROOT, **more)


def test_help_and_version_load_no_heavy_room():
    text = f"import sys, walkback.cli; print([n for n in {HEAVY!r} if n in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", text], capture_output=True, check=True)
    assert loaded.stdout == b"[]\n"


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["speaker", "--help"]])
def test_the_package_runs_as_a_module(words):
    done = subprocess.run(
        [sys.executable, "-m", "walkback", *words], capture_output=True, check=False
    )
    assert done.returncode == 0
    assert b"walkback" in done.stdout
    assert done.stderr == b""


def test_no_words_at_all_show_the_help_as_wrong_use():
    done = subprocess.run([sys.executable, "-m", "walkback"], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Usage: walkback" in done.stderr


@pytest.mark.parametrize("many", [1, 5000])
def test_a_reader_that_leaves_is_no_error(many):
    reading, writing = os.pipe()
    os.close(reading)
    program = script(f"""
        fake.found_events = [event()] * {many}
        sys.argv[1:] = ["events", "--json"]
        main(fake.opener)
    """)
    with start(program, stdout=writing) as process:
        os.close(writing)
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize(
    ("verb", "number", "code"),
    [
        ("poll", signal.SIGINT, 130),
        ("run", signal.SIGINT, 0),
        ("run", signal.SIGTERM, 0),
        ("serve", signal.SIGTERM, 0),
    ],
)
def test_signals_end_a_verb_quietly_and_what_runs_for_ever_with_zero(verb, number, code):
    program = script(f"""
        import threading
        def wait(*a, **k):
            print("waiting", flush=True)
            threading.Event().wait(60)
        fake.poll = fake.run = fake.serve = wait
        sys.argv[1:] = ["{verb}"]
        main(fake.opener)
    """)
    with start(program) as process:
        assert process.stdout.readline() == b"waiting\n"
        process.send_signal(number)
        assert process.stderr.read() == b""
    assert process.returncode == code


def on_a_terminal(program):
    """What a program prints on a terminal of 80 columns, and its exit code."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    with start(program, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        printed = b""
        while True:
            try:
                printed += os.read(ours, 65536)
            except OSError:  # Linux says EIO where the other side is closed
                break
    os.close(ours)
    return printed.decode(), process.returncode


def test_on_a_terminal_progress_comes_and_goes_and_words_have_colour():
    program = script("""
        from walkback.model.views import RoundProgress
        def poll(*, everything=False, progress=None):
            progress(RoundProgress(3, 9, 1, 1, 0))
            import time; time.sleep(0.3)
            return fake.round
        fake.poll = poll
        sys.argv[1:] = ["poll"]
        main(fake.opener)
    """)
    printed, code = on_a_terminal(program)
    assert code == 0
    assert "looking … 3 of 9 looked at, 1 kept, 1 read, 0 judged" in printed
    assert "\x1b[31mremoved\x1b[0m" in printed
    assert "\x1b[2K" in printed  # the line of progress is wiped


def test_on_a_terminal_a_long_error_is_wrapped_at_words():
    program = script("""
        from walkback.errors import BadInput
        fake.fault = BadInput("word " * 30, subject="x")
        sys.argv[1:] = ["poll"]
        main(fake.opener)
    """)
    printed, code = on_a_terminal(program)
    assert code == 2
    told = printed[printed.index("error:") :]
    assert len(told.splitlines()) == 3
    assert all(len(line) <= 80 for line in told.splitlines())


def test_an_encoding_that_cannot_hold_a_title_ends_nothing():
    program = script("""
        fake.found_events = [event(statement=StatementRef("s", URL, "漢字", None))]
        sys.argv[1:] = ["events"]
        main(fake.opener)
    """)
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    with start(program, env=environment) as process:
        assert b"\\u6f22\\u5b57" in process.stdout.read()
        assert process.stderr.read() == b""
    assert process.returncode == 0
