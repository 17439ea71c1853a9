"""What the chapter about storing the key says of SDKs, tools and files is so."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openai
import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema import Draft7Validator

from provendocs.environment import search_path
from provendocs.guide import Guide
from tests.conftest import ROOT

NODE_SDK = ROOT / "build/packages/node_modules/openai"

#: What the SDKs read besides, for services of others that the guide is not about, or for their own inner working.
NOT_OURS = {
    "AWS_BEARER_TOKEN_BEDROCK",
    "AWS_BEDROCK_BASE_URL",
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "DEFER_PYDANTIC_BUILD",
    "GOOGLE_CLOUD_LOCATION",
    "GOOGLE_CLOUD_PROJECT",
}


def read_by_python() -> set[str]:
    """Every variable that the Python SDK names where it reads one."""
    pattern = re.compile(r'environ(?:\.get\(|\[)"([A-Z_0-9]+)"')
    sources = Path(openai.__file__).parent.rglob("*.py")
    return {name for source in sources for name in pattern.findall(source.read_text("utf-8"))} - NOT_OURS


def read_by_node() -> set[str]:
    """Every variable that the Node.js SDK names where it reads one."""
    sources = NODE_SDK.rglob("*.mjs")
    pattern = re.compile(r"readEnv\('([A-Z_0-9]+)'\)")
    return {name for source in sources for name in pattern.findall(source.read_text("utf-8"))} - NOT_OURS


def test_the_table_of_variables_has_all_that_the_sdks_read_and_no_other(guide: Guide) -> None:
    page = (guide.settings.docs / "store/what-the-sdks-read.md").read_text("utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \|.*\| (yes|no)[^|]*\| (yes|no)[^|]*\|$", page, re.MULTILINE)
    assert {name for name, python, _ in rows if python == "yes"} == read_by_python()
    assert {name for name, _, node in rows if node == "yes"} == read_by_node()
    assert {name for name, python, node in rows if python == node == "no"} == {"OPENAI_ORGANIZATION"}


def python(program: str, folder: Path, **variables: str) -> str:
    return printed([sys.executable, "-c", program], folder, variables)


def node(program: str, folder: Path, **variables: str) -> str:
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(NODE_SDK.parent)
    (folder / "program.mjs").write_text(program, "utf-8")
    return printed(["node", "program.mjs"], folder, variables)


def printed(command: list[str], folder: Path, variables: dict[str, str]) -> str:
    environment = {"PATH": search_path(), "HOME": str(folder), **variables}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return done.stdout


NEW = "import OpenAI from 'openai'; const client = new OpenAI(); "


def test_an_empty_address_is_an_address_to_python_and_none_to_node(tmp_path: Path) -> None:
    program = "import openai; print(repr(openai.OpenAI().base_url))"
    assert python(program, tmp_path, OPENAI_API_KEY="x", OPENAI_BASE_URL="") == "URL('')\n"
    address = node(f"{NEW} console.log(client.baseURL)", tmp_path, OPENAI_API_KEY="x", OPENAI_BASE_URL="")
    assert address == "https://api.openai.com/v1\n"


def test_node_trims_what_it_reads_and_python_does_not(tmp_path: Path) -> None:
    program = "import openai; print(repr(openai.OpenAI().api_key))"
    assert python(program, tmp_path, OPENAI_API_KEY="x\n") == "'x\\n'\n"
    assert node(f"{NEW} console.log([client.apiKey])", tmp_path, OPENAI_API_KEY="x\n") == "[ 'x' ]\n"


def test_a_client_that_is_printed_shows_the_key_in_node_and_not_in_python(tmp_path: Path) -> None:
    assert "canary" in node(f"{NEW} console.log(client)", tmp_path, OPENAI_API_KEY="canary")
    assert "canary" not in python("import openai; print(openai.OpenAI())", tmp_path, OPENAI_API_KEY="canary")


def test_a_header_of_the_program_wins_over_one_of_the_variable(tmp_path: Path) -> None:
    program = "import openai; print(openai.OpenAI(default_headers={'X-A': 'program'}).default_headers['X-A'])"
    assert python(program, tmp_path, OPENAI_API_KEY="x", OPENAI_CUSTOM_HEADERS="X-A: window") == "program\n"
    program = program.replace("default_headers={'X-A': 'program'}", "")
    assert python(program, tmp_path, OPENAI_API_KEY="x", OPENAI_CUSTOM_HEADERS="X-A: window") == "window\n"


def test_the_dotenv_command_prefers_the_file_and_node_prefers_the_window(tmp_path: Path) -> None:
    (tmp_path / ".env.work").write_text("OPENAI_API_KEY=file\n", "utf-8")
    show = "import os; print(os.environ['OPENAI_API_KEY'])"
    command = [sys.executable, "-m", "dotenv", "-f", ".env.work", "run", "--", sys.executable, "-c", show]
    assert printed(command, tmp_path, {"OPENAI_API_KEY": "window"}) == "file\n"
    command = ["node", "--env-file=.env.work", "--print", "process.env.OPENAI_API_KEY"]
    assert printed(command, tmp_path, {"OPENAI_API_KEY": "window"}) == "window\n"


@pytest.mark.parametrize("line", ["OPENAI_API_KEY", "OPENAI_API_KEY=", "# OPENAI_API_KEY=x", "API_KEY=x"])
@pytest.mark.parametrize("run", [python, node])
def test_a_file_without_the_key_does_not_mean_the_key_of_the_window(
    run: Callable[..., str], line: str, guide: Guide, tmp_path: Path
) -> None:
    """Nothing is sent: the program ends before it has a client."""
    program = guide.snippets.snippet(f"two-clients/two_clients.{'py' if run is python else 'mjs'}").text
    (tmp_path / ".env.work").write_text(f"{line}\n", "utf-8")
    # Port 9 of this machine: if the program did ask, it would not leave the machine.
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        run(program, tmp_path, OPENAI_API_KEY="window", OPENAI_BASE_URL="http://127.0.0.1:9/v1")
    assert stopped.value.returncode == 1
    assert stopped.value.stdout == ""
    assert stopped.value.stderr.splitlines()[-1] == "no key in .env.work"


def read_yaml(guide: Guide, name: str) -> Any:
    return yaml.safe_load(guide.snippets.snippet(name).text)


def test_the_compose_file_is_one_and_gives_the_program_the_file_that_it_reads(guide: Guide) -> None:
    compose = read_yaml(guide, "compose-secret/compose.yaml")
    Draft7Validator(get_builtin_schema("vendor.compose-spec")).validate(compose)
    app = compose["services"]["app"]
    (secret,) = app["secrets"]
    assert app["environment"] == {"OPENAI_API_KEY_FILE": f"/run/secrets/{secret}"}
    program, task = app["command"].removeprefix("python "), guide.snippets.tasks["read-secret-file"]
    assert (task.folder / program).is_file()
    assert compose["secrets"] == {secret: {"file": f"./{next(iter(task.bring))}"}}
    for variable in app["environment"]:
        assert variable in task.variables
        assert variable in guide.snippets.snippet(f"read-secret-file/{program}").text


STORES = {
    "store-in-aws/store_in_aws.sh": "aws",
    "store-in-azure/store_in_azure.sh": "az",
    "store-in-google/store_in_google.sh": "gcloud",
    "store-in-vault/store_in_vault.sh": "vault",
    "kubernetes-secret/store_in_kubernetes.sh": "kubectl",
}


@pytest.mark.parametrize("shell", ["sh", "bash", "zsh"])
@pytest.mark.parametrize("name", STORES)
def test_no_store_is_given_an_empty_secret(name: str, shell: str, guide: Guide, tmp_path: Path) -> None:
    """A stand-in takes the place of the store's command, and keeps what it is given."""
    if not shutil.which(shell):
        pytest.skip(f"There is no {shell} here.")
    stand_in = tmp_path / STORES[name]
    stand_in.write_text('#!/bin/sh\necho "$@" > given\n[ -t 0 ] || cat >> given\n', "utf-8")
    stand_in.chmod(0o755)
    command = [shell, "-c", guide.snippets.snippet(name).text]
    given = tmp_path / "given"
    for variables in ({}, {"OPENAI_API_KEY": ""}):
        with pytest.raises(subprocess.CalledProcessError) as stopped:
            printed(command, tmp_path, {"PATH": f"{tmp_path}:{search_path()}", **variables})
        assert "OPENAI_API_KEY: is not set" in stopped.value.stderr
        assert not given.exists()
    printed(command, tmp_path, {"PATH": f"{tmp_path}:{search_path()}", "OPENAI_API_KEY": "canary"})
    assert given.read_text("utf-8").count("canary") == 1


