"""No form gets through that a page of the desk did not send, on purpose."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from starlette.requests import Request
from tests.handling.conftest import PHRASE, House, invite_everybody

from walkback.model.desk import Role
from walkback.publish import Serving, site
from walkback.publish.addresses import Addresses
from walkback.publish.desk.forms import Forms, form_token

SAFE = "https://record.example"
NOT_OURS = "was not sent from a page of the desk"


def asking(cookie=None, **headers):
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    if cookie:
        sent.append((b"cookie", cookie.encode()))
    return Request({"type": "http", "method": "POST", "path": "/", "headers": sent})


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": None, "Sec_Fetch_Site": None},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Content_Type": "application/json"},
        {"Content_Type": "text/plain"},
    ],
)
def test_a_form_from_elsewhere_changes_nothing(house, headers):
    keeper = house.visitor("Ines")
    before = house.record.leaves()
    answer = keeper.send("/desk/names", {"names": "Some Body Else"}, **headers)
    assert answer.status in (400, 403)
    assert house.record.leaves() == before


def test_a_token_of_another_session_or_none_changes_nothing(house):
    keeper, other = house.visitor("Ines"), house.visitor("Bo")
    before = house.record.leaves()
    for token in ("", "x", other.token("/desk"), "\u00e9" * 64):
        answer = keeper.send("/desk/names", {"names": "Some Body Else", "token": token})
        assert answer.status == 403
        assert NOT_OURS in answer.text
    assert house.record.leaves() == before


def test_signing_somebody_in_needs_a_token_of_that_browser(house):
    victim, attacker = house.visitor(), house.visitor()
    fields = {"name": "Ines", "phrase": PHRASE, "token": attacker.token("/desk/sign-in")}
    victim.get("/desk/sign-in")
    assert victim.send("/desk/sign-in", fields).status == 403
    assert victim.get("/desk").status == 303


def test_the_cookie_is_another_after_signing_in_and_the_old_one_signs_nobody_in(house):
    visitor = house.visitor()
    visitor.get("/desk/sign-in")
    before = visitor.cookie
    answer = visitor.sign_in("Bo")
    assert visitor.cookie != before
    (cookie,) = answer.cookies
    assert {"HttpOnly", "SameSite=strict", "Path=/desk"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    session, visitor.cookie = visitor.cookie, before
    assert visitor.get("/desk").status == 303
    visitor.cookie = session
    assert visitor.get("/desk").status == 200
    visitor.send("/desk/sign-out", page="/desk")
    visitor.cookie = session
    assert visitor.get("/desk").status == 303


def test_over_https_the_cookie_is_for_this_host_alone_and_never_in_plain(record):
    invite_everybody(record.accounts)
    with Serving(site(record, handling=record, base=SAFE)) as server:
        visitor = House(record, server.url).visitor()
        token = visitor.token("/desk/sign-in")
        fields = {"name": "Bo", "phrase": PHRASE, "token": token}
        assert visitor.send("/desk/sign-in", fields).status == 403, "not the site's own origin"
        answer = visitor.send("/desk/sign-in", fields, Origin=SAFE)
    assert answer.status == 303
    (cookie,) = answer.cookies
    assert cookie.startswith("__Host-walkback-desk=")
    assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example/desk", "/desk/../x", "/x"])
def test_signing_in_leads_nowhere_but_to_the_desk(house, to):
    visitor = house.visitor()
    fields = {"name": "Bo", "phrase": PHRASE, "to": to}
    answer = visitor.send("/desk/sign-in", fields)
    assert answer.headers["location"] == "/desk"


def test_who_guesses_is_told_to_wait(house):
    visitor = house.visitor()
    found = [visitor.sign_in("Bo", "wrong") for _ in range(7)]
    assert [one.status for one in found][:5] == [403] * 5
    assert found[-1].status == 429
    assert int(found[-1].headers["retry-after"]) >= 1
    assert "Wait" in found[-1].text


def test_a_link_is_used_by_sending_its_form_not_by_looking(house):
    made = house.record.accounts.invite("Dora", Role.READER)
    for _ in range(3):  # mail programs look at links
        assert "Welcome" in house.visitor().get(f"/desk/join?code={made.code}").text
    dora = house.visitor()
    page = f"/desk/join?code={made.code}"
    fields = {"code": made.code, "phrase": PHRASE, "again": "another than that"}
    assert "differ" in dora.send("/desk/join", fields, page=page).text
    assert dora.send("/desk/join", fields | {"again": PHRASE}, page=page).status == 303
    assert "Dora" in dora.get("/desk").text
    assert house.visitor().get(page).status == 404


tokens = st.text(
    st.characters(codec="ascii", min_codepoint=33, exclude_characters=';,"\\'), min_size=1
)


@given(cookie=tokens, given=st.text())
def test_only_the_token_that_goes_with_the_cookie_is_meant(cookie, given):
    forms = Forms(Addresses.of(None))
    request = asking(f"walkback-desk={cookie}")
    assume(forms.token(request) == cookie)
    assume(given != form_token(cookie))
    assert not forms.is_meant(request, {"token": given})
    assert forms.is_meant(request, {"token": form_token(cookie)})
    assert not forms.is_meant(asking(), {"token": form_token(cookie)})
    assert cookie not in form_token(cookie) or len(cookie) < 8


@given(
    origin=st.one_of(
        st.from_regex(r"https?://[a-z.]{1,12}(:[0-9]{1,5})?", fullmatch=True),
        st.text(st.characters(codec="latin-1"), max_size=30),
    )
)
def test_no_origin_but_the_sites_own_passes(origin):
    forms = Forms(Addresses.of(SAFE))
    assert forms.is_ours(asking(origin=SAFE))
    sent = Request(
        {
            "type": "http",
            "method": "POST",
            "path": "/",
            "headers": [(b"origin", origin.encode("latin-1")), (b"host", b"record.example")],
        }
    )
    assert forms.is_ours(sent) == (origin == SAFE)
