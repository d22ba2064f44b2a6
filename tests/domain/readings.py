"""Writes what finished imports leave behind, without importing: readings of days, posts and parts in any state."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from smmdesk.core.readings import State
from smmdesk.domain.accounts import Account
from smmdesk.domain.imports.tables import Import, ImportAccount
from smmdesk.domain.results.tables import (
    AccountReading,
    MetricName,
    Post,
    PostRead,
    PostReading,
    PostWording,
    Segment,
    SegmentReading,
)
from smmdesk.store.database import transaction

READ = date(2026, 7, 5)


def state_of(value: Any) -> State:
    return State.NOT_AVAILABLE if value is None else State.VALUE if value else State.ZERO


class Readings:
    """One import of one account; `first` and `last` are the days that its file covers."""

    def __init__(
        self, account: Account, first: date = date(2026, 6, 1), last: date = date(2026, 6, 30), read_on: date = READ
    ) -> None:
        self.account = account
        with transaction():
            self.source = Import.create(
                client=account.client_id, file_name="export.csv", sha256="0", format="x", state="done",
                first_day=first, last_day=last, imported_at=0, read_on=read_on,
            )  # fmt: skip
            ImportAccount.create(source=self.source, account=account)

    @staticmethod
    def metric(key: str) -> Any:
        return MetricName.get_or_create(key=key)[0]

    def days(self, key: str, first: date, values: list[Any], state: State | None = None) -> None:
        """Write a value for each day from `first` on; None is a cell without a value, "skip" no cell at all."""
        with transaction():
            for place, value in enumerate(values):
                if value != "skip":
                    AccountReading.create(
                        account=self.account, metric=self.metric(key), day=first + timedelta(days=place),
                        source=self.source, value=value, state=state or state_of(value),
                    )  # fmt: skip

    def post(
        self, day: date, values: dict[str, Any], *, platform: str = "", states: dict[str, State] | None = None
    ) -> int:
        """Write a post of a day; the values go by their names (`likes`)."""
        told = platform or self.account.platform
        with transaction():
            row = Post.create(
                account=self.account, external_id=f"p{Post.select().count() + 1}", published_on=day, published_at=None
            )
            wording = PostWording.create(post=row, published_on=day, kind="image", text=f"Post of {day}")
            PostRead.create(source=self.source, wording=wording)
            for name, value in values.items():
                PostReading.create(
                    post=row, metric=self.metric(f"{told}.post.{name}.v1"), source=self.source, value=value,
                    state=(states or {}).get(name, state_of(value)),
                )  # fmt: skip
        return row.id

    def part(
        self, key: str, value: Any, first: date, last: date, *, dimension: str = "campaign", name: str = "A",
        currency: str = "EUR", state: State = State.VALUE,
    ) -> None:  # fmt: skip
        """Write a value of a part of the account for a period."""
        with transaction():
            segment, _made = Segment.get_or_create(account=self.account, dimension=dimension, key=name)
            SegmentReading.create(
                segment=segment, metric=self.metric(key), first_day=first, last_day=last, source=self.source,
                value=value, state=state, currency=currency,
            )  # fmt: skip
