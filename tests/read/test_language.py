"""Which language a text is in."""

import pytest

from detente.read import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Norway invited the minister of Finland and he accepted with thanks the same day.", "en"),
        (
            "Zelensky, Lukashenko, Putin discuss Mykolaiv, Irpin, Zaporizhzhia, Kherson, Kharkiv",
            "en",
        ),
        ("NORWAY INVITES FINNISH MINISTER FOR TALKS ON RAIL LINKS AND COD QUOTAS IN OSLO", "en"),
        (
            "Le gouvernement a invité le ministre finlandais à Oslo pour parler du chemin de fer.",
            "fr",
        ),
        (
            "El gobierno invitó al ministro de Finlandia a Oslo para hablar de los trenes y la pesca.",
            "es",
        ),
        (
            "Правительство пригласило министра Финляндии в Осло, чтобы обсудить железную дорогу.",
            "ru",
        ),
        (
            "حکومت نے فن لینڈ کے وزیر کو اوسلو میں مذاکرات کی دعوت دی ہے اور انہوں نے قبول کر لی۔",
            "ur",
        ),
        ("Kurz gesagt: nein", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language
