from collections.abc import Callable

import pytest

from detente.records import Mention

from .conftest import Read

Reader = Callable[..., Read]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The Danish envoy said that Lagos had recalled its consul.",
            "The Danish envoy",
            "that Lagos had recalled its consul",
        ),
        (
            "Lagos has recalled its consul, the Danish envoy said on Monday.",
            "the Danish envoy",
            "Lagos has recalled its consul",
        ),
        (
            "Lagos had recalled its consul, according to the Danish envoy.",
            "the Danish envoy",
            "Lagos had recalled its consul",
        ),
        (
            "The envoy issued a statement claiming that Kigali armed the rebels.",
            "The envoy",
            "that Kigali armed the rebels",
        ),
        (
            "Readers should be wary of the report from The Daily Herald claiming that Kigali armed the rebels.",
            "The Daily Herald",
            "that Kigali armed the rebels",
        ),
        (
            "The first sign was the Danish Embassy in Lima’s tweet on Thursday that Lagos recalled its consul.",
            "the Danish Embassy in Lima’s",
            "that Lagos recalled its consul",
        ),
        (
            "A Danish diplomat spoke to the paper to reveal that Kigali armed the rebels.",
            "A Danish diplomat",
            "that Kigali armed the rebels",
        ),
        ("Oslo condemned the shelling of Goma.", "Oslo", "the shelling of Goma"),
        (
            "The prospects of Oslo selling Lagos another ferry were poor, two shipping agents said.",
            "two shipping agents",
            "The prospects of Oslo selling Lagos another ferry were poor",
        ),
        (
            "In a note to the Assembly, Kigali's delegate, Jean Uwase, wrote that Danes had shelled Goma.",
            "Jean Uwase",
            "that Danes had shelled Goma",
        ),
        (
            "A Danish clerk, not to be quoted because no date has been set, said he would fly to Goma.",
            "A Danish clerk",
            "he would fly to Goma",
        ),
        (
            "Lagos has recalled its consul, or so the Danish envoy told the paper.",
            "the Danish envoy",
            "Lagos has recalled its consul",
        ),
        (
            "In Oslo's version, Lagos had first recalled its consul.",
            "Oslo's",
            "Lagos had first recalled its consul",
        ),
        (
            "Oslo's claim, made on Monday, is that Lagos had recalled its consul.",
            "Oslo's",
            "that Lagos had recalled its consul",
        ),
        (
            "Oslo accused Kigali of shelling the town.",
            "Oslo",
            "of shelling the town",
        ),
        (
            "The envoy cited a report claiming that Kigali armed the rebels.",
            "a report",
            "that Kigali armed the rebels",
        ),
        (
            "The minister's claim that Kigali armed the rebels angered many.",
            "The minister's",
            "that Kigali armed the rebels",
        ),
    ],
    ids=lambda value: value[:40],
)
def test_source_and_content_of_reported_speech(
    read: Reader, text: str, source: str, content: str
) -> None:
    said = read(text).said
    assert (source.removesuffix("'s"), content) in [
        ((one.source or "").removesuffix("'s"), one.content) for one in said
    ]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Kigali denied that it had armed the rebels.", "denies"),
        ("Kigali confirmed that it had closed the crossing.", "confirms"),
        ("The envoy asked whether Kigali had closed the crossing.", "questions"),
        ("Kigali did not say that it had closed the crossing.", "questions"),
        ("Kigali said that it had closed the crossing.", "states"),
    ],
    ids=str,
)
def test_stance_of_the_cue(read: Reader, text: str, stance: str) -> None:
    assert [one.stance for one in read(text).said] == [stance]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Lagos weekly Obade says Danes armed the rebels.", "outlet"),
        ("Ingrid Voss said the ferry had sailed.", "named"),
        ("A spokesman, Ingrid Voss, said the ferry had sailed.", "named"),
        ("The harbour ministry said the ferry had sailed.", "role"),
        ("Danish officials said the ferry had sailed.", "collective"),
        ("A source said the ferry had sailed.", "anonymous"),
        ("An official said on condition of anonymity that the ferry had sailed.", "anonymous"),
        ("Reuters reported that the ferry had sailed.", "outlet"),
        ("A communique said the ferry had sailed.", "document"),
        ("The ferry reportedly sailed.", "collective"),
        ("I said the ferry had sailed.", "author"),
    ],
    ids=str,
)
def test_kind_of_source(read: Reader, text: str, kind: str) -> None:
    assert [one.kind for one in read(text).said] == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Folha Azul, citing two clerks, said Danes armed the rebels.", "outlet"),
        ("Jan Voss said Danes armed the rebels, citing two clerks.", "named"),
        (
            "A clerk, not to be named because no date has been set, said the ferry had sailed.",
            "anonymous",
        ),
        ("The harbour minister said Oslo would name a pilot but did not name the port.", "role"),
        (
            "The harbour minister said the ferry had sailed, and the port is to close for a week in June or in July, "
            "according to people familiar with the matter.",
            "role",
        ),
    ],
    ids=str,
)
def test_kind_of_the_first_source(read: Reader, text: str, kind: str) -> None:
    assert read(text).said[0].kind == kind


