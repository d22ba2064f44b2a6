"""Everything that the importers know: the formats and the metrics that the modules in `platforms` declare."""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from importlib import import_module

from smmdesk.core.breaks import counted_between
from smmdesk.core.readings import Metric
from smmdesk.importers import not_yet, platforms
from smmdesk.importers.tables import Format

_PLATFORMS = tuple(
    import_module(f"{platforms.__name__}.{found.name}") for found in pkgutil.iter_modules(platforms.__path__)
)


def _dated(metric: Metric) -> Metric:
    """Return a metric with the days between which the platform counted so, where they are known."""
    since, until = counted_between(metric.key)
    return replace(metric, since=metric.since or since, until=metric.until or until)


FORMATS: tuple[Format, ...] = tuple(known for platform in _PLATFORMS for known in platform.FORMATS) + not_yet.FORMATS
METRICS: dict[str, Metric] = {metric.key: _dated(metric) for platform in _PLATFORMS for metric in platform.METRICS}
