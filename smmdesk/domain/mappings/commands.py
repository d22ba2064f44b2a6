"""Remembering, renaming and deleting mappings, and exchanging them as files."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.domain import checks
from smmdesk.domain.accounts import PLATFORMS
from smmdesk.domain.mappings.queries import mapping_rows, replaced_by
from smmdesk.domain.mappings.rows import MappingRow
from smmdesk.domain.mappings.tables import Mapping
from smmdesk.domain.results.own_metrics import add_own_metric
from smmdesk.domain.undo import Removed, put_back, take_out
from smmdesk.importers.mapping.checking import refused, spec_from_json
from smmdesk.importers.mapping.reading import checked
from smmdesk.importers.mapping.spec import MappingSpec, Role, Target, to_json
from smmdesk.importers.mapping.untitled import known_kinds
from smmdesk.importers.registry import METRICS
from smmdesk.store.database import transaction

SUFFIX = ".smmdesk-mapping"
_KIND = "smmdesk-mapping"
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class SharedMapping:
    """A mapping out of a file, checked, with the own metrics that it needs; nothing is kept yet."""

    spec: MappingSpec
    own: tuple[Metric, ...] = ()


def remember(spec: MappingSpec) -> MappingRow:
    """Remember a mapping for files with the same titles, in place of the one remembered for them before.

    One for files without titles takes the place of that of its name, and keeps the kinds of columns that were empty
    this time. Raises UserError where it is not complete or its name is missing.
    """
    checked(spec)
    name = checks.checked_name(spec.name, "name")
    named = replace(spec, name=name)
    before = replaced_by(named)
    if before is not None and named.kinds:
        named = replace(named, kinds=known_kinds(named.kinds, before.spec.kinds))
    at = int(periods.now().timestamp())
    with transaction():
        kept = Mapping.get_or_none(
            Mapping.id == before.id if before is not None else Mapping.fingerprint == named.fingerprint
        )
        _free_name(name, kept.id if kept is not None else None)
        if kept is None:
            kept = Mapping.create(name=name, fingerprint=named.fingerprint, spec=to_json(named), changed_at=at)
        else:
            row = {"name": name, "fingerprint": named.fingerprint, "spec": to_json(named), "changed_at": at}
            Mapping.update(row).where(Mapping.id == kept.id).execute()
    return MappingRow(kept.id, name, named, at)


def rename_mapping(mapping_id: int, name: str) -> None:
    """Give a mapping another name. Raises UserError for an empty one, or one that another mapping has."""
    shown = checks.checked_name(name, "name")
    with transaction():
        row = _row(mapping_id)
        _free_name(shown, mapping_id)
        spec = replace(spec_from_json(row.spec), name=shown)
        Mapping.update(name=shown, fingerprint=spec.fingerprint, spec=to_json(spec)).where(
            Mapping.id == mapping_id
        ).execute()


def delete_mapping(mapping_id: int) -> Removed:
    """Forget a mapping; return what `restore_mapping` needs. What was imported by it stays."""
    with transaction():
        return take_out(_row(mapping_id))


def restore_mapping(removed: Removed) -> None:
    """Remember a deleted mapping again. Raises UserError where another one was remembered for the same titles."""
    put_back(removed)


def export_mapping(spec: MappingSpec) -> bytes:
    """Return a mapping as the content of a file to share, with the own metrics that it uses; no names of clients."""
    own = [
        METRICS[one.metric]
        for one in spec.columns
        if one.role is Role.METRIC and one.metric in METRICS and not METRICS.is_declared(one.metric)
    ]
    data = {
        "kind": _KIND,
        "mapping": to_json(spec),
        "own_metrics": [
            {
                "key": metric.key,
                "title": metric.title,
                "meaning": metric.meaning,
                "unit": metric.unit.value,
                "additivity": metric.additivity.value,
                "direction": metric.direction.value,
                "span": metric.span.value,
            }
            for metric in own
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def read_mapping_file(path: Path) -> SharedMapping:
    """Read a shared mapping; it may come from a stranger, so everything in it is checked. Raises UserError."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as failure:
        raise UserError(
            _("{name} could not be read.").format(name=path.name), str(failure.strerror or failure)
        ) from failure
    if len(content) > _LARGEST:
        raise refused(_("it is no mapping of SMM Desk"))
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as failure:
        raise refused(_("it is no mapping of SMM Desk")) from failure
    if not isinstance(data, dict) or data.get("kind") != _KIND:
        raise refused(_("it is no mapping of SMM Desk"))
    spec = spec_from_json(data.get("mapping"))
    if spec.platform and spec.platform not in PLATFORMS:
        raise refused(_("its platform “{platform}” is not known here").format(platform=spec.platform[:40]))
    own = tuple(_own_metric(one) for one in _listed(data.get("own_metrics", [])))
    wanted = {one.metric for one in spec.columns if one.role is Role.METRIC}
    unknown = sorted(one for one in wanted if one not in METRICS and one not in {metric.key for metric in own})
    if unknown:
        raise refused(_("it uses metrics that are not known here: {metrics}").format(metrics=", ".join(unknown[:6])))
    for one in spec.columns:
        if one.role is Role.METRIC and one.metric.split(".", 1)[0] != spec.platform:
            raise refused(_("its metric “{metric}” is not one of its platform").format(metric=one.metric[:80]))
        if one.role is Role.METRIC and (one.metric.split(".")[1] == "post") != (spec.target is Target.POSTS):
            raise refused(_("its metric “{metric}” is not one of rows of this kind").format(metric=one.metric[:80]))
    problems = spec.problems()
    if problems:
        raise UserError(_("The mapping “{name}” is not complete.").format(name=spec.name or "–"), " ".join(problems))
    return SharedMapping(spec, tuple(one for one in own if one.key in wanted))


