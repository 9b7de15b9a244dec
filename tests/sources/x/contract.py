"""The platform's published contract, where it lies beside the repository.

It belongs to others and is not copied; without it what needs it is skipped, with a notice.
"""

import gzip
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jsonschema

FILE = Path(__file__).parents[4] / "shared" / "data" / "apis" / "x-openapi.json.gz"


@cache
def contract():
    return json.loads(gzip.decompress(FILE.read_bytes()))


def check(path, answer):
    """Raises where a request or its answer is not what the contract says."""
    parts = urlsplit(path)
    for template, methods in contract()["paths"].items():
        form = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))
        if "get" in methods and re.fullmatch(form, parts.path):
            break
    else:
        raise AssertionError(f"the contract knows no GET {parts.path}")
    _check_query(methods["get"]["parameters"], parse_qs(parts.query))
    schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator(schema).validate(answer)


def validator(schema):
    schema = {**schema, "components": contract()["components"]}
    return jsonschema.Draft7Validator(
        json.loads(json.dumps(schema).replace('"discriminator"', '"$x"'))
    )


def _check_query(parameters, asked):
    known = {}
    for one in parameters:
        named = contract()["components"]["parameters"]
        meant = named[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        known[meant["name"]] = meant["schema"]
    for name, values in asked.items():
        assert name in known, f"the contract knows no parameter {name}"
        schema, value = known[name], values[-1]
        if schema.get("type") == "array":
            value = value.split(",")
        elif schema.get("type") == "integer":
            value = int(value)
        validator(schema).validate(value)
