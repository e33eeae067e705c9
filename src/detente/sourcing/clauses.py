"""Attributions inside one parsed sentence: a spaCy `Doc` in, `Found` records out.

Offsets are characters of the sentence. The labels are those of spaCy's English models (ClearNLP
style); the scheme of source, cue and content is that of PARC and PolNeAR.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.symbols import (  # type: ignore[import-not-found]  # no stubs for what is in Cython
    AUX,
    NOUN,
    PROPN,
    VERB,
)
from spacy.tokens import Doc, Token

from detente.records import Span, Stance
from detente.sourcing.lexicon import lemma_of, load_cues
from detente.sourcing.sources import SourceWords

__all__ = ["Found", "find_in_doc", "introduced_by", "noun_phrase", "speaker_beside"]

_SUBJECTS = ("nsubj", "csubj")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_INTRODUCING = 8  # words before a quotation among which its verb stands
_NEAR = 5  # words between a noun and its clause
_SPEAKING = frozenset(["speak", "write", "call", "phone", "tweet", "post", "appear"])
_CLIMB = ("conj", "xcomp", "advcl", "pcomp", "ccomp", "acl")
_CUT = frozenset({"relcl", "acl", "appos", "advcl", "parataxis"})
_TELLING_POS = frozenset({VERB, AUX, NOUN, PROPN})
_HEARSAY = frozenset({"reportedly", "allegedly", "supposedly", "purportedly"})
_TELLING_FORMS = _HEARSAY | {"according", "per"}


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution of a sentence; `content` is empty when the words stand elsewhere."""

    source: SourceWords | None
    cue: Span
    content: tuple[Span, ...]
    stance: Stance = "states"
    hearsay: bool = False  # nobody is named: "reportedly", "is said to"


def find_in_doc(doc: Doc) -> list[Found]:
    """Return the attributions of one sentence in the order of their cues."""
    return [found for token in doc if _may_tell(token) for found in _at_token(token)]


def introduced_by(doc: Doc, quote_start: int) -> Found | None:
    """Return who brings in a quotation by a verb right before it: "he boasted, ..."."""
    before = [t for t in doc if t.idx + len(t) <= quote_start and not t.is_space]
    while before and (before[-1].is_quote or before[-1].text in (",", ":")):
        before.pop()
    near = [t for t in before[-_INTRODUCING:] if t.pos_ == "VERB"]
    subject = find_subject(near[-1]) if near else None
    if subject is None or subject.idx >= quote_start:
        return None
    source = noun_phrase(subject)
    if source.lemma in load_cues().sources["not_sources"]:
        return None
    return Found(source, _span(near[-1]), ())


def speaker_beside(doc: Doc, quote_end: int, cue: Span) -> SourceWords | None:
    """Return the noun phrase between a quotation and its cue, else the one right behind the cue.

    For cues whose subject the parse finds inside the quotation, where it cannot be.
    """
    chunks = [c for c in doc.noun_chunks if c.start_char >= quote_end]
    between = [c for c in chunks if c.end_char <= cue.start]
    behind = [c for c in chunks if 0 <= c.start_char - cue.end <= 1]
    chosen = between[-1:] or behind[:1]
    return noun_phrase(chosen[0].root) if chosen else None


def _may_tell(token: Token) -> bool:
    """Whether a token can be a cue by its part of speech or its form: most cannot."""
    return token.pos in _TELLING_POS or token.lower_ in _TELLING_FORMS


def _at_token(token: Token) -> Iterator[Found]:
    cues = load_cues()
    lower, lemma = token.lower_, lemma_of(token)
    if lower == "according" or (lower == "per" and token.i == 0):
        yield from _according(token)
    elif lower in _HEARSAY:
        yield from _hearsay_adverb(token)
    elif lemma in cues.view_nouns and token.dep_ == "pobj" and token.head.lower_ in ("in", "by"):
        yield from _in_view_of(token)
    elif token.pos_ in ("VERB", "AUX") and lemma in cues.verbs:
        yield from _verb(token, lemma)
    elif token.pos_ == "NOUN" and lemma in cues.content_nouns:
        yield from _noun(token, lemma)