def test_office_of_a_person_is_not_the_person(read: Reader) -> None:
    text = "Voss's office said the ferry had sailed."
    voss = Mention(0, 4, "Voss", "DNK", "Denmark", "person", person="Ingrid Voss")
    assert read(text, mentions=[voss]).said[0].kind == "role"


def test_pronoun_keeps_its_words_and_takes_code_and_kind_of_its_person(read: Reader) -> None:
    text = "He said the ferry had sailed."
    he = Mention(0, 2, "He", "DNK", "Denmark", "pronoun", person="Ole Voss")
    read_text = read(text, mentions=[he])
    assert read_text.said[0].source == "He"
    assert (read_text.attributions[0].kind, read_text.attributions[0].code) == ("named", "DNK")


def test_quotation_goes_on_after_its_cue(read: Reader) -> None:
    text = "“The road is closed,” said Ingrid Voss. “It will stay closed until spring.”"
    assert read(text).said[0].content.endswith("“It will stay closed until spring.”")


def test_quotation_over_paragraphs_keeps_its_speaker(read: Reader) -> None:
    text = (
        "“The road is closed to all lorries,” said Ingrid Voss. “We will not open it.\n\n"
        "“It has been mined since the winter.”"
    )
    last = read(text).said[-1]
    assert (last.source, last.content) == (
        "Ingrid Voss",
        "“It has been mined since the winter.”",
    )


def test_quotation_after_a_colon_belongs_to_the_sentence_before(read: Reader) -> None:
    text = "Ingrid Voss added:\n\n“The road has been mined since the winter.”"
    assert [(one.source, one.content) for one in read(text).said] == [
        ("Ingrid Voss", "“The road has been mined since the winter.”")
    ]


def test_signed_quotation_has_its_signatory(read: Reader) -> None:
    text = "“The road has been mined since the winter.” — Ingrid Voss\nMore below."
    assert read(text).said[0].source == "Ingrid Voss"


def test_scare_quotes_are_no_attribution(read: Reader) -> None:
    assert read("The “ghost fleet” left port in June.").said == []


def test_speaker_lines_of_a_transcript(read: Reader) -> None:
    text = "SECRETARY VOSS: The road is open.\n\nQUESTION: Since when?\n\nSECRETARY VOSS: June."
    assert [(one.source, one.content) for one in read(text).said] == [
        ("SECRETARY VOSS", "The road is open."),
        ("QUESTION", "Since when?"),
        ("SECRETARY VOSS", "June."),
    ]


def test_headline_names_its_source_before_a_colon(read: Reader) -> None:
    text = "Envoy: Ferry Talks Resume\n\nThe ferry left in June."
    assert [(one.source, one.content) for one in read(text).said] == [
        ("Envoy", "Ferry Talks Resume")
    ]


def test_dateline_is_no_source(read: Reader) -> None:
    assert read("OSLO: The ferry left in June.\nIt reached Bergen.").said == []


def test_datelines_of_several_briefs_are_no_speakers(read: Reader) -> None:
    text = "LAGOS: The port reopened.\n\nOSLO: Snow fell.\n\nLAGOS: The port closed again."
    assert read(text).said == []


def test_first_person_inside_a_quotation_is_no_source_of_its_own(read: Reader) -> None:
    text = "“I think the road will open soon,” said Ingrid Voss."
    assert [one.source for one in read(text).said] == ["Ingrid Voss"]


def test_speech_that_has_not_taken_place_is_not_reported(read: Reader) -> None:
    assert read("Ministers will discuss the closed road in May.").said == []


def test_sentence_without_a_parse_gives_nothing_from_its_words(read: Reader) -> None:
    from detente.records import Article
    from detente.sourcing.attributions import find_attributions

    read_text = read("The envoy said the ferry had sailed.")
    assert (
        find_attributions(Article("a", read_text.article.text), read_text.sentences, {}, ()) == ()
    )


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The envoy shrugged, “We shall wait for Lagos.”",
            "The envoy",
            "“We shall wait for Lagos.”",
        ),
        (
            "“The pact is dead. Wholly and truly dead,” said Ana Quiroga.",
            "Ana Quiroga",
            "“The pact is dead. Wholly and truly dead,”",
        ),
        (
            "“My answer, that was clear,” the consul's aide said on Monday.",
            "the consul's aide",
            "“My answer, that was clear,”",
        ),
        (
            "The envoy says she hopes to return, and she knows that “Lagos will be open by then.”",
            "The envoy",
            "she hopes to return, and she knows that “Lagos will be open by then.”",
        ),
        (
            "“Nobody asked the fishermen about it.”\xa0― Ana Quiroga\n",
            "Ana Quiroga",
            "“Nobody asked the fishermen about it.”",
        ),
    ],
    ids=["any verb", "fragment", "possessive", "joined", "signed"],
)
def test_quotation_has_the_speaker_beside_it(
    read: Reader, text: str, source: str, content: str
) -> None:
    found = {one.source: one.content for one in read(text).said}
    assert found.get(source) == content


def test_quotation_that_goes_on_after_the_speaker_is_one(read: Reader) -> None:
    text = "“We shall wait for Lagos,” the envoy said, “and then sign the pact.”"
    assert [(one.source, one.content) for one in read(text).said] == [
        ("the envoy", "“We shall wait for Lagos,” “and then sign the pact.”")
    ]
