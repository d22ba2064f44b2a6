"""The tables of results. Every import keeps its own readings; the newest read is the current one."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from smmdesk.domain.accounts import Account
from smmdesk.domain.files import StoredFile
from smmdesk.domain.imports.tables import Import
from smmdesk.store.database import Table
from smmdesk.store.fields import DayField, JsonField, MonthField, ReadingField


class MetricName(Table):
    """The short number that stands for a metric's key in the rows of readings."""

    key = TextField(unique=True)

    class Meta:
        table_name = "metric_name"


class Post(Table):
    """A published item. `published_at` is a UTC instant (Unix seconds), `published_on` its day by the client's clock.

    Both are those of the current wording. A post is there for everybody as soon as a finished import has read it.
    """

    account = ForeignKeyField(Account, on_delete="CASCADE", backref="posts", index=False)
    external_id = TextField()
    published_at = IntegerField(null=True)
    published_on = DayField(null=True)

    class Meta:
        table_name = "post"
        indexes = (
            (("account", "external_id"), True),
            (("account", "published_on"), False),
        )


class PostWording(Table):
    """What a post says, kept once however often it was read. `published_on` is its day where no instant is known."""

    post = ForeignKeyField(Post, on_delete="CASCADE", backref="wordings")
    published_at = IntegerField(null=True)
    published_on = DayField(null=True)
    kind = TextField(default="")
    title = TextField(default="")
    text = TextField(default="")
    permalink = TextField(default="")
    duration_seconds = IntegerField(null=True)

    class Meta:
        table_name = "post_wording"


class PostRead(Table):
    """The wording that an import read for a post; the newest read is the current one."""

    source = ForeignKeyField(Import, on_delete="CASCADE", column_name="import_id", index=False)
    wording = ForeignKeyField(PostWording, on_delete="CASCADE", backref="reads")

    class Meta:
        table_name = "post_read"
        primary_key = CompositeKey("source", "wording")
        without_rowid = True


class PostReading(Table):
    """One value of one metric of a post, as one import read it."""

    post = ForeignKeyField(Post, on_delete="CASCADE", index=False)
    metric = ForeignKeyField(MetricName, index=False)
    source = ForeignKeyField(Import, on_delete="CASCADE", column_name="import_id", index=False)
    value = ReadingField(null=True)
    state = TextField()

    class Meta:
        table_name = "post_reading"
        primary_key = CompositeKey("post", "metric", "source")
        without_rowid = True


class AccountReading(Table):
    """One value of one metric of an account for one day of the platform's calendar, as one import read it."""

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    metric = ForeignKeyField(MetricName, index=False)
    day = DayField()
    source = ForeignKeyField(Import, on_delete="CASCADE", column_name="import_id", index=False)
    value = ReadingField(null=True)
    state = TextField()

    class Meta:
        table_name = "account_reading"
        primary_key = CompositeKey("account", "metric", "day", "source")
        without_rowid = True


class Segment(Table):
    """A part of an account: a campaign, an ad, a page, an event, a country, an age group."""

    account = ForeignKeyField(Account, on_delete="CASCADE", backref="segments", index=False)
    dimension = TextField()
    key = TextField()
    title = TextField(default="")

    class Meta:
        table_name = "segment"
        indexes = ((("account", "dimension", "key"), True),)


class SegmentReading(Table):
    """One value of one metric of a segment for a period, as one import read it; `currency` where it is money."""

    segment = ForeignKeyField(Segment, on_delete="CASCADE", index=False)
    metric = ForeignKeyField(MetricName, index=False)
    first_day = DayField()
    last_day = DayField()
    source = ForeignKeyField(Import, on_delete="CASCADE", column_name="import_id", index=False)
    value = ReadingField(null=True)
    state = TextField()
    currency = TextField(default="")

    class Meta:
        table_name = "segment_reading"
        primary_key = CompositeKey("segment", "metric", "first_day", "last_day", "source")
        without_rowid = True


class OwnMetric(Table):
    """A metric that the user named, for numbers that no declared format brings; the columns are those of `Metric`."""

    key = TextField(unique=True)
    title = TextField()
    meaning = TextField(default="")
    unit = TextField()
    additivity = TextField()
    direction = TextField()
    span = TextField()

    class Meta:
        table_name = "own_metric"


class PostTag(Table):
    """A word that the user gave a post. It hangs on the platform's id, so that it outlives an undone import."""

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    external_id = TextField()
    tag = TextField()

    class Meta:
        table_name = "post_tag"
        primary_key = CompositeKey("account", "external_id", "tag")
        without_rowid = True


class PostPicture(Table):
    """The picture that the user gave a post; it hangs on the platform's id, as a tag does."""

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    external_id = TextField()
    file = ForeignKeyField(StoredFile, on_delete="CASCADE")

    class Meta:
        table_name = "post_picture"
        primary_key = CompositeKey("account", "external_id")
        without_rowid = True


class KeptMonth(Table):
    """What the posts of a month add up to, so that it is known at once; `made_of` tells whether it still holds."""

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    month = MonthField()
    made_of = TextField()
    content = JsonField()

    class Meta:
        table_name = "kept_month"
        primary_key = CompositeKey("account", "month")
        without_rowid = True