# --- verbs -------------------------------------------------------------------------------------


def _verb(cue: Token, lemma: str) -> Iterator[Found]:
    subject = find_subject(cue)
    source = noun_phrase(subject) if subject is not None else None
    if source is not None and source.lemma in load_cues().sources["not_sources"]:
        # "it says" may be "the notice says"; only somebody denies
        inserted = cue.dep_ == "parataxis" or any(
            c.dep_ == "ccomp" and c.i < cue.i for c in cue.children
        )
        if source.lemma != "it" or not (inserted or load_cues().stance.get(lemma) == "denies"):
            return
    heads = _content_heads(cue, lemma)
    if _is_unsaid(cue) and not any(h.dep_ in ("ccomp", "xcomp") for h in heads):
        return
    if not heads and lemma in load_cues().clause:
        heads = _main_clause(cue)
    if _is_passive(cue) and source is None:
        yield from _said_to(cue, lemma)
        return
    if source is None or (lemma in load_cues().weak and not _can_speak(source, cue)):
        return
    if subject is not None and _has_so(cue, subject):
        content = _before_so(subject)
    else:
        content = _content_spans(cue, heads, subject)
    if not content and lemma in load_cues().clause:
        content = _before_cue(cue, subject)
    if content or lemma in load_cues().clause:
        yield Found(source, _span(cue), content, _stance(cue, lemma))


def _content_heads(cue: Token, lemma: str) -> list[Token]:
    """Return the tokens below which the content of a verb stands."""
    cues = load_cues()
    children = list(cue.children)
    if lemma in cues.naming:
        named = [c for c in children if c.dep_ in ("ccomp", "oprd", "xcomp") and c.i > cue.i]
        if named:
            return [c for c in children if c.dep_ == "dobj"] + named
    if cue.dep_ == "acl" and cue.tag_ == "VBN" and any(c.dep_ == "agent" for c in children):
        return [cue.head]  # "a charge denied by the envoy"
    if cue.dep_ == "relcl" and cues.stance.get(lemma) == "denies":
        accounts = cues.sources["account_nouns"]
        which = [c for c in children if c.dep_ == "dobj" and c.lower_ in _RELATIVE and c.i < cue.i]
        return [cue.head] if cue.head.lower_ in accounts else which  # "a charge that X denies"
    if cues.stance.get(lemma) == "denies" and any(c.dep_ == "agent" for c in children):
        return [c for c in children if c.dep_ == "nsubjpass"]  # "the claim was rejected by X"
    clauses = [c for c in children if _is_clause(c, cue, lemma)]
    if len(clauses) > 1 and not any(c.dep_ in _SUBJECTS for c in children):
        clauses = [c for c in clauses if c.i > cue.i] or clauses
    preps = [
        c
        for c in children
        if c.dep_ == "prep" and c.lower_ in cues.preposition.get(lemma, ()) and c.i > cue.i
    ]
    if clauses or (preps and lemma != "express"):
        return clauses + preps
    if lemma in cues.object and lemma not in cues.weak:
        objects = [c for c in children if c.dep_ == "dobj" and c.i > cue.i]
        # "welcomed the decision ... of opening the border": the phrase belongs to the object
        loose = [c for c in children if c.dep_ == "prep" and c.lower_ == "of" and objects]
        return objects + preps + loose
    return []


def _is_clause(child: Token, cue: Token, lemma: str) -> bool:
    cues = load_cues()
    if child.dep_ == "ccomp":
        return lemma in cues.clause or (lemma in cues.infinitive and child.i > cue.i)
    if child.dep_ == "xcomp":
        heard = cues.gerund if child.tag_ == "VBG" or _has_gerund(child) else cues.infinitive
        return lemma in heard and child.i > cue.i
    return child.dep_ == "parataxis" and lemma in cues.clause and lemma not in cues.weak


