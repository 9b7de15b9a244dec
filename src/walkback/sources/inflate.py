"""Files that are gzip themselves, as ``sitemap.xml.gz`` is, whatever the transfer coding was."""

import zlib

MOST = 50 * 1024 * 1024  # sitemaps.org: a sitemap has at most 50 MiB uncompressed


def inflated(body: bytes, most: int = MOST) -> tuple[bytes, str | None]:
    """The body, uncompressed where its first bytes are gzip's; and a defect or None.

    At most ``most`` bytes come out: a bomb costs no more memory than an honest sitemap.
    """
    if body[:2] != b"\x1f\x8b":
        return body, None
    stream = zlib.decompressobj(wbits=31)
    try:
        data = stream.decompress(body, most)
    except zlib.error as error:
        return b"", f"not a gzip file: {error}"
    if stream.unconsumed_tail:
        return data, f"more than {most} bytes uncompressed"
    return data, None if stream.eof else "the gzip file ends early"
