"""What runs the snippets of the guide in tests, with what the SDK loads late already loaded."""

from __future__ import annotations

import inspect

import openai

from provendocs.guide import Guide
from provendocs.in_process import IN_PROCESS
from provendocs.mock import Mock
from provendocs.run import Runner
from tests.openai_rules import OpenAIRules


def a_warm_runner(guide: Guide) -> Runner:
    """Return what runs the snippets of the guide.

    Args:
        guide: The guide.

    Returns:
        A runner that judges by OpenAI's rules.
    """
    # The day on which the guide's model was last looked up, not the day of the run: tests do not rot overnight.
    today = guide.facts.fact("model.name").checked
    runner = Runner(guide, OpenAIRules(guide.settings.secrets, today))
    _warm_up(Mock(guide.cases.case("ok"), guide.cases, guide.settings.endpoints, runner.judge), guide)
    return runner


def _warm_up(mock: Mock, guide: Guide) -> None:
    """Call each endpoint once in this process, so that each forked run finds loaded what the SDK loads when called."""
    key, admin_key = (guide.settings.secrets[name].value for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY"))
    model = guide.settings.example_request["model"]
    with IN_PROCESS.answering(mock), openai.OpenAI(api_key=key, admin_api_key=admin_key) as client:
        client.responses.create(model=model, input="")
        list(client.responses.create(model=model, input="", stream=True))
        client.chat.completions.create(model=model, messages=[{"role": "user", "content": ""}])
        client.models.list()
        list(client.admin.organization.admin_api_keys.list())
        list(client.admin.organization.audit_logs.list())
        projects = client.admin.organization.projects
        list(projects.list())
        list(projects.api_keys.list("proj_1"))
        projects.api_keys.retrieve("key_1", project_id="proj_1")
        projects.api_keys.update("key_1", project_id="proj_1", scopes=[])
        projects.api_keys.delete("key_1", project_id="proj_1")
        projects.service_accounts.create("proj_1", name="one")
        projects.service_accounts.update("svc_1", project_id="proj_1", role="member")
        projects.service_accounts.api_keys.create("svc_1", project_id="proj_1")
    assert mock.refusals == []
    inspect.stack()  # pytest-examples asks at each `print` who calls it; the first time takes long.
