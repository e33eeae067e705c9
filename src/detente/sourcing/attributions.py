"""Who says so: article, sentences, parses and mentions in, attributions out.

Direct, indirect and mixed speech inside a sentence come from its parse (`clauses`); quotations
over sentences and paragraphs, speaker lines and headline colons from the text.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from detente.actors.gazetteer import is_place
from detente.records import Article, Attribution, Mention, Sentence, Span
from detente.sourcing.cited import with_cited
from detente.sourcing.clauses import Found, find_in_doc, introduced_by, speaker_beside
from detente.sourcing.lexicon import load_cues
from detente.sourcing.quotes import Quote, find_quotes, paragraphs
from detente.sourcing.sources import MentionIndex, SourceWords, judge_kind, moved, source_code

__all__ = ["find_attributions"]

_MIN_QUOTED_WORDS = 4
_BESIDE = 2  # characters between a short quotation and its cue
_WORD = re.compile(r"\w+")
_SPEAKER_LINE = re.compile(
    r"^[ \t]*[\"“]?(?P<who>(?:[A-Z][\w.’'-]*|of|the|and|for|de|al)(?:[ \t]+(?:[A-Z(][\w.’')-]*|of|the|and|for|de|al)){0,8}):[ \t]+(?=\S)",
    re.MULTILINE,
)
# a quotation signed with a dash: "..." -- Jane Roe
_SIGNED = re.compile(
    r"[ \t\xa0]*(?:[―—–]|--)[ \t\xa0]*(?P<who>[A-Z][\w.’'-]*(?:[ \t][A-Z][\w.’'-]*){0,4})(?=[,.]?[ \t\xa0]*(?:\n|\Z|,))"
)
_JOINING = re.compile(r"\s*,?\s*(?:and|but|or|while|yet)\b[^.;:]*\Z", re.IGNORECASE)
_BEFORE_COLON = re.compile(r"[\"“]?(?P<who>(?:[\w.’'-]+[ \t]+){0,5}[\w.’'-]+):[ \t]+(?=\S)")
_MAX_HEADLINE_SOURCE_WORDS = 5
_SPEAKER_WORDS = frozenset({"i", "we", "you", "us", "me", "my", "our"})


def find_attributions(
    article: Article,
    sentences: Sequence[Sentence],
    docs: Mapping[str, Doc],
    mentions: Sequence[Mention],
) -> tuple[Attribution, ...]:
    """Return who says what in `article`, in the order of the content.

    `docs` has the parse of a sentence by its id, with offsets from the sentence's start; a
    sentence without one is read for quotation marks and speaker lines alone. `mentions` give
    the kind and the code of sources. Content spans of one attribution are in order; a source
    of None means that nobody is named.
    """
    found = [
        _moved(one, sentence.start)
        for sentence in sentences
        if sentence.sentence_id in docs
        for one in _found_in(docs[sentence.sentence_id])
    ]
    quotes = [q for q in find_quotes(article.text) if _n_words(article.text, q) > 0]
    found = [_outside(one, quotes, sentences, docs) for one in found]
    turns = _speaker_turns(article.text)
    signed = _signed_quotes(article.text, quotes)
    heard = [Span(q.start, q.end) for q in quotes] + [t.content[0] for t in turns]
    told = _Quotations(article.text, sentences, quotes, docs).attach(_not_the_speaker(found, heard))
    taken = {one.content for one in signed}
    spoken = [*turns, *signed, *(one for one in told if one.content not in taken)]
    index = MentionIndex(mentions)
    spoken += _colon_speakers(article.text, sentences, index, spoken)
    done = [_finish(one, index) for one in spoken if one.content]
    return tuple(sorted(done, key=lambda a: (a.content[0].start, -a.content[-1].end)))


def _found_in(doc: Doc) -> list[Found]:
    return with_cited(doc, find_in_doc(doc))


def _not_the_speaker(found: Sequence[Found], heard: Sequence[Span]) -> list[Found]:
    """Leave out "I think" inside somebody's quoted words: its source is the speaker again."""
    spans = sorted(heard, key=lambda span: span.start)
    starts = [span.start for span in spans]

    def is_speaker(one: Found) -> bool:
        if one.source is None or one.source.text.lower() not in _SPEAKER_WORDS:
            return False
        at = bisect_right(starts, one.cue.start) - 1
        return at >= 0 and one.cue.start < spans[at].end

    return [one for one in found if not is_speaker(one)]