def test_the_job_reads_the_secret_that_the_command_makes(guide: Guide) -> None:
    command = guide.snippets.snippet("kubernetes-secret/store_in_kubernetes.sh").text
    made = re.fullmatch(
        r'kubectl create secret generic (\S+) --from-literal=(\S+)="\$\{(\w+):\?is not set\}"\n', command
    )
    assert made
    job = read_yaml(guide, "kubernetes-secret/job.yaml")
    (container,) = job["spec"]["template"]["spec"]["containers"]
    reference = {"name": made[1], "key": made[2]}
    assert container["env"] == [{"name": made[3], "valueFrom": {"secretKeyRef": reference}}]
    assert container["command"][-1] == guide.snippets.snippet("first-request/first_request.py").path.name


def test_the_workflow_is_one_and_reads_the_secret_that_the_command_sets(guide: Guide, tmp_path: Path) -> None:
    workflow = yaml.load(guide.snippets.snippet("actions-secret/workflow.yaml").text, yaml.BaseLoader)
    Draft7Validator(get_builtin_schema("vendor.github-workflows")).validate(workflow)
    name = guide.snippets.snippet("actions-secret/store_in_github.sh").text.split()[-1]
    assert workflow["jobs"]["first-request"]["steps"][-1]["env"] == {name: f"${{{{ secrets.{name} }}}}"}
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    (folder / "first-request.yaml").write_text(guide.snippets.snippet("actions-secret/workflow.yaml").text, "utf-8")
    subprocess.run(
        ["zizmor", "--offline", "--quiet", str(folder)],
        check=True,
        timeout=30,
        stdout=subprocess.DEVNULL,
        env={"PATH": search_path()},
    )


