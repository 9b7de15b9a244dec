"""A bundle taken apart, with nothing of ours but the nouns."""

import base64
import json
import zipfile


def members(path):
    """Name to bytes, as another program reads them."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def lines(data):
    """The values of a file of JSON lines."""
    return [json.loads(line) for line in data.splitlines()]


def proof(data):
    """Leaf, index, hashes and checkpoint of a tlog-proof."""
    head, _, checkpoint = data.partition(b"\n\n")
    header, extra, index, *hashes = head.decode().split("\n")
    assert header == "c2sp.org/tlog-proof@v1"
    leaf = base64.b64decode(extra.removeprefix("extra "))
    path = tuple(base64.b64decode(each) for each in hashes)
    return leaf, int(index.removeprefix("index ")), path, checkpoint
