"""A host of Bluesky on loopback: directory, resolver and account host in one, for tests to change.

It serves what ``bluesky_repo`` signs. That this is what real hosts say is shown beside the real
one, in ``sources/test_bluesky_pds``.
"""

import hashlib
import json
from urllib.parse import parse_qsl, urlsplit

import libipld
from tests.bluesky_repo import Repo, post, tid
from tests.weather.server import Server, page, path_of

from walkback.sources.bluesky.addresses import POSTS, post_url
from walkback.sources.bluesky.car import cid_of, is_cid, name


class BlueskyHost:
    """One account of one host. ``clock`` tells when it writes; ``status`` is the account's."""

    def __init__(self, clock, handle="mira.example", number=1):
        self.clock, self.handle = clock, handle
        self.repo = Repo(number)
        self.repo.commit(clock(), [])
        self.blobs, self.status, self.hidden, self.instead = {}, None, set(), None
        self.origin, self.server = f"https://{handle}", None

    def __enter__(self):
        self.server = Server(self.answer)
        self.server.__enter__()
        self.origin = self.server.url("")
        return self

    def __exit__(self, *what):
        self.server.__exit__(*what)

    # --- what tests do

    def say(self, text, image=None, alt=""):
        """A post, with a picture where its bytes are given; its address."""
        at = self.clock()
        more = {}
        if image:
            cid = b"\x01\x55\x12\x20" + hashlib.sha256(image).digest()  # of raw bytes
            self.blobs[name(cid)] = image
            blob = {"$type": "blob", "ref": cid, "mimeType": "image/png", "size": len(image)}
            more["embed"] = {
                "$type": "app.bsky.embed.images",
                "images": [{"alt": alt, "image": blob}],
            }
        rkey = tid(at, len(self.repo.records))
        self.repo.put(rkey, post(text, at, **more), at)
        return post_url(self.repo.did, rkey)

    def edit(self, url, text):
        rkey = url.rpartition("/")[2]
        old = self.repo.records[f"{POSTS}/{rkey}"]
        self.repo.put(rkey, old | {"text": text}, self.clock())

    def delete(self, url):
        self.repo.delete(url.rpartition("/")[2], self.clock())

    # --- what it answers

    def answer(self, head):
        if self.instead:
            return self.instead
        return self.respond(path_of(head))

    def respond(self, target):
        """The whole response to a path and query."""
        parts = urlsplit(target)
        asked = dict(parse_qsl(parts.query))
        if parts.path == f"/{self.repo.did}":
            return _json(self.repo.document(self.origin, self.handle))
        method = parts.path.removeprefix("/xrpc/com.atproto.").replace(".", "_")
        known = getattr(self, f"_{method.lower()}", None)
        return known(asked) if known else _error("MethodNotImplemented", "501 Not Implemented")

    def _identity_resolvehandle(self, asked):
        if asked["handle"] == self.handle:
            return _json({"did": self.repo.did})
        return _error("HandleNotFound")

    def _repo_listrecords(self, asked):
        if self.status:
            return _error(self.status)
        paths = sorted((path for path in self.repo.records if path.startswith(POSTS)), reverse=True)
        shown = [path for path in paths if path not in self.hidden]
        return _json({"records": [self._shown(path) for path in shown[: int(asked["limit"])]]})

    def _repo_getrecord(self, asked):
        path = f"{asked['collection']}/{asked['rkey']}"
        if self.status:
            return _error(self.status)
        if path not in self.repo.records or path in self.hidden:
            return _error("RecordNotFound")
        return _json(self._shown(path))

    def _sync_getrecord(self, asked):
        if self.status:
            return _error(self.status)
        car = self.repo.car(f"{asked['collection']}/{asked['rkey']}")
        return page(car, content_type="application/vnd.ipld.car")

    def _sync_getrepostatus(self, asked):
        del asked
        ends = {"RepoTakendown": "takendown", "RepoDeactivated": "deactivated"}
        state = ends.get(self.status)
        shown = {"did": self.repo.did, "active": state is None, "rev": self.repo.rev}
        return _json(shown | ({"status": state} if state else {}))

    def _sync_getblob(self, asked):
        return page(self.blobs[asked["cid"]], content_type="image/png")

    def _shown(self, path):
        record = self.repo.records[path]
        cid = name(cid_of(libipld.encode_dag_cbor(record)))
        return {"uri": f"at://{self.repo.did}/{path}", "cid": cid, "value": _plain(record)}


def _plain(value):
    if is_cid(value):
        return {"$link": name(value)}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _json(value, status="200 OK"):
    return page(json.dumps(value), status, content_type="application/json")


def _error(name_of, status="400 Bad Request"):
    return _json({"error": name_of, "message": name_of}, status)
