"""Find out what is wrong with your OpenAI API key. No part of it is ever printed."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import getproxies

from openai import APIStatusError, OpenAI

if sys.platform == "win32":
    import winreg

NAME = "OPENAI_API_KEY"
START_UP_FILES = [".zshrc", ".zprofile", ".bashrc", ".bash_profile", ".profile"]

# What no key has in it: a pattern, what to say, and the section about it.
MISTAKES = [
    (r"[\r\n]", "There is a line break in the key.", "line-break-or-space"),
    (r"^[ \t]|[ \t]$", "A space stands at one of its ends.", "line-break-or-space"),
    (r"\S[ \t]+\S", "There is a space inside the key.", "line-break-or-space"),
    ("[\"'`]", "There are quotation marks in the key.", "quotation-marks"),
    (r"[^\x00-\x7f]", "It holds characters that no key has.", "typographic-quotes"),
    (r"(?i)your[_-]|x{5}|[<>*]|\.{3}", "This is a placeholder.", "placeholder"),
    ("^sk-admin-", "This is an admin key. It only manages keys.", "admin-key"),
]

# How a key begins, and what it is then. Its length says nothing.
KINDS = {
    "sk-proj-": "a project key",
    "sk-svcacct-": "a key of a service account",
    "sk-": "an older user key, or the key of another company",
}

# Other variables that change what is sent, or where.
OTHERS = {
    "OPENAI_BASE_URL": "Requests may go elsewhere than to OpenAI.",
    "OPENAI_ORG_ID": "Requests name this organization. It must be the key's.",
    "OPENAI_PROJECT_ID": "Requests name this project. It must be the key's.",
    "OPENAI_CUSTOM_HEADERS": "Requests have these headers, too.",
}

# The page about each code of the API.
PAGES = {
    "invalid_api_key": "Wrong key (errors/invalid-key)",
    "no_organization": "No longer in the organization (errors/no-organization)",
    "mismatched_organization": "Another organization in the header (errors/mismatched-organization)",
    "ip_not_authorized": "Address not on the allowlist (errors/ip-not-authorized)",
    "unsupported_country_region_territory": "Country not served (errors/unsupported-region)",
    "unknown_parameter": "Unknown field (errors/unknown-parameter)",
    "model_not_found": "Retired model (errors/model-not-found)",
    "rate_limit_exceeded": "Rate limit (errors/rate-limit)",
    "slow_down": "Slow down (errors/slow-down)",
    "credit_balance_exhausted": "No credit (errors/credit-exhausted)",
    "insufficient_quota": "No credit (errors/credit-exhausted)",
    "organization_spend_limit_exceeded": "Organization's spend limit (errors/organization-spend-limit)",
    "project_spend_limit_exceeded": "Project's spend limit (errors/project-spend-limit)",
    "organization_usage_limit_exceeded": "Organization's usage limit (errors/organization-usage-limit)",
    "server_error": "Error at OpenAI (errors/server-error)",
    "server_is_overloaded": "Model overloaded (errors/overloaded)",
}

# The page about each sign of trouble on the way to the API.
NETWORK_PAGES = {
    "APITimeoutError": "No answer in time (errors/timeout)",
    "CERTIFICATE_VERIFY_FAILED": "Certificate not trusted (errors/tls-failure)",
    "RemoteProtocolError": "The answer breaks off (errors/cut-off)",
}

def good(text):
    print(f"OK     {text}")
    return True

def wrong(text, page, mark="WRONG"):
    print(f"{mark:5}  {text}\n       See: When it fails > {page}")
    return False

def mistake(text, section, mark="WRONG"):
    return wrong(text, f"Local mistakes (errors/local-mistakes#{section})", mark)

def text_of(file):
    return file.read_text("utf-8-sig", errors="replace") if file.is_file() else ""

def key_in_env_file():
    value = r"""'([^']*)'|"([^"]*)"|([^\s#]*)"""
    pattern = rf"(?m)^\s*(?:export\s+)?{NAME}[ \t]*=[ \t]*(?:{value})"
    lines = re.findall(pattern, text_of(Path(".env")))
    return "".join(lines[-1]) if lines else ""

