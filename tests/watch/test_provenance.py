"""How a look came about stands in its opening, small, and a chain lies in the archive once."""

import hashlib
from datetime import UTC, datetime, timedelta

from tests.weather.certificate import Authority
from tests.weather.server import Server, page

from walkback.fetch import Fetcher, FetchOptions
from walkback.model.canonical import canonical
from walkback.model.exchange import Request
from walkback.watch.provenance import Provenance, clock_offset, tools


def look(url):
    options = FetchOptions(allow_net=("127.0.0.0/8",), pace=timedelta(0))
    with Fetcher(options, clock=lambda: datetime.now(UTC)) as fetcher:
        return list(fetcher.fetch([Request(url)])) + list(fetcher.fetch([Request(url)]))


def test_a_look_over_tls_names_the_chain_that_is_kept_once(tmp_path, monkeypatch):
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    answers = {"/": page("", status="302 Found", location="/there"), "/there": page("Words.")}
    with Server(answers, host="127.44.0.9", tls=authority.tls("127.44.0.9")) as server:
        first, second = look(server.url("/"))
    provenance = Provenance()
    said, resources = provenance.of(first)
    how = said["how"]
    assert (how["ip"], how["by"]) == ("127.44.0.9", tools())
    assert len(how["ms"]) == 2  # one for each hop
    (chain,) = resources
    assert chain.uri == f"urn:tls:{how['tls']}"
    assert hashlib.sha256(chain.data).hexdigest() == how["tls"]
    assert chain.data.startswith(b"-----BEGIN CERTIFICATE-----")
    again, none = provenance.of(second)  # on the connection that stood
    assert (again["how"]["tls"], none) == (how["tls"], ())
    assert len(canonical(said)) < 400


def test_a_look_without_tls_names_none():
    with Server({"/": page("Words.")}, host="127.44.0.9") as server:
        (first, _) = look(server.url("/"))
    said, resources = Provenance().of(first)
    assert "tls" not in said["how"]
    assert resources == ()


def test_the_clock_is_said_to_be_off_by_so_much_or_not_to_be_known():
    told = clock_offset(0)
    assert told == "not known" or told.endswith("(kernel)")
