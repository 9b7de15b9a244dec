"""Writes the API's reference from its document: ``python -m walkback.publish.api_reference``.

``docs/api.md`` is its output, and a test fails where the two differ.
"""

import sys
from collections.abc import Iterator
from typing import Any

from walkback.publish.openapi import openapi

_INTRODUCTION = """\
# The API

Made from the API's own document by `python -m walkback.publish.api_reference > docs/api.md`; a
test keeps it current. `walkback serve` has the document itself, OpenAPI 3.1, at
`/api/openapi.json`.

{told}

```console
$ curl -s 'http://127.0.0.1:8765/api/events?kind=removed&order=desc&limit=5'
$ curl -s 'http://127.0.0.1:8765/api/events.csv' -o events.csv
```

Beside it, for programs that know these forms already:

| address | what |
|---|---|
| `/feed.atom`, `/feed.json` | feeds, with the questions of the front page; `q` for a search |
| `/timegate/URL`, `/memento/YYYYMMDDhhmmss/URL` | the capture of a time (RFC 7089) |
| `/timemap/link/URL`, `/timemap/json/URL` | all captures of an address |
| `/ledger/checkpoint`, `/ledger/tile/…` | the ledger as files (C2SP tlog-tiles), to audit |

A capture that is withheld answers 451 and names the leaf that says so.
"""


def reference() -> str:
    """The whole page as Markdown."""
    document = openapi()
    parts = [_INTRODUCTION.format(told=document["info"]["description"])]
    for path, item in document["paths"].items():
        parts.append("\n".join(_operation(path, item["get"])))
    parts.append("## Shapes\n")
    for name, schema in document["components"]["schemas"].items():
        if "properties" in schema:
            parts.append("\n".join(_shape(name, schema)))
    return "\n".join(parts)


def _operation(path: str, one: dict[str, Any]) -> Iterator[str]:
    yield f"## GET {path}\n\n{one['summary']}\n"
    if one["parameters"]:
        yield "| parameter | is | |\n|---|---|---|"
    for param in one["parameters"]:
        name = f"`{param['name']}`" + (" (path)" if param["in"] == "path" else "")
        yield f"| {name} | {_bounds(param['schema'])} | {param['description']} |"
    good = one["responses"]["200"]["content"]
    ((media, content),) = good.items()
    yield f"\nGives `{media}`: {_type(content['schema'])}.\n"


def _shape(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f"### {name}\n"
    if "description" in schema:
        yield " ".join(schema["description"].replace("``", "`").split()) + "\n"
    yield "| field | is |\n|---|---|"
    for field, value in schema["properties"].items():
        yield f"| `{field}` | {_type(value)} |"
    yield ""


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})" if name in _with_fields() else f"one of {_values(name)}"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if "prefixItems" in schema:
        return f"[{', '.join(_type(one) for one in schema['prefixItems'])}]"
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}" if schema.get("items") else "list"
    if "const" in schema:
        return f"`{schema['const']}`"
    return "time" if schema.get("format") == "date-time" else str(schema.get("type", "any"))


def _with_fields() -> set[str]:
    schemas = openapi()["components"]["schemas"]
    return {name for name, schema in schemas.items() if "properties" in schema}


def _values(name: str) -> str:
    schema = openapi()["components"]["schemas"][name]
    return ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const", "")]))


def _bounds(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"] if value)
    if schema["type"] == "integer":
        return f"{schema['minimum']} to {schema['maximum']}"
    pattern = schema.get("pattern", "")
    if "~" in pattern:
        return "text"
    return "time or date" if "(T" in pattern else "date" if r"\d{3}-" in pattern else "text"


if __name__ == "__main__":
    sys.stdout.write(reference())
