"""What somebody would run instead of Walkback: urlwatch, wget, and the bare loop as the limit.

Each is a function that does one round over the addresses in a folder of its own and gives its
wall and processor seconds. What lies in the folder from an earlier round is its memory; a fresh
folder makes a cold round.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENVS = ROOT / ".bench"
URLWATCH = "urlwatch==2.29"
URLWATCH_CONFIG = """
report:
  text: {details: true, footer: false, line_length: 75}
  stdout: {enabled: true, color: false}
"""


@dataclass(frozen=True)
class Round:
    """Seconds of one round, of the process and all its children.

    ``work`` is what the program itself counted from its first request to its last, None where it
    does not say.
    """

    wall: float
    cpu: float
    work: float | None = None


@dataclass(frozen=True)
class Peer:
    """A candidate. ``reads`` says whether it can turn pages into words as well."""

    name: str
    round: Callable[[Path, Sequence[str], bool], Round]
    reads: bool = False


def timed(command: Sequence[str], folder: Path) -> Round:
    """Runs a command in ``folder`` and takes its time; ends the bench if it fails."""
    said = folder / "seconds"
    said.unlink(missing_ok=True)
    with (folder / "output.txt").open("ab") as output:
        start = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=surroundings(folder), stdout=output, stderr=output
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(
            f"{command[0]} ended with {process.returncode}; see {folder / 'output.txt'}:\n"
            + (folder / "output.txt").read_text(errors="replace")[-2000:]
        )
    work = float(said.read_text()) if said.exists() else None
    return Round(wall, used.ru_utime + used.ru_stime, work)


def surroundings(folder: Path) -> dict[str, str]:
    """The environment without proxies, and with a home of its own."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return kept | {"HOME": str(folder), "XDG_STATE_HOME": str(folder), "PYTHONPATH": str(ROOT)}


def urlwatch_round(folder: Path, addresses: Sequence[str], reading: bool = False) -> Round:  # noqa: FBT001, FBT002 - a Peer's round
    """Runs urlwatch; with ``reading``, through the fastest of its filters from HTML to text."""
    words = "filter:\n- html2text: re\n" if reading else ""
    jobs = folder / "jobs.yaml"
    jobs.write_text("---\n".join(f"url: {address}\n{words}" for address in addresses))
    (folder / "config.yaml").write_text(URLWATCH_CONFIG)
    program = str(venv("urlwatch", URLWATCH) / "bin" / "urlwatch")
    files = ["--urls", str(jobs), "--config", "config.yaml", "--cache", "cache.db"]
    return timed([program, *files, "--hooks", "none.py"], folder)


def wget_round(folder: Path, addresses: Sequence[str], reading: bool = False) -> Round:  # noqa: FBT001, FBT002, ARG001 - a Peer's round
    """``wget --warc-file`` over all addresses; it has no memory, so each round keeps all again.

    Asked for gzip bodies, which it keeps as they are: three times as fast as its default here.
    """
    (folder / "addresses.txt").write_text("\n".join(addresses))
    number = len(list(folder.glob("*.warc.gz")))
    command = ["wget", "--no-config", "--quiet", "--tries=1", "--output-document=/dev/null"]
    command += ["--header=Accept-Encoding: gzip", f"--warc-file=round-{number}"]
    return timed([*command, "--input-file=addresses.txt"], folder)


def pycurl_round(folder: Path, addresses: Sequence[str], reading: bool = False) -> Round:  # noqa: FBT001, FBT002, ARG001 - a Peer's round
    """The bare loop: asks, counts bytes, remembers ETags, keeps nothing."""
    (folder / "addresses.txt").write_text("\n".join(addresses))
    return timed([sys.executable, "-m", "bench.reference", "addresses.txt", "etags.json"], folder)


def venv(name: str, *packages: str) -> Path:
    """A virtual environment for one peer, made on first use."""
    folder = VENVS / name
    if not (folder / "ready").exists():
        print(f"Installing {', '.join(packages)} into {folder} (once)", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qq", *packages]
        subprocess.run(pip, check=True)
        (folder / "ready").touch()
    return folder


LIMIT = Peer("pycurl loop", pycurl_round)
PEERS = (Peer("urlwatch", urlwatch_round, reads=True), Peer("wget --warc-file", wget_round))
