"""Whether two addresses belong to one site, without a list of public suffixes."""

import re
from urllib.parse import urlsplit

_NUMBERS = re.compile(r"[\d.]+|\[.*\]")
# Second labels under which countries register names: example.co.uk, example.gov.au.
_SECOND = re.compile(r"ac|com?|edu|go|gob|gouv|govt?|mil|net?|nhs|nom|org?|parliament|police|sch")


def same_site(one: str, other: str) -> bool:
    """Same registrable name; for IP addresses and local names the same host and port."""
    first, second = urlsplit(one), urlsplit(other)
    a, b = (first.hostname or "").lower(), (second.hostname or "").lower()
    if _NUMBERS.fullmatch(a) or "." not in a:
        return first.netloc == second.netloc
    return registrable(a) == registrable(b)


def registrable(host: str) -> str:
    """``example.org`` for ``news.example.org``, ``example.gov.uk`` for ``www.example.gov.uk``.

    A guess: where a host is itself such a suffix (``www.gov.uk``) it stands for itself.
    """
    labels = host.split(".")
    size = 2
    if len(labels) > 2 and len(labels[-1]) == 2 and _SECOND.fullmatch(labels[-2]):
        size = 3
    return ".".join(labels[-size:])
