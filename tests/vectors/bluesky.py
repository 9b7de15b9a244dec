"""Makes ``tests/vectors/removal/bluesky-*.json``: python -m tests.vectors.bluesky

One scripted conversation for each row of the removal table that is Bluesky's: all that the hosts
answer at each look, in bytes, and what is to be concluded. ``{plc}``, ``{pds}``, ``{new}``,
``{view}`` and ``{relay}`` stand for the hosts' origins. Accounts, words and keys are invented.
"""

import base64
import json
from datetime import timedelta
from pathlib import Path

import libipld
from tests.bluesky_repo import POSTS, START, Repo, frame, post, tid

from walkback.sources.bluesky import car

FOLDER = Path(__file__).parent / "removal"
HANDLE = "ada.example"
H = timedelta(hours=1)
POSTED = START - H
KEY = tid(POSTED)
PATH = f"{POSTS}/{KEY}"
WORDS = "The bridge will stay open, and I have said so from the first day of this winter."
EDITED = WORDS.replace("stay open", "be closed for repairs")

RECORD = f"com.atproto.repo.getRecord?repo={{did}}&collection={POSTS}&rkey={KEY}"
PROOF = f"com.atproto.sync.getRecord?did={{did}}&collection={POSTS}&rkey={KEY}"
RESOLVE = "com.atproto.identity.resolveHandle"
STATUS = "com.atproto.sync.getRepoStatus?did={did}"


class Story:
    """One account with its post among others, and what is asked about it."""

    def __init__(self, name, row):
        self.repo = Repo(40)
        others = [
            ("put", f"{POSTS}/{tid(POSTED - n * H)}", post(f"Other {n}.")) for n in range(1, 30)
        ]
        self.repo.commit(POSTED, [*others, ("put", PATH, post(WORDS, POSTED))])
        self.vector = {
            "name": name,
            "row": row,
            "adapter": "bluesky",
            "url": f"https://bsky.app/profile/{self.repo.did}/post/{KEY}",
            "looks": [],
            "verdict": None,
        }

    def look(self, hours, expect, **how):
        """One look: the hosts as they are now, but for ``how``."""
        answers = Hosts(self.repo, START + hours * H, **how).answers()
        at = (START + hours * H).isoformat()
        self.vector["looks"].append({"at": at, "expect": expect, "answers": answers})
        return self

    def pushed(self, body):
        message = base64.b64encode(frame("#commit", 7, body)).decode()
        self.vector["looks"].append({"pushed": message, "expect": {"item": "tombstone"}})
        return self

    def ends(self, kind=None, confidence="high"):
        if kind:
            self.vector["verdict"] = {"kind": kind, "confidence": confidence}
        return self.vector


class Hosts:
    """All that could be asked at one moment, answered."""

    def __init__(self, repo, at, **how):
        self.repo, self.at, self.how = repo, at, how
        self.pds = how.get("pds", "{pds}")

    def answers(self):
        how, did = self.how, self.repo.did
        document = self.repo.document(self.pds, how.get("handle", HANDLE))
        found = {
            f"{{plc}}/{did}": text(document),
            f"{{view}}/xrpc/{RESOLVE}?handle={how.get('handle', HANDLE)}": text({"did": did}),
            f"{self.pds}/xrpc/{PROOF.format(did=did)}": self._proof(),
            f"{self.pds}/xrpc/{RECORD.format(did=did)}": self._record(),
            f"{self.pds}/xrpc/{STATUS.format(did=did)}": self._status(),
            f"{{relay}}/xrpc/{STATUS.format(did=did)}": error("RepoNotFound"),
        }
        for place, answer in how.get("instead", {}).items():
            url = place.format(did=did, pds=self.pds, plc="{plc}", view="{view}", relay="{relay}")
            found[url] = answer
        return [{"url": url, **answer} for url, answer in found.items() if answer]

    def _proof(self):
        if why := self.how.get("error"):
            return error(why)
        return binary(self.how.get("car") or self.repo.car(PATH))

    def _record(self):
        record = self.repo.records.get(PATH)
        if record is None or self.how.get("hidden") or self.how.get("error"):
            return error("RecordNotFound")
        cid = car.name(car.cid_of(libipld.encode_dag_cbor(record)))
        return text({"uri": f"at://{self.repo.did}/{PATH}", "cid": cid, "value": record})

    def _status(self):
        status = self.how.get("status", "active")
        if status == "unknown":
            return error("RepoNotFound")
        active = {"active": True, "rev": self.repo.rev}
        said = active if status == "active" else {"active": False, "status": status}
        return text({"did": self.repo.did, **said})


