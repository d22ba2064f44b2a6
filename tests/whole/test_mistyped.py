"""A mistyped command is told in the user's language."""

from __future__ import annotations

import pytest

from smmdesk.cli.mistyped import reworded
from smmdesk.cli.parser import parse
from smmdesk.core import i18n


def told(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a mistyped command says on stderr, in Italian."""
    with i18n.language("it"), pytest.raises(SystemExit) as end:
        parse(command.split())
    assert end.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("figure", "COMANDO: 'figure' non è fra"),
        ("client add x", "Manca: --language, --currency, --timezone."),
        ("report --month", "--month ha bisogno di un valore."),
        ("report --month x --all --out o", "--month: 'x' non è un mese (scrivi 2026-10)."),
        ("report --month 2026-10 --out o", "Serve uno di questi: --client --all."),
        ("report --month 2026-10 --all --client x --out o", "--client non va insieme a --all."),
        ("client list --js", "Qui non è noto: --js."),
    ],
)
def test_every_kind_of_mistake_is_told_in_italian(command: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(command, capsys)
    assert said.startswith(words)
    assert "--help» dice che cosa si può scrivere." in said


def test_a_message_that_is_not_known_stays_as_it_is() -> None:
    assert reworded("something that a newer Python says") == "something that a newer Python says"


def test_the_help_begins_in_italian(capsys: pytest.CaptureFixture[str]) -> None:
    with i18n.language("it"), pytest.raises(SystemExit):
        parse(["report", "--help"])
    assert capsys.readouterr().out.startswith("uso: smmdesk report")
