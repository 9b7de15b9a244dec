"""Plays are shared: what one process played, the others read."""

import fcntl
import pickle

import pytest
from tests.weather.play import play

TOGETHER = 250  # scenes on one record: each poll waits for the slowest of its sites


@pytest.fixture(scope="session")
def stage(tmp_path_factory, worker_id):
    """Plays parts by the name of their company; gives what was told of each, by its id."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    known = {}

    def told(company, parts):
        if company not in known:
            known[company] = _played(shared, company, parts)
        return known[company]

    return told


@pytest.fixture(scope="session")
def worker_id(request):
    """The name of this process where several share the work."""
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


def _played(shared, company, parts):
    found = {}
    for start in range(0, len(parts), TOGETHER):
        name = f"{company}-{start}"
        with (shared / f"{name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            file = shared / f"{name}.told"
            if not file.exists():
                some = play(shared / name, parts[start : start + TOGETHER])
                file.write_bytes(pickle.dumps(some))
            found |= pickle.loads(file.read_bytes())
    return found
