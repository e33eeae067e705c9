"""What takes a name up: pronouns, "the two sides", "the Secretary", "we" of a release.

Rules over salience, one pass through the article: the subject before the rest, the nearer before
the farther, the kind of antecedent that the word wants. Everything here is a candidate: the
reading model decides whether an actor takes part in an act.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from detente.actors.gazetteer import Entry, PhraseMatcher, load_gazetteer
from detente.actors.names import Tokens, modifiers
from detente.codebooks import read_table
from detente.codebooks.outlets import Outlet, find_outlet
from detente.records import Article, Mention, MentionKind, Sentence

_OWNER = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?[A-Z]")
_IN_SEAT = re.compile(r"\s+(?:in|at)\s+")
_CLOSING = re.compile(r"[”\"](?!\w)|\n")
# what stands between a quotation and its speaker: `," said the senior`, `," Deputy`
_SAYS = re.compile(
    r"[\s,]*(?:(?:said|says|told|added|warned|declared|insisted|stated|stressed|argued|wrote|replied)\s+)?"
    r"(?:(?:the|a|an|senior|deputy|former|new|visiting|[A-Z][\w.’'-]*)\s+){0,4}"
)
_TWO = re.compile(r"\b(?:both|two|each other|one another|either|neither|pair|duo)\b")
_POSSESSIVES = frozenset(["its", "their", "our", "his", "her", "your"])
_NUMBERS = frozenset(["both", "the three", "all three"])
_ALONE = re.compile(
    r"\s*(?:[.,;:!?)”\"]|\Z|(?:to|in|by|from|at|on|for|with|have|has|had|are|were|will|would|should|must"
    r"|may|might|can|could|did|do|said|say|agreed|want|wanted|met|signed|exchanged|discussed)\b)"
)
_LONGER_NAME = re.compile(r"[\s-]+[A-Z]")
# How many actors without words are offered for a sentence.
MAX_IMPLIED = 6
# Sentences back in which an implied actor must have been named.
IMPLIED_WINDOW = 2
MAIN_PARTIES = 2
LIST_GAP = len(", and ")  # characters between two actors of a list
MOST_LISTED = 6  # actors of a list that "they" takes up
REACH = 4  # sentences back in which a pronoun finds its antecedent


@cache
def _anaphors() -> PhraseMatcher:
    matcher = PhraseMatcher()
    for kind, phrases in read_table("offices.toml")["nominals"].items():
        for phrase in phrases:
            for form in {phrase, phrase[0].upper() + phrase[1:], phrase.title()}:
                if form != "US":
                    matcher.add(form, Entry(phrase, None, kind))
    for word in read_table("offices.toml")["short_names"]["words"]:
        for phrase in (f"the {word}", f"The {word}"):
            matcher.add(phrase, Entry(word, None, "short_name"))
    for side in _halves():
        for phrase in (f"the {side}", f"The {side}"):
            matcher.add(phrase, Entry(side, None, "half"))
    for phrase in read_table("offices.toml")["domestic"]["words"]:
        for form in {phrase, phrase[0].upper() + phrase[1:]}:
            matcher.add(form, Entry(phrase, None, "domestic"))
    return matcher


@cache
def _halves() -> dict[str, str]:
    return dict(read_table("offices.toml")["halves"])


@cache
def _named_with(word: str) -> frozenset[str]:
    """Return the codes of the organisations in one of whose names the word stands."""
    return frozenset(
        entry.code
        for phrase, entries in load_gazetteer().phrases.items()
        if word in phrase.split()
        for entry in entries
        if entry.code is not None and entry.kind == "organisation"
    )


@dataclass(slots=True)
class Salience:
    """What stands out at a point of the article."""

    issuer: str | None  # the state whose government publishes the text
    home: str | None  # the state where the outlet sits, if the article is about it
    country: str | None  # the state where the paper sits
    headline: list[Mention]
    parties: Sequence[str]  # the actors that the text is about
    seen: list[list[Mention]] = field(default_factory=list)  # mentions by sentence, this one last
    speaker: Mention | None = None
    named: list[Mention] = field(default_factory=list)  # all names so far

    def short_name(self, word: str) -> Mention | None:
        """Return the organisation that "the Fund" means: one named with that word, the nearest."""
        codes = _named_with(word)
        bearers = [m for m in reversed(self.named) if m.code in codes]
        return next((m for m in bearers if word in m.text.split()), bearers[0] if bearers else None)

    def recent(self) -> Iterator[list[Mention]]:
        """Yield the mentions of this sentence, then of the sentences before it, near ones first."""
        yield from reversed(self.seen[-REACH:])
        yield self.headline

    def first(self, wanted: Callable[[Mention], bool]) -> Mention | None:
        """Return the first fitting mention of the nearest sentence that has one."""
        for mentions in self.recent():
            for mention in mentions:
                if wanted(mention):
                    return mention
        return None

    def people(self) -> list[Mention]:
        """Return the two persons or offices of different states named last, none if there are not two."""
        chosen: dict[str, Mention] = {}
        for mentions in self.recent():
            for mention in mentions:
                if _is_person(mention) and len(chosen) < 2:
                    chosen.setdefault(mention.code, mention)
        return list(chosen.values()) if len(chosen) == 2 else []

    def two(self) -> list[Mention]:
        """Return the two that the text is about once both are named, else of the nearest sentence with two.

        In labelled articles the parties are meant in three of four places, the nearest two in three of five.
        """
        parties = {m.code: m for m in [*self.headline, *self.named] if m.code in self.parties}
        if len(parties) == MAIN_PARTIES:
            return list(parties.values())
        for mentions in self.recent():
            chosen: dict[str, Mention] = {}
            for mention in mentions:
                chosen.setdefault(mention.code, mention)
            if len(chosen) >= 2:
                return list(chosen.values())[:2]
        return []

    def group(self) -> list[Mention]:
        """Return the actors that a plural takes up: one mention a code, at least two if possible.

        A body of many ("the authorities", "the rebels") named before it in the sentence is meant
        alone.
        """
        body = next(
            (m for m in reversed(self.seen[-1]) if m.kind == "nominal" and m.person is None), None
        )
        if body is not None and sum(m.start == body.start for m in self.seen[-1]) == 1:
            return [body]
        chosen: dict[str, Mention] = {}
        for mentions in self.recent():
            if not chosen and (listed := _listed(mentions)):
                return listed
            fresh = [m for m in mentions if m.code not in chosen]
            people = [m for m in fresh if m.kind in ("person", "office")]
            if len({m.code for m in people}) >= 2 and not chosen:
                fresh = people
            for mention in fresh:
                if len(chosen) < 3:
                    chosen.setdefault(mention.code, mention)
            if len(chosen) >= 2:
                break
        return list(chosen.values())[: 3 if len(chosen) == 3 else 2]


def _listed(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the actors of the first list of three and more: "British, French, German and EU envoys"."""
    run: dict[str, Mention] = {}
    last = 0
    for mention in mentions:
        if run and mention.start - last > LIST_GAP:
            if len(run) > 2:
                break
            run = {}
        if mention.end > mention.start:
            run.setdefault(mention.code, mention)
            last = mention.end
    return list(run.values()) if 3 <= len(run) <= MOST_LISTED else []


