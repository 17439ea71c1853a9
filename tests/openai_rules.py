"""What OpenAI refuses: the judge that the mock asks about every request.

Each rule names its source and its date. What the vendor does not say is not a rule, and where it is not known what
the API answers, the mock says only that it refuses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import httpx
from jsonschema.exceptions import ValidationError

from provendocs.mock import Refused
from provendocs.replies import bearer
from provendocs.settings import Endpoint, Secret
from tests.openai_bodies import BODIES, body_validator, wrong_in_body
from tests.openai_models import running_models
from tests.openai_queries import wrong_in_query

#: "Admin API keys cannot be used for non-administration endpoints", and these take no other key.
#: developers.openai.com/api/docs/guides/admin-apis, 2026-07-15; the API description of 2026-08-21.
_ADMINISTRATION = "/v1/organization/"

#: The endpoints that give a token, and what a request for one bears: nothing, or the token that GitHub gives a job.
#: developers.openai.com/api/reference/workload-identity-federation and
#: developers.openai.com/api/docs/guides/workload-identity-federation/github-actions, 2026-07-15.
_TOKENS = {"access-token": "", "job-token": "YOUR_JOB_TOKEN"}


class OpenAIRules:
    """The judge.

    Endpoints below `/v1/organization/` take the admin key. All others take the project key, and as well the key of a
    service account, which the API hands out in this guide.

    Args:
        secrets: The keys that are right, by environment variable.
        today: The day on which models are looked up.
    """

    def __init__(self, secrets: Mapping[str, Secret], today: date) -> None:
        self._key = secrets["OPENAI_API_KEY"]
        self._admin_key = secrets["OPENAI_ADMIN_KEY"]
        self._service_key = secrets["OPENAI_SERVICE_KEY"]
        self._access_token = secrets["OPENAI_ACCESS_TOKEN"]
        self._models = running_models(today)
        # Made here, once, and not in each forked run.
        for endpoint in BODIES:
            body_validator(endpoint)

    def __call__(self, request: httpx.Request, endpoint: Endpoint) -> str | None:
        """Judge a request, as `provendocs.mock.Judge` says.

        The API looks at the key first. Here the body comes first, so that a wrong body is found in every case.
        """
        _judge_query(request, endpoint)
        if endpoint.name in BODIES:
            self._judge_body(request, endpoint)
        elif request.content:
            raise Refused(f"{endpoint.method} {request.url.path} takes no body")
        if endpoint.name in _TOKENS:
            _judge_token_request(request, endpoint)
            return None
        return self._judge_key(bearer(request), request.url.path) or _judge_organization(request)

    def _judge_key(self, token: str, path: str) -> str | None:
        right, others = [self._key, self._service_key], [self._admin_key]
        if path.startswith(_ADMINISTRATION):
            right, others = others, right
        if not token:
            return "missing-key"
        if token == self._access_token.value:
            if path.startswith(_ADMINISTRATION):  # The reference named beside _TOKENS; its answer was not found.
                raise Refused(f"{path} does not take an access token of a workload identity")
            return None
        for other in others:
            if token.startswith(other.prefix):
                # The answer was not found whole in any source.
                raise Refused(f"{path} does not take the key of {other.variable}; it takes {right[0].variable}")
        return None if token in {secret.value for secret in right} else "invalid-key"

    def _judge_body(self, request: httpx.Request, endpoint: Endpoint) -> None:
        content_type = request.headers.get("content-type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise _unsupported_content_type(content_type)
        try:
            body = json.loads(
                request.content.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_no_name_twice
            )
        except ValueError as error:
            raise _not_json(str(error)) from None
        wrong = wrong_in_body(endpoint.name, body)
        if wrong is not None:
            raise _wrong_field(wrong)
        if "model" not in body:
            return
        if body["model"] not in self._models:
            raise Refused(f'the model "{body["model"]}" does not exist, or no longer', "model-not-found")


def _judge_token_request(request: httpx.Request, endpoint: Endpoint) -> None:
    """Refuse a request for a token that bears what it must not, and one to GitHub that names no audience."""
    if bearer(request) != _TOKENS[endpoint.name]:
        raise Refused(f"{request.url.host} takes another bearer token, or none")
    if endpoint.name == "job-token" and request.url.params.get("audience") != "https://api.openai.com/v1":
        raise Refused("the token is asked for without the audience that OpenAI expects")


def _judge_query(request: httpx.Request, endpoint: Endpoint) -> None:
    """Refuse a query that the endpoint does not take. What the API answers was not found in any source."""
    wrong = wrong_in_query(endpoint.name, request.url.params)
    if wrong:
        raise Refused(f"{endpoint.method} {request.url.path} {wrong}")


def _judge_organization(request: httpx.Request) -> str | None:
    """Refuse an organization in the header: the keys of this guide are of one that has no id in it.

    Source of the answer: openai/codex#1000, 2025-05-17.
    """
    return "mismatched-organization" if "openai-organization" in request.headers else None


def _no_constant(name: str) -> object:
    """Refuse `NaN`, `Infinity` and `-Infinity`, which Python reads and JSON (RFC 8259) does not have."""
    raise ValueError(f"{name} is no JSON value")


def _no_name_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object with a name twice, which RFC 8259 leaves open; what the API makes of it is not known."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused(f'the body is wrong: "{twice}" stands in it twice')
    return fields


def _bad_request(problem: str, message: str, param: str | None, code: str | None) -> Refused:
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return Refused(problem, httpx.Response(400, json={"error": error}))


def _unsupported_content_type(content_type: str) -> Refused:
    """Refuse a body that is not said to be JSON. Source of the answer: openai/openai-openapi#194, 2024-02-13."""
    message = (
        f"Unsupported content type: '{content_type}'. This API method only accepts 'application/json' requests, but "
        f"you specified the header 'Content-Type: {content_type}'. Please try again with a supported content type."
    )
    problem = f'content-type is "{content_type}", not application/json'
    return _bad_request(problem, message, None, "unsupported_content_type")


