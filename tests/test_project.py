"""The project's own files: documents that tell the truth, one version, licences, locks, catalogues."""

from __future__ import annotations

import importlib.util
import re
import string
import subprocess
import sys
import tomllib
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import smmdesk
from smmdesk.core.i18n import ADDRESS_FORMS, LANGUAGES

CHECKOUT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("run", "test", "bench", "build")


def tracked_files() -> list[Path]:
    """Return every file under version control; skips outside a checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    paths = [CHECKOUT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.exists()]


def tracked_texts() -> list[tuple[Path, str]]:
    """Return every tracked text file with its content."""
    texts: list[tuple[Path, str]] = []
    for path in tracked_files():
        try:
            texts.append((path.relative_to(CHECKOUT), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return texts


class TestDocuments:
    """What a person reads first is true."""

    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")

    def test_its_first_lines_say_what_the_program_is_for(self) -> None:
        first = " ".join(self.readme.splitlines()[:3])
        assert "freelance social media manager" in first
        assert "clients" in first

    def test_its_commands_are_commands_of_the_start(self) -> None:
        blocks = re.findall(r"```sh\n(.*?)```", self.readme, re.DOTALL)
        commands = [line for block in blocks for line in block.splitlines() if line]
        assert commands[:2] == ["python3 start.py", "python3 start.py test"]
        known = {"", "test", "bench", "demo", "--help"}
        for command in commands:
            assert command.startswith("python3 start.py"), command
            assert (command.split()[2:] or [""])[0] in known, command

    @pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/decisions.md"])
    def test_its_links_lead_somewhere(self, name: str) -> None:
        document = CHECKOUT / name
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (document.parent / target).exists(), f"{name}: {target}"

    def test_the_local_and_the_hosted_checks_call_the_readmes_command(self) -> None:
        assert (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("python3 start.py test")
        assert "python start.py test" in (CHECKOUT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")

    def test_the_data_folders_are_the_programs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from smmdesk.core.paths import data_dir, own_workspace

        monkeypatch.delenv("SMMDESK_DATA_DIR")
        home = Path.home()
        places = {"linux": "~/.local/share/SMM Desk", "darwin": "~/Library/Application Support/SMM Desk"}
        if sys.platform in places:
            assert str(data_dir()).replace(str(home), "~") == places[sys.platform]
        for place in places.values():
            assert place in self.readme
        assert f"`{own_workspace().name}`" in self.readme


class TestVersionAndLicence:
    """One version; the licence of the program and of what it carries."""

    def test_the_version_stands_in_one_place(self) -> None:
        assert PYPROJECT["project"]["dynamic"] == ["version"]
        assert PYPROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "smmdesk.__version__"}
        holders = [path for path, text in tracked_texts() if re.search(r"^__version__ =", text, re.MULTILINE)]
        assert holders == [Path("smmdesk/__init__.py")]

    def test_the_changes_begin_with_this_version(self) -> None:
        headings = re.findall(r"^## (\S+)", (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
        assert headings[0] == smmdesk.__version__

    def test_the_licence_is_the_whole_gpl(self) -> None:
        text = (CHECKOUT / "LICENSE").read_text(encoding="utf-8")
        assert "GNU GENERAL PUBLIC LICENSE" in text
        assert "Version 3, 29 June 2007" in text
        assert "END OF TERMS AND CONDITIONS" in text
        assert PYPROJECT["project"]["license"] == "GPL-3.0-or-later"

    def test_each_font_has_its_licence_and_its_line(self) -> None:
        folder = CHECKOUT / "resources" / "fonts"
        fonts = [path.name for path in folder.iterdir() if path.suffix in (".ttf", ".otf")]
        assert fonts
        licences = [path.stem.removeprefix("LICENSE-") for path in folder.glob("LICENSE-*.txt")]
        for font in fonts:
            assert any(font.startswith(name) for name in licences), font
        readme = (folder / "README.md").read_text(encoding="utf-8")
        families = {re.split(r"-|Fallback", font)[0][:12] for font in fonts}
        assert [family for family in families if family not in readme and f"-{family[8:]}" not in readme] == []

    def test_the_icons_have_their_licence_and_their_origin(self) -> None:
        folder = CHECKOUT / "resources" / "icons"
        licence = (folder / "LICENSE-Lucide.txt").read_text(encoding="utf-8")
        assert "ISC License" in licence
        assert "MIT License" in licence
        for icon in folder.glob("*.svg"):
            if icon.name != "smmdesk.svg":
                assert "@license lucide-static" in icon.read_text(encoding="utf-8").splitlines()[0], icon


class TestLocks:
    """Exact versions, each with its hashes, from nowhere in particular."""

    @pytest.mark.parametrize("group", LOCKS)
    def test_every_version_is_exact_and_hashed(self, group: str) -> None:
        lines = (CHECKOUT / "requirements" / f"{group}.txt").read_text(encoding="utf-8").splitlines()
        names = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert names
        assert all(re.match(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[0-9][^ ]* (; .* )?\\$", name) for name in names)
        text = "\n".join(lines)
        assert "://" not in text
        assert "--index" not in text

    @pytest.mark.parametrize("group", LOCKS)
    def test_every_library_of_the_project_is_locked(self, group: str) -> None:
        text = (CHECKOUT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
        wanted = list(PYPROJECT["project"]["dependencies"])
        wanted += PYPROJECT["project"]["optional-dependencies"].get(group, [])
        for requirement in wanted:
            name = re.split(r"[\[<>=~ ]", requirement)[0].lower().replace("_", "-")
            assert re.search(rf"^{re.escape(name)}(\[[^]]*\])?==", text, re.MULTILINE), requirement

    def test_the_groups_agree_on_every_version(self) -> None:
        versions: dict[str, set[str]] = {}
        for group in LOCKS:
            text = (CHECKOUT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
            for name, version in re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", text, re.MULTILINE):
                versions.setdefault(name, set()).add(version)
        assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def catalogue_tool() -> ModuleType:
    """Return .ci/catalogues as a module."""
    loader = SourceFileLoader("catalogues", str(CHECKOUT / ".ci" / "catalogues"))
    spec = importlib.util.spec_from_loader("catalogues", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def po_files() -> list[Path]:
    """Return the catalogues that are kept."""
    return sorted((CHECKOUT / "resources" / "locale").glob("*/LC_MESSAGES/smmdesk.po"))


def placeholders(text: str) -> list[str]:
    """Return the names of a text's placeholders, sorted."""
    return sorted(name for _literal, name, _format, _conversion in string.Formatter().parse(text) if name is not None)