def _has_gerund(verb: Token) -> bool:
    """Whether an auxiliary makes a gerund of a verb: "having asked"."""
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ == "VBG" for c in verb.children)


def _main_clause(cue: Token) -> list[Token]:
    """Return the clause into which a cue is thrown in: "the plan, he says, ...", "as he said"."""
    is_as = cue.dep_ == "advcl" and any(c.lower_ == "as" and c.i < cue.i for c in cue.children)
    return [cue.head] if cue.dep_ == "parataxis" or is_as else []


def _has_so(cue: Token, subject: Token) -> bool:
    """Whether a cue takes up the clause before it: "..., or so the minister said", "... , they say so"."""
    doc = cue.doc
    before = doc[subject.left_edge.i - 1].lower_ if subject.left_edge.i else ""
    after = doc[cue.i + 1 : cue.i + 3]
    ends = len(after) < 2 or after[1].is_punct or after[1].pos_ == "ADP"
    says_so = len(after) > 0 and after[0].lower_ == "so" and ends
    return lemma_of(cue) in load_cues().clause and (before == "so" or says_so)


def _before_so(subject: Token) -> tuple[Span, ...]:
    """Return what stands before "or so X says", "X says so"."""
    end = subject.left_edge.i
    while end > 0 and (
        subject.doc[end - 1].is_punct or subject.doc[end - 1].lower_ in ("so", "or")
    ):
        end -= 1
    return _runs(subject.doc, range(end))


def _said_to(cue: Token, lemma: str) -> Iterator[Found]:
    """ "X is said to have ...": somebody says so, nobody is named."""
    if lemma not in load_cues().clause or lemma in ("expect", "want", "ask", "urge", "order"):
        return
    heads = [c for c in cue.children if c.dep_ in ("xcomp", "ccomp") and c.i > cue.i]
    content = _content_spans(cue, heads, None)
    if content and lemma not in load_cues().weak:
        yield Found(None, _span(cue), content, hearsay=True)


def _is_unsaid(cue: Token) -> bool:
    """ "To discuss the plan", "will respond": speech that has not taken place."""
    if cue.dep_ in ("advcl", "xcomp") and cue.head.lemma_ in _SPEAKING and cue.head.tag_ == "VBD":
        return False  # "spoke to the paper to reveal that ..."
    if cue.dep_ == "xcomp" and lemma_of(cue.head) in load_cues().aspectual:
        return False
    return cue.tag_ == "VB" and any(
        c.dep_ == "aux" and c.tag_ in ("MD", "TO") for c in cue.children
    )


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def find_subject(verb: Token, *, depth: int = 0) -> Token | None:
    """Return the token that stands for who does `verb`, also when it is said further up."""
    subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if subjects:
        # of two ("the chances were slim, three traders said") the nearer speaks
        return _antecedent(min(subjects, key=lambda c: abs(c.i - verb.i)), verb)
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    if agent is not None:
        return next((c for c in agent.children if c.dep_ == "pobj"), None)
    if depth > 4 or (_is_passive(verb) and verb.lemma_ != "quote"):
        return None
    if verb.lemma_ == "quote":
        return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    paper = _paper_before(verb)
    if paper is not None:
        return _issuer(paper) or paper
    head = verb.head
    if verb.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN", "PRON") and verb.tag_ == "VBG":
        return _issuer(head) or head
    if verb.dep_ in _CLIMB and head.i != verb.i:
        governor = head.head if head.pos_ == "ADP" else head
        if governor.pos_ in ("VERB", "AUX"):
            return find_subject(governor, depth=depth + 1)
    if depth == 0 and verb.dep_ == "ROOT" and verb.tag_ in ("VBD", "VBZ", "VBP"):
        return _stranded_subject(verb)
    return None


