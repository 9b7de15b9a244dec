"""The API's own description: OpenAPI 3.1, made from the table of operations and the nouns. Pure."""

from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from walkback.publish.api_table import OPERATIONS, Operation, Param

_ERROR = {
    "type": "object",
    "required": ["type", "title", "status", "error"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "error": {
            "type": "object",
            "properties": {
                name: {"type": "string"}
                for name in ("what", "subject", "expected", "found", "todo")
            },
        },
    },
}
_TOLD = {
    "304": "It has not changed since the answer with this ETag.",
    "400": "A question cannot be understood; the problem says which, and what it can be.",
    "404": "There is no such thing.",
    "405": "Only GET and HEAD are answered here.",
    "503": "The record cannot be read just now.",
}
_INTRODUCTION = (
    "What the record says, for programs: the same shapes as the command line's --json. Reading "
    "only, for everybody. Lists come in parts; the Link header of one names the next. Every "
    "answer has an ETag; asked with If-None-Match what has not changed costs a 304. Errors are "
    "problems (RFC 9457). Times are RFC 3339 in UTC; durations a number and ms, s, m, h or d. "
    "What is withheld is told by its notice alone."
)


class _Shapes(GenerateJsonSchema):
    """JSON as ``as_json`` writes it: durations as text, and fields may be added."""

    def timedelta_schema(self, schema: Any) -> dict[str, Any]:
        """``15m``."""
        del schema
        return {"type": "string", "pattern": r"^\d+(\.\d+)?(ms|s|m|h|d)$", "examples": ["15m"]}


@cache
def openapi() -> dict[str, Any]:
    """The document. The same object each time: it is for reading."""
    kinds = [one for one in OPERATIONS if one.gives is not str]
    shapes, definitions = TypeAdapter.json_schemas(
        [(one.id, "serialization", TypeAdapter(one.gives)) for one in kinds],
        ref_template="#/components/schemas/{model}",
        schema_generator=_Shapes,
    )
    schemas = {**definitions.get("$defs", {}), "Problem": _ERROR}
    found = {key: shape for (key, _), shape in shapes.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Walkback",
            "version": version("walkback"),
            "description": _INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {one.path: {"get": _get(one, found.get(one.id))} for one in OPERATIONS},
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _get(one: Operation, shape: Any) -> dict[str, Any]:
    params = [_param(param) for param in one.params]
    if one.ref:
        known = {"type": "string", "minLength": 1}
        params.append(
            {"name": "ref", "in": "path", "required": True, "description": one.ref, "schema": known}
        )
    headers = {"ETag": {"schema": {"type": "string"}, "description": "Changes with the answer."}}
    if one.paged:
        headers["Link"] = {"schema": {"type": "string"}, "description": 'rel="next", if any.'}
    good = {
        "description": one.told,
        "headers": headers,
        "content": {one.media: {"schema": shape or {"type": "string"}}},
    }
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    bad = {
        code: {"description": told, **({"content": problem} if code != "304" else {})}
        for code, told in _TOLD.items()
    }
    return {
        "operationId": one.id,
        "summary": one.told,
        "parameters": params,
        "responses": {"200": good, **bad},
    }


def _param(one: Param) -> dict[str, Any]:
    return {
        "name": one.name,
        "in": "query",
        "required": one.required,
        "description": one.told,
        "schema": one.schema,
    }