def _not_json(why: str) -> Refused:
    """Refuse a body that is no JSON. Source of the answer: ChatGPTNextWeb/NextChat#4064, 2024-02-18."""
    message = (
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library "
        "correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble "
        "figuring out how to fix this, please contact us through our help center at help.openai.com.)"
    )
    return _bad_request(f"the body is not JSON: {why}", message, None, None)


#: How the API names the types of JSON. Sources: as for `invalid_type`, below.
_NAMES: dict[str, str] = {
    "array": "an array",
    "boolean": "a boolean",
    "integer": "an integer",
    "null": "null",
    "number": "a decimal number",
    "object": "an object",
    "string": "a string",
}


def _wrong_field(wrong: ValidationError) -> Refused:
    """Refuse a body for one wrong field.

    Sources of the answers: `unknown_parameter` teabranch/open-responses-server#41, 2025-06-29;
    `missing_required_parameter` openai/codex#6725, 2025-11-16; `invalid_type` Jeffser/Alpaca#904, 2025-07-25, and
    james-6-23/codex2api#330, 2026-07-08; `invalid_value` openai/codex#6945, 2025-11-19. Where a field may be of several
    kinds, the API names them all in words that were not found: then the answer is not known.
    """
    problem = f"the body is wrong at {wrong.json_path}: {_short(wrong.message)}"
    where = _param(wrong.absolute_path)
    named = re.findall(r"'([^']+)'", wrong.message)
    if wrong.validator == "additionalProperties" and named:
        param = _join(where, named[0])
        return _bad_request(problem, f"Unknown parameter: '{param}'.", param, "unknown_parameter")
    if wrong.validator == "required" and named:
        param = _join(where, named[0])
        return _bad_request(problem, f"Missing required parameter: '{param}'.", param, "missing_required_parameter")
    if not where:
        return Refused(problem)
    expected, got = _expected_type(wrong), _type_of(wrong.instance)
    if expected and expected != got:
        message = f"Invalid type for '{where}': expected {_NAMES[expected]}, but got {_NAMES[got]} instead."
        return _bad_request(problem, message, where, "invalid_type")
    if wrong.validator == "enum":
        values = cast("list[str]", wrong.validator_value)
        message = f"Invalid value: '{wrong.instance}'. Supported values are: {_listed(values)}."
        return _bad_request(problem, message, where, "invalid_value")
    return Refused(problem)


def _expected_type(wrong: ValidationError) -> str:
    """Return the one type that a field must have, null apart; an empty text where it may be of several."""
    schema = cast("dict[str, Any]", wrong.schema)
    types = {str(branch.get("type", "")) for branch in schema.get("anyOf", [schema])} - {"null"}
    return types.pop() if len(types) == 1 else ""


def _param(path: Any) -> str:
    """Write the place of a field as the API does: `input[0].role`."""
    where = ""
    for part in path:
        where = f"{where}[{part}]" if isinstance(part, int) else _join(where, part)
    return where


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _type_of(value: object) -> str:
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return kinds.get(type(value), "null")


def _listed(values: list[str]) -> str:
    quoted = [f"'{value}'" for value in values]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])}, and {quoted[-1]}"


def _short(message: str) -> str:
    return message if len(message) < 200 else message[:200] + " ..."
