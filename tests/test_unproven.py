"""What can be said of snippets that no machine here runs: PowerShell, setx, and what installs from the network."""

from __future__ import annotations

import re

import pytest

from provendocs.cases import GOOD_CASE
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.mock import Sent, as_golden
from provendocs.transcript import REQUEST_FILE, compare, transcript_path
from tests.conftest import the_guide

SNIPPETS = the_guide().snippets.files.values()
REQUESTS = [snippet for snippet in SNIPPETS if snippet.language.suffix == ".ps1" and snippet.task.calls_api]

#: What no run proves is stated a second time here, and the two must agree: all of a snippet, or the lines of it that
#: matter most.
STATED: dict[str, str | tuple[str, ...]] = {
    "check-key/check_key.ps1": ("$models.data.Count",),
    "first-request/first_request.ps1": ('($response.output | Where-Object type -eq "message").content[0].text\n',),
    "handle-errors/handle_errors.ps1": (
        "if (-not $env:OPENAI_API_KEY) {\n",
        '  [Console]::Error.WriteLine("No key. Set OPENAI_API_KEY first.")\n  exit 1\n',
        "$problem = ($_.ErrorDetails.Message | ConvertFrom-Json).error\n",
        '  [Console]::Error.WriteLine("$status $text")\n  exit 1\n',
        '($response.output | Where-Object type -eq "message").content[0].text\n',
    ),
    "install-dotenv/install_dotenv_node.sh": "npm install dotenv\n",
    "install-dotenv/install_dotenv_python.sh": ".venv/bin/python -m pip install python-dotenv\n",
    "install-node/install_node.sh": "npm install openai\n",
    "install-python/install_python.bat": "py -m venv .venv\n.venv\\Scripts\\python -m pip install openai\n",
    "install-python/install_python.ps1": "py -m venv .venv\n.venv\\Scripts\\python -m pip install openai\n",
    "install-python/install_python.sh": "python3 -m venv .venv\n.venv/bin/python -m pip install openai\n",
    "keep-key/keep_key.bat": 'setx OPENAI_API_KEY "%OPENAI_API_KEY%"\n',
    "keep-key/keep_key.ps1": '[Environment]::SetEnvironmentVariable("OPENAI_API_KEY", $env:OPENAI_API_KEY, "User")\n',
    "see-key/see_key.ps1": '"OPENAI_API_KEY has $("$env:OPENAI_API_KEY".Length) characters."\n',
    "run-container/run_container.sh": (
        "docker build --file app.Dockerfile --tag openai-app .\n"
        "docker run --rm --env OPENAI_API_KEY openai-app\n"
        "docker run --rm --env-file .env openai-app\n"
        "docker history --no-trunc openai-app | grep OPENAI_API_KEY\n"
    ),
    "set-key/set_key.ps1": ("$env:OPENAI_API_KEY = ", "(Read-Host ", " -AsSecureString)).Password\n"),
    "upgrade-node/upgrade_node.sh": "npm install openai@latest\n",
    "upgrade-python/upgrade_python.bat": ".venv\\Scripts\\python -m pip install --upgrade openai\n",
    "upgrade-python/upgrade_python.ps1": ".venv\\Scripts\\python -m pip install --upgrade openai\n",
    "upgrade-python/upgrade_python.sh": ".venv/bin/python -m pip install --upgrade openai\n",
    "write-dotenv/write_dotenv.ps1": (
        'Add-Content .gitignore "`n.env"\n',
        'Add-Content .env "`nOPENAI_API_KEY=$env:OPENAI_API_KEY"\n',
        'if (Select-String -Quiet "^OPENAI_API_KEY=sk-" .env) { "The key is there" } else { "The key is missing" }\n',
    ),
    "list-models/list_models.ps1": (
        '  Sort-Object { if ($_.shutdown_date) { $_.shutdown_date } else { "9999" } } |\n',
        '"$($_.id) $(if ($_.shutdown_date) { $_.shutdown_date } else { "no end announced" })" }\n',
    ),
    "count-cost/count_cost.ps1": (
        "$INPUT_PRICE, $CACHED_PRICE, $WRITTEN_PRICE, $OUTPUT_PRICE = 0.10, 0.01, 0.125, 0.50\n",
        "$plain = $usage.input_tokens - $cached - $written\n",
        "$cost = $plain * $INPUT_PRICE + $cached * $CACHED_PRICE + $written * $WRITTEN_PRICE\n",
        "$cost += $usage.output_tokens * $OUTPUT_PRICE\n",
        '$dollars = ($cost / 1e6).ToString("F7", [cultureinfo]::InvariantCulture)\n',
        '"$($usage.total_tokens) tokens cost `$$dollars"\n',
    ),
    "set-start-time/set_start_time.ps1": (
        "$env:START_TIME = [DateTimeOffset]::new([DateTime]::UtcNow.Date.AddDays(-6)).ToUnixTimeSeconds()\n"
    ),
    "actions-secret/store_in_github.sh": "gh secret set OPENAI_API_KEY\n",
    "colab-key/colab_key.py": (
        "from google.colab import userdata\n",
        'os.environ["OPENAI_API_KEY"] = userdata.get("OPENAI_API_KEY")\n',
    ),
    "install-dotenv-command/install_dotenv_command.ps1": (
        '.venv\\Scripts\\python -m pip install "python-dotenv[cli]"\n'
    ),
    "install-dotenv-command/install_dotenv_command.sh": '.venv/bin/python -m pip install "python-dotenv[cli]"\n',
    "install-keyring/install_keyring.ps1": ".venv\\Scripts\\python -m pip install keyring\n",
    "install-keyring/install_keyring.sh": ".venv/bin/python -m pip install keyring\n",
    "kubernetes-secret/store_in_kubernetes.sh": (
        'kubectl create secret generic openai --from-literal=api-key="${OPENAI_API_KEY:?is not set}"\n'
    ),
    "read-azure-secret/read_azure_secret.py": (
        "from azure.identity import DefaultAzureCredential\nfrom azure.keyvault.secrets import SecretClient\n",
        'SecretClient("https://my-key-vault.vault.azure.net", DefaultAzureCredential())\n',
        'secret = secrets.get_secret("openai-api-key")\n',
        "client = OpenAI(api_key=secret.value)\n",
    ),
    "read-google-secret/read_google_secret.py": (
        "secrets = secretmanager.SecretManagerServiceClient()\nsecret = secrets.access_secret_version(\n",
        'name="projects/my-project/secrets/openai-api-key/versions/latest"\n',
        "client = OpenAI(api_key=secret.payload.data.decode().strip())\n",
    ),
    "run-with-1password/run_with_1password.sh": "op run --env-file=.env -- python first_request.py\n",
    "store-in-aws/store_in_aws.sh": (
        'aws secretsmanager create-secret --name openai-api-key --secret-string "${OPENAI_API_KEY:?is not set}"\n'
    ),
    "store-in-azure/store_in_azure.sh": (
        'az keyvault secret set --vault-name "my-key-vault" --name "openai-api-key"',
        ' --value "${OPENAI_API_KEY:?is not set}" --query id\n',
    ),
    "store-in-google/store_in_google.sh": (
        ': "${OPENAI_API_KEY:?is not set}" &&\n'
        '  printf "%s" "$OPENAI_API_KEY" | gcloud secrets create openai-api-key --data-file=-\n'
    ),
    "store-in-vault/store_in_vault.sh": (
        ': "${OPENAI_API_KEY:?is not set}" &&\n'
        '  printf "%s" "$OPENAI_API_KEY" | vault kv put -mount=secret openai api_key=-\n'
    ),
}