def translations(message: Message) -> tuple[str, ...]:
    """Return a text's translation, or all of its plural forms; empty texts where there is none."""
    found = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(text or "" for text in found)


@pytest.fixture(params=po_files(), ids=lambda path: path.parts[-3])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """Return one language's catalogue."""
    with request.param.open("rb") as stream:
        return read_po(stream)


class TestCatalogues:
    """Every text of the program, in every language offered."""

    @staticmethod
    def messages(catalogue: Catalog) -> list[Message]:
        """Return the texts without the header."""
        return [message for message in catalogue if message.id]

    def test_every_language_but_the_sources_has_one(self) -> None:
        assert [path.parts[-3] for path in po_files()] == sorted(set(LANGUAGES) - {"en"})

    def test_they_hold_what_the_code_says(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert catalogue_tool().main(["--check"]) == 0, capsys.readouterr().out

    def test_the_forms_of_address_are_the_tools(self) -> None:
        tool = catalogue_tool()
        assert tool.ADDRESS_FORMS == ADDRESS_FORMS
        assert sorted(tool.LANGUAGES) == sorted(set(LANGUAGES) - {"en"})

    def test_every_text_is_translated(self, catalogue: Catalog) -> None:
        missing = [message.id for message in self.messages(catalogue) if not all(translations(message))]
        assert missing == []

    def test_nothing_is_fuzzy_or_obsolete(self, catalogue: Catalog) -> None:
        assert [message.id for message in self.messages(catalogue) if message.fuzzy] == []
        assert list(catalogue.obsolete) == []

    def test_placeholders_are_the_same(self, catalogue: Catalog) -> None:
        """A plural may leave the number out of the singular ("one post"), as its English may."""
        for message in self.messages(catalogue):
            sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
            allowed = [placeholders(source) for source in sources]
            for translation in translations(message):
                assert placeholders(translation) in allowed, message.id

    def test_every_placeholder_has_a_name(self, catalogue: Catalog) -> None:
        for message in self.messages(catalogue):
            for source in message.id if isinstance(message.id, tuple | list) else (message.id,):
                assert all(name.isidentifier() for name in placeholders(source)), source

    def test_each_text_for_the_client_has_every_form_of_address(self, catalogue: Catalog) -> None:
        contexts: dict[object, set[str]] = {}
        for message in self.messages(catalogue):
            if message.context in ADDRESS_FORMS:
                contexts.setdefault(message.id, set()).add(str(message.context))
        assert {text: forms for text, forms in contexts.items() if forms != set(ADDRESS_FORMS)} == {}


class TestNothingOfThisMachine:
    """What is published holds no path, host or export of the machine that it was written on."""

    def test_no_absolute_home_or_work_path(self) -> None:
        # Written in parts, so that this file does not find itself.
        pattern = re.compile("|".join(["/" + "home/[a-z]", "/" + "root/", "/" + "Users/[a-z]", "/" + "work/[a-z]"]))
        found = [str(path) for path, text in tracked_texts() if pattern.search(text)]
        assert found == []

    def test_no_host_of_a_package_registry(self) -> None:
        pattern = re.compile(
            "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(org|com)", "extra-index-" + "url"])
        )
        assert [str(path) for path, text in tracked_texts() if pattern.search(text)] == []

    def test_the_import_of_the_project_brings_no_build_output(self) -> None:
        names = [path.relative_to(CHECKOUT).as_posix() for path in tracked_files()]
        assert [name for name in names if name.startswith((".venv/", "build/", "dist/")) or "__pycache__" in name] == []


def test_the_desktop_entry_names_the_workspace_type() -> None:
    folder = CHECKOUT / "packaging" / "linux"
    entry = (folder / "smmdesk.desktop").read_text(encoding="utf-8")
    kind = (folder / "smmdesk.xml").read_text(encoding="utf-8")
    assert "MimeType=application/x-smmdesk;" in entry
    assert 'type="application/x-smmdesk"' in kind


def test_the_type_of_a_workspace_is_known_by_the_stores_number() -> None:
    from smmdesk.store.database import APPLICATION_ID

    kind = (CHECKOUT / "packaging" / "linux" / "smmdesk.xml").read_text(encoding="utf-8")
    assert f'value="0x{APPLICATION_ID:08X}" offset="68"' in kind