def key_in_windows_settings():
    if sys.platform != "win32":
        return ""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, "Environment") as settings:
            return winreg.QueryValueEx(settings, NAME)[0]
    except FileNotFoundError:
        return ""

def kept_in():
    """Name the places from which new windows get the key."""
    places = ["the Windows user settings"] if key_in_windows_settings() else []
    for name in START_UP_FILES:
        if re.search(rf"(?m)^[^#\n]*\b{NAME}=", text_of(Path.home() / name)):
            places.append(f"~/{name}")
    return " and ".join(places)

def check_variable(key):
    kept = kept_in()
    if key:
        if key_in_windows_settings() not in ("", key):
            text = "The Windows user settings hold another key than this window."
            mistake(text, "the-open-window", "NOTE")
        return good(f"{NAME} is set in this window{' and in ' if kept else ''}{kept}.")
    if key_in_env_file():
        return mistake(f"{NAME} is in .env, which is not loaded.", "unloaded-env-file")
    if kept:
        return mistake(f"{NAME} is in {kept}, not in this window.", "the-open-window")
    for name in os.environ.keys() - {NAME}:
        if re.fullmatch("(?i)open_?ai_?(api_?)?(key|token)", name):
            return mistake(f"{name} is set, not {NAME}.", "another-variable-name")
    return wrong(f"{NAME} is not set in this window.", "No key (errors/missing-key)")

def check_env_file(key):
    kept = key_in_env_file()
    if key and kept and key != kept:
        text = ".env holds another key. The one in this window wins."
        mistake(text, "another-key-wins", "NOTE")
    if kept and git_would_commit(".env"):
        return mistake("Git does not ignore the key in .env.", "git-and-the-env-file")
    return not kept or good(".env holds a key. Git does not commit it.")

def git_would_commit(name):
    command = ["git", "check-ignore", "--quiet", name]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 1
    except FileNotFoundError:
        return False

def check_text(key):
    found = [row for row in MISTAKES if re.search(row[0], key)]
    for _, text, section in found:
        mistake(text, section)
    start = next((start for start in KINDS if key.startswith(start)), None)
    if not found and start is None:
        mistake("It does not begin with sk-. Copy the key alone.", "placeholder")
    elif not found:
        good(f"It begins with {start}: {KINDS[start]}.")
    return not found and start is not None

def note_other_variables():
    for name, effect in OTHERS.items():
        if os.environ.get(name):
            mistake(f"{name} is set. {effect}", "other-variables", "NOTE")

def ask_openai():
    try:
        models = OpenAI(timeout=5, max_retries=0).models.list().data
        return good(f"OpenAI accepts it. A free request lists {len(models)} models.")
    except APIStatusError as error:
        answer = f"{error.status_code}, {error.code or 'without a code'}"
        return wrong(f"OpenAI answers a free request with {answer}.", page_about(error))
    except Exception as error:
        wrong("A free request got no answer from OpenAI.", page_about_network(error))
        if getproxies().get("https"):
            mistake("Requests go through a proxy.", "proxies-and-certificates", "NOTE")
        return False

def page_about(error):
    if "Missing scopes" in error.message:
        return "Missing permission (errors/missing-scope)"
    if (error.code, error.type) == ("rate_limit_exceeded", "tokens"):
        return "Too many tokens (errors/rate-limit-tokens)"
    return PAGES.get(error.code, "Find the message (errors/index)")

def page_about_network(error):
    while error:
        for sign, page in NETWORK_PAGES.items():
            if sign in repr(error):
                return page
        error = error.__cause__
    return "No connection (errors/connection-refused)"

def main():
    key = os.environ.get(NAME, "")
    is_set = check_variable(key)
    is_safe = check_env_file(key)
    note_other_variables()
    works = is_set and check_text(key) and ask_openai()
    if works and is_safe:
        print("\nAll is well with the key. This does not show credit or permissions.")
        print("If your program fails, look up its message: errors/index")
    sys.exit(0 if works and is_safe else 1)

main()
