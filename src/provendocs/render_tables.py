"""Tables that are made from data: the errors of the cases, and the facts of a group."""

from __future__ import annotations

from provendocs.cases import Case
from provendocs.errors import GuideError
from provendocs.guide import Guide
from provendocs.render import reply_field
from provendocs.render_runs import BAR
from provendocs.replies import Reply


def error_table(guide: Guide, *, pages: str, **fields: str) -> str:
    """List the errors that the API answers in the cases, by status, each with its page.

    Args:
        guide: The guide.
        pages: The folder of the pages, as seen from the page with the table; each is named after its case.
        fields: Further columns: the heading, and the field of the reply's JSON body, such as `error.code`.

    Returns:
        A table.

    Raises:
        GuideError: The body of a reply has no such field.
    """
    rows: list[tuple[int, tuple[str, ...]]] = []
    for case in guide.cases.cases.values():
        reply = _error_of(guide, case)
        if reply is not None:
            shown = [reply_field(reply, field) for field in fields.values()]
            told = (f"`{text}`" if text != "None" else "none" for text in shown)
            rows.append((reply.status, (f"**{reply.status}**", f"[{case.title}]({pages}/{case.name}.md)", *told)))
    rows.sort(key=lambda row: row[0])
    return _table(("Status", "Error", *fields), [row for _, row in rows])


def fact_table(guide: Guide, group: str, *, name: str, value: str) -> str:
    """List the facts of a group, sorted by their values, backward.

    Args:
        guide: The guide.
        group: What their names begin with, up to the dot.
        name: The heading of the column of names.
        value: The heading of the column of values.

    Returns:
        A table.

    Raises:
        GuideError: There is no such group.
    """
    facts = [fact for fact in guide.facts.facts.values() if fact.name.partition(".")[0] == group]
    if not facts:
        raise GuideError(guide.facts.path, f'there is no group "{group}"', "Correct the name")
    facts.sort(key=lambda fact: (fact.value, fact.name), reverse=True)
    return _table((name, value), [(f"`{fact.name.partition('.')[2]}`", fact.value) for fact in facts])


def _error_of(guide: Guide, case: Case) -> Reply | None:
    """Return what the API answers in a case; the first, where endpoints have their own."""
    for name, reply in guide.cases.replies.items():
        if name.partition("/")[0] == (case.reply or case.name) and reply.status >= 400 and reply.is_json:
            return reply
    return None


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', BAR) for cell in line)} |\n" for line in lines)
