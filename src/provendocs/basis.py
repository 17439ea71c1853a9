"""What a run rests on, as one fingerprint: another case, task or brought file makes another run of the same snippet."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256

from provendocs.cases import Case
from provendocs.find import Snippet
from provendocs.guide import Guide

#: What a task says that no run can tell.
_OF_NO_MATTER = {"folder", "title", "cases", "not_run"}


def basis_of(guide: Guide, snippet: Snippet, case: Case) -> str:
    """Return a fingerprint of what a run of a snippet in a case rests on before it begins.

    What replies say is not in it: a run tells which ones it was given.

    Args:
        guide: The guide.
        snippet: The snippet.
        case: The case.

    Returns:
        A SHA-256 in hexadecimal.
    """
    task = {name: value for name, value in asdict(snippet.task).items() if name not in _OF_NO_MATTER}
    situation = {name: value for name, value in asdict(case).items() if name not in {"title", "tasks"}}
    brought = [guide.snippets.snippet(name).sha256 for name in snippet.task.bring.values()]
    endpoints = [asdict(endpoint) for endpoint in guide.settings.endpoints.values()]
    secrets = [asdict(secret) for secret in guide.settings.secrets.values()]
    rests_on = [snippet.sha256, task, situation, brought, guide.answers[case.name], endpoints, secrets]
    return sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()
