"""The mock: a respx router that answers from the replies of one case, and remembers what it was sent.

The same router serves Python in process (respx patches the HTTP library) and every other language through the
loopback proxy.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx
import respx

from provendocs.cases import Case, Cases
from provendocs.errors import GuideError
from provendocs.replies import mask
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
    """A judge's word that the API would not understand a request; the text says why."""


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
        self._cases = cases
        self._judge = judge
        self.router = respx.MockRouter(assert_all_called=False, using="httpcore2")
        for endpoint in endpoints.values():
            self._serve(endpoint)
        self.router.route().mock(side_effect=self._refuse_unknown)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Answer a request that came by another way than respx."""
        return self.router.handler(request)

    def refuse(self, problem: str) -> httpx.Response:
        """Note that a snippet did what it must not, and answer so that it stops at once."""
        self.refusals.append(problem)
        error = {"message": f"Refused by the mock: {problem}", "type": "mock", "param": None, "code": "mock_refused"}
        return httpx.Response(400, json={"error": error})

    def _serve(self, endpoint: Endpoint) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            self._note(request)
            try:
                instead = self._judge(request, endpoint)
                if instead is not None and not self.case.secrets:
                    raise Refused(f"the API would answer {instead}, though the secret is right in this case")
                if instead is not None:
                    return self._cases.reply(instead, endpoint.name).response(request)
                return self._cases.reply_in(self.case, endpoint).response(request)
            except (Refused, GuideError) as refused:
                return self.refuse(str(refused))

        self.router.request(endpoint.method, endpoint.url).mock(side_effect=answer)

    def _refuse_unknown(self, request: httpx.Request) -> httpx.Response:
        self._note(request)
        return self.refuse(f"{request.method} {request.url} is no endpoint of this guide")

    def _note(self, request: httpx.Request) -> None:
        headers = tuple((name.lower(), value) for name, value in request.headers.multi_items())
        self.sent.append(Sent(request.method, str(request.url), headers, request.content))


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
        if value:
            lines.append(f"{name}: {value}")
    return "\n".join([*lines, "", _in_one_form(sent.body)])


def _in_one_form(body: bytes) -> str:
    if not body:
        return ""
    try:
        return json.dumps(json.loads(body), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    except ValueError:
        return body.decode("utf-8", "backslashreplace")