def _stranded_subject(verb: Token) -> Token | None:
    """Return the subject that the parse hung elsewhere, behind a comma before the verb.

    "An official, not to be named because ..., said": below the first clause. "In a letter, Oman's
    envoy, Ali Said, wrote": below the letter.
    """
    if verb.i < 2 or verb.nbor(-1).text != ",":
        return None
    below = [c for c in verb.children if c.i < verb.i and c.dep_ in ("ccomp", "advcl")]
    first = [c for b in below[:1] for c in b.children if c.dep_ in (*_SUBJECTS, "nsubjpass")]
    if first and first[0].left_edge.i == 0:
        return first[0]
    beside = verb.nbor(-2)
    return beside if beside.pos_ == "PROPN" and beside.dep_ == "appos" else None


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.lower_ in _RELATIVE and verb.dep_ == "relcl":
        return _issuer(verb.head) or verb.head
    return subject


def _issuer(noun: Token) -> Token | None:
    """ "X issued a statement saying ...": the statement speaks for X."""
    is_paper = lemma_of(noun) in load_cues().sources["document_nouns"]
    if is_paper and noun.dep_ in ("dobj", "pobj"):
        owner = next((c for c in noun.children if c.dep_ == "poss"), None) or _sender(noun)
        verb = noun.head.head if noun.dep_ == "pobj" else noun.head
        if owner is None and lemma_of(verb) in load_cues().issuing:
            return find_subject(verb, depth=3)
        return owner
    return None


def _sender(noun: Token) -> Token | None:
    """Return who sent a paper: "the report from the Herald"."""
    preps = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("from", "by", "in")]
    senders = [c for p in preps for c in p.children if c.dep_ == "pobj" and c.pos_ == "PROPN"]
    return senders[0] if senders else None


def _can_speak(source: SourceWords, cue: Token) -> bool:
    """Weak cues ("the vote showed") need a source that can speak, or a paper."""
    lists = load_cues().sources
    known = (
        lists["document_nouns"]
        | lists["role_nouns"]
        | lists["anonymous_nouns"]
        | lists["organisation_words"]
    )
    is_known = source.lemma in known or source.is_proper
    return is_known and any(c.dep_ == "ccomp" for c in cue.children)


def _stance(cue: Token, lemma: str) -> Stance:
    # "did not say", "never confirmed": not said; "did not think" is a thought all the same
    if _is_unsaid(cue):
        return "questions"
    shares = cue.dep_ == "conj" and cue.tag_ == cue.head.tag_
    places = [cue, cue.head] if shares else [cue]
    is_negated = any(
        c.dep_ == "neg" or c.lower_ in ("neither", "nor")
        for place in places
        for c in place.children
    ) or (cue.dep_ == "conj" and any(c.lower_ == "nor" for c in cue.head.children))
    if is_negated and lemma not in load_cues().words["raises_negation"]:
        return "questions"
    return load_cues().stance.get(lemma, "states")


# --- nouns and phrases -------------------------------------------------------------------------


def _noun(noun: Token, lemma: str) -> Iterator[Found]:
    """ "X's claim that ...", "suspicions that ..."."""
    clauses = [c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and _has_that(c)]
    clauses = clauses or _that_behind(noun) or _said_to_be(noun)
    if not clauses:
        return
    owner = next((c for c in noun.children if c.dep_ == "poss"), None) or _owner_before(noun)
    if owner is None:
        preps = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from", "of")]
        owner = next((c for p in preps for c in p.children if c.dep_ == "pobj"), None)
    if owner is None and noun.dep_ == "dobj":
        owner = find_subject(noun.head)
    if owner is None and lemma in load_cues().sources["document_nouns"]:
        owner = noun
    content = _runs(noun.doc, (t.i for c in clauses for t in c.subtree))
    stance = load_cues().stance.get(lemma, "states")
    source = noun_phrase(owner) if owner is not None else None
    yield Found(source, _span(noun), content, stance, hearsay=owner is None)


