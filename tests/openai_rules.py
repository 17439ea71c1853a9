"""What OpenAI refuses: the judge that the mock asks about every request.

Each rule names its source. What the vendor does not say is not a rule.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming
from pydantic import TypeAdapter

from provendocs.mock import Refused
from provendocs.replies import bearer
from provendocs.settings import Endpoint, Secret
from tests.openai_models import running_models

#: The request types of the installed SDK, by endpoint.
_BODY_TYPES: dict[str, Any] = {"responses": ResponseCreateParamsNonStreaming}


class OpenAIRules:
    """The judge.

    Args:
        key: The key that is right.
        today: The day on which models are looked up.
    """

    def __init__(self, key: Secret, today: date) -> None:
        self._key = key
        self._models = running_models(today)

    def __call__(self, request: httpx.Request, endpoint: Endpoint) -> str | None:
        """Judge a request, as `provendocs.mock.Judge` says."""
        if endpoint.name in _BODY_TYPES:
            self._judge_body(request, endpoint)
        elif request.content:
            raise Refused(f"{endpoint.method} {request.url.path} takes no body")
        token = bearer(request)
        if not token:
            return "missing-key"
        return None if token == self._key.value else "invalid-key"

    def _judge_body(self, request: httpx.Request, endpoint: Endpoint) -> None:
        content_type = request.headers.get("content-type", "")
        if content_type.partition(";")[0] != "application/json":
            raise Refused(f'content-type is "{content_type}", not application/json')
        try:
            body = json.loads(request.content)
        except ValueError as error:
            raise Refused(f"the body is not JSON: {error}") from None
        wrong = best_match(_validator(endpoint.name).iter_errors(body))
        if wrong is not None:
            raise Refused(f"the body is wrong at {wrong.json_path}: {_short(wrong.message)}")
        if body["model"] not in self._models:
            raise Refused(f'the model "{body["model"]}" does not exist, or no longer')


@cache
def _validator(endpoint: str) -> Draft202012Validator:
    """Make the schema of an endpoint's body out of the SDK's own type, unknown fields forbidden.

    The type marks `model` and `input` as optional, since a stored prompt may bring them; the guide uses none.
    """
    schema = TypeAdapter(_BODY_TYPES[endpoint]).json_schema()
    _forbid_unknown_fields(schema)
    schema["required"] = sorted({*schema.get("required", []), "model", "input"})
    return Draft202012Validator(schema)


def _forbid_unknown_fields(schema: Any) -> None:
    if isinstance(schema, dict):
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            _forbid_unknown_fields(part)
    elif isinstance(schema, list):
        for part in schema:
            _forbid_unknown_fields(part)


def _short(message: str) -> str:
    return message if len(message) < 200 else message[:200] + " ..."
