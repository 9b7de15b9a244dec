"""An X API of our own, in the shapes of its contract, for tests to change."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PROBLEMS = "https://api.x.com/2/problems/"


def problem(kind, number, resource, detail):
    title = {"resource-not-found": "Not Found Error"}.get(kind, "Authorization Error")
    return {
        "type": PROBLEMS + kind,
        "title": title,
        "detail": detail,
        "resource_id": number,
        "value": number,
        "parameter": "ids",
        "resource_type": resource,
    }


class XServer:
    """Users and posts; ``say`` sets what happens to every request, ``kept`` all that was said."""

    def __init__(self):
        self.users, self.posts, self.state = {}, {}, {}
        self.say, self.kept, self.token = None, [], "k3y"
        handler = type("Handler", (_Handler,), {"served": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self.netloc = f"127.0.0.1:{self._http.server_address[1]}"
        self.url = f"http://{self.netloc}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self._http.shutdown()
        self._http.server_close()

    def user(self, name, **more):
        number = str(9000 + len(self.users))
        self.users[number] = {"id": number, "name": name.title(), "username": name, **more}
        return number

    def post(self, author, text, **more):
        number = str(1800000000000000000 + len(self.posts))
        self.posts[number] = {
            "id": number,
            "text": text,
            "author_id": author,
            "created_at": f"2026-03-02T09:{len(self.posts):02}:00.000Z",
            "edit_history_post_ids": [number],
            "lang": "en",
            **more,
        }
        return number

    def edit(self, number, text):
        """An edit is a new post with the same history."""
        first = self.posts[number]
        new = self.post(first["author_id"], text)
        chain = [*first["edit_history_post_ids"], new]
        for one in chain:
            self.posts[one]["edit_history_post_ids"] = chain
        return new

    def answer(self, path):
        parts = urlsplit(path)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        steps = parts.path.strip("/").split("/")
        if steps[:2] == ["2", "tweets"]:
            return self._tweets(asked["ids"].split(","))
        if steps[:4] == ["2", "users", "by", "username"]:
            found = [one for one in self.users.values() if one["username"] == steps[4]]
            return self._user(found[0]["id"] if found else steps[4])
        if steps[3:] == ["tweets"]:
            return self._timeline(steps[2], asked)
        return self._user(steps[2])

    def _tweets(self, numbers):
        shown = [self.posts[one] for one in numbers if one in self.posts and one not in self.state]
        missing = [one for one in numbers if one not in self.posts or one in self.state]
        errors = [
            problem(
                self.state.get(one, "resource-not-found"),
                one,
                "tweet",
                f"Could not find tweet with ids: [{one}].",
            )
            for one in missing
            if self.state.get(one) != "gap"
        ]
        return self._with(shown, errors)

    def _timeline(self, number, asked):
        since = int(asked.get("since_id", 0))
        shown = [
            one
            for name, one in sorted(self.posts.items(), reverse=True)
            if one["author_id"] == number and name not in self.state and int(name) > since
        ][: int(asked["max_results"])]
        return {**self._with(shown, []), "meta": {"result_count": len(shown)}}

    def _with(self, shown, errors):
        authors = {one["author_id"] for one in shown}
        value = {"includes": {"users": [self.users[one] for one in authors if one in self.users]}}
        if shown:
            value["data"] = shown
        if errors:
            value["errors"] = errors
        return value

    def _user(self, number):
        detail = {"suspended": f"User has been suspended: [{number}]."}
        if number in self.users and number not in self.state:
            return {"data": self.users[number]}
        said = detail.get(self.state.get(number), f"Could not find user with id: [{number}].")
        return {"errors": [problem("resource-not-found", number, "user", said)]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: XServer

    def do_GET(self):
        served = self.served
        if self.headers.get("authorization") != f"Bearer {served.token}":
            status, headers, value = 401, {}, {"title": "Unauthorized", "status": 401}
        elif served.say:
            status, headers, value = served.say
        else:
            status, headers, value = 200, {}, served.answer(self.path)
            served.kept.append((self.path, value))
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        for name, text in headers.items():
            self.send_header(name, text)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = "Content-Length" in headers

    def log_message(self, *_):
        pass
