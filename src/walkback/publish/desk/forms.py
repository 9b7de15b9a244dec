"""What stands between a form of the desk and whoever would have it sent: cookie, token, origin."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from fastapi import Request, Response

from walkback.errors import BadInput
from walkback.publish.addresses import Addresses

TOKEN = "token"  # noqa: S105 - the name of a field
_LARGEST = 1 << 20  # bytes of a form: a list of names may be long
_MOST_FIELDS = 40
_FORM = "application/x-www-form-urlencoded"


class Forms:
    """Cookie and form tokens of one site. ``addresses`` say under which origin it is reached."""

    def __init__(self, addresses: Addresses) -> None:
        self._at = addresses
        base = urlsplit(addresses.base or "")
        self._origin = f"{base.scheme}://{base.netloc}" if addresses.base else ""
        self.secure = base.scheme == "https"
        # __Host- (RFC 6265bis 4.1.3.2): no other host of the domain can set it.
        self.cookie = "__Host-walkback-desk" if self.secure else "walkback-desk"

    def token(self, request: Request) -> str | None:
        """The cookie's secret; whether it is a session's is for the app to say."""
        return request.cookies.get(self.cookie) or None

    def set(self, response: Response, token: str) -> None:
        """Give the browser a secret, for as long as it is open."""
        response.set_cookie(
            self.cookie,
            token,
            path="/" if self.secure else self._at.page("/desk"),
            secure=self.secure,
            httponly=True,
            samesite="strict",
        )

    def clear(self, response: Response) -> None:
        """Take it back."""
        path = "/" if self.secure else self._at.page("/desk")
        response.delete_cookie(
            self.cookie, path=path, secure=self.secure, httponly=True, samesite="strict"
        )

    def is_ours(self, request: Request) -> bool:
        """Whether a form was sent from a page of this site, as the browser says."""
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        if site is None and origin is None:
            return False  # no browser of these years says neither
        if site is not None and site != "same-origin":
            return False
        if origin is None:
            return True
        if self._origin:
            return origin == self._origin
        # Without a known address: the Host that the same browser wrote. The cookie is of that
        # host alone, so a name that leads here by somebody's DNS has none.
        return urlsplit(origin).netloc == request.headers.get("host")

    def is_meant(self, request: Request, form: Mapping[str, str]) -> bool:
        """Whether the form has the token that goes with the cookie."""
        token = self.token(request)
        given = form.get(TOKEN, "").encode("utf-8", "replace")
        return token is not None and hmac.compare_digest(given, form_token(token).encode())


def form_token(token: str) -> str:
    """What forms carry: it follows from the cookie's secret and does not give it away."""
    secret = b"walkback/form/1\0" + token.encode("utf-8", "replace")
    return hashlib.sha256(secret).hexdigest()


def fresh() -> str:
    """A secret for a browser that has none yet."""
    return secrets.token_urlsafe(32)


async def read_form(request: Request) -> dict[str, str]:
    """The fields, the first value of each. Raises ``BadInput`` for what is no form of ours."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise BadInput("this is no form of the desk", expected=_FORM)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            raise BadInput("the form is too long", expected=f"at most {_LARGEST} bytes")
    try:
        text = body.decode("utf-8")
        fields = parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise BadInput("the form cannot be read", expected="UTF-8, and few fields") from None
    return {name: values[0] for name, values in fields.items()}