def _outside(
    one: Found, quotes: Sequence[Quote], sentences: Sequence[Sentence], docs: Mapping[str, Doc]
) -> Found:
    """Give a cue beside a quotation the speaker beside it, when its source stands inside."""
    if one.source is None:
        return one
    source, cue = one.source.span, one.cue
    held = next((q for q in quotes if q.start <= source.start and source.end <= q.end), None)
    if held is None or not held.end <= cue.start:
        return one
    sent = next(s for s in sentences if s.start <= cue.start < s.end)
    local = Span(cue.start - sent.start, cue.end - sent.start)
    words = speaker_beside(docs[sent.sentence_id], held.end - sent.start, local)
    if words is None:
        return one
    moved = Span(words.span.start + sent.start, words.span.end + sent.start)
    return dataclasses.replace(one, source=dataclasses.replace(words, span=moved))


def _signed_quotes(text: str, quotes: Sequence[Quote]) -> list[Found]:
    """Return the quotations that a dash and a name follow."""
    matches = ((quote, _SIGNED.match(text, quote.end)) for quote in quotes)
    return [
        Found(_line_source(m), Span(q.end, m.start("who")), (Span(q.start, q.end),))
        for q, m in matches
        if m is not None and q.closed and _n_words(text, q) >= _MIN_QUOTED_WORDS
    ]


def _moved(found: Found, offset: int) -> Found:
    def move(span: Span) -> Span:
        return Span(span.start + offset, span.end + offset)

    words = moved(found.source, offset) if found.source is not None else None
    content = tuple(move(span) for span in found.content)
    return dataclasses.replace(found, source=words, cue=move(found.cue), content=content)


def _finish(found: Found, index: MentionIndex) -> Attribution:
    if found.source is None:
        return Attribution(None, found.cue, found.content, "collective", found.stance)
    over = index.over(found.source.span)
    return Attribution(
        source=found.source.span,
        cue=found.cue if found.cue.end > found.cue.start else None,
        content=found.content,
        kind=judge_kind(found.source, over),
        stance=found.stance,
        code=source_code(over),
    )


def _n_words(text: str, quote: Quote) -> int:
    return len(_WORD.findall(text, quote.start, quote.end))


# --- quotations --------------------------------------------------------------------------------


