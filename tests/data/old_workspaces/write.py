"""Write the golden workspace of the present schema, two rows in each table: run this file with Python.

Run it once when a schema is shipped; the file is then never written again, and each later program must bring it up.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from peewee import AutoField, BlobField, Field, ForeignKeyField, IntegerField

from smmdesk.domain.tables import TABLES
from smmdesk.store.database import database, transaction
from smmdesk.store.fields import DayField, ExactField, FlagField, JsonField, MonthField, ReadingField
from smmdesk.store.migrations import SCHEMA
from smmdesk.store.opening import create_workspace

_PLAIN: dict[type[Field], Any] = {
    DayField: "2026-06-1{n}",
    MonthField: "2026-0{n}",
    ExactField: "5{n}.5",
    JsonField: ["row {n}"],
    FlagField: True,
    ReadingField: 100,
    IntegerField: 10,
    BlobField: b"piece",
}


def content(field: Field, n: int) -> Any:
    """Return what stands in a column of row `n`."""
    if isinstance(field, ForeignKeyField):
        return n
    plain = _PLAIN.get(type(field), f"{field.column_name} {n} è 🌅")
    if isinstance(plain, str):
        return plain.format(n=n)
    return plain + n if type(plain) is int else plain


def main() -> None:
    """Write the file."""
    target = Path(__file__).parent / f"v{SCHEMA:03d}.smmdesk"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / target.name
        opened = create_workspace(made)
        with transaction():
            for table in TABLES:
                for n in (1, 2):
                    fields = [field for field in table._meta.sorted_fields if not isinstance(field, AutoField)]
                    table.insert(**{field.name: content(field, n) for field in fields}).execute()
            database.execute_sql("UPDATE import SET state = 'done'")
        database.execute_sql("VACUUM")
        opened.close()
        target.write_bytes(made.read_bytes())
    print(f"{target} {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
