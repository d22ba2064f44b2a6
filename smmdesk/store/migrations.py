"""Bringing a workspace to the present schema, step by step, so that nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable

from playhouse.migrate import SqliteMigrator

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.store.database import APPLICATION_ID, database, database_errors
from smmdesk.store.steps import step_001, step_002

Step = Callable[[SqliteMigrator], None]

# Step n brings schema n-1 to schema n. Append only.
STEPS: tuple[Step, ...] = (step_001.apply, step_002.apply)

SCHEMA = len(STEPS)


def pending_steps(schema: int) -> int:
    """Return how many steps a file of that schema needs. Raises UserError when the file is newer than the program."""
    if schema > SCHEMA:
        raise UserError(
            _("This workspace was made by a newer version of SMM Desk."),
            _("It needs schema {needed}; this version knows {known}. The file was not changed.").format(
                needed=schema, known=SCHEMA
            ),
            _("Install the newest version, then open it again."),
        )
    return SCHEMA - schema


def migrate(schema: int) -> None:
    """Run the steps that are due on the connected file, each in one transaction with its version number.

    Inside `migration_context` foreign keys rest: outside it a rebuilt parent table silently loses its child rows.
    Raises UserError when a step leaves rows without their parent; the file then keeps the schema it had.
    """
    migrator = SqliteMigrator(database)
    for number, step in enumerate(STEPS[schema:], start=schema + 1):
        with database_errors(), migrator.migration_context(atomic=False), database.atomic("IMMEDIATE"):
            step(migrator)
            orphans = database.execute_sql("PRAGMA foreign_key_check").fetchall()
            if orphans:
                raise UserError(
                    _("The workspace could not be upgraded."),
                    _("Some rows would lose what they belong to. The file was left as it was."),
                    _("Keep the backup that was made before, and report this."),
                )
            database.pragma("application_id", APPLICATION_ID)
            database.pragma("user_version", number)