class _Quotations:
    """Ties the quotations of one article to the cues found in its sentences."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        quotes: Sequence[Quote],
        docs: Mapping[str, Doc],
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._docs = docs
        self._starts = [sentence.start for sentence in sentences]
        self._quotes = quotes
        self._quote_starts = [quote.start for quote in quotes]
        self._paragraph_starts = [start for start, _ in paragraphs(text)]

    def attach(self, found: Sequence[Found]) -> list[Found]:
        """Return `found` with whole quotations as content, and those that only follow on."""
        self._found = [self._widened(one) for one in found]
        self._open = [i for i, one in enumerate(self._found) if not one.content]
        owners = self._owners()
        last: tuple[Quote, int] | None = None
        for number, quote in enumerate(self._quotes):
            owner = owners[number]
            if owner is None and _n_words(self._text, quote) < _MIN_QUOTED_WORDS:
                owner = self._beside(quote)
                if owner is not None:
                    self._give(owner, quote)
                continue
            if owner is None:
                owner = self._open_cue(quote)
                if owner is None:
                    owner = self._introduced(quote)
                if owner is None:
                    owner = self._joined(quote)
                if owner is None and last is not None:
                    owner = self._carried(quote, *last)
                if owner is not None:
                    owner = self._give(owner, quote)
            if owner is not None:
                last = (quote, owner)
        return self._found

    def _widened(self, one: Found) -> Found:
        """Content that overlaps a quotation takes all of it, unless the cue stands inside."""
        spans = [self._with_quotes(span, one.cue) for span in one.content]
        return dataclasses.replace(one, content=_merged(spans))

    def _with_quotes(self, span: Span, cue: Span) -> Span:
        start, end = span.start, span.end
        first = max(bisect_right(self._quote_starts, start) - 1, 0)
        for quote in self._quotes[first:]:
            if quote.start > end:
                break
            if quote.end >= start and not quote.start <= cue.start < quote.end:
                start, end = min(start, quote.start), max(end, quote.end)
        return Span(start, end)

    def _owners(self) -> list[int | None]:
        """Return, for every quotation, the widest attribution whose content overlaps it."""
        owners: list[int | None] = [None] * len(self._quotes)
        widths = [0] * len(self._quotes)
        for i, one in enumerate(self._found):
            for span in one.content:
                for number in self._numbers_in(span):
                    width = span.end - span.start
                    if width > widths[number] and not self._holds(number, one.cue):
                        owners[number], widths[number] = i, width
        return owners

    def _holds(self, number: int, cue: Span) -> bool:
        return self._quotes[number].start <= cue.start < self._quotes[number].end

    def _numbers_in(self, span: Span) -> range:
        first = max(bisect_right(self._quote_starts, span.start) - 1, 0)
        last = bisect_right(self._quote_starts, span.end - 1)
        while first < last and self._quotes[first].end <= span.start:
            first += 1
        return range(first, last)

    def _open_cue(self, quote: Quote) -> int | None:
        """Return a cue without content beside the quotation: same, next or colon sentence."""
        here = self._sentence_at(quote.start)
        behind = self._sentence_at(max(quote.end - 1, quote.start))
        before = self._text[: quote.start].rstrip()[-1:]
        places = {here, behind}
        if len(self._text[quote.end : quote.end + 3].strip()) > 0:
            places.add(self._sentence_at(min(quote.end + 1, len(self._text) - 1)))
        if before == ":":
            places.add(self._sentence_at(len(self._text[: quote.start].rstrip()) - 1))
        near = [i for i in self._open if self._sentence_at(self._found[i].cue.start) in places]
        near = [i for i in near if not quote.start <= self._found[i].cue.start < quote.end]
        return min(near, key=lambda i: self._distance(i, quote), default=None)

    def _beside(self, quote: Quote) -> int | None:
        """Return the cue without content right behind a short quotation: ""Absurd," replied X"."""
        behind = [
            i
            for i in self._open
            if quote.closed
            and 0 <= self._found[i].cue.start - quote.end <= _BESIDE
            or self._follows(self._found[i], quote)
        ]
        return behind[0] if behind else None

    def _follows(self, one: Found, quote: Quote) -> bool:
        """Whether speaker and cue stand right behind a quotation: ""Fake," the office said"."""
        source = one.source
        return (
            source is not None
            and 0 <= source.span.start - quote.end <= _BESIDE
            and 0 <= one.cue.start - source.span.end <= _BESIDE
        )

    def _introduced(self, quote: Quote) -> int | None:
        """Return a new attribution for a quotation that a comma or a colon after a verb brings in."""
        if self._text[: quote.start].rstrip()[-1:] not in (",", ":"):
            return None
        number = self._sentence_at(len(self._text[: quote.start].rstrip()) - 1)
        sent = self._sentences[number] if number >= 0 else None
        doc = self._docs.get(sent.sentence_id) if sent else None
        one = introduced_by(doc, quote.start - sent.start) if sent and doc else None
        if one is None or sent is None:
            return None
        one = _moved(one, sent.start)
        same = [i for i, other in enumerate(self._found) if other.cue == one.cue]
        if same:  # "..., " he said, "and ...": the words go on
            return same[0]
        self._found.append(one)
        self._open.append(len(self._found) - 1)
        return len(self._found) - 1

    def _joined(self, quote: Quote) -> int | None:
        """Return the speech of the same sentence to which "and ..." joins the quotation.

        Parsers hang "says she hopes to win and knows that "..."" on the cue; the words between go
        with the quotation.
        """
        here = self._sentence_at(quote.start)
        before = [
            i
            for i, one in enumerate(self._found)
            if one.content
            and one.cue.end <= one.content[-1].start
            and one.content[-1].end <= quote.start
            and self._sentence_at(one.content[-1].start) == here == self._sentence_at(one.cue.start)
        ]
        if not before:
            return None
        owner = max(before, key=lambda i: self._found[i].content[-1].end)
        one = self._found[owner]
        between = self._text[one.content[-1].end : quote.start]
        if not _JOINING.match(between):
            return None
        words = Span(one.content[-1].end, quote.end)
        self._found[owner] = dataclasses.replace(one, content=_merged([*one.content, words]))
        return owner

    def _distance(self, i: int, quote: Quote) -> int:
        cue = self._found[i].cue
        return min(abs(cue.end - quote.start), abs(cue.start - quote.end))

    def _carried(self, quote: Quote, last: Quote, owner: int) -> int | None:
        """Return the last speaker when the quotation plainly goes on."""
        gap = self._text[last.end : quote.start]
        if not self._starts_sentence(quote):
            return None
        if self._paragraph(quote.start) == self._paragraph(last.start):
            return owner if len(gap.split()) <= 30 else None
        if self._paragraph(quote.start) - self._paragraph(last.start) > 1:
            return None
        starts_paragraph = quote.start <= self._paragraph_start(quote.start) + 2
        return owner if starts_paragraph and (not last.closed or len(gap.split()) <= 12) else None

    def _give(self, owner: int, quote: Quote) -> int:
        """Add the quotation to an attribution, or to a new one of the same source."""
        one, span = self._found[owner], Span(quote.start, quote.end)
        if not one.content or self._paragraph(quote.start) == self._paragraph(one.cue.start):
            self._found[owner] = dataclasses.replace(one, content=_merged([*one.content, span]))
            if owner in self._open:
                self._open.remove(owner)
            return owner
        self._found.append(dataclasses.replace(one, content=(span,)))
        return len(self._found) - 1

    def _starts_sentence(self, quote: Quote) -> bool:
        before = self._text[: quote.start].rstrip()[-1:]
        return not before or before in ".!?:”\"'" or quote.start in self._paragraph_starts

    def _sentence_at(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1

    def _paragraph(self, place: int) -> int:
        return bisect_right(self._paragraph_starts, place) - 1

    def _paragraph_start(self, place: int) -> int:
        return self._paragraph_starts[max(self._paragraph(place), 0)]


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that touch as one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: s.start):
        if merged and span.start <= merged[-1].end + 1:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)


# --- speaker lines -----------------------------------------------------------------------------


def _speaker_turns(text: str) -> list[Found]:
    """Return the turns of a transcript, or the one of a headline "Envoy: ..."."""
    lines = [line for line in _SPEAKER_LINE.finditer(text) if not _is_dateline(line["who"])]
    counts: dict[str, int] = {}
    for line in lines:
        counts[line["who"]] = counts.get(line["who"], 0) + 1
    turns = [line for line in lines if counts[line["who"]] > 1 or _has_title(line["who"])]
    if len(turns) < 2:
        return _headline_colon(text, lines)
    ends = [line.start() for line in turns[1:]] + [len(text)]
    return [_turn(text, line, end) for line, end in zip(turns, ends, strict=True)]


def _is_dateline(who: str) -> bool:
    """ "ISLAMABAD: ..." tells where a report was filed; "MR PRICE: ..." who speaks."""
    return who.isupper() and is_place(who)


def _colon_speakers(
    text: str, sentences: Sequence[Sentence], index: MentionIndex, known: Sequence[Found]
) -> list[Found]:
    """Return who speaks before a colon in running text: "Yerevan: lies from first to last."

    Only an actor or an actor's office and nothing else may stand before it; the first line is left to
    headlines and datelines.
    """
    cues = {one.cue.start for one in known}
    found = []
    for sentence in sentences[1:]:
        line = _BEFORE_COLON.match(text, sentence.start, sentence.end)
        if line is None or line.end("who") in cues or line["who"].isupper():
            continue
        span = Span(line.start("who"), line.end("who"))
        over = index.over(span)
        roles = load_cues().sources["role_nouns"]
        is_office = line["who"].split()[-1].lower() in roles
        if not over or not (
            is_office
            or (over[0].start, over[-1].end) == (span.start, span.end)
            or _is_name(over, span)
        ):
            continue
        stop = line.end() + len(text[line.end() : sentence.end].rstrip())
        found.append(
            Found(_line_source(line), Span(span.end, span.end + 1), (Span(line.end(), stop),))
        )
    return found


def _is_name(mentions: Sequence[Mention], span: Span) -> bool:
    return any(
        m.kind != "nominal" and m.start - span.start <= 4 and m.end == span.end for m in mentions
    )


def _has_title(who: str) -> bool:
    return who.split()[0].lower().rstrip(".") in load_cues().sources["titles"]


def _turn(text: str, line: re.Match[str], end: int) -> Found:
    span = Span(line.start("who"), line.end("who"))
    stop = line.end() + len(text[line.end() : end].rstrip())
    return Found(_line_source(line), Span(span.end, span.end + 1), (Span(line.end(), stop),))


def _line_source(line: re.Match[str]) -> SourceWords:
    who = line["who"]
    head = who.split()[-1]
    return SourceWords(
        span=Span(line.start("who"), line.end("who")),
        text=who,
        head=head,
        lemma=head.lower(),
        is_proper=True,
        is_plural=False,
    )


def _headline_colon(text: str, lines: Sequence[re.Match[str]]) -> list[Found]:
    """ "Envoy: Talks to Resume" as the first line; a dateline ("PARIS: ...") is no source."""
    first = lines[0] if lines else None
    if first is None or text[: first.start()].strip() or first["who"].isupper():
        return []
    end = text.find("\n", first.end())
    if end < 0 or len(first["who"].split()) > _MAX_HEADLINE_SOURCE_WORDS:
        return []
    return [_turn(text, first, end)]
