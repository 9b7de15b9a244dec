"""A Mastodon server of our own, in the shapes of its documentation, for tests to change.

That it speaks as a real one is shown by an independent client, Mastodon.py, reading it. What it
cannot show is what a real server does beyond its documentation.
"""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOT_FOUND = (404, {"error": "Record not found"})


class MastodonServer:
    """One server with accounts and statuses. ``say`` sets what happens to every request."""

    def __init__(self):
        self.accounts, self.statuses, self.history = {}, {}, {}
        self.hidden, self.gone_actors, self.token = set(), {}, ""
        self.say = None  # (status, headers, bytes) for all that is asked
        self.asked = []
        handler = type("Handler", (_Handler,), {"served": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self.netloc = f"127.0.0.1:{self._http.server_address[1]}"
        self.url = f"http://{self.netloc}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self._http.shutdown()
        self._http.server_close()

    # --- what tests do

    def account(self, name, **more):
        number = str(100 + len(self.accounts))
        self.accounts[number] = {
            "id": number,
            "username": name,
            "acct": name,
            "display_name": name.title(),
            "locked": False,
            "bot": False,
            "discoverable": True,
            "indexable": False,
            "group": False,
            "created_at": "2020-01-01T00:00:00.000Z",
            "note": "<p>An invented person.</p>",
            "url": f"{self.url}/@{name}",
            "uri": f"{self.url}/users/{name}",
            "avatar": f"{self.url}/avatar.png",
            "avatar_static": f"{self.url}/avatar.png",
            "header": f"{self.url}/header.png",
            "header_static": f"{self.url}/header.png",
            "followers_count": 5,
            "following_count": 1,
            "statuses_count": 3,
            "last_status_at": "2026-03-02",
            "emojis": [],
            "fields": [],
            **more,
        }
        return number

    def post(self, account, html, **more):
        number = 116000000000000000 + 1000 * len(self.statuses)
        author = self.accounts[account]
        at = BEGAN + timedelta(minutes=len(self.statuses))
        self.statuses[str(number)] = {
            "id": str(number),
            "created_at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "in_reply_to_id": None,
            "in_reply_to_account_id": None,
            "sensitive": False,
            "spoiler_text": "",
            "visibility": "public",
            "language": "en",
            "uri": f"{author['uri']}/statuses/{number}",
            "url": f"{author['url']}/{number}",
            "replies_count": 0,
            "reblogs_count": 0,
            "favourites_count": 0,
            "quotes_count": 0,
            "edited_at": None,
            "content": html,
            "reblog": None,
            "quote": None,
            "application": {"name": "Web", "website": None},
            "account": author,
            "media_attachments": [],
            "mentions": [],
            "tags": [],
            "emojis": [],
            "card": None,
            "poll": None,
            **more,
        }
        return str(number)

    def edit(self, number, html):
        status = self.statuses[number]
        past = self.history.setdefault(number, [self._edit(status, status["created_at"])])
        status["content"] = html
        status["edited_at"] = "2026-03-03T10:00:00.000Z"
        past.append(self._edit(status, status["edited_at"]))

    def _edit(self, status, at):
        kept = ("content", "spoiler_text", "sensitive", "account", "media_attachments", "emojis")
        return {**{name: status[name] for name in kept}, "created_at": at, "poll": None}

    # --- what it answers

    def answer(self, path, token):
        parts = urlsplit(path)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        steps = parts.path.strip("/").split("/")
        if parts.path in ("/api/v1/instance", "/api/v2/instance"):
            return 200, {"domain": self.netloc, "uri": self.netloc, "version": "4.5.0"}
        if steps[0] == "api" and self.token and token != f"Bearer {self.token}":
            return 401, {"error": "This API requires an authenticated user"}
        if steps[:3] == ["api", "v1", "statuses"]:
            return self._status(steps[3:])
        if steps[:3] == ["api", "v1", "accounts"]:
            return self._account(steps[3:], asked)
        return self._object(steps) if steps[0] == "users" else NOT_FOUND

    def _status(self, steps):
        status = self.statuses.get(steps[0])
        if status is None or steps[0] in self.hidden:
            return NOT_FOUND
        if steps[1:] == ["history"]:
            return 200, self.history.get(steps[0], [self._edit(status, status["created_at"])])
        return 200, status

    def _account(self, steps, asked):
        if steps == ["lookup"]:
            named = [one for one in self.accounts.values() if one["acct"] == asked.get("acct")]
            return (200, named[0]) if named else NOT_FOUND
        account = self.accounts.get(steps[0])
        if account is None:
            return NOT_FOUND
        return (200, self._listed(account, asked)) if steps[1:] == ["statuses"] else (200, account)

    def _listed(self, account, asked):
        shown = [
            one
            for number, one in sorted(self.statuses.items(), reverse=True)
            if one["account"]["id"] == account["id"] and number not in self.hidden
        ]
        if asked.get("exclude_reblogs") == "true":
            shown = [one for one in shown if one["reblog"] is None]
        if "max_id" in asked:
            shown = [one for one in shown if int(one["id"]) < int(asked["max_id"])]
        if "min_id" in asked:
            shown = [one for one in shown if int(one["id"]) > int(asked["min_id"])][::-1]
        return [] if account.get("suspended") else shown[: int(asked.get("limit", 20))]

    def _object(self, steps):
        name = steps[1]
        if name in self.gone_actors:
            return self.gone_actors[name], {"error": "gone"}
        known = [one for one in self.accounts.values() if one["username"] == name]
        if not known:
            return NOT_FOUND
        if len(steps) == 2:
            return 200, {"id": known[0]["uri"], "type": "Person", "preferredUsername": name}
        status = self.statuses.get(steps[3])
        if status is None or steps[3] in self.hidden:
            return NOT_FOUND
        return 200, {"id": status["uri"], "type": "Note", "content": status["content"]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: MastodonServer

    def do_GET(self):
        served = self.served
        served.asked.append(self.path)
        if served.say:
            status, headers, body = served.say
        else:
            status, value = served.answer(self.path, self.headers.get("authorization", ""))
            headers, body = {}, json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        if "Content-Length" in headers:
            self.close_connection = True

    def log_message(self, *_):
        pass
