"""Everything that the importers know: the formats and the metrics that they bring."""

from __future__ import annotations

from smmdesk.core.readings import Metric
from smmdesk.importers import meta_content
from smmdesk.importers.tables import Format

_PLATFORMS = (meta_content,)

FORMATS: tuple[Format, ...] = tuple(known for platform in _PLATFORMS for known in platform.FORMATS)
METRICS: dict[str, Metric] = {metric.key: metric for platform in _PLATFORMS for metric in platform.METRICS}
