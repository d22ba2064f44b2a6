"""What every test stands on: a folder of its own, a fixed clock, language and time zone, and Qt without a screen."""

from __future__ import annotations

import os
import time

# Before anything imports Qt or asks for the locale: what the machine is set to must not reach a test.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["LANG"] = os.environ["LC_ALL"] = "C.UTF-8"
os.environ["TZ"] = "Europe/Rome"
for name in ("LANGUAGE", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME", "SMMDESK_DATA_DIR", "SOURCE_DATE_EPOCH"):
    os.environ.pop(name, None)
if hasattr(time, "tzset"):
    time.tzset()

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from smmdesk.core import i18n, periods

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLES = CHECKOUT.parent / "shared" / "samples"
NOW = datetime(2026, 7, 6, 9, 30, tzinfo=UTC)

settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--long`."""
    parser.addoption("--long", action="store_true", help="run the long tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless `--long` asks for them."""
    if config.getoption("--long"):
        return
    long = [item for item in items if "long" in item.keywords]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if "long" not in item.keywords]


@pytest.fixture(autouse=True)
def own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the test a home and a data folder of its own, the fixed clock and English; put all back afterwards."""
    home = tmp_path / "home"
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SMMDESK_DATA_DIR", str(tmp_path / "data"))
    periods.set_clock(lambda: NOW)
    i18n.use_language("en")
    yield
    periods.set_clock(None)
    i18n.use_language("en")


@pytest.fixture
def fixed_now() -> datetime:
    """Return the instant at which every test takes place, in UTC."""
    return NOW


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of real export files; skips where it does not stand beside the checkout."""
    if not SAMPLES.is_dir():
        pytest.skip("the real export samples (../shared/samples) are not beside this checkout")
    return SAMPLES