def text(value, status=200):
    return {"status": status, "type": "application/json", "text": json.dumps(value)}


def error(name):
    return text({"error": name, "message": "as said"}, 400)


def binary(data):
    body = base64.b64encode(data).decode()
    return {"status": 200, "type": "application/vnd.ipld.car", "base64": body}


def plain(status, body="", **headers):
    return {"status": status, "type": "text/html", "text": body, **headers}


THERE = {"outcome": "received", "item": "present", "account": "active"}
PROVED = {"outcome": "gone", "item": "proved-absent", "account": "active"}


def failed(reason, outcome="unreachable"):
    return {"outcome": outcome, "item": "", "account": "", "reason": reason}


def away(account, item="not-found"):
    return {"outcome": "gone", "item": item, "account": account}


def rows():
    yield from _of_the_post()
    yield from _of_the_account()
    yield from _still_there()
    yield from _not_looked()


def _of_the_post():
    story = Story("proved-absent", "verified exclusion proof at newer rev, account active")
    story.look(0, THERE).repo.delete(KEY, START + H)
    yield story.look(2, PROVED).ends("removed")

    story = Story(
        "firehose-delete", "firehose delete op in a verified commit, then 1 exclusion proof"
    )
    story.look(0, THERE).pushed(story.repo.delete(KEY, START + H))
    yield story.look(1.01, PROVED).ends("removed")

    story = Story("withheld", "RecordNotFound, proof shows record present")
    hidden = {"outcome": "gone", "item": "withheld", "account": "active"}
    story.look(0, THERE).look(1, hidden, hidden=True)
    yield story.look(2, hidden, hidden=True).ends("withheld")

    story = Story("no-proof", "RecordNotFound, no proof obtainable")
    story.look(0, THERE)
    for hours in (1, 12, 25.5):
        story.look(hours, away("active"), error="RecordNotFound")
    yield story.ends("removed", "medium")


def _of_the_account():
    told = (
        ("deleted", "gone", "RepoNotFound", "account-gone", (1, 26)),
        ("deactivated", "deactivated", "RepoDeactivated", "account-gone", (1, 26)),
        ("takendown", "suspended", "RepoTakendown", "account-suspended", (1, 2)),
        ("suspended", "suspended", "RepoSuspended", "account-suspended", (1, 2)),
    )
    for status, account, name, kind, hours in told:
        story = Story(f"account-{status}", f"sync status {status}").look(0, THERE)
        for hour in hours:
            story.look(hour, away(account), error=name, status=status)
        yield story.ends(kind)

    story = Story("account-lost", "its host no longer knows the account, and nobody says why")
    story.look(0, THERE)
    for hour in (1, 26):
        story.look(hour, away("lost"), error="RepoNotFound", status="unknown")
    yield story.ends("account-gone", "medium")

    story = Story("account-deleted-relay", "its host no longer knows it; the relay says deleted")
    story.look(0, THERE)
    deleted = {
        "{relay}/xrpc/" + STATUS: text(
            {"did": story.repo.did, "active": False, "status": "deleted"}
        )
    }
    for hour in (1, 26):
        story.look(hour, away("gone"), error="RepoNotFound", status="unknown", instead=deleted)
    yield story.ends("account-gone")

    story = Story("account-ended", "the directory says that the owner ended the DID").look(0, THERE)
    ended = {"{plc}/{did}": text({"message": "DID not available"}, 410)}
    for hour in (1, 26):
        story.look(hour, away("gone"), error="RepoNotFound", status="unknown", instead=ended)
    yield story.ends("account-gone")


