"""What stands in, while a snippet runs, for a secret manager that it asks for the key.

A snippet in Python runs in a fork of the test process, and finds there what was put in place here. In each case but
the one without a key, the manager has one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

#: What a stand-in takes: the key, or None where it is to have none, and a folder of its own.
StandIn = Callable[[str | None, Path], AbstractContextManager[None]]


@contextmanager
def keyring_file(key: str | None, folder: Path) -> Iterator[None]:
    """Stand in for the system's store: a file, as keyrings.alt keeps it."""
    import keyring  # noqa: PLC0415  # Not every test process needs it.
    from keyrings.alt.file import PlaintextKeyring  # noqa: PLC0415

    before = keyring.get_keyring()
    store = PlaintextKeyring()
    store.file_path = str(folder / "keyring.cfg")
    if key is not None:
        store.set_password("openai", "OPENAI_API_KEY", key)
    keyring.set_keyring(store)
    try:
        yield
    finally:
        keyring.set_keyring(before)


@contextmanager
def aws(key: str | None, folder: Path) -> Iterator[None]:  # noqa: ARG001
    """Stand in for AWS Secrets Manager, behind boto3, which checks both ways by AWS's own model of the service.

    Source of the answers: the description of the service in botocore, service-2.json, and the AWS reference of
    GetSecretValue, whose message for a secret that is not there this is.
    """
    from botocore.awsrequest import AWSResponse  # noqa: PLC0415
    from botocore.httpsession import URLLib3Session  # noqa: PLC0415

    def send(_session: object, request: Any) -> Any:
        headers = {name.lower(): _text(value) for name, value in request.headers.items()}
        assert request.url == "https://secretsmanager.us-east-1.amazonaws.com/", request.url
        assert headers["x-amz-target"] == "secretsmanager.GetSecretValue"
        assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=testing/")
        assert json.loads(request.body) == {"SecretId": "openai-api-key"}
        name = "arn:aws:secretsmanager:us-east-1:123456789012:secret:openai-api-key-a1b2c3"
        answer: dict[str, Any] = {"ARN": name, "Name": "openai-api-key", "SecretString": key, "CreatedDate": 1795400000}
        if key is None:
            message = "Secrets Manager can't find the specified secret."
            answer = {"__type": "ResourceNotFoundException", "Message": message}
        headers = {"content-type": "application/x-amz-json-1.1"}
        body = SimpleNamespace(stream=lambda: iter([json.dumps(answer).encode()]))
        return AWSResponse(request.url, 400 if key is None else 200, headers, body)

    with patch.object(URLLib3Session, "send", send):
        yield


@contextmanager
def vault(key: str | None, folder: Path) -> Iterator[None]:  # noqa: ARG001
    """Stand in for HashiCorp Vault, behind hvac.

    Source of the answers: HashiCorp, API of the KV secrets engine, version 2, "Read secret version".
    """
    import requests  # noqa: PLC0415

    def send(_session: object, request: requests.PreparedRequest, **_options: object) -> requests.Response:
        assert request.method == "GET"
        assert request.url == "https://vault.example.com:8200/v1/secret/data/openai"
        assert request.headers["X-Vault-Token"] == "testing"
        response = requests.Response()
        response.request, response.url, response.status_code = request, request.url, 404 if key is None else 200
        response.headers["content-type"] = "application/json"
        metadata = {"created_time": "2026-11-24T00:00:00Z", "deletion_time": "", "destroyed": False, "version": 1}
        found: dict[str, Any] = {"data": {"data": {"api_key": key}, "metadata": metadata}}
        answer = {"errors": []} if key is None else found
        response._content = json.dumps(answer).encode()
        return response

    with patch.object(requests.Session, "send", send):
        yield


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


#: The tasks whose programs ask somebody for the key, and who answers here.
STAND_INS: dict[str, StandIn] = {
    "read-keyring": keyring_file,
    "read-aws-secret": aws,
    "read-vault-secret": vault,
}