@pytest.mark.parametrize("snippet", REQUESTS, ids=lambda snippet: snippet.name)
def test_a_powershell_command_states_the_request_of_its_task(snippet: Snippet, guide: Guide) -> None:
    """What a run would prove where there is PowerShell, as far as the text tells."""

    def stated(pattern: str, otherwise: str = "") -> str:
        found = re.search(pattern, snippet.text)
        return found[1] if found else otherwise

    authorization = stated(r'Authorization = "([^"]+)"')
    for variable, secret in guide.settings.secrets.items():
        authorization = re.sub(rf"\$env:{variable}\b", secret.value, authorization)
    headers = {"authorization": authorization, "content-type": stated(r'-ContentType "([^"]+)"')}
    method = stated(r"-Method (\w+)", "Get").upper()
    sent = Sent(method, stated(r'-Uri "([^"]+)"'), tuple(headers.items()), stated(r"-Body '([^']+)'").encode())
    path = snippet.output / REQUEST_FILE
    compare(path, path.read_text("utf-8"), as_golden(sent), f"{snippet.path.name} states")


def test_powershell_has_the_same_advice_as_python(guide: Guide) -> None:
    advice = {
        name: re.findall(r'^ *"?(\w+)"? *[:=] "([^"]+\.)",?$', guide.snippets.snippet(name).text, re.MULTILINE)
        for name in ("handle-errors/handle_errors.py", "handle-errors/handle_errors.ps1")
    }
    python, powershell = advice.values()
    assert len(python) >= 4
    assert powershell == python


def test_what_no_run_proves_is_stated_twice(guide: Guide) -> None:
    for name, snippet in guide.snippets.files.items():
        if snippet.language.command and not transcript_path(snippet, GOOD_CASE).exists():
            assert name in STATED, f"{name} was never run: state in this file what matters in it"
    for name, stated in STATED.items():
        text = guide.snippets.snippet(name).text
        if isinstance(stated, str):
            assert text == stated, f"{name}: it says something else than this file"
        else:
            assert [part for part in stated if part not in text] == [], f"{name}: it says something else than this file"
