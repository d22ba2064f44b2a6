"""Schema 1: the first workspace."""

from __future__ import annotations

from playhouse.migrate import SqliteMigrator

STATEMENTS = (
    """
    CREATE TABLE "stored_file" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "sha256" TEXT NOT NULL,
        "name" TEXT NOT NULL,
        "media_type" TEXT NOT NULL,
        "size" INTEGER NOT NULL,
        "added_at" INTEGER NOT NULL
    )
    """,
    """
    CREATE UNIQUE INDEX "stored_file_sha256" ON "stored_file" ("sha256")
    """,
    """
    CREATE TABLE "client" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" TEXT NOT NULL,
        "slug" TEXT NOT NULL,
        "legal_name" TEXT NOT NULL,
        "language" TEXT NOT NULL,
        "address_form" TEXT NOT NULL,
        "currency" TEXT NOT NULL,
        "timezone" TEXT NOT NULL,
        "is_seasonal" INTEGER NOT NULL,
        "recoverable_vat" TEXT NOT NULL,
        "attribution_rule" TEXT NOT NULL,
        "country" TEXT NOT NULL,
        "vat_number" TEXT NOT NULL,
        "fiscal_code" TEXT NOT NULL,
        "sdi_code" TEXT NOT NULL,
        "certified_email" TEXT NOT NULL,
        "eu_vat_id" TEXT NOT NULL,
        "brand_color" TEXT NOT NULL,
        "accent_color" TEXT NOT NULL,
        "logo_id" INTEGER,
        "note" TEXT NOT NULL,
        "archived_at" INTEGER,
        FOREIGN KEY ("logo_id") REFERENCES "stored_file" ("id") ON DELETE SET NULL
    )
    """,
    """
    CREATE UNIQUE INDEX "client_slug" ON "client" ("slug")
    """,
    """
    CREATE INDEX "client_logo_id" ON "client" ("logo_id")
    """,
    """
    CREATE TABLE "account" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "client_id" INTEGER NOT NULL,
        "platform" TEXT NOT NULL,
        "handle" TEXT NOT NULL,
        "name" TEXT NOT NULL,
        "external_id" TEXT NOT NULL,
        "is_guest" INTEGER NOT NULL,
        "owner" TEXT NOT NULL,
        "my_role" TEXT NOT NULL,
        "access" TEXT NOT NULL,
        "second_factor" TEXT NOT NULL,
        "link" TEXT NOT NULL,
        "note" TEXT NOT NULL,
        FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "account_client_id" ON "account" ("client_id")
    """,
    """
    CREATE INDEX "account_client_id_platform" ON "account" ("client_id", "platform")
    """,
    """
    CREATE TABLE "metric_name" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "key" TEXT NOT NULL
    )
    """,
    """
    CREATE UNIQUE INDEX "metric_name_key" ON "metric_name" ("key")
    """,
    """
    CREATE TABLE "import" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "client_id" INTEGER NOT NULL,
        "account_id" INTEGER,
        "file_id" INTEGER,
        "file_name" TEXT NOT NULL,
        "sha256" TEXT NOT NULL,
        "format" TEXT NOT NULL,
        "language" TEXT NOT NULL,
        "read_on" TEXT,
        "first_day" TEXT,
        "last_day" TEXT,
        "period_first" TEXT,
        "period_last" TEXT,
        "state" TEXT NOT NULL,
        "staging" TEXT NOT NULL,
        "counts" TEXT NOT NULL,
        "warnings" TEXT NOT NULL,
        "imported_at" INTEGER NOT NULL,
        "program_version" TEXT NOT NULL,
        FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE SET NULL,
        FOREIGN KEY ("file_id") REFERENCES "stored_file" ("id") ON DELETE SET NULL
    )
    """,
    """
    CREATE INDEX "import_client_id" ON "import" ("client_id")
    """,
    """
    CREATE INDEX "import_account_id" ON "import" ("account_id")
    """,
    """
    CREATE INDEX "import_file_id" ON "import" ("file_id")
    """,
    """
    CREATE INDEX "import_sha256" ON "import" ("sha256")
    """,
    """
    CREATE INDEX "import_client_id_imported_at" ON "import" ("client_id", "imported_at")
    """,
    """
    CREATE TABLE "account_reading" (
        "account_id" INTEGER NOT NULL,
        "metric_id" INTEGER NOT NULL,
        "day" TEXT NOT NULL,
        "import_id" INTEGER NOT NULL,
        "value" BLOB,
        "state" TEXT NOT NULL,
        PRIMARY KEY ("account_id", "metric_id", "day", "import_id"),
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("metric_id") REFERENCES "metric_name" ("id"),
        FOREIGN KEY ("import_id") REFERENCES "import" ("id") ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE "contact" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "client_id" INTEGER NOT NULL,
        "name" TEXT NOT NULL,
        "email" TEXT NOT NULL,
        "phone" TEXT NOT NULL,
        "decides" INTEGER NOT NULL,
        "approves" INTEGER NOT NULL,
        "pays" INTEGER NOT NULL,
        "crisis" INTEGER NOT NULL,
        FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "contact_client_id" ON "contact" ("client_id")
    """,
    """
    CREATE TABLE "contract" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "client_id" INTEGER NOT NULL,
        "start" TEXT NOT NULL,
        "end" TEXT NOT NULL,
        "notice_by" TEXT,
        "fee" INTEGER NOT NULL,
        "fee_vat_rate" TEXT NOT NULL,
        "revision_rounds" INTEGER NOT NULL,
        "carry_over_months" INTEGER,
        "attribution_rule" TEXT NOT NULL,
        "look_back_days" INTEGER NOT NULL,
        "margin" TEXT,
        "margin_agreed_with" TEXT NOT NULL,
        "margin_agreed_on" TEXT,
        "typical_order" INTEGER,
        "note" TEXT NOT NULL,
        FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "contract_client_id" ON "contract" ("client_id")
    """,
    """
    CREATE INDEX "contract_client_id_start" ON "contract" ("client_id", "start")
    """,
    """
    CREATE TABLE "deliverable" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "client_id" INTEGER NOT NULL,
        "month" TEXT NOT NULL,
        "type" TEXT NOT NULL,
        "account_id" INTEGER,
        "title" TEXT NOT NULL,
        "status" TEXT NOT NULL,
        "is_on_hold" INTEGER NOT NULL,
        "is_extra" INTEGER NOT NULL,
        "extra_price" INTEGER,
        "due_on" TEXT,
        "published_on" TEXT,
        "waiting_since" TEXT,
        "approved_by" TEXT NOT NULL,
        "approved_on" TEXT,
        "cancel_reason" TEXT NOT NULL,
        "link" TEXT NOT NULL,
        "note" TEXT NOT NULL,
        "proof_id" INTEGER,
        FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE SET NULL,
        FOREIGN KEY ("proof_id") REFERENCES "stored_file" ("id") ON DELETE SET NULL
    )
    """,
    """
    CREATE INDEX "deliverable_client_id" ON "deliverable" ("client_id")
    """,
    """
    CREATE INDEX "deliverable_account_id" ON "deliverable" ("account_id")
    """,
    """
    CREATE INDEX "deliverable_proof_id" ON "deliverable" ("proof_id")
    """,
    """
    CREATE INDEX "deliverable_client_id_month" ON "deliverable" ("client_id", "month")
    """,
    """
    CREATE TABLE "file_piece" (
        "file_id" INTEGER NOT NULL,
        "position" INTEGER NOT NULL,
        "data" BLOB NOT NULL,
        PRIMARY KEY ("file_id", "position"),
        FOREIGN KEY ("file_id") REFERENCES "stored_file" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "file_piece_file_id" ON "file_piece" ("file_id")
    """,
    """
    CREATE TABLE "import_account" (
        "import_id" INTEGER NOT NULL,
        "account_id" INTEGER NOT NULL,
        "is_new" INTEGER NOT NULL,
        PRIMARY KEY ("import_id", "account_id"),
        FOREIGN KEY ("import_id") REFERENCES "import" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX "import_account_import_id" ON "import_account" ("import_id")
    """,
    """
    CREATE INDEX "import_account_account_id" ON "import_account" ("account_id")
    """,
    """
    CREATE TABLE "import_refusal" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "import_id" INTEGER NOT NULL,
        "line" INTEGER NOT NULL,
        "column_name" TEXT NOT NULL,
        "value" TEXT NOT NULL,
        "reason" TEXT NOT NULL,
        FOREIGN KEY ("import_id") REFERENCES "import" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "import_refusal_import_id" ON "import_refusal" ("import_id")
    """,
    """
    CREATE TABLE "ledger_row" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "client_id" INTEGER NOT NULL,
        "row_id" TEXT NOT NULL,
        "position" INTEGER NOT NULL,
        "row" TEXT NOT NULL,
        "date" TEXT NOT NULL,
        "month" TEXT NOT NULL,
        "entered_month" TEXT,
        "kind" TEXT NOT NULL,
        "description" TEXT NOT NULL,
        "note" TEXT NOT NULL,
        "source" TEXT NOT NULL,
        "read_date" TEXT,
        "order_key" TEXT NOT NULL,
        "tie" TEXT NOT NULL,
        "quantity" TEXT,
        "amount" INTEGER NOT NULL,
        "currency" TEXT NOT NULL,
        "rate" TEXT,
        "rate_date" TEXT,
        "vat" TEXT NOT NULL,
        "vat_rate" TEXT,
        "margin" TEXT,
        "share" TEXT,
        "probability" TEXT,
        "rule" TEXT NOT NULL,
        "tier" TEXT NOT NULL,
        "confirmed_by" TEXT NOT NULL,
        "confirmed_on" TEXT,
        "recoverable_vat" TEXT,
        "spread_months" INTEGER,
        "account_handle" TEXT NOT NULL,
        "account_id" INTEGER,
        "reverses" TEXT NOT NULL,
        "origin" TEXT NOT NULL,
        "origin_import_id" INTEGER,
        "origin_contract_id" INTEGER,
        "sheet_import_id" INTEGER,
        "entered_at" INTEGER NOT NULL,
        FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE SET NULL,
        FOREIGN KEY ("origin_import_id") REFERENCES "import" ("id") ON DELETE SET NULL,
        FOREIGN KEY ("origin_contract_id") REFERENCES "contract" ("id") ON DELETE SET NULL,
        FOREIGN KEY ("sheet_import_id") REFERENCES "import" ("id") ON DELETE SET NULL
    )
    """,
    """
    CREATE INDEX "ledger_row_client_id" ON "ledger_row" ("client_id")
    """,
    """
    CREATE INDEX "ledger_row_account_id" ON "ledger_row" ("account_id")
    """,
    """
    CREATE INDEX "ledger_row_origin_import_id" ON "ledger_row" ("origin_import_id")
    """,
    """
    CREATE INDEX "ledger_row_origin_contract_id" ON "ledger_row" ("origin_contract_id")
    """,
    """
    CREATE INDEX "ledger_row_sheet_import_id" ON "ledger_row" ("sheet_import_id")
    """,
    """
    CREATE UNIQUE INDEX "ledger_row_client_id_row_id" ON "ledger_row" ("client_id", "row_id")
    """,
    """
    CREATE INDEX "ledger_row_client_id_month" ON "ledger_row" ("client_id", "month")
    """,
    """
    CREATE TABLE "ledger_change" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "ledger_row_id" INTEGER NOT NULL,
        "changed_at" INTEGER NOT NULL,
        "column_name" TEXT NOT NULL,
        "before" TEXT NOT NULL,
        "after" TEXT NOT NULL,
        FOREIGN KEY ("ledger_row_id") REFERENCES "ledger_row" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "ledger_change_ledger_row_id" ON "ledger_change" ("ledger_row_id")
    """,
    """
    CREATE TABLE "ledger_evidence" (
        "ledger_row_id" INTEGER NOT NULL,
        "file_id" INTEGER NOT NULL,
        "name" TEXT NOT NULL,
        PRIMARY KEY ("ledger_row_id", "file_id"),
        FOREIGN KEY ("ledger_row_id") REFERENCES "ledger_row" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("file_id") REFERENCES "stored_file" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "ledger_evidence_ledger_row_id" ON "ledger_evidence" ("ledger_row_id")
    """,
    """
    CREATE INDEX "ledger_evidence_file_id" ON "ledger_evidence" ("file_id")
    """,
    """
    CREATE TABLE "month_sheet" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "client_id" INTEGER NOT NULL,
        "month" TEXT NOT NULL,
        "goal" TEXT NOT NULL,
        "worked" TEXT NOT NULL,
        "did_not_work" TEXT NOT NULL,
        "we_change" TEXT NOT NULL,
        "request" TEXT NOT NULL,
        "request_by" TEXT,
        FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "month_sheet_client_id" ON "month_sheet" ("client_id")
    """,
    """
    CREATE UNIQUE INDEX "month_sheet_client_id_month" ON "month_sheet" ("client_id", "month")
    """,
    """
    CREATE TABLE "month_kpi" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "sheet_id" INTEGER NOT NULL,
        "position" INTEGER NOT NULL,
        "text" TEXT NOT NULL,
        "source" TEXT NOT NULL,
        "account_id" INTEGER,
        "value" TEXT,
        "target" TEXT,
        "unit" TEXT NOT NULL,
        "lower_is_better" INTEGER NOT NULL,
        FOREIGN KEY ("sheet_id") REFERENCES "month_sheet" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "month_kpi_sheet_id" ON "month_kpi" ("sheet_id")
    """,
    """
    CREATE UNIQUE INDEX "month_kpi_sheet_id_position" ON "month_kpi" ("sheet_id", "position")
    """,
    """
    CREATE TABLE "post" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "account_id" INTEGER NOT NULL,
        "external_id" TEXT NOT NULL,
        "published_at" INTEGER,
        "published_on" TEXT,
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE UNIQUE INDEX "post_account_id_external_id" ON "post" ("account_id", "external_id")
    """,
    """
    CREATE INDEX "post_account_id_published_on" ON "post" ("account_id", "published_on")
    """,
    """
    CREATE TABLE "post_wording" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "post_id" INTEGER NOT NULL,
        "published_at" INTEGER,
        "published_on" TEXT,
        "kind" TEXT NOT NULL,
        "title" TEXT NOT NULL,
        "text" TEXT NOT NULL,
        "permalink" TEXT NOT NULL,
        "duration_seconds" INTEGER,
        FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX "post_wording_post_id" ON "post_wording" ("post_id")
    """,
    """
    CREATE TABLE "post_read" (
        "import_id" INTEGER NOT NULL,
        "wording_id" INTEGER NOT NULL,
        PRIMARY KEY ("import_id", "wording_id"),
        FOREIGN KEY ("import_id") REFERENCES "import" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("wording_id") REFERENCES "post_wording" ("id") ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX "post_read_wording_id" ON "post_read" ("wording_id")
    """,
    """
    CREATE TABLE "post_reading" (
        "post_id" INTEGER NOT NULL,
        "metric_id" INTEGER NOT NULL,
        "import_id" INTEGER NOT NULL,
        "value" BLOB,
        "state" TEXT NOT NULL,
        PRIMARY KEY ("post_id", "metric_id", "import_id"),
        FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("metric_id") REFERENCES "metric_name" ("id"),
        FOREIGN KEY ("import_id") REFERENCES "import" ("id") ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE "profile" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" TEXT NOT NULL,
        "trade_name" TEXT NOT NULL,
        "language" TEXT NOT NULL,
        "email" TEXT NOT NULL,
        "phone" TEXT NOT NULL,
        "website" TEXT NOT NULL,
        "postal_address" TEXT NOT NULL,
        "tax_regime" TEXT NOT NULL,
        "vat_number" TEXT NOT NULL,
        "fiscal_code" TEXT NOT NULL,
        "sdi_code" TEXT NOT NULL,
        "certified_email" TEXT NOT NULL,
        "brand_color" TEXT NOT NULL,
        "logo_id" INTEGER,
        FOREIGN KEY ("logo_id") REFERENCES "stored_file" ("id") ON DELETE SET NULL
    )
    """,
    """
    CREATE INDEX "profile_logo_id" ON "profile" ("logo_id")
    """,
    """
    CREATE TABLE "quota" (
        "contract_id" INTEGER NOT NULL,
        "type" TEXT NOT NULL,
        "count" INTEGER NOT NULL,
        PRIMARY KEY ("contract_id", "type"),
        FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX "quota_contract_id" ON "quota" ("contract_id")
    """,
    """
    CREATE TABLE "segment" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "account_id" INTEGER NOT NULL,
        "dimension" TEXT NOT NULL,
        "key" TEXT NOT NULL,
        "title" TEXT NOT NULL,
        FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE UNIQUE INDEX "segment_account_id_dimension_key" ON "segment" ("account_id", "dimension", "key")
    """,
    """
    CREATE TABLE "segment_reading" (
        "segment_id" INTEGER NOT NULL,
        "metric_id" INTEGER NOT NULL,
        "first_day" TEXT NOT NULL,
        "last_day" TEXT NOT NULL,
        "import_id" INTEGER NOT NULL,
        "value" BLOB,
        "state" TEXT NOT NULL,
        "currency" TEXT NOT NULL,
        PRIMARY KEY ("segment_id", "metric_id", "first_day", "last_day", "import_id"),
        FOREIGN KEY ("segment_id") REFERENCES "segment" ("id") ON DELETE CASCADE,
        FOREIGN KEY ("metric_id") REFERENCES "metric_name" ("id"),
        FOREIGN KEY ("import_id") REFERENCES "import" ("id") ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE "workspace" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "uuid" TEXT NOT NULL,
        "purpose" TEXT NOT NULL,
        "created_at" INTEGER NOT NULL
    )
    """,
)


def apply(migrator: SqliteMigrator) -> None:
    """Make the tables of schema 1."""
    for statement in STATEMENTS:
        migrator.database.execute_sql(statement)
