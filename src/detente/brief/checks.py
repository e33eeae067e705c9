"""A brief in, an error out when a statement rests on nothing or a citation does not resolve."""

from __future__ import annotations

from collections.abc import Callable

from detente.brief.terms import check_terms
from detente.brief.tree import Brief, Citation, Statement, statements_of
from detente.errors import BriefError


def check_citations(brief: Brief, resolve: Callable[[str], str | None]) -> None:
    """Raise `BriefError` unless every citation resolves to exactly the sentence that it shows.

    `resolve` returns the stored sentence of an event id, None when there is none.
    """
    for citation in _all_citations(brief):
        stored = resolve(citation.event_id)
        if stored is None:
            found = "has no stored sentence"
        elif stored != citation.sentence:
            found = "does not show its stored sentence"
        else:
            continue
        raise BriefError(
            f"citation [{citation.number}] ({citation.event_id}, article {citation.article_id}) "
            f"{found}: no brief is written; run `detente read` again to bring the record up to date"
        )


def check_brief(brief: Brief) -> None:
    """Raise `BriefError` when a statement rests on nothing, or its terms are mixed."""
    listed = {citation.event_id for citation in brief.citations}
    for statement in statements_of(brief):
        cited = {citation.event_id for citation in statement.citations}
        if not _rests_on_something(statement) or not cited <= listed:
            raise BriefError(f"no brief is written: nothing is cited for {statement.text!r}")
        check_terms(own_words(statement))


def own_words(statement: Statement) -> str:
    """Return what the brief itself says in a statement, without the words of the articles."""
    text = "\n".join((statement.label, statement.text, *statement.notes))
    for words in sorted(statement.borrowed, key=len, reverse=True):
        text = text.replace(words, "…") if words else text
    return text


def _rests_on_something(statement: Statement) -> bool:
    if statement.kind == "absence":
        return bool(statement.searched)
    if statement.kind in ("figure", "method"):
        return bool(statement.developments) and bool(statement.citations)
    return bool(statement.citations)


def _all_citations(brief: Brief) -> list[Citation]:
    cited = [c for statement in statements_of(brief) for c in statement.citations]
    quoted = [s.quote for s in statements_of(brief) if s.quote is not None]
    return [*brief.citations, *cited, *quoted]
