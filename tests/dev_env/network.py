"""A PLC directory and a PDS of npm ``@atproto/dev-env``, started by the tests that ask for them.

``make test`` installs it into ``.npm``. Where node or the packages are missing it says so.
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / ".npm" / "node_modules"
_ADMIN = "Basic " + base64.b64encode(b"admin:admin-pass").decode()
POSTS = "app.bsky.feed.post"


def missing():
    """Why it cannot be started here; empty where it can."""
    if not shutil.which("node"):
        return "node is not installed: the tests against a real PDS are left out"
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    if int(said.strip().removeprefix("v").partition(".")[0] or 0) < 18:
        return f"@atproto/dev-env needs node 18 or later, not {said.strip() or 'this one'}"
    if not (MODULES / "@atproto" / "dev-env").is_dir():
        return f"@atproto/dev-env is not in {MODULES} (make .npm/.installed)"
    return ""


class Network:
    """The running servers; ``plc`` and ``pds`` are origins."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="walkback-pds-")
        surroundings = {"NODE_PATH": str(MODULES), "TMPDIR": self._folder.name}
        self._process = subprocess.Popen(
            ["node", str(HERE / "serve.js")],
            env={"PATH": os.environ["PATH"], **surroundings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        late = threading.Timer(60, self._process.kill)
        late.start()
        lines = (line for line in self._process.stdout if line.startswith('{"plc"'))
        where = json.loads(next(lines, "{}"))
        late.cancel()
        if not where:
            self.close()
            raise RuntimeError(
                "the PDS of @atproto/dev-env did not start: node tests/dev_env/serve.js"
            )
        self.plc, self.pds = where["plc"], where["pds"]

    def close(self):
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._folder.cleanup()

    def account(self, name):
        made = self.call(
            "com.atproto.server.createAccount",
            {"handle": f"{name}.test", "email": f"{name}@mail.test", "password": f"pass-of-{name}"},
        )
        return Author(self, made["did"], made["handle"], "Bearer " + made["accessJwt"])

    def admin(self, method, body):
        return self.call(method, body, _ADMIN)

    def call(self, method, body, credential="", kind="application/json"):
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.pds}/xrpc/{method}", data or b"", method="POST")
        if body is not None:
            request.add_header("content-type", kind)
        if credential:
            request.add_header("authorization", credential)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                said = answer.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method}: {error.code} {error.read()[:300]!r}") from None
        return json.loads(said) if said else None


@dataclass
class Author:
    """An account, by what it does."""

    network: Network
    did: str
    handle: str
    credential: str

    def call(self, method, body, **more):
        return self.network.call(method, body, self.credential, **more)

    def post(self, text, **more):
        record = {"$type": POSTS, "text": text, "createdAt": "2026-01-31T12:00:00Z", **more}
        body = {"repo": self.did, "collection": POSTS, "record": record}
        return self.call("com.atproto.repo.createRecord", body)

    def edit(self, made, text):
        record = {"$type": POSTS, "text": text, "createdAt": "2026-01-31T12:00:00Z"}
        named = {"repo": self.did, "collection": POSTS, "rkey": rkey(made)}
        return self.call("com.atproto.repo.putRecord", {**named, "record": record})

    def delete(self, made):
        named = {"repo": self.did, "collection": POSTS, "rkey": rkey(made)}
        return self.call("com.atproto.repo.deleteRecord", named)

    def upload(self, data, kind):
        return self.call("com.atproto.repo.uploadBlob", data, kind=kind)["blob"]

    def rename(self, handle):
        self.call("com.atproto.identity.updateHandle", {"handle": handle})
        self.handle = handle

    def deactivate(self):
        self.call("com.atproto.server.deactivateAccount", {})

    def activate(self):
        self.call("com.atproto.server.activateAccount", None)

    def take_down(self, made=None, *, applied=True):
        """The host's act: one post, or the whole account."""
        subject = (
            {"$type": "com.atproto.repo.strongRef", "uri": made["uri"], "cid": made["cid"]}
            if made
            else {"$type": "com.atproto.admin.defs#repoRef", "did": self.did}
        )
        act = {"subject": subject, "takedown": {"applied": applied, "ref": "1"}}
        self.network.admin("com.atproto.admin.updateSubjectStatus", act)

    def end(self):
        self.network.admin("com.atproto.admin.deleteAccount", {"did": self.did})


def rkey(made):
    return made["uri"].rpartition("/")[2]