def adopt(shared: SharedMapping) -> MappingSpec:
    """Make the own metrics of a shared mapping known and return its mapping, ready to read by. Raises UserError."""
    for metric in shared.own:
        made = add_own_metric(
            metric.platform, metric.title, of_posts=metric.of_posts, unit=metric.unit, additivity=metric.additivity,
            direction=metric.direction, span=metric.span, meaning=metric.meaning,
        )  # fmt: skip
        if made.key != metric.key:
            raise refused(_("its metric “{metric}” is not one of its platform").format(metric=metric.key[:80]))
    return checked(shared.spec)


def add_mapping_file(path: Path) -> MappingRow:
    """Remember the mapping of a file. Raises UserError where it cannot be read or its name is taken."""
    shared = read_mapping_file(path)
    spec = shared.spec
    if not spec.name.strip():
        spec = replace(spec, name=path.name.removesuffix(SUFFIX))
    with transaction():
        adopt(replace(shared, spec=spec))
        return remember(replace(spec, name=_spare_name(spec)))


def _spare_name(spec: MappingSpec) -> str:
    """Return the name of a shared mapping, with a number where another mapping has it."""
    before = replaced_by(spec)
    taken = {row.name.casefold() for row in mapping_rows() if before is None or row.id != before.id}
    name, number = spec.name, 2
    while name.casefold() in taken:
        name, number = f"{spec.name} ({number})", number + 1
    return name


def _free_name(name: str, but: int | None) -> None:
    for row in Mapping.select(Mapping.id, Mapping.name):
        if row.id != but and row.name.casefold() == name.casefold():
            raise UserError(
                _("Another mapping has the name “{name}”.").format(name=name),
                _("Nothing was changed."),
                _("Choose another name."),
                field="name",
            )


def _row(mapping_id: int) -> Mapping:
    row = Mapping.get_or_none(Mapping.id == mapping_id)
    if row is None:
        raise UserError(_("This mapping no longer exists."))
    return row


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > 200:
        raise refused(_("its own metrics cannot be read"))
    return value


def _own_metric(data: Any) -> Metric:
    try:
        texts = {name: data[name] for name in ("key", "title", "meaning")}
        if not all(isinstance(text, str) and len(text) <= 400 for text in texts.values()):
            raise ValueError(texts)
        metric = Metric(
            texts["key"],
            texts["title"],
            texts["meaning"],
            Unit(data["unit"]),
            Additivity(data["additivity"]),
            Direction(data["direction"]),
            Span(data["span"]),
        )
        if len(metric.key.split(".")) not in (3, 4):
            raise ValueError(metric.key)
        return metric
    except (KeyError, TypeError, ValueError) as failure:
        raise refused(_("its own metrics cannot be read")) from failure
