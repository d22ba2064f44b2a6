"""Everything that the importers know: the formats and the metrics that the modules in `platforms` declare."""

from __future__ import annotations

import pkgutil
from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from dataclasses import replace
from importlib import import_module

from smmdesk.core.breaks import counted_between
from smmdesk.core.readings import Metric
from smmdesk.importers import platforms
from smmdesk.importers.tables import Format


class Metrics(Mapping[str, Metric]):
    """The metrics by key: those that the platforms' modules declare, then those that the user of a workspace named.

    Own metrics are exchanged as a whole, so that a thread which goes through them meanwhile sees the old ones.
    """

    def __init__(self, declared: Iterable[Metric]) -> None:
        self._declared = {metric.key: metric for metric in declared}
        self._known = self._declared

    def __getitem__(self, key: str) -> Metric:
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def items(self) -> ItemsView[str, Metric]:
        return self._known.items()

    def values(self) -> ValuesView[Metric]:
        return self._known.values()

    def is_declared(self, key: str) -> bool:
        """Tell whether a metric is one of the program's own, not one that a user named."""
        return key in self._declared

    def set_own(self, own: Iterable[Metric]) -> None:
        """Replace the metrics that the user named; a declared one is never replaced."""
        named = {metric.key: metric for metric in own if metric.key not in self._declared}
        self._known = {**self._declared, **named}  # declared ones first: lists of figures follow their order


_PLATFORMS = tuple(
    import_module(f"{platforms.__name__}.{found.name}") for found in pkgutil.iter_modules(platforms.__path__)
)


def _dated(metric: Metric) -> Metric:
    """Return a metric with the days between which the platform counted so, where they are known."""
    since, until = counted_between(metric.key)
    return replace(metric, since=metric.since or since, until=metric.until or until)


FORMATS: tuple[Format, ...] = tuple(known for platform in _PLATFORMS for known in platform.FORMATS)
_ZONES: dict[str, str] = {known.key: known.zone for known in FORMATS}
METRICS = Metrics(_dated(metric) for platform in _PLATFORMS for metric in platform.METRICS)
# What a platform's module may declare beside: how its ratios are made again, and what weights its daily averages.
RATIOS: dict[str, tuple[tuple[str, ...], str, int]] = {
    key: parts for platform in _PLATFORMS for key, parts in getattr(platform, "RATIOS", {}).items()
}
WEIGHTS: dict[str, str] = {
    key: weight for platform in _PLATFORMS for key, weight in getattr(platform, "WEIGHTS", {}).items()
}


def zone_of(format_key: str) -> str:
    """Return the clock (IANA) by which a format writes publish times; UTC where the format is not known any more."""
    return _ZONES.get(format_key, "UTC")
