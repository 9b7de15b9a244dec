"""A worker's end costs its one job, and workers end with their parent."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from walkback.errors import WalkbackError
from walkback.read import Failure, Workers, read


@pytest.fixture(scope="module")
def workers():
    with Workers(2, seconds=3.0) as pool:
        yield pool


def test_every_job_comes_back_once_with_its_key(workers):
    results = dict(workers.run((n, abs, (-n,)) for n in range(300)))
    assert results == {n: n for n in range(300)}


def test_a_page_is_read_as_in_this_process(workers):
    body = b"<p>I said it.</p>" * 20_000  # larger than a pipe, both ways
    [(key, found)] = workers.run([("a", _read, (body,))])
    assert key == "a"
    assert found == _read(body)


# Functions of the test module cannot be imported by name elsewhere, so read itself is wrapped.
def _read(body):
    return read(body, url="https://marsh.example/a", content_type="text/html")


@pytest.mark.parametrize(
    ("function", "arguments", "failure"),
    [
        (os._exit, (3,), Failure("crashed", "exit code 3")),
        (signal.raise_signal, (signal.SIGKILL,), Failure("crashed", "signal 9 (SIGKILL)")),
        (signal.raise_signal, (signal.SIGSEGV,), Failure("crashed", "signal 11 (SIGSEGV)")),
        (time.sleep, (60,), Failure("timeout", "no result within 3 s")),
        (bytes, (4 << 30,), Failure("memory", "out of memory")),
        (int, ("x",), Failure("error", "ValueError: invalid literal for int() with base 10: 'x'")),
        (sys.exit, (1,), Failure("crashed", "exit code 1")),
    ],
)
def test_a_bad_job_fails_alone(workers, function, arguments, failure):
    jobs = [(n, abs, (-n,)) for n in range(20)]
    jobs.insert(7, ("bad", function, arguments))
    results = dict(workers.run(jobs))
    assert results.pop("bad") == failure
    assert results == {n: n for n in range(20)}


def test_jobs_and_results_that_do_not_pickle_are_errors(workers):
    results = dict(workers.run([(1, abs, (lambda: 1,)), (2, open, (os.devnull,)), (3, abs, (-3,))]))
    assert results[1].reason == results[2].reason == "error"
    assert "pickle" in results[1].detail
    assert results[3] == 3


def test_jobs_are_taken_only_as_workers_fall_free(workers):
    taken = []

    def jobs():
        for n in range(100):
            taken.append(n)
            yield n, abs, (-n,)

    running = workers.run(jobs())
    next(running)
    assert len(taken) <= 5
    running.close()
    assert dict(workers.run([(1, abs, (-1,))])) == {1: 1}


def test_a_worker_killed_while_idle_costs_no_job(workers):
    dict(workers.run((n, abs, (-n,)) for n in range(4)))
    [(_, pid)] = workers.run([(0, os.getpid, ())])
    os.kill(pid, signal.SIGKILL)
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT) is None:
        pass
    assert dict(workers.run((n, abs, (-n,)) for n in range(50))) == {n: n for n in range(50)}


def test_workers_are_replaced_after_their_share_of_jobs():
    with Workers(1, jobs_each=3) as pool:
        pids = [pid for _, pid in pool.run((n, os.getpid, ()) for n in range(9))]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 3]


def test_what_a_job_prints_disturbs_nothing(capfd):
    with Workers(1) as workers:
        assert dict(workers.run([(1, print, ("x" * 100,)), (2, abs, (-2,))])) == {1: None, 2: 2}
    assert "x" * 100 in capfd.readouterr().err


def test_a_pool_whose_workers_cannot_start_says_so(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(WalkbackError) as caught:
        Workers(1).start()
    assert str(caught.value) == (
        "reading processes do not start (found exit code 1). "
        "see the messages above; memory may be set too low"
    )


def test_a_closed_pool_starts_again():
    pool = Workers(1)
    for _ in range(2):
        assert list(pool.run([(1, abs, (-1,))])) == [(1, 1)]
        pool.close()


PARENT = """
import os, sys, threading, time
from walkback.read import Workers

def begin():
    global running
    running = pool.run([(1, os.getpid, ()), (2, os.getpid, ()), (3, {busy}), (4, {busy})])
    print(next(running)[1], next(running)[1], flush=True)
    next(running)

if __name__ != "__main__":
    raise SystemExit("a worker imported its parent's main module")
pool = Workers(2, seconds=60)
{start}
"""


def _parent(busy: str, start: str) -> subprocess.Popen:
    code = PARENT.format(busy=busy, start=start)
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize(
    "start", ["begin()", "t = threading.Thread(target=begin); t.start(); t.join()"]
)
@pytest.mark.parametrize("busy", ["time.sleep, (60,)", "sum, (range(10**12),)"])
def test_workers_end_when_their_parent_is_killed_in_the_middle_of_a_job(busy, start):
    parent = _parent(busy, start)
    with parent:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert not any(_gone(pid) for pid in pids)
        parent.kill()
    until = time.monotonic() + 10
    while not all(_gone(pid) for pid in pids):
        assert time.monotonic() < until, "a worker outlived its parent"


def test_workers_outlive_the_thread_that_started_them():
    code = (
        "t = threading.Thread(target=pool.start); t.start(); t.join(); print(*[r for "
        "_, r in pool.run([(1, abs, (-1,))])]); pool.close()"
    )
    parent = _parent("abs, (-1,)", code)
    out, err = parent.communicate(timeout=60)
    assert (out, err) == ("1\n", "")


def test_ctrl_c_ends_parent_and_workers_quietly():
    start = (
        "try:\n    begin()\nexcept KeyboardInterrupt:\n    running.close(); "
        "pool.close(); sys.exit(7)"
    )
    parent = _parent("time.sleep, (60,)", start)
    with parent:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGINT)
        assert parent.wait(20) == 7
        assert parent.stderr.read() == ""
    assert all(_gone(pid) for pid in pids)