def _said_to_be(noun: Token) -> list[Token]:
    """Return the clause that a noun is said to be: "Oslo's claim, made on Monday, is that ..."."""
    verb = noun.head
    if noun.dep_ not in _SUBJECTS or verb.lemma_ != "be":
        return []
    return [
        c for c in verb.children if c.dep_ in ("ccomp", "attr") and c.i > verb.i and _has_that(c)
    ]


def _that_behind(noun: Token) -> list[Token]:
    """Return the that-clause right behind a noun that the parser hung on another word.

    Only a short phrase may stand between: "X's tweet on Thursday that ...".
    """
    for word in noun.doc[noun.i + 1 : noun.i + 1 + _NEAR]:
        if (
            word.lower_ == "that"
            and word.dep_ == "mark"
            and word.head.dep_ in ("relcl", "acl", "ccomp")
        ):
            return [word.head]
        if word.pos_ not in ("ADP", "PROPN", "NOUN", "DET", "NUM", "ADJ"):
            return []
    return []


def _owner_before(noun: Token) -> Token | None:
    """Return the owner in "the Embassy in Lima's tweet", where the parser sees no possessive."""
    mark = noun.i - 1
    if mark < 1 or noun.doc[mark].tag_ != "POS":
        return None
    return _top_of_phrase(noun.doc[mark - 1])


def _top_of_phrase(word: Token) -> Token:
    """Return the noun to which a run of nouns and prepositions up to `word` belongs."""
    top = word
    while word.head.i < word.i and word.head.pos_ in ("NOUN", "PROPN", "ADP"):
        word = word.head
        if word.pos_ != "ADP":
            top = word
    return top


def _paper_before(cue: Token) -> Token | None:
    """Return the paper right before a participle: "the report from the Herald claiming that ..."."""
    if cue.tag_ != "VBG" or cue.i == 0 or cue.doc[cue.i - 1].pos_ not in ("NOUN", "PROPN"):
        return None
    paper = _top_of_phrase(cue.doc[cue.i - 1])
    cues = load_cues()
    is_paper = lemma_of(paper) in cues.sources["document_nouns"] | cues.content_nouns
    return paper if is_paper else None


def _has_that(clause: Token) -> bool:
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children)


def _according(word: Token) -> Iterator[Found]:
    to = next((c for c in word.children if c.lower_ == "to"), None)
    if word.lower_ != "per" and to is None and word.i + 1 < len(word.doc):
        to = word.nbor()
    place = word if to is None else to
    source = next((c for c in place.children if c.dep_ in ("pobj", "pcomp")), None)
    if source is None or source.pos_ not in ("NOUN", "PROPN", "PRON"):
        return
    content = _clause_around(word, frozenset(t.i for t in word.subtree))
    cue = Span(word.idx, place.idx + len(place))
    yield Found(noun_phrase(source), cue, content)


def _in_view_of(noun: Token) -> Iterator[Found]:
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        of = next((c for c in noun.children if c.lower_ == "of"), None)
        owner = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if owner is not None:
        content = _clause_around(noun.head, frozenset(t.i for t in noun.head.subtree))
        if content:
            yield Found(noun_phrase(owner), _span(noun), content)


def _hearsay_adverb(adverb: Token) -> Iterator[Found]:
    content = _clause_around(adverb, frozenset([adverb.i]))
    if content:
        yield Found(None, _span(adverb), content, hearsay=True)


def _clause_around(word: Token, without: frozenset[int]) -> tuple[Span, ...]:
    """Return the clause that a thrown-in phrase vouches for, without the phrase."""
    head = word.head
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
        head = head.head
    return _runs(word.doc, (t.i for t in head.subtree if t.i not in without))


# --- spans -------------------------------------------------------------------------------------


