"""A remembered mapping as lists show it."""

from __future__ import annotations

from dataclasses import dataclass

from smmdesk.importers.mapping.spec import MappingSpec


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A remembered mapping; `changed_at` is a UTC instant in Unix seconds."""

    id: int
    name: str
    spec: MappingSpec
    changed_at: int
