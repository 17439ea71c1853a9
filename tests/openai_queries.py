"""What the query of a request to OpenAI may hold, taken from the request types of the installed SDK."""

from __future__ import annotations

from functools import cache
from typing import Any, get_type_hints

import httpx
from openai.types.admin.organization.admin_api_key_list_params import AdminAPIKeyListParams
from openai.types.admin.organization.audit_log_list_params import AuditLogListParams
from openai.types.admin.organization.project_list_params import ProjectListParams
from openai.types.admin.organization.projects.api_key_list_params import APIKeyListParams
from openai.types.admin.organization.projects.rate_limit_list_rate_limits_params import RateLimitListRateLimitsParams
from openai.types.admin.organization.usage_completions_params import UsageCompletionsParams
from openai.types.admin.organization.usage_costs_params import UsageCostsParams
from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict

#: The query of GitHub's endpoint: the version stands in the address that a job is given, the audience is added.
#: Source: developers.openai.com/api/docs/guides/workload-identity-federation/github-actions, 2026-07-15.
JobTokenQuery = TypedDict("JobTokenQuery", {"audience": str, "api-version": str}, total=False)

#: The type of the query by endpoint. The others take none.
QUERIES: dict[str, Any] = {
    "admin-keys": AdminAPIKeyListParams,
    "project-rate-limits": RateLimitListRateLimitsParams,
    "costs": UsageCostsParams,
    "usage-completions": UsageCompletionsParams,
    "projects": ProjectListParams,
    "project-keys": APIKeyListParams,
    "audit-log": AuditLogListParams,
    "job-token": JobTokenQuery,
}

#: The largest `limit` of each endpoint, by the docstrings of the SDK's types; a list of things gives 100 at most. Usage
#: by the day gives 31 days.
_LARGEST = {"costs": 180, "usage-completions": 31}


def wrong_in_query(endpoint: str, query: httpx.QueryParams) -> str:
    """Say what is wrong with a query, as in "takes no query"; an empty text where it is in order.

    Args:
        endpoint: The endpoint's name.
        query: The query. The SDK writes a list as `name[]`, once for each value.
    """
    if endpoint not in QUERIES:
        return "takes no query" if query else ""
    values = {name.removesuffix("[]"): query.get_list(name) if name.endswith("[]") else query[name] for name in query}
    twice = [name for name in query if len(query.get_list(name)) > 1 and not name.endswith("[]")]
    if twice:
        return f'has "{twice[0]}" twice in its query'
    unknown = values.keys() - get_type_hints(QUERIES[endpoint]).keys()
    if unknown:
        return f'takes no "{min(unknown)}" in its query'
    try:
        _adapter(endpoint).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        return f"has a wrong query at {first['loc'][0]}: {first['msg']}"
    largest = _LARGEST.get(endpoint, 100)
    if not 1 <= int(query.get("limit", 1)) <= largest:
        return f"has a wrong query at limit: it is {query['limit']}, and may be 1 to {largest}"
    return ""


@cache
def _adapter(endpoint: str) -> TypeAdapter[Any]:
    return TypeAdapter(QUERIES[endpoint])