def test_a_notebook_asks_for_the_key_and_does_not_show_it(guide: Guide, tmp_path: Path) -> None:
    """A terminal in place of the notebook: getpass hides what is typed there."""
    key = guide.settings.secrets["OPENAI_API_KEY"].value
    program = guide.snippets.snippet("ask-key/ask_key.py").text
    keyboard, terminal = os.openpty()
    child = None
    try:
        child = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env={"PATH": search_path()},
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        )
        os.close(terminal)
        shown = until(keyboard, b"OpenAI API key: ")
        os.write(keyboard, f" {key} \n".encode())
        shown += until(keyboard, b"characters.")
        assert child.wait(timeout=20) == 0
    finally:
        if child is not None:
            child.kill()
            child.wait()
        os.close(keyboard)
    assert f"The key has {len(key)} characters." in shown.decode()
    assert key not in shown.decode()


def until(screen: int, words: bytes) -> bytes:
    """Read what a terminal shows, up to some words, for 20 seconds at most."""
    shown = b""
    end = time.monotonic() + 20
    while words not in shown:
        readable, _, _ = select.select([screen], [], [], max(0, end - time.monotonic()))
        assert readable, f"It does not show {words!r}, but {shown!r}."
        shown += os.read(screen, 1000)
    return shown


@pytest.mark.parametrize(
    "masked",
    [
        "sk-proj-***abcd",
        "YOUR_API_KEY",
        "'OPENAI_API_KEY'",
        "task-" + "x" * 30,
        "-".join(["risk", "assessment", "of", "the", "portfolio"]),
    ],
)
def test_a_notebook_without_a_key_is_not_named(masked: str, guide: Guide, tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(masked, "utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.ipynb").write_text("sk-" + "x" * 40, "utf-8")
    told = python(guide.snippets.snippet("search-notebooks/search_notebooks.py").text, tmp_path)
    assert told == f"{Path('deep/b.ipynb')} holds a key\n"


@pytest.mark.parametrize("before", ["", "'", "=", "_", "A=1\\n", "A=1\\\\n"])
def test_a_notebook_with_a_key_is_named(before: str, guide: Guide, tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(f'"{before}sk-{"x" * 40}"', "utf-8")
    told = python(guide.snippets.snippet("search-notebooks/search_notebooks.py").text, tmp_path)
    assert told == "a.ipynb holds a key\n"
