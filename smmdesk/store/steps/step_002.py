"""Schema 2: mappings, own metrics, events, tags and pictures of posts, what an import was told and said, sums."""

from __future__ import annotations

from playhouse.migrate import SqliteMigrator

STATEMENTS = (
    """
    ALTER TABLE "import" ADD COLUMN "answers" TEXT NOT NULL DEFAULT '{}'
    """,
    """
    ALTER TABLE "client" ADD COLUMN "engagement_base" TEXT NOT NULL DEFAULT 'reach'
    """,
    """
    ALTER TABLE "client" ADD COLUMN "compares_weekdays" INTEGER NOT NULL DEFAULT 0
    """,
    """
    CREATE TABLE "mapping" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" TEXT NOT NULL,
        "fingerprint" TEXT NOT NULL,
        "spec" TEXT NOT NULL,
        "changed_at" INTEGER NOT NULL
    )
    """,
    """
    CREATE UNIQUE INDEX "mapping_fingerprint" ON "mapping" ("fingerprint")
    """,
    """
    CREATE TABLE "own_metric" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "key" TEXT NOT NULL,
        "title" TEXT NOT NULL,
        "meaning" TEXT NOT NULL,
        "unit" TEXT NOT NULL,
        "additivity" TEXT NOT NULL,
        "direction" TEXT NOT NULL,
        "span" TEXT NOT NULL
    )
    """,
    """
    CREATE UNIQUE INDEX "own_metric_key" ON "own_metric" ("key")
    """,
    """
    CREATE TABLE "event" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "client_id" INTEGER NOT NULL,
        "account_id" INTEGER,
        "kind" TEXT NOT NULL,
        "title" TEXT NOT NULL,
        "first_day" TEXT NOT NULL,
        "last_day" TEXT NOT NULL,
        FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "event_account_id" ON "event" ("account_id")
    """,
    """
    CREATE INDEX "event_client_id_first_day" ON "event" ("client_id", "first_day")
    """,
    """
    CREATE TABLE "post_tag" (
        "account_id" INTEGER NOT NULL,
        "external_id" TEXT NOT NULL,
        "tag" TEXT NOT NULL,
        PRIMARY KEY ("account_id", "external_id", "tag"),
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE "post_picture" (
        "account_id" INTEGER NOT NULL,
        "external_id" TEXT NOT NULL,
        "file_id" INTEGER NOT NULL,
        PRIMARY KEY ("account_id", "external_id"),
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("file_id") REFERENCES "stored_file" ("id") ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX "post_picture_file_id" ON "post_picture" ("file_id")
    """,
    """
    CREATE TABLE "ledger_reading" (
        "import_id" INTEGER NOT NULL,
        "row_id" TEXT NOT NULL,
        "cells" TEXT NOT NULL,
        PRIMARY KEY ("import_id", "row_id"),
        FOREIGN KEY ("import_id") REFERENCES "import" ("id") ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE "kept_month" (
        "account_id" INTEGER NOT NULL,
        "month" TEXT NOT NULL,
        "made_of" TEXT NOT NULL,
        "content" TEXT NOT NULL,
        PRIMARY KEY ("account_id", "month"),
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
)


def apply(migrator: SqliteMigrator) -> None:
    """Make the new tables and columns."""
    for statement in STATEMENTS:
        migrator.database.execute_sql(statement)
