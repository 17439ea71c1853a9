"""Which versions of the SDK the guide's programs were run with, as the record tells."""

from __future__ import annotations

from provendocs.guide import Guide
from provendocs.proof import proof_of


def ran_with(guide: Guide) -> list[str]:
    """Name each version of the SDK that a run which stands was made with, and the language that it is for.

    Returns:
        Such as `thing 3.54.0 for Python`, sorted; nothing, where the guide has no SDK or nothing ran.
    """
    found = set()
    for snippet in guide.snippets.files.values():
        for entry in proof_of(guide, snippet).passed:
            found |= {
                f"{program} for {snippet.language.label}"
                for program in entry.ran_on
                if guide.settings.sdk and program.startswith(f"{guide.settings.sdk} ")
            }
    return sorted(found)
