"""Texts in two languages: per thread and task, with a fallback, and in three forms of address."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from smmdesk.core import i18n
from smmdesk.core.i18n import _, addressed, ngettext, pgettext


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin each test in English and put the program's language back."""
    before = i18n.current_language(), i18n.current_address()
    i18n.use_language("en")
    yield
    i18n.use_language(*before)


class TestSpeaking:
    """A text is looked up in the language now spoken."""

    def test_english_is_the_text_in_the_code(self) -> None:
        assert _("Deliverables") == "Deliverables"

    def test_a_name_stands_in_quotation_marks_and_is_shortened(self) -> None:
        assert i18n.quoted("Views") == "“Views”"
        assert i18n.quoted("a {b} %s") == "“a {b} %s”"
        assert i18n.quoted("x" * 61) == f"“{'x' * 60}…”"

    def test_italian_has_its_own(self) -> None:
        with i18n.language("it"):
            assert _("Deliverables") == "Consegne"
            assert _("Ledger") == "Registro"

    def test_a_count_chooses_the_form(self) -> None:
        with i18n.language("it"):
            said = [ngettext("{count} day", "{count} days", count).format(count=count) for count in (0, 1, 2)]
        assert said == ["0 giorni", "1 giorno", "2 giorni"]
        assert ngettext("{count} day", "{count} days", 1).format(count=1) == "1 day"

    def test_a_context_tells_meanings_apart(self) -> None:
        with i18n.language("it"):
            assert pgettext("theme", "Light") == "Chiaro"
            assert pgettext("no such context", "Light") == "Light"

    @pytest.mark.parametrize("code", ["it", "en"])
    def test_an_unknown_text_stays_as_it_is(self, code: str) -> None:
        with i18n.language(code):
            assert _("No catalogue has this.") == "No catalogue has this."
            assert ngettext("{n} thing unheard of", "{n} things unheard of", 2) == "{n} things unheard of"
            assert addressed("Nobody was ever told this.") == "Nobody was ever told this."

    def test_a_constant_is_marked_and_translated_later(self) -> None:
        title = i18n.mark("Campaigns")
        assert title == "Campaigns"


class TestFormsOfAddress:
    """What a client reads differs with what was agreed with it."""

    @pytest.mark.parametrize(
        ("form", "invested", "needed"),
        [
            ("voi", "Avete investito", "Ci serve da voi"),
            ("tu", "Hai investito", "Ci serve da te"),
            ("Lei", "Ha investito", "Ci serve da Lei"),
        ],
    )
    def test_italian_has_three(self, form: str, invested: str, needed: str) -> None:
        with i18n.language("it", form):
            assert addressed("You invested") == invested
            assert addressed("What we need from you") == needed
            assert i18n.current_address() == form

    @pytest.mark.parametrize("form", i18n.ADDRESS_FORMS)
    def test_english_has_one(self, form: str) -> None:
        with i18n.language("en", form):
            assert addressed("You invested") == "You invested"

    def test_voi_is_the_form_where_none_was_agreed(self) -> None:
        with i18n.language("it"):
            assert i18n.current_address() == "voi"
            assert addressed("You invested") == "Avete investito"


class TestWhoseLanguage:
    """The program's language, and another one inside a block, per thread and task."""

    def test_a_block_ends_with_the_language_before_it(self) -> None:
        i18n.use_language("it", "tu")
        with i18n.language("en"):
            with i18n.language("it", "Lei"):
                assert (i18n.current_language(), i18n.current_address()) == ("it", "Lei")
            assert i18n.current_language() == "en"
        assert (i18n.current_language(), i18n.current_address()) == ("it", "tu")

    def test_a_block_ends_so_after_an_error_too(self) -> None:
        with pytest.raises(RuntimeError), i18n.language("it"):
            raise RuntimeError
        assert i18n.current_language() == "en"

    def test_the_programs_language_holds_in_every_thread(self) -> None:
        i18n.use_language("it")
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(_, "Ledger").result() == "Registro"

    def test_a_block_holds_in_its_own_thread_alone(self) -> None:
        meeting = threading.Barrier(2, timeout=10)

        def speak(code: str) -> str:
            with i18n.language(code):
                meeting.wait()  # both are inside their blocks now
                said = _("Ledger")
                meeting.wait()  # and neither has left
            return said

        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(speak, ["it", "en"])) == ["Registro", "Ledger"]

    def test_a_block_holds_in_its_own_task_alone(self) -> None:
        async def speak(code: str) -> str:
            with i18n.language(code):
                await asyncio.sleep(0)
                return _("Ledger")

        async def both() -> list[str]:
            return list(await asyncio.gather(speak("it"), speak("en")))

        assert asyncio.run(both()) == ["Registro", "Ledger"]


class TestChoosing:
    """Which of the offered languages a locale name means."""

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("it_IT.UTF-8", "it"),
            ("it-CH", "it"),
            ("IT", "it"),
            ("it.UTF-8", "it"),
            ("en_GB", "en"),
            ("de_DE.UTF-8", "en"),
            ("italian", "en"),
            ("C", "en"),
            ("", "en"),
            (None, "en"),
        ],
    )
    def test_the_nearest_one_is_taken(self, name: str | None, code: str) -> None:
        assert i18n.supported(name) == code
        i18n.use_language(name or "")
        assert i18n.current_language() == code

    def test_the_first_variable_that_is_set_decides(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", "it_IT.UTF-8")
        assert i18n.system_language() == "it"
        monkeypatch.setenv("LC_MESSAGES", "en_GB.UTF-8")
        assert i18n.system_language() == "en"
        monkeypatch.setenv("LC_ALL", "it_IT.UTF-8")
        assert i18n.system_language() == "it"

    @pytest.mark.skipif("sys.platform == 'win32'", reason="Windows says its language elsewhere")
    def test_english_where_the_system_does_not_say(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.setenv(name, "")
        assert i18n.system_language() == "en"
