"""What a program did, apart from the words that it said it in: so that two versions of an SDK can be compared."""

from __future__ import annotations

import re

from provendocs.find import Snippet
from provendocs.mock import as_golden
from provendocs.run import Run
from provendocs.transcript import REQUEST_FILE, Transcript

#: A line that tells of an error which nobody caught, as Python and Node.js write it.
_ERROR = re.compile(
    r"^(?P<name>(?:\w+\.)*\w*(?:Error|Exception|Refused|Interrupt))(?: \[\w+\])?(?::.*)?$", re.MULTILINE
)

#: The code of an error, in the JSON that the API answers.
_CODE = re.compile(r'"code":\s*"([^"]+)"')

_LONGEST = 150


def difference(snippet: Snippet, guide: Transcript, run: Run, request: str) -> str:
    """Say in a phrase what a run did otherwise than the guide shows.

    Args:
        snippet: The snippet.
        guide: What the guide shows of it in that case.
        run: The run.
        request: What the guide shows as sent; empty, where a run of that case is not compared with it.

    Returns:
        The phrase; empty, where it ended with the same status and the same error, named the same code of the API, and
        sent the same.
    """
    now = run.transcript
    if run.refusals:
        return _short(f"the API would not take it: {run.refusals[0]}")
    if (guide.status, _error(snippet, guide)) != (now.status, _error(snippet, now)):
        return _short(_last_words(snippet, now) or f"exit status {now.status}, and not {guide.status}")
    if guide.requests != now.requests:
        return f"{_requests(now.requests)}, and not {guide.requests}"
    for code in dict.fromkeys(code for reply in run.given.values() for code in _CODE.findall(reply.body)):
        if code in guide.shown and code not in now.shown:
            return f"it does not print the code {code}"
    return "it sends another request" if request and not _is_sent(run, request) else ""


def _is_sent(run: Run, request: str) -> bool:
    """Say whether a run sent what is kept of a task; of requests under way at once, the order means nothing."""
    requests = [as_golden(sent) for sent in run.sent]
    return request in ("\n".join(requests), "\n".join(sorted(requests)))


def kept_request(snippet: Snippet) -> str:
    """Return what the guide shows as sent by a task in the good case; empty, where it sends nothing."""
    path = snippet.output / REQUEST_FILE
    return path.read_text("utf-8") if path.exists() else ""


def _error(snippet: Snippet, transcript: Transcript) -> str:
    """Return the name of the error that ended a program: Python tells it last, Node.js first."""
    names = [match["name"] for match in _ERROR.finditer(transcript.stderr)]
    return names[-1 if snippet.language.suffix == ".py" else 0] if names else ""


def _last_words(snippet: Snippet, transcript: Transcript) -> str:
    found = [match[0] for match in _ERROR.finditer(transcript.stderr)] or transcript.stderr.strip().splitlines()
    return found[-1 if snippet.language.suffix == ".py" else 0] if found else ""


def _requests(number: int) -> str:
    return "1 request" if number == 1 else f"{number} requests"


def _short(phrase: str) -> str:
    return phrase if len(phrase) <= _LONGEST else f"{phrase[: _LONGEST - 3].rstrip()}..."
