"""Accounts said to be false: "no truth in reports of the raid", "denied on Monday that it had fired".

A sentence and an event word in, the words that deny it out. The act stands there as somebody's
account, and the sentence says that the account is not so; a parse of such sentences goes wrong where
they are long, so their words are read instead. Who denies is the business of `attributions`.
"""

from __future__ import annotations

import re
from functools import cache

from detente.records import Span
from detente.sourcing.lexicon import load_cues

__all__ = ["find_denied_account", "is_account"]

# a time, a place, a manner between the verb and what it brings: "denied late on Monday in Paris that"
_BESIDE = r"(?:[\w’'-]+\s+){0,5}?"
# where what is denied ends and something else is told
_ENDS = re.compile(
    r";|[.?!]\s|[,\s](?:but|while|although|though|whereas|yet|instead|before|after|when|because)\s"
    r"|\band\s+(?:then\s+)?(?:call|describ|brand|label|reject|dismiss|denounc|accus|blam|said|say|add|vow|warn|call|demand|insist|promis|threaten|launch|fired|fire\b|sent|send)",
    re.IGNORECASE,
)
# "neither confirmed nor denied", "did not deny": that is no denial
_NOT_DENIED = re.compile(
    r"(?:\b(?:nor|not|never|neither|without|cannot)|n[’']t)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE
)
# "denied it entry": what is denied is no account
_WITHHELD = re.compile(r"\A\s*(?:[\w’'-]+\s+){0,3}?(?:entry|access|visas?|permission|asylum|entrance|passage|bail|entitlement)\b", re.IGNORECASE)  # fmt: skip
# "Kyiv's claim that", "claims by Kyiv that": somebody is named who stands by the account
_CLAIMANT = re.compile(r"(?:[’']s?|\b(?:your|his|her|their))\s+(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)  # fmt: skip
_BY_CLAIMANT = re.compile(
    r"\A\s+(?:(?:by|from)\s+(?:the\s+)?[A-Z]|of\s+(?:the\s+)?[A-Z]\w+\s+(?:on|that|about)\b)"
)
_AND_WRONG = re.compile(
    r",?\s+(?:and|but)\s+(?:this|that|it)\s+(?:is|was|has\s+been|had\s+been)\s+(?:plainly\s+|simply\s+|quite\s+)?"
    r"(?:wrong|false|untrue|incorrect|not\s+(?:so|true|correct|the\s+case))\b|,?\s+which\s+(?:was|is)\s+(?:not\s+true|untrue|false)\b",
    re.IGNORECASE,
)
_NEAR_NOUN = 7  # words between "denied" and the noun of an act that it denies


def find_denied_account(text: str, trigger: Span) -> Span | None:
    """Return the words of a sentence that deny the act at `trigger`, None where nothing does.

    Offsets count from the start of `text`.
    """
    for find in (_no_truth, _denied, _retracted, _called_false, _false_account, _and_wrong):
        found = find(text, trigger)
        if found is not None:
            return found
    return None


def is_account(words: str) -> bool:
    """Whether words name what is told and nobody who tells it: "reports", "the claim"."""
    return words.lower().removeprefix("the ").strip() in load_cues().sources["told_nouns"]


def _alternatives(words: frozenset[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = load_cues().sources
    false, account = _alternatives(lists["falsity_words"]), _alternatives(lists["told_nouns"])
    verdict = rf"(?:(?:a|an|all|the|pure|sheer|complete|total|completely|entirely|totally|utterly|wholly|simply|purely|just|work of|piece of|pieces of|malicious|blatant)\s+){{0,3}}(?:{false})\b"
    naming = r"(?:call|brand|label|term|describ|dismiss|reject|denounc|portray|characteri[sz])(?:e|es|ed|ing|s)?"
    own = r"(?:(?:its|their|his|her|our|my|the|a|an|that|this|own|earlier|previous|first)\s+){0,3}"
    patterns = {
        "no_truth": r"\b(?:no|not\s+(?:a\s+word\s+of|any)|without\s+(?:any\s+)?|little)\s*(?:truth|basis|substance|foundation)\s+(?:\w+\s+)?(?:in|to|for|of|behind|that)\b|\b(?:without|devoid\s+of)\s+(?:basis|foundation|substance)\b",
        "denied": r"\b(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|contradict(?:s|ed|ing)?|rebut(?:s|ted|ting)?|disavow(?:s|ed|ing)?)\b",
        "opening": rf"\s+{_BESIDE}(?:that\b|having\b|(?:[\w’'-]+\s+){{0,4}}?(?:{account})\b)",
        "retracted": rf"\b(?:retract|withdraw|withdrew|withdrawn|recant|disown)(?:s|ed|ing)?\s+{own}(?:{account})\b|\b(?:tak(?:e|es|ing)|took)\s+back\s+{own}(?:{account})\b|\bregret(?:s|ted)?\s+having\s+(?:reported|said|written|printed)\b",
        "called_false": rf"\b{naming}\s+as\s+{verdict}",
        "named": rf"\b{naming}\b",
        "as_false": rf"[^.;:?!]{{0,90}}?\b(?:as\s+)?(?:a|an|pure|sheer|complete|total)?\s*{verdict}\W*(?:\Z|,|and\b|but\b|on\b|in\b)",
        "account": rf"\b(?:{account})\b",
        "is_false": rf"\b(?:is|are|was|were|be|been|being|prove[dns]?|turned\s+out(?:\s+to\s+be)?)\s+(?:not\s+true|not\s+correct|wrong|made\s+up|incorrect|withdrawn|retracted|{verdict})",
        "tells": r"\s+(?:[\w’'-]+\s+){0,2}?(?:that|of|about|on|according\s+to\s+which|in\s+which)\b|\s*,?\s*(?:[\w’'-]+\s+){0,3}?(?:that|of|about)\b",
    }  # fmt: skip
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end())


def _is_reached(text: str, start: int, end: int) -> bool:
    """Whether nothing ends what is denied between two places."""
    return _ENDS.search(text, start, end) is None


def _no_truth(text: str, trigger: Span) -> Span | None:
    """ "There was no truth in reports of the raid"."""
    for match in _patterns()["no_truth"].finditer(text, 0, trigger.start):
        if _is_reached(text, match.end(), trigger.end):
            return _span(match)
    return None


def _denied(text: str, trigger: Span) -> Span | None:
    """ "Denied on Tuesday that it had fired", "contradicted reports of the raid", "denied the raid"."""
    for match in _patterns()["denied"].finditer(text, 0, trigger.start):
        rest = text[match.end() : trigger.start]
        if _NOT_DENIED.search(text[max(0, match.start() - 30) : match.start()]):
            continue
        if _WITHHELD.match(text[match.end() :]) or not _is_reached(text, match.end(), trigger.end):
            continue
        opened = _patterns()["opening"].match(rest)
        if opened is None:
            if len(rest.split()) > _NEAR_NOUN or re.search(r"[,:]|\band\b|\bto\b", rest):
                continue
        elif _patterns()["account"].search(opened[0]) and not _tells(
            text, match.end() + opened.end()
        ):
            continue  # "denied the charge and fired on a ship"
        return _span(match)
    return None


def _tells(text: str, at: int) -> bool:
    """Whether an account noun that ends at `at` goes on to tell something: "reports that", "of"."""
    return _patterns()["tells"].match(text, at) is not None


def _retracted(text: str, trigger: Span) -> Span | None:
    """ "The paper withdraws its report that X had fired"."""
    for match in _patterns()["retracted"].finditer(text, 0, trigger.start):
        if _is_reached(text, match.end(), trigger.end):
            return _span(match)
    return None


def _called_false(text: str, trigger: Span) -> Span | None:
    """ "Dismissed as false the claim that it had fired"; "described the raid as pure invention"."""
    for match in _patterns()["called_false"].finditer(text, 0, trigger.start):
        told = next(_patterns()["account"].finditer(text, match.end(), trigger.start), None)
        if told and _tells(text, told.end()) and _is_reached(text, told.end(), trigger.end):
            return _span(match)
    for match in _patterns()["named"].finditer(text, 0, trigger.start):
        between = text[match.end() : trigger.start]
        if len(between.split()) > 12 or not _is_reached(text, match.end(), trigger.end):
            continue
        if _claimed(text, match.end(), trigger.start):
            continue
        judged = _patterns()["as_false"].match(text, trigger.end)
        if judged is not None and _is_reached(text, trigger.end, judged.end()):
            return Span(match.start(), match.end())
    return None


def _false_account(text: str, trigger: Span) -> Span | None:
    """ "Reports that X had fired were untrue"."""
    judged = _patterns()["is_false"].search(text, trigger.end)
    if judged is None or not _is_reached(text, trigger.end, judged.start()):
        return None
    if re.search(r",\s*(?:which|that|who)\b", text[trigger.end : judged.start()]):
        return None
    for match in _patterns()["account"].finditer(text, 0, trigger.start):
        if _is_claimants(text, match) or not _tells(text, match.end()):
            continue
        if _is_reached(text, match.end(), trigger.end):
            return _span(judged)
    return None


def _and_wrong(text: str, trigger: Span) -> Span | None:
    """ "The paper wrote that X had fired, and this was wrong"."""
    judged = _AND_WRONG.search(text, trigger.end)
    if judged is None or not _is_reached(text, trigger.end, judged.start()):
        return None
    return _span(judged)


def _claimed(text: str, start: int, end: int) -> bool:
    """Whether an account of somebody's stands between two places: his claim is told as well."""
    accounts = _patterns()["account"].finditer(text, start, end)
    return any(_is_claimants(text, match) for match in accounts)


def _is_claimants(text: str, account: re.Match[str]) -> bool:
    before, after = text[max(0, account.start() - 40) : account.start()], text[account.end() :]
    return bool(_CLAIMANT.search(before) or _BY_CLAIMANT.match(after))
