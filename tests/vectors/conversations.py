"""Makes ``tests/vectors/removal/{mastodon,x}-*.json``: python -m tests.vectors.conversations

One scripted conversation for each row of the removal table that is theirs: all that the servers
answer at each look, in bytes, and what is to be concluded. ``{home}`` stands for the Mastodon
server's origin, ``{api}`` for the API's of X. Accounts and words are invented.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from walkback.sources.x import parse as x_parse

FOLDER = Path(__file__).parent / "removal"
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = "The bridge will stay open, and I have said so from the first day of this winter."
EDITED = WORDS.replace("stay open", "be closed for repairs")
THERE = {"outcome": "received", "item": "present", "account": "active"}
# When a failure to look is tried: for as long as any removal would take.
LONG = (1, 2, 20, 40, 90)


def text(value, status=200, **how):
    return {"status": status, "type": "application/json", "text": json.dumps(value), **how}


def plain(status, words=""):
    return {"status": status, "type": "text/html", "text": words}


def away(item, account):
    return {"outcome": "gone", "item": item, "account": account}


def failed(outcome, reason):
    return {"outcome": outcome, "item": "", "account": "", "reason": reason}


class Story:
    """One post and the looks at it; ``answers`` are as the servers stand, by address."""

    def __init__(self, adapter, name, row):
        self.answers = dict(BEGIN[adapter]())
        self.vector = {
            "name": name,
            "row": row,
            "adapter": adapter,
            "url": URLS[adapter],
            "memory": MEMORY[adapter],
            "looks": [],
            "verdict": None,
        }
        self.look(THERE, 0)

    def now(self, **changed):
        """The servers stand otherwise: addresses by their short names."""
        self.answers |= {PLACES[name]: answer for name, answer in changed.items()}
        return self

    def look(self, expect, *hours):
        for hour in hours:
            at = (START + timedelta(hours=hour)).isoformat()
            answers = [{"url": url, **one} for url, one in self.answers.items() if one]
            self.vector["looks"].append({"at": at, "expect": expect, "answers": answers})
        return self

    def ends(self, kind=None, confidence="high"):
        if kind:
            self.vector["verdict"] = {"kind": kind, "confidence": confidence}
        return self.vector


# ---- Mastodon ----

ID, OTHER = "116000000000005000", "116000000000004000"
ACCOUNT = {
    "id": "100",
    "username": "ada",
    "acct": "ada",
    "url": "{home}/@ada",
    "uri": "{home}/users/ada",
    "locked": False,
}
NOT_FOUND = text({"error": "Record not found"}, 404)


def status(number, words):
    return {
        "id": number,
        "created_at": "2026-03-02T10:00:00.000Z",
        "edited_at": None,
        "visibility": "public",
        "reblog": None,
        "spoiler_text": "",
        "url": f"{{home}}/@ada/{number}",
        "uri": f"{{home}}/users/ada/statuses/{number}",
        "content": f"<p>{words}</p>",
        "account": ACCOUNT,
        "media_attachments": [],
    }


def _home():
    return {
        PLACES["status"]: text(status(ID, WORDS)),
        PLACES["account"]: text(ACCOUNT),
        PLACES["older"]: text([status(OTHER, "Other words.")]),
        PLACES["newer"]: text([]),
        PLACES["object"]: NOT_FOUND,
        PLACES["actor"]: text({"id": "{home}/users/ada", "type": "Person"}),
        PLACES["instance"]: text({"domain": "home", "version": "4.5.0"}),
    }


def mastodon():
    def story(name, row):
        return Story("mastodon", name, row)

    one = story("missing-alone", "API 404, account ok and not moved, neighbours remain")
    one.now(status=NOT_FOUND).look(away("unlisted", "active"), 1, 1.2, 1.6)
    yield one.ends("removed", "medium")

    one = story("tombstone", "410 with a Tombstone on the item, account ok")
    tombstone = {"id": f"{{home}}/users/ada/statuses/{ID}", "type": "Tombstone"}
    one.now(status=NOT_FOUND, object=text(tombstone, 410))
    yield one.look(away("unlisted", "active"), 1, 1.2, 1.6).ends("removed", "medium")

    one = story("only-one", "API 404, account ok, and it shows no other status")
    one.now(status=NOT_FOUND, older=text([])).look(away("not-found", "active"), 1, 12, 26)
    yield one.ends("removed", "medium")

    one = story("still-listed", "API 404, and the account lists it: contested, never gone")
    one.now(status=NOT_FOUND, older=text([status(ID, WORDS)]))
    yield one.look(away("not-found", "unknown"), *LONG).ends()

    one = story("other-servers", "API 404, and other servers are given it: never gone")
    note = {"id": f"{{home}}/users/ada/statuses/{ID}", "type": "Note"}
    one.now(status=NOT_FOUND, object=text(note))
    yield one.look(away("not-found", "unknown"), *LONG).ends()

    one = story("moved", "404 while the account says that it moved: no removal")
    moved = {**ACCOUNT, "moved": {"id": "7", "url": "https://new.example/@ada"}}
    one.now(status=NOT_FOUND, account=text(moved))
    yield one.look(away("not-found", "unknown"), *LONG).ends()

    one = story("suspended", "account suspended: true")
    one.now(status=NOT_FOUND, account=text({**ACCOUNT, "suspended": True}))
    yield one.look(away("not-found", "suspended"), 1, 2).ends("account-suspended")

    lost = {"status": NOT_FOUND, "account": NOT_FOUND}
    told = (
        ("account-gone", 410, "gone", "account-gone", "high", (1, 26)),
        ("account-403", 403, "suspended", "account-suspended", "high", (1, 2)),
        ("account-lost", 404, "lost", "account-gone", "medium", (1, 26)),
    )
    for name, code, state, kind, confidence, hours in told:
        one = story(name, f"status 404, account 404, actor {code}")
        one.now(**lost, actor=text({"error": "gone"}, code))
        yield one.look(away("not-found", state), *hours).ends(kind, confidence)

    one = story("server-reset", "status, account and actor 404, and the server is not well")
    one.now(**lost, actor=NOT_FOUND, instance=plain(502))
    yield one.look(failed("unreachable", "http-502"), *LONG).ends()

    one = story("private", "404, account locked, nothing of it is shown")
    one.now(status=NOT_FOUND, account=text({**ACCOUNT, "locked": True}), older=text([]))
    yield one.look(away("not-found", "private"), 1, 2).ends("account-private")

    one = story("edited", "edited_at and a history: an edit, by two like looks")
    edited = {**status(ID, EDITED), "edited_at": "2026-03-02T12:30:00.000Z"}
    history = [{"content": f"<p>{WORDS}</p>", "created_at": "2026-03-02T10:00:00.000Z"}, edited]
    one.now(status=text(edited), history=text(history))
    yield one.look(THERE, 1, 2).ends("edited")

    one = story("restored", "comes back before it was confirmed: no removal")
    one.now(status=NOT_FOUND).look(away("unlisted", "active"), 1, 1.2)
    one.now(status=text(status(ID, WORDS))).look(THERE, 1.4)
    yield one.now(status=NOT_FOUND).look(away("unlisted", "active"), 1.7).ends()

    yield from _not_looked(story, "status", "schema")


# ---- X ----

POST, ELSE = "1800000000000000000", "1799000000000000000"
PROBLEMS = "https://api.x.com/2/problems/"
USER = {"id": "9000", "name": "Ada", "username": "ada", "protected": False}


def post(number, words, **more):
    return {
        "id": number,
        "text": words,
        "author_id": "9000",
        "created_at": "2026-03-02T10:00:00.000Z",
        "edit_history_post_ids": [number],
        **more,
    }


def shown(*posts):
    return text({"data": list(posts), "includes": {"users": [USER]}})


def problem(kind, number, what, detail):
    titles = {"resource-not-found": "Not Found Error"}
    told = {
        "type": PROBLEMS + kind,
        "title": titles.get(kind, "Authorization Error"),
        "detail": detail,
        "resource_id": number,
        "resource_type": what,
    }
    return text({"errors": [told]})


def _api():
    return {
        PLACES["post"]: shown(post(POST, WORDS)),
        PLACES["user"]: text({"data": USER}),
        PLACES["posts"]: shown(post(ELSE, "Other words.")),
    }


MISSING = problem("resource-not-found", POST, "tweet", "Could not find tweet.")
DENIED = problem("not-authorized-for-resource", POST, "tweet", "Sorry, you are not authorized.")


def x():
    def story(name, row):
        return Story("x", name, row)

    one = story("missing-alone", "resource-not-found, user ok, another post of his ok")
    yield one.now(post=MISSING).look(away("missing", "active"), 1, 1.2, 1.6).ends("removed")

    one = story("only-one", "resource-not-found, user ok, no post of his is shown")
    one.now(post=MISSING, posts=text({"meta": {"result_count": 0}}))
    yield one.look(away("not-found", "active"), 1, 12, 26).ends("removed", "medium")

    one = story("still-listed", "resource-not-found, and his list shows it: never gone")
    one.now(post=MISSING, posts=shown(post(POST, WORDS)))
    yield one.look(away("not-found", "unknown"), *LONG).ends()

    nobody = problem("resource-not-found", "9000", "user", "Could not find user.")
    one = story("account-gone", "resource-not-found for post and user")
    yield (
        one.now(post=MISSING, user=nobody)
        .look(away("not-found", "gone"), 1, 26)
        .ends("account-gone")
    )

    suspended = problem("resource-not-found", "9000", "user", "User has been suspended: [9000].")
    for name, answer in (("suspended", DENIED), ("suspended-not-found", MISSING)):
        one = story(name, "the post is not shown, and the user look-up says suspended")
        one.now(post=answer, user=suspended).look(away("not-found", "suspended"), 1, 2)
        yield one.ends("account-suspended")

    one = story("protected", "Authorization Error, user protected")
    one.now(post=DENIED, user=text({"data": {**USER, "protected": True}}))
    yield one.look(away("not-found", "private"), 1, 2).ends("account-private")

    one = story("not-authorised", "Authorization Error, and the user is open: never gone")
    yield one.now(post=DENIED).look(away("not-found", "unknown"), *LONG).ends()

    where = {"copyright": False, "country_codes": ["DE"], "scope": "post"}
    one = story("withheld", "withheld, and a notice stands in place of the words")
    one.now(post=shown(post(POST, "This post has been withheld in DE", withheld=where)))
    yield one.look(away("withheld", "active"), 1, 2).ends("withheld")

    one = story("withheld-elsewhere", "withheld in some country, and the words are there")
    yield one.now(post=shown(post(POST, WORDS, withheld=where))).look(THERE, 1, 2).ends()

    chain = [POST, "1800000000000000099"]
    one = story("edited", "an edit history: an edit, by two like looks")
    old = post(POST, WORDS, edit_history_post_ids=chain)
    new = post(chain[1], EDITED, edit_history_post_ids=chain)
    one.now(post=shown(old), chain=shown(old, new))
    yield one.look(THERE, 1, 2).ends("edited")

    gap = text({"data": []})
    one = story("gap", "neither the post nor an error of it: unknown until told")
    yield one.now(post=gap).look(failed("unreachable", "schema"), *LONG).ends()

    ours = ((401, "login"), (402, "plan"), (403, "forbidden"), (404, "http-404"))
    for code, reason in ours:
        one = story(f"our-{code}", "401, 402, 403, 404 of our own access: never counts")
        yield one.now(post=text({}, code)).look(failed("refused", reason), *LONG).ends()

    yield from _not_looked(story, "post", "schema")


def _not_looked(story, place, odd):
    """Failures to look, each for as long as any removal would take."""
    troubles = {
        "rate-limit": (plain(429), failed("refused", "http-429")),
        "server-error": (plain(502), failed("unreachable", "http-502")),
        "half-answer": (text({}, cut=True), failed("incomplete", "cut")),
        "surprise": (text({"surprise": [1]}), failed("unreachable", odd)),
        "captcha": (plain(200, "<h1>Just a moment</h1>"), failed("unreachable", odd)),
        "no-answer": (None, failed("unreachable", "")),
    }
    for name, (answer, expect) in troubles.items():
        one = story(f"look-{name}", "a failure to look is never a removal")
        yield one.now(**{place: answer}).look(expect, *LONG).ends()


def _places():
    home, api = "{home}/api/v1", "{api}/2"

    def asked(**first):
        return urlencode({**first, **x_parse.FIELDS}, safe=",")

    return {
        "status": f"{home}/statuses/{ID}",
        "history": f"{home}/statuses/{ID}/history",
        "account": f"{home}/accounts/100",
        "older": f"{home}/accounts/100/statuses?limit=5&max_id={int(ID) + 1}",
        "newer": f"{home}/accounts/100/statuses?limit=5&min_id={ID}",
        "object": f"{{home}}/users/ada/statuses/{ID}",
        "actor": "{home}/users/ada",
        "instance": "{home}/api/v2/instance",
        "post": f"{api}/tweets?{asked(ids=POST)}",
        "chain": f"{api}/tweets?{asked(ids=f'{POST},1800000000000000099')}",
        "user": f"{api}/users/9000?{urlencode(x_parse.USER, safe=',')}",
        "posts": f"{api}/users/9000/tweets?{asked(max_results='5')}",
    }


PLACES = _places()
BEGIN = {"mastodon": _home, "x": _api}
URLS = {"mastodon": f"{{home}}/@ada/{ID}", "x": f"https://x.com/i/status/{POST}"}
MEMORY = {"mastodon": {"id": "100"}, "x": {"id": "9000"}}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for vector in (*mastodon(), *x()):
        path = FOLDER / f"{vector['adapter']}-{vector['name']}.json"
        path.write_text(json.dumps(vector, indent=1) + "\n", encoding="utf-8")
