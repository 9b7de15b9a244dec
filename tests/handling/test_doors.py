"""Each route of the router, asked as each role with each method: in, or refused; nothing between.

The routes come from the application itself, so that one which is added later is asked as well.
"""

import contextlib
import http.client
import re
from urllib.parse import urlsplit

import pytest
from fastapi import Response
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.routing import Match, Mount, Route
from tests.handling.conftest import PEOPLE, House, invite_everybody

from walkback.model.desk import Role
from walkback.publish import Serving, site
from walkback.publish.doors import DOORS, without_a_line
from walkback.publish.shield import SECURITY

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
WHO = {"nobody": None, "reader": "Rui", "reviewer": "Bo", "keeper": "Ines"}
OURS = {**SECURITY, "referrer-policy": "same-origin"}


@pytest.fixture
def app(record):
    invite_everybody(record.accounts)
    return site(record, handling=record)


@pytest.fixture
def open_house(record, app):
    with Serving(app) as server:
        yield House(record, server.url)


def connected(url):
    return contextlib.closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=20))


@pytest.fixture
def closing():
    with contextlib.ExitStack() as stack:
        yield stack


def ask(connection, method, path, cookie):
    connection.request(method, path, headers={"Cookie": cookie} if cookie else {})
    response = connection.getresponse()
    return response, response.read()


def paths(app):
    return sorted({re.sub(r"\{[^}]*\}", "none", route.path) for route in app.routes})


def needed(app, method, path):
    """The role that the table asks for, by a walk of its own; None where no route answers."""
    for route in app.routes:
        if route.path_regex.match(path) and method in route.methods:
            return DOORS[f"{'GET' if method == 'HEAD' else method} {route.path}"]
    return None


@pytest.mark.parametrize("name", WHO)
def test_each_route_lets_in_whom_the_table_names_and_nobody_else(app, open_house, closing, name):
    cookie = open_house.visitor(WHO[name]).cookie if WHO[name] else None
    role = Role(name) if WHO[name] else Role.ANYBODY
    connection = closing.enter_context(connected(open_house.url))
    asked = 0
    for path in paths(app):
        for method in METHODS:
            response, body = ask(connection, method, path, cookie)
            asked += 1
            wanted, told = needed(app, method, path), f"{method} {path} {response.status}"
            headers = {key.lower(): value for key, value in response.getheaders()}
            for key in SECURITY:
                assert headers.get(key), f"{told} has no {key}"
            if path.startswith("/desk"):
                assert headers["cache-control"] == "no-store", told
            if wanted is None:
                assert response.status == 405, told
            elif not role.includes(wanted):
                to_door = headers.get("location", "").startswith("/desk/sign-in")
                assert response.status == 403 or (response.status == 303 and to_door), told
                assert (
                    role is Role.ANYBODY
                    or b"your account may not" in body.lower()
                    or (method == "HEAD")
                ), told
            elif method == "POST" and path != "/check":
                assert response.status == 403, told  # no token: nobody's form gets through
                assert b"was not sent from a page of the desk" in body, told
            else:
                assert response.status not in (401, 403, 500), told
                assert "/sign-in" not in headers.get("location", ""), told
    assert asked > 400


def test_no_route_is_without_a_line(app):
    assert without_a_line(app.routes) == []


def test_a_line_that_no_route_has_is_none(app):
    known = {f"{method} {route.path}" for route in app.routes for method in route.methods}
    assert set(DOORS) <= known


async def later(_request):
    return Response("in")


def test_a_route_without_a_line_is_refused_for_everybody_also_a_mount(app, open_house):
    app.router.routes.insert(0, Route("/later", later))
    app.router.routes.insert(0, Mount("/mounted", routes=[Route("/page", later)]))
    app.router.routes.insert(0, Route("/desk/later", later, methods=["POST"]))
    assert without_a_line(app.routes)
    for name in WHO.values():
        visitor = open_house.visitor(name)
        for path in ("/later", "/mounted/page"):
            assert visitor.get(path).status in (303, 403), (name, path)
            assert visitor.get(path).body != b"in"
        assert visitor.ask("/desk/later", "POST").status == 403


def test_without_a_desk_none_of_its_routes_is_there(record):
    with Serving(site(record)) as server:
        public = House(record, server.url).visitor()
        for path in ("/desk", "/desk/sign-in", "/desk/join?code=x", "/desk/accounts"):
            assert public.get(path).status == 404
        assert "/desk" not in public.get("/").text
        assert public.get("/").status == 200


class Paths:
    """Paths near the desk's, as those who look for a gap would write them."""

    odd = st.sampled_from(["/", "//", "%0A", "\n", "/.", "/..", ";", "%2f", "%00", " ", "%20", "?"])
    known = st.sampled_from(sorted({line.split(" ")[1] for line in DOORS if "/desk" in line}))
    near = st.lists(st.one_of(known, odd), min_size=1, max_size=4).map("".join)


@settings(max_examples=150, deadline=None)
@given(path=Paths.near, method=st.sampled_from(METHODS))
def test_whatever_the_router_would_answer_the_door_has_seen(path, method):
    """The two never disagree on which route a request is for."""
    from walkback.publish.doors import Doors  # noqa: PLC0415 - so that a failure names this test

    class App:
        routes = tuple(
            Route(line.split(" ")[1], later, methods=[line.split(" ")[0]]) for line in DOORS
        )

    scope = {"type": "http", "method": method, "path": path, "app": App, "headers": []}
    role, is_known = Doors(None, None, None)._role(scope)
    answering = [r for r in App.routes if r.matches(scope)[0] is Match.FULL]
    assert is_known == bool(answering)
    if answering:
        as_get = "GET" if method == "HEAD" else method
        assert role is DOORS[f"{as_get} {answering[0].path}"]


def test_everybody_of_the_tests_has_a_role():
    assert set(PEOPLE.values()) == set(Role) - {Role.ANYBODY}
