"""What a run rests on, as one fingerprint: another case, task or brought file makes another run of the same snippet."""

from __future__ import annotations

import json
from hashlib import sha256

from provendocs.cases import Case
from provendocs.find import Snippet
from provendocs.guide import Guide


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
    brought = [guide.snippets.snippet(name).sha256 for name in snippet.task.bring.values()]
    of_case = [case.basis, json.dumps(brought), guide.answers[case.name]]
    rests_on = [json.dumps(snippet.sha256), snippet.task.basis, *of_case, guide.basis]
    return sha256(f"[{', '.join(rests_on)}]".encode()).hexdigest()
