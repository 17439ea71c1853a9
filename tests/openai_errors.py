"""The errors that OpenAI documents, and those that it was seen to give besides.

This is the list that the cases and the troubleshooting index are held against; it is not made from them.
"""

from __future__ import annotations

from typing import NamedTuple

#: The table of errors at developers.openai.com/api/docs/guides/error-codes, as it stood in autumn 2026.
TABLE = "error guide, autumn 2026"
IP_GUIDE = "guide to the IP allowlist, 2026-11-09"


class Documented(NamedTuple):
    """One error.

    Args:
        status: The HTTP status.
        type: What `error.type` is; empty where no source says.
        code: What `error.code` is; empty for null.
        words: What the message begins with, where there is no code to tell it by.
        source: Where it is documented, or was seen, and when.
        left_out: Why the guide has no case of it, if it has none.
    """

    status: int
    type: str
    code: str
    words: str
    source: str
    left_out: str = ""


INVALID = "invalid_request_error"

ERRORS = [
    Documented(400, INVALID, "", "", TABLE, "its parameter, service_tier, is in no request of this guide"),
    Documented(400, INVALID, "unknown_parameter", "", "teabranch/open-responses-server#41, 2025-06-29"),
    Documented(401, INVALID, "", "Missing bearer", f"{TABLE}; openclaw/openclaw#150825, 2026-09-17"),
    Documented(401, INVALID, "", "You didn't provide an API key", f"{TABLE}; continuedev/continue#11228, 2026-03-09"),
    Documented(401, INVALID, "", "You have insufficient permissions", "openai/codex#31506, 2026-07-08"),
    Documented(401, INVALID, "invalid_api_key", "", TABLE),
    Documented(401, INVALID, "no_organization", "", TABLE),
    Documented(401, "", "mismatched_organization", "", "openai/codex#1000, 2025-05-17"),
    Documented(401, "", "ip_not_authorized", "", IP_GUIDE),
    Documented(403, "request_forbidden", "unsupported_country_region_territory", "", TABLE),
    Documented(404, INVALID, "model_not_found", "", "BerriAI/litellm#39457, 2026-09-03"),
    Documented(429, "insufficient_quota", "credit_balance_exhausted", "", TABLE),
    Documented(429, "requests", "rate_limit_exceeded", "", f"{TABLE}; MSU-AI-Agents/fall-2025-course#75, 2025-12"),
    Documented(429, "tokens", "rate_limit_exceeded", "", f"{TABLE}; continuedev/continue#11472, 2026-03-16"),
    Documented(429, "rate_limit_error", "slow_down", "", TABLE),
    Documented(429, "", "organization_spend_limit_exceeded", "", TABLE),
    Documented(429, "", "project_spend_limit_exceeded", "", TABLE),
    Documented(429, "", "organization_usage_limit_exceeded", "", TABLE),
    Documented(500, "server_error", "server_error", "", f"{TABLE}; openai/openai-node#1730, 2026-01-04"),
    Documented(503, "service_unavailable_error", "server_is_overloaded", "", TABLE),
]


def is_it(documented: Documented, status: int, error: dict[str, str | None]) -> bool:
    """Say whether an error of a reply is a documented one."""
    return (
        documented.status == status
        and documented.type in {"", error["type"]}
        and documented.code == (error["code"] or "")
        and (error["message"] or "").startswith(documented.words)
        and not documented.left_out
    )
