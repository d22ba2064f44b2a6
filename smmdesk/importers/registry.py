"""Everything that the importers know: the formats and the metrics that the modules in `platforms` declare."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from smmdesk.core.readings import Metric
from smmdesk.importers import not_yet, platforms
from smmdesk.importers.tables import Format

_PLATFORMS = tuple(
    import_module(f"{platforms.__name__}.{found.name}") for found in pkgutil.iter_modules(platforms.__path__)
)

FORMATS: tuple[Format, ...] = tuple(known for platform in _PLATFORMS for known in platform.FORMATS) + not_yet.FORMATS
_ZONES: dict[str, str] = {known.key: known.zone for known in FORMATS}
METRICS: dict[str, Metric] = {metric.key: metric for platform in _PLATFORMS for metric in platform.METRICS}


def zone_of(format_key: str) -> str:
    """Return the clock (IANA) by which a format writes publish times; UTC where the format is not known any more."""
    return _ZONES.get(format_key, "UTC")
