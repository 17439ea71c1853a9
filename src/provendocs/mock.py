"""The mock: it answers from the replies of one case, and remembers what it was sent.

Python in process meets it through respx, which patches the HTTP library; every other language through the loopback
proxy.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

from provendocs.cases import Case, Cases
from provendocs.errors import GuideError
from provendocs.replies import Reply, json_fields, mask
from provendocs.settings import Endpoint


@dataclass(frozen=True)
class Sent:
    """One request as it reached the mock.

    Args:
        method: The HTTP method.
        url: The whole address.
        headers: Names in lower case, and values.
        body: The body.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's value, or an empty text."""
        return dict(self.headers).get(name, "")


class Refused(Exception):
    """A judge's word that a snippet is at fault.

    Args:
        problem: What is wrong with the request, for the contributor.
        answer: What the API gives for it, where that is known: a reply's name, or the response itself.
    """

    def __init__(self, problem: str, answer: str | httpx.Response = "") -> None:
        super().__init__(problem)
        self.answer = answer


#: Looks at a request to an endpoint. Returns the name of the reply that the API gives because of the secret that was
#: sent, or None where the request is in order. Raises Refused where the snippet is at fault.
Judge = Callable[[httpx.Request, Endpoint], str | None]


class Mock:
    """The API in one case.

    Args:
        case: The case.
        cases: Where the replies are.
        endpoints: The operations it knows, by name.
        judge: What the API's owner refuses.
    """

    def __init__(self, case: Case, cases: Cases, endpoints: Mapping[str, Endpoint], judge: Judge) -> None:
        self.case = case
        self.sent: list[Sent] = []
        self.refusals: list[str] = []
        self.given: dict[str, Reply] = {}
        self._cases = cases
        self._judge = judge
        # The operation that asks for most fields is the one that is meant, at the address with the fewest names in it.
        self._endpoints = sorted(endpoints.values(), key=lambda one: (-len(one.body), one.url.count("{")))

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, and note it with what was wrong with it."""
        headers = tuple((name.lower(), value) for name, value in request.headers.multi_items())
        self.sent.append(Sent(request.method, str(request.url), headers, request.content))
        fields = json_fields(request)
        address = str(request.url).partition("?")[0]
        for endpoint in self._endpoints:
            if endpoint.method == request.method and endpoint.is_at(address) and endpoint.is_meant(fields):
                try:
                    return self._judged(request, endpoint)
                except GuideError as error:
                    return self.refuse(str(error))
                except Exception as error:  # Whatever it is, the run must know of it.
                    return self.refuse(f"the mock failed: {error!r}")
        return self.refuse(f"{request.method} {request.url} is no endpoint of this guide")

    def refuse(self, problem: str) -> httpx.Response:
        """Note that a snippet did what it must not, and answer so that it stops at once."""
        self.refusals.append(problem)
        error = {"message": f"Refused by the mock: {problem}", "type": "mock", "param": None, "code": "mock_refused"}
        return httpx.Response(400, json={"error": error})

    def _judged(self, request: httpx.Request, endpoint: Endpoint) -> httpx.Response:
        try:
            instead = self._judge(request, endpoint)
            if instead is None:
                return self._give(self._cases.reply_in(self.case, endpoint), request)
            spoiled = any(state != "right" for state in self.case.secrets.values())
            if not spoiled and instead != self.case.reply:
                problem = f"the API would answer {instead}, which is not what is wrong in this case"
                raise Refused(problem, instead)
            return self._give(self._cases.reply(instead, endpoint), request)
        except Refused as refused:
            if not refused.answer:
                return self.refuse(str(refused))
            self.refusals.append(str(refused))
            if isinstance(refused.answer, httpx.Response):
                return refused.answer
            return self._cases.reply(refused.answer, endpoint).response(request)

    def _give(self, reply: Reply, request: httpx.Request) -> httpx.Response:
        self.given[self._cases.name_of(reply)] = reply
        return reply.response(request)


def as_golden(sent: Sent) -> str:
    """Write a request so that those of two languages can be compared: what the API acts on, and nothing else.

    Args:
        sent: The request.

    Returns:
        Raw HTTP with the headers that matter, the key masked and JSON bodies in one form.
    """
    url = httpx.URL(sent.url)
    lines = [f"{sent.method} {url.raw_path.decode()} HTTP/1.1", f"host: {url.netloc.decode()}"]
    for name in ("authorization", "content-type"):
        value = sent.header(name)
        if name == "authorization" and value:
            scheme, _, token = value.partition(" ")
            value = f"{scheme} {mask(token)}"
        if value and (sent.body or name != "content-type"):  # The type of no body says nothing.
            lines.append(f"{name}: {value}")
    return "\n".join([*lines, "", _in_one_form(sent.body)])


def _in_one_form(body: bytes) -> str:
    if not body:
        return ""
    try:
        return json.dumps(json.loads(body), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    except ValueError:
        return body.decode("utf-8", "backslashreplace")