def _still_there():
    story = Story("new-host", "DID document names a new PDS: the same account").look(0, THERE)
    answers = Hosts(story.repo, START + H, pds="{new}").answers()
    old = {"url": "{pds}/xrpc/" + PROOF.format(did=story.repo.did), **error("RepoDeactivated")}
    at = (START + H).isoformat()
    story.vector["looks"].append({"at": at, "expect": THERE, "answers": [*answers, old]})
    yield story.ends()

    story = Story("new-handle", "a new handle: the same account").look(0, THERE)
    yield story.look(1, THERE, handle="ada-new.example").look(30, THERE, handle="x.example").ends()

    story = Story("edited", "the record has another CID: an edit, by two like looks")
    story.look(0, THERE).repo.put(KEY, post(EDITED, POSTED), START + H)
    yield story.look(2, THERE).look(3, THERE).ends("edited")


def _not_looked():
    """Failures to look, each for as long as a removal would take: never one."""
    troubles = {
        "rate-limit": (plain(429, "slow down"), failed("http-429", "refused")),
        "server-error": (plain(502, "bad gateway"), failed("http-502")),
        "proxy-404": (plain(404, "<h1>not here</h1>"), failed("http-404")),
        "half-answer": (plain(200, "", cut=True), failed("cut", "incomplete")),
        "no-car": (text({"surprise": True}), failed("proof")),
        "no-answer": (None, failed("")),
    }
    for name, (answer, expect) in troubles.items():
        story = Story(f"look-{name}", "a failure to look is never a removal").look(0, THERE)
        for hours in (1, 20, 40, 90):
            story.look(hours, expect, instead={"{pds}/xrpc/" + PROOF: answer})
        yield story.ends()

    story = Story("look-half-proof", "half a proof proves nothing").look(0, THERE)
    story.repo.delete(KEY, START + H)
    half = story.repo.car(PATH)[:-40]
    yield _for_long(story, failed("proof"), car=half)

    story = Story("look-wrong-key", "a proof that another key signed proves nothing").look(0, THERE)
    other = Repo(41)
    other.did = story.repo.did
    other.commit(START + H)
    yield _for_long(story, failed("proof"), car=other.car(PATH))

    story = Story("look-stale-proof", "a host put back from a backup proves nothing of now")
    story.look(0, THERE)
    old = Repo(40)
    old.commit(POSTED - H)
    yield _for_long(story, failed("stale-proof"), car=old.car(PATH))

    story = Story("look-directory-down", "without its document an account is not judged")
    story.look(0, THERE).repo.delete(KEY, START + H)
    yield _for_long(story, failed("http-503"), instead={"{plc}/{did}": plain(503, "later")})

    story = Story("look-status-surprise", "an answer of an unknown form says nothing").look(
        0, THERE
    )
    story.repo.delete(KEY, START + H)
    odd = {"{pds}/xrpc/" + STATUS: text({"did": story.repo.did, "alive": "perhaps"})}
    yield _for_long(story, failed("schema"), instead=odd)

    story = Story("look-throttled", "a host that is behind with the account says nothing of it")
    story.look(0, THERE)
    yield _for_long(story, failed("throttled"), error="RepoNotFound", status="throttled")


def _for_long(story, expect, **how):
    for hours in (2, 20, 40, 90):
        story.look(hours, expect, **how)
    return story.ends()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for vector in rows():
        path = FOLDER / f"bluesky-{vector['name']}.json"
        path.write_text(json.dumps(vector, indent=1) + "\n", encoding="utf-8")