def _is_person(mention: Mention) -> bool:
    return mention.kind in ("person", "office") or (
        mention.kind in ("pronoun", "nominal") and mention.person is not None
    )


def _kind_is(*kinds: str) -> Callable[[Mention], bool]:
    known = load_gazetteer().kinds
    return lambda mention: known.get(mention.code) in kinds and not _is_person(mention)


def _office_key(phrase: str) -> str:
    return phrase.removeprefix("the ").split()[-1]


def _person_nominal(phrase: str, salience: Salience) -> Mention | str | None:
    """Return the antecedent of "the Secretary", "the foreign minister", or a state's code."""
    key = _office_key(phrase)
    if salience.issuer == "USA" and key == "secretary":
        return "USA"
    same = salience.first(lambda m: m.office is not None and key in m.office.split())
    if same is not None:
        return same
    if key in ("president", "premier", "king", "chancellor") or key == "minister":
        return salience.issuer or salience.home or salience.first(_is_person)
    return salience.first(_is_person)


def _is_quoted(text: str, at: int) -> bool:
    """Whether a place stands inside quotation marks that its paragraph opened."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _antecedents(
    kind: str, phrase: str, salience: Salience, *, quoted: bool
) -> list[Mention | str]:
    """Return what an anaphor stands for: mentions, or a code that has no mention."""
    single: Mention | str | None
    if kind == "plural":
        return list((_TWO.search(phrase) and salience.two()) or salience.group())
    if kind == "people":
        return list(salience.people() or salience.group())
    if kind == "short_name":
        single = salience.short_name(phrase)
    elif kind == "half":
        halves = _halves()
        return [halves[phrase]] if any(m.code in halves.values() for m in salience.named) else []
    elif kind in ("first_plural", "first_singular"):
        single = salience.speaker or salience.issuer
        if kind == "first_plural" and not quoted:
            single = single or salience.country  # a column's "we"
        single = single or salience.first(_is_person)
    elif kind == "second":
        speaker = salience.speaker.code if salience.speaker else salience.issuer
        single = salience.first(lambda m: m.code != speaker)
    elif kind == "third_singular":
        single = salience.first(_is_person)
    elif kind == "neuter":
        single = salience.first(lambda m: not _is_person(m))
    elif kind == "person":
        single = _person_nominal(phrase, salience)
    elif kind == "state":
        single = salience.first(_kind_is("state"))
    elif kind == "group":
        single = salience.first(_kind_is("group"))
    elif kind == "organisation":
        single = salience.first(_kind_is("organisation"))
    else:
        single = salience.issuer or salience.home or salience.first(_kind_is("state"))
    return [single] if single else []


def main_parties(mentions: Iterable[Mention]) -> list[str]:
    """Return the codes of the two actors named most, each more than once, the more frequent first."""
    counts = Counter(m.code for m in mentions if m.end > m.start)
    return [code for code, count in counts.most_common(MAIN_PARTIES) if count > 1]


def _speaker_of(text: str, sent: Sentence, named: Sequence[Mention]) -> Mention | None:
    """Return the speaker of a transcript line: "PREMIER EGEDE: It has been a pleasure ..."."""
    for mention in named:
        if mention.start - sent.start <= 40 and text[mention.end : mention.end + 1] == ":":
            return mention
    return None


def _home(outlet: Outlet, named: Sequence[Mention]) -> str | None:
    """Return the state that a paper means by "the army": its own, if the article is about it.

    An agency writes for the world and has no home.
    """
    if outlet.kind != "press" or outlet.code is None:
        return None
    kinds = load_gazetteer().kinds
    states = [m.code for m in named if kinds.get(m.code) == "state"]
    return outlet.code if not states or outlet.code in states else None


def resolve(
    article: Article,
    sentences: Sequence[Sentence],
    tokens: Tokens,
    named: Sequence[Mention],
    in_headline: Sequence[Mention],
) -> tuple[Mention, ...]:
    """Return `named` with the mentions that pronouns, nominals and context add, by `start`."""
    outlet = find_outlet(article.outlet)
    government = outlet.kind == "government"
    salience = Salience(
        outlet.code if government else None,
        _home(outlet, [*named, *in_headline]),
        outlet.code if outlet.kind == "press" else None,
        list(in_headline),
        main_parties([*in_headline, *named]),
    )
    anaphors = list(_anaphors().find(tokens.words))
    result: list[Mention] = []
    name_at = anaphor_at = 0
    for sent in sentences:
        here: list[Mention] = []
        while name_at < len(named) and named[name_at].start < sent.end:
            here.append(named[name_at])
            name_at += 1
        waiting = []
        while anaphor_at < len(anaphors) and tokens.starts[anaphors[anaphor_at][0]] < sent.end:
            waiting.append(anaphors[anaphor_at])
            anaphor_at += 1
        salience.speaker = _speaker_of(article.text, sent, here) or salience.speaker
        resolved = _resolve_sentence(article, tokens, here, waiting, salience)
        result.extend(resolved)
        result.extend(_implied(article, sent, resolved, salience))
    return tuple(result)


def _resolve_sentence(
    article: Article,
    tokens: Tokens,
    named: Sequence[Mention],
    anaphors: Sequence[tuple[int, int, Entry]],
    salience: Salience,
) -> list[Mention]:
    salience.seen.append([])
    mentions: list[Mention] = []
    pending = list(named)
    for first, after, entry in anaphors:
        start, end = tokens.starts[first], tokens.ends[after - 1]
        while pending and pending[0].start <= start:
            mentions.append(pending.pop(0))
            salience.seen[-1].append(mentions[-1])
            salience.named.append(mentions[-1])
        if any(m.start < end and start < m.end for m in (*mentions[-3:], *pending[:1])):
            continue
        if entry.kind == "domestic" and mentions and 0 <= start - mentions[-1].end <= 3:
            continue  # "Indian Foreign Ministry": the adjective says whose
        if _OWNER.match(article.text, end):
            continue  # "the foreign ministers of Egypt and Jordan" says itself whose
        if entry.phrase in _NUMBERS and not _ALONE.match(article.text, end):
            continue  # "both ships", "the three ports"
        if entry.kind in ("short_name", "half") and _LONGER_NAME.match(article.text, end):
            continue  # "the Union Minister", "the South China Sea"
        seat = _seat(article.text, end, pending) if entry.kind == "domestic" else None
        quoted = _is_quoted(article.text, start)
        antecedents = _antecedents(entry.kind, entry.phrase, salience, quoted=quoted)
        if quoted and entry.kind in ("first_plural", "first_singular") and not salience.speaker:
            antecedents = _speaker_behind(article.text, end, pending) or antecedents
        owned = _owned_office(tokens, after, entry, pending)
        for found in [seat] if seat else antecedents:
            mention = _anaphor(article.text, start, end, entry, found)
            mentions.append(mention)
            holder = mention if owned is None else _as_office(article.text, mention, *owned)
            salience.seen[-1].append(holder)
    mentions.extend(pending)
    salience.seen[-1].extend(pending)
    salience.named.extend(pending)
    return mentions


def _owned_office(
    tokens: Tokens, after: int, entry: Entry, pending: Sequence[Mention]
) -> tuple[int, str] | None:
    """Return end and name of the office behind a possessive: "its new foreign minister".

    An office whose holder is named stands among the names.
    """
    if entry.phrase not in _POSSESSIVES:
        return None
    words = tokens.words[after : after + 6]
    for first, last, office in load_gazetteer().offices.find(words):
        if not all(word.lower() in modifiers() for word in words[:first]):
            return None
        end = tokens.ends[after + last - 1]
        is_named = bool(pending) and pending[0].start < end
        return None if is_named or office.office is None else (end, office.office)
    return None


def _as_office(text: str, mention: Mention, end: int, office: str) -> Mention:
    words = text[mention.start : end]
    why = f"'{words}': an office of {mention.name}"
    return replace(mention, end=end, text=words, kind="office", office=office, person=None, why=why)


def _speaker_behind(text: str, at: int, pending: Sequence[Mention]) -> list[Mention | str]:
    """Return who is named as speaker right behind the quotation that `at` lies in, if anybody.

    "We shall not attend," Chile's foreign ministry said.
    """
    closing = _CLOSING.search(text, at)
    if closing is None:
        return []
    for mention in pending:
        if mention.start >= closing.end():
            return [mention] if _SAYS.fullmatch(text, closing.end(), mention.start) else []
    return []


def _seat(text: str, end: int, pending: Sequence[Mention]) -> str | None:
    """Return the state of "the government in Jakarta", whose seat says which it is."""
    if pending and _IN_SEAT.fullmatch(text, end, pending[0].start):
        return pending[0].code
    return None


def _anaphor(text: str, start: int, end: int, entry: Entry, found: Mention | str) -> Mention:
    pronoun = entry.kind in ("third_singular", "neuter", "second", "first_plural", "first_singular")
    kind: MentionKind = (
        "pronoun" if pronoun or entry.phrase in ("they", "them", "their") else "nominal"
    )
    if isinstance(found, str):
        name = load_gazetteer().names.get(found, found)
        place = "beside the other" if entry.kind == "half" else f"in a text of {name}"
        why = f"'{text[start:end]}' {place}"
        return Mention(start, end, text[start:end], found, name, kind, why=why)
    why = f"'{text[start:end]}' takes up '{found.text}'"
    return replace(found, start=start, end=end, text=text[start:end], kind=kind, why=why)


def _implied(
    article: Article, sent: Sentence, mentions: Sequence[Mention], salience: Salience
) -> list[Mention]:
    """Return the actors that the sentence may imply without a word."""
    here = {m.code for m in mentions}
    if not here:
        return []
    codes: dict[str, str] = {}
    for previous in reversed(salience.seen[-1 - IMPLIED_WINDOW : -1]):
        for mention in previous:
            codes.setdefault(mention.code, "named shortly before")
    for code in salience.parties:
        codes.setdefault(code, "named most in the text")
    for mention in salience.headline:
        codes.setdefault(mention.code, "named in the headline")
    if salience.issuer:
        codes.setdefault(salience.issuer, "issues the text")
    if salience.home:
        codes.setdefault(salience.home, "home of the outlet")
    names = load_gazetteer().names
    implied = [(code, why) for code, why in codes.items() if code not in here][:MAX_IMPLIED]
    return [
        Mention(
            sent.end,
            sent.end,
            "",
            code,
            names.get(code, code),
            "issuer",
            why=f"{why}, no word here",
        )
        for code, why in implied
    ]
