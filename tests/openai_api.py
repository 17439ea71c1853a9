"""The vendor's API description, as far as it says what the guide's endpoints answer.

`openai_api.json` holds the schemas of https://github.com/openai/openai-openapi (MIT) at commit f85dbe2 of 2026-08-21
that those answers need, without their texts. `python -m tests.openai_api openapi.yaml` makes it anew from a newer copy.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

EXTRACT = Path(__file__).with_suffix(".json")

#: What the good answer of each endpoint is called in the description; for a stream, what each event is called.
ANSWERS = {
    "responses": "Response",
    "responses-stream": "ResponseStreamEvent",
    "chat": "CreateChatCompletionResponse",
    "models": "ListModelsResponse",
    "admin-keys": "ApiKeyList",
    "responses-reasoning": "Response",
    "responses-french": "Response",
    "responses-german": "Response",
    "project-rate-limits": "ProjectRateLimitListResponse",
    "spend-limit": "OrganizationSpendLimitResource",
    "set-spend-limit": "OrganizationSpendLimitResource",
    "set-project-spend-limit": "ProjectSpendLimitResource",
    "set-spend-alert": "OrganizationSpendAlert",
    "costs": "UsageResponse",
    "usage-completions": "UsageResponse",
    "projects": "ProjectListResponse",
    "project-keys": "ProjectApiKeyListResponse",
    "project-key": "ProjectApiKey",
    # The description of 2026-08-21 lacks the call; by the SDK it answers with the key.
    "project-key-change": "ProjectApiKey",
    "project-key-deletion": "ProjectApiKeyDeleteResponse",
    "service-accounts": "ProjectServiceAccountCreateResponse",
    "service-account": "ProjectServiceAccount",
    "service-keys": "ServiceAccountApiKeyBody",
    "service-keys-next": "ServiceAccountApiKeyBody",
    "audit-log": "ListAuditLogsResponse",
}
ERROR = "ErrorResponse"

#: What of a schema decides whether a value fits.
_KEPT = {"additionalProperties", "allOf", "anyOf", "const", "enum", "items", "oneOf", "required", "type", "$ref"}


@cache
def description(name: str) -> Draft202012Validator:
    """Return what validates a value by one schema of the description."""
    schemas = json.loads(EXTRACT.read_text("utf-8"))
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}})


def wrong_by_description(name: str, value: object) -> str:
    """Say what is most wrong with a value by the description, or nothing."""
    wrong = best_match(description(name).iter_errors(value))
    return f"{wrong.json_path}: {wrong.message}" if wrong else ""


def extract(schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas that the guide's answers need, out of all of the description."""
    needed: dict[str, Any] = {}
    waiting = [*ANSWERS.values(), ERROR]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = _bare(schemas[name])
            waiting += _named_in(needed[name])
    return dict(sorted(needed.items()))


def _bare(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    bare = {key: _bare(part) for key, part in schema.items() if key in _KEPT}
    if "properties" in schema:
        bare["properties"] = {name: _bare(part) for name, part in schema["properties"].items()}
    return bare


def _named_in(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [name for part in schema for name in _named_in(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].rpartition("/")[2]] if "$ref" in schema else []
    return own + [name for part in schema.values() for name in _named_in(part)]


def main() -> None:
    """Write the extract anew from the description that the command line names."""
    whole = yaml.safe_load(Path(sys.argv[1]).read_text("utf-8"))
    schemas = extract(whole["components"]["schemas"])
    lines = [f"{json.dumps(name)}: {json.dumps(schema)}" for name, schema in schemas.items()]
    EXTRACT.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