def _content_spans(cue: Token, heads: list[Token], subject: Token | None) -> tuple[Span, ...]:
    if not heads:
        return ()
    outside = {cue.i} | _own_words(cue, subject)
    if cue.head in heads:
        outside |= {t.i for t in cue.subtree}
    tokens = {t.i for head in heads for t in head.subtree} - outside
    if cue.dep_ == "ROOT" and tokens and max(tokens) < cue.i:
        # all that stands before a closing "..., X said" belongs to the words, however it hangs
        tokens |= set(range(min(outside))) - outside
    return _runs(cue.doc, tokens)


def _own_words(cue: Token, subject: Token | None) -> set[int]:
    """Return the tokens of the source; a cue that hangs below it has its content there too."""
    if subject is None or subject.is_ancestor(cue):
        return set()
    return {t.i for t in subject.subtree}


def _before_cue(cue: Token, subject: Token | None) -> tuple[Span, ...]:
    """Return all that stands before a closing "..., X said" that the parse did not tie to it."""
    doc = cue.doc
    first = min(cue.i, subject.left_edge.i if subject is not None else cue.i)
    last = max(cue.i, subject.right_edge.i if subject is not None else cue.i)
    is_last = len(doc) - last <= 6 and "ccomp" not in {t.dep_ for t in doc[last + 1 :]}
    if is_last and first >= 4 and doc[first - 1].text in (",", "”", '"', "''"):
        return _runs(doc, range(first - 1))
    return ()


def noun_phrase(head: Token) -> SourceWords:
    """Return the words of a source: its phrase without what follows after a comma.

    A described office with a name beside it ("a spokesman, Ned Li") keeps the name.
    """
    doc = head.doc
    cut = min((c.left_edge.i for c in head.children if c.i > head.i and _cuts(c)), default=None)
    stop = head.right_edge.i + 1 if cut is None else cut
    name = _name_beside(head)
    if name is not None:
        head, stop = name, name.i + 1
    start = head.left_edge.i if name is None else name.head.left_edge.i
    while stop - 1 > head.i and doc[stop - 1].is_punct:
        stop -= 1
    while start < head.i and (
        doc[start].is_punct or doc[start].is_space or doc[start].lower_ in ("but", "and")
    ):
        start += 1
    # a dateline before the name ("CAIRO (AP) -- The envoy said") is not part of it
    dashes = [i for i in range(start, head.i) if doc[i].text in ("--", "—", "–", "―")]
    start = dashes[-1] + 1 if dashes else start
    span = doc[start:stop]
    return SourceWords(
        span=Span(span.start_char, span.end_char),
        text=span.text,
        head=head.text,
        lemma=lemma_of(head),
        is_proper=head.pos_ == "PROPN",
        is_plural=head.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in head.children),
        around=doc.text,
    )


def _cuts(child: Token) -> bool:
    return child.dep_ in _CUT or (child.dep_ == "punct" and child.text in (",", "(", "—", "-", "–"))


def _name_beside(head: Token) -> Token | None:
    if head.pos_ == "PROPN":
        return None
    return next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN"), None)


def _span(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))


def _runs(doc: Doc, tokens: Iterable[int]) -> tuple[Span, ...]:
    """Return the unbroken runs of token numbers as spans, without the commas at their edges."""
    spans: list[Span] = []
    run: list[int] = []
    for i in [*sorted(set(tokens)), -1]:
        if run and i != run[-1] + 1:
            spans.extend(_trimmed(doc, run))
            run = []
        run.append(i)
    return tuple(spans)


def _trimmed(doc: Doc, run: list[int]) -> list[Span]:
    first, last = run[0], run[-1]
    loose = {",", ".", ";", ":", "--", "—", "-", "–"}
    while first <= last and (doc[first].text in loose or doc[first].is_space):
        first += 1
    while last >= first and (doc[last].text in loose or doc[last].is_space):
        last -= 1
    if not any(doc[i].is_alpha or doc[i].like_num for i in range(first, last + 1)):
        return []
    return [Span(doc[first].idx, doc[last].idx + len(doc[last]))]
