"""Page furniture: a text goes in, the stretches that are not part of its reporting come out."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import pairwise

from ..records import Span
from .tables import load_table

_REPEAT = 12  # words: shorter passages recur by chance (titles, formulas)
_LINE = re.compile(r"[^\r\n]+")
# a full stop after up to three letters that begin with a capital is rather an abbreviation's
_STOP = r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?<!\b[A-Z][a-z][a-z]\.)[\"”’')\]]*(?=\s)"
_SENTENCE_END = re.compile(rf"[.!?…\r\n](?:(?<=[\r\n])|{_STOP})")
_WRAPPED_END = re.compile(rf"[.!?…\n](?:(?<=\n)(?=\s)|{_STOP})")  # a blank or indented line follows
_WRAP_CHARS = 85
_WORD = re.compile(r"\w+")
_TEASER_END = ("...", "…")
_TEASER_CHARS = 200
# after a dateline or a label the same passage may begin again within a line
_CLAUSE_START = re.compile(r"[:–—-](?:(?<=[:–—])|(?<=\s-)-?(?=\s))\s*[“\"‘']?(?=[^\W\d_])")
_LABEL_CHARS = 100
_TWIN_CHARS = 60


def find_furniture(text: str) -> tuple[Span, ...]:
    """Return the page furniture and repeated passages of `text`, in order, without overlap.

    Furniture are lines that pages put around an article (credits, appeals, teasers for other
    articles, the mark of the printed edition). A passage of at least 12 words that stands
    verbatim earlier in the text is furniture where it stands again.
    """
    spans = merge_spans([*_page_lines(text), *_repeats(text)])
    # a bare headline may look like a credit ("Source: ministers will meet")
    return () if _is_all(text, spans) else spans


def merge_spans(spans: list[Span]) -> tuple[Span, ...]:
    """Return the same stretches in order, those that touch or overlap as one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _is_all(text: str, spans: tuple[Span, ...]) -> bool:
    return len(spans) == 1 and not (text[: spans[0].start] + text[spans[0].end :]).strip()


@cache
def _pattern(place: str) -> re.Pattern[str]:
    forms = load_table("page_furniture.toml")[place]
    return re.compile("|".join(f"(?:{form})" for form in forms), re.I)


def _matches(text: str, span: Span, *places: str) -> bool:
    if span.end - span.start > load_table("page_furniture.toml")["max_chars"]:
        return False
    return any(_pattern(place).fullmatch(text, span.start, span.end) for place in places)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _page_lines(text: str) -> list[Span]:
    found = (_trimmed(text, match.start(), match.end()) for match in _LINE.finditer(text))
    lines = [line for line in found if line]
    spans = [
        line
        for line in lines
        if _matches(text, line, "anywhere") and not _goes_on(text, line.start)
    ]
    head = 0
    while head < len(lines) and _matches(text, lines[head], "head", "anywhere"):
        head += 1
    return [*spans, *lines[:head], *_tail(text, lines[head:])]


def _goes_on(text: str, start: int) -> bool:
    """Tell whether the line at `start` continues a wrapped sentence of the line before."""
    before = text[:start].rstrip(" \t")[-3:]
    is_next_line = before.endswith("\n") and before[:-1].rstrip("\r")[-1:].isalnum()
    return is_next_line and text[start].islower()


def _tail(text: str, lines: list[Span]) -> list[Span]:
    block: list[Span] = []
    teasers: list[Span] = []
    for line in reversed(lines):
        if _matches(text, line, "tail", "anywhere"):
            block += [*teasers, line]
            teasers = []
        elif _is_teaser(text, line):
            teasers.append(line)
        else:
            break
    else:
        line = Span(0, 0)
    # one line that trails off may be the article's own last one
    if block or len(teasers) > 1:
        block += teasers
    return [*block, *_last_sentences(text, line)]


def _is_teaser(text: str, line: Span) -> bool:
    return line.end - line.start <= _TEASER_CHARS and text.endswith(_TEASER_END, 0, line.end)


def _last_sentences(text: str, line: Span) -> list[Span]:
    """Return the sentences that end the last line of the article and are furniture."""
    spans: list[Span] = []
    for sentence in reversed(_sentences(text, line)[1:]):
        if not _matches(text, sentence, "tail", "anywhere"):
            break
        spans.append(sentence)
    return spans


def _sentences(text: str, within: Span) -> list[Span]:
    """Return the sentences, cut rather too rarely: after no abbreviation, at no wrapped line."""
    form = _WRAPPED_END if _is_wrapped(text) else _SENTENCE_END
    ends = [match.end() for match in form.finditer(text, within.start, within.end)]
    bounds = pairwise([within.start, *ends, within.end])
    found = (_trimmed(text, start, end) for start, end in bounds)
    return [sentence for sentence in found if sentence]


def _is_wrapped(text: str) -> bool:
    lines = text.splitlines()
    return len(lines) > 3 and max(map(len, lines)) <= _WRAP_CHARS


def _repeats(text: str) -> list[Span]:
    sentences = _sentences(text, Span(0, len(text)))
    starts = _starts(text, sentences)
    # splitting a text into words costs most, and few texts repeat themselves
    if not _has_twins(text, starts):
        return []
    words = [(match.group().casefold(), match.start()) for match in _WORD.finditer(text)]
    plain = [word for word, _ in words]
    index_at = {start: index for index, (_, start) in enumerate(words)}
    last_word_of = _last_words([start for _, start in words], sentences)
    first_at: dict[tuple[str, ...], int] = {}
    spans: list[Span] = []
    covered = 0
    for position, sentence in starts:
        start = index_at[position]
        key = tuple(plain[start : start + _REPEAT])
        earlier = first_at.setdefault(key, start)
        if len(key) < _REPEAT or start < covered or earlier + _REPEAT > start:
            continue
        length = _common_length(plain, earlier, start)
        whole = sentence
        while whole < len(sentences) and last_word_of[whole] < start + length:
            whole += 1
        if whole > sentence and last_word_of[whole - 1] + 1 - start >= _REPEAT:
            spans.append(Span(position, sentences[whole - 1].end))
            covered = last_word_of[whole - 1] + 1
    return spans


def _common_length(plain: list[str], earlier: int, later: int) -> int:
    """Return how many words run alike from both places, the earlier run ending before `later`."""
    length = 0
    while (
        later + length < len(plain)
        and earlier + length < later
        and plain[later + length] == plain[earlier + length]
    ):
        length += 1
    return length


def _has_twins(text: str, starts: list[tuple[int, int]]) -> bool:
    heads = ["".join(text[start : start + _TWIN_CHARS].casefold().split()) for start, _ in starts]
    # blanks may differ, so what is compared is cut to the least that is left of all
    heads = [head[: _TWIN_CHARS * 6 // 10] for head in heads]
    return len(set(heads)) < len(heads)


def _last_words(word_starts: list[int], sentences: list[Span]) -> list[int]:
    """Return the index of the last word of each sentence."""
    return [bisect_left(word_starts, sentence.end) - 1 for sentence in sentences]


def _starts(text: str, sentences: list[Span]) -> list[tuple[int, int]]:
    """Return (position, index of the sentence) of the words that a repeated passage may begin at."""
    starts: list[tuple[int, int]] = []
    for number, sentence in enumerate(sentences):
        word = _WORD.search(text, sentence.start, sentence.end)
        if not word:
            continue
        starts.append((word.start(), number))
        stop = min(sentence.end, sentence.start + _LABEL_CHARS)
        starts += [
            (label.end(), number) for label in _CLAUSE_START.finditer(text, word.end(), stop)
        ]
    return starts
