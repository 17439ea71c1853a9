"""What a request to OpenAI may hold, taken from the request types of the installed SDK."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from openai.types.admin.organization.projects import spend_limit_update_params as project_spend_limit
from openai.types.admin.organization.projects.api_key_update_params import APIKeyUpdateParams
from openai.types.admin.organization.projects.service_account_create_params import ServiceAccountCreateParams
from openai.types.admin.organization.projects.service_account_update_params import ServiceAccountUpdateParams
from openai.types.admin.organization.projects.service_accounts.api_key_create_params import APIKeyCreateParams
from openai.types.admin.organization.spend_alert_create_params import SpendAlertCreateParams
from openai.types.admin.organization.spend_limit_update_params import SpendLimitUpdateParams
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from openai.types.responses.response_create_params import (
    ResponseCreateParamsNonStreaming,
    ResponseCreateParamsStreaming,
)
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from provendocs.transcript import write_text

ROOT = Path(__file__).parent.parent


class TokenExchange(TypedDict):
    """What is sent for an access token; the SDK has no type for it.

    Source: developers.openai.com/api/reference/workload-identity-federation, 2026-07-15.
    """

    grant_type: Literal["urn:ietf:params:oauth:grant-type:token-exchange"]
    subject_token_type: Literal[
        "urn:ietf:params:oauth:token-type:jwt",
        "urn:ietf:params:oauth:token-type:id_token",
    ]
    subject_token: str
    identity_provider_id: str
    service_account_id: str


#: The type of the body by endpoint, and the fields that the guide's requests always have. The SDK marks `model` and
#: `input` of a response as optional, since a stored prompt may bring them; the guide uses none.
BODIES: dict[str, tuple[Any, set[str]]] = {
    "responses": (ResponseCreateParamsNonStreaming, {"model", "input"}),
    "responses-stream": (ResponseCreateParamsStreaming, {"model", "input"}),
    "chat": (CompletionCreateParamsNonStreaming, set()),
    "responses-reasoning": (ResponseCreateParamsNonStreaming, {"model", "input"}),
    "responses-french": (ResponseCreateParamsNonStreaming, {"model", "input"}),
    "responses-german": (ResponseCreateParamsNonStreaming, {"model", "input"}),
    "set-spend-limit": (SpendLimitUpdateParams, set()),
    "set-project-spend-limit": (project_spend_limit.SpendLimitUpdateParams, set()),
    "set-spend-alert": (SpendAlertCreateParams, set()),
    "project-key-change": (APIKeyUpdateParams, set()),
    "service-accounts": (ServiceAccountCreateParams, set()),
    "service-account": (ServiceAccountUpdateParams, set()),
    "service-keys": (APIKeyCreateParams, set()),
    "service-keys-next": (APIKeyCreateParams, set()),
    "access-token": (TokenExchange, set()),
}

#: What the SDK counts among the fields of a body, and puts into the address.
_IN_ADDRESS = {"project_id"}


def wrong_in_body(endpoint: str, body: object) -> ValidationError | None:
    """Return what is most wrong with a request's JSON body, or None where it is in order.

    Args:
        endpoint: The endpoint's name.
        body: The body, parsed.
    """
    worst: ValidationError | None = best_match(body_validator(endpoint).iter_errors(body))
    return worst


def body_validator(endpoint: str) -> Draft202012Validator:
    """Make a JSON Schema of an endpoint's body, unknown fields forbidden at every depth."""
    body, always = BODIES[endpoint]
    return _validator(body, tuple(sorted(always)))


@cache
def _validator(body: Any, always: tuple[str, ...]) -> Draft202012Validator:
    schema = _schema(body)
    forbid_unknown_fields(schema)
    schema["required"] = sorted({*schema.get("required", []), *always} - _IN_ADDRESS)
    for name in _IN_ADDRESS:
        schema["properties"].pop(name, None)
    if "messages" in schema["properties"]:
        schema["properties"]["messages"]["minItems"] = 1  # The API description of 2026-08-21; the SDK does not say it.
    return Draft202012Validator(schema)


def _schema(body: Any) -> dict[str, Any]:
    """Derive the JSON Schema of a type; of the SDK's own, read what was derived before from the same packages.

    To derive one takes a quarter of a second, and each process of a test run needs some.
    """
    if body.__module__ == __name__:
        return TypeAdapter(body).json_schema()
    packages = "-".join(f"{name}-{version(name)}" for name in ("openai", "pydantic"))
    kept = ROOT / "build/schemas" / packages / f"{body.__module__}.{body.__qualname__}.json"
    if not kept.exists():
        write_text(kept, json.dumps(TypeAdapter(body).json_schema()))
    schema: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    return schema


def forbid_unknown_fields(schema: Any) -> None:
    """Change a JSON Schema so that no object in it may have a field that it does not name."""
    if isinstance(schema, dict):
        if "properties" in schema:
            schema["additionalProperties"] = False
        for part in schema.values():
            forbid_unknown_fields(part)
    elif isinstance(schema, list):
        for part in schema:
            forbid_unknown_fields(part)
