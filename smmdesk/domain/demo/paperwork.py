"""The ledger sheets of the example, and the small files that prove their rows."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from smmdesk.core.money import cents_text
from smmdesk.core.periods import Month
from smmdesk.domain.demo.story import Money, split
from smmdesk.importers.ledger_sheet import COLUMNS

FREELANCER = "Giulia Rossi <giulia@studiorossi.example.it>"


class Ledger:
    """A ledger sheet in the making; `purpose` seeds its numbers."""

    def __init__(self, purpose: str) -> None:
        self._rng = random.Random(f"ledger/{purpose}")
        self._rows: list[dict[str, str]] = []
        self._evidence: dict[str, bytes] = {}

    def split(self, total: int, parts: int) -> list[int]:
        """Split an amount into unequal parts that re-add to it."""
        return split(total, parts, self._rng)

    def value(
        self,
        month: Month,
        day: date,
        row_id: str,
        kind: str,
        description: str,
        amount: int,
        *,
        tier: str,
        quantity: int = 1,
        tie: str = "",
        source: str = "",
        order_key: str = "",
        entered: Month | None = None,
        margin: str = "",
        share: str = "",
        probability: str = "",
        rule: str = "",
        vat_rate: str = "",
        confirmed_by: str = "",
        confirmed_on: date | None = None,
        reverses: str = "",
        evidence: Mapping[str, bytes] | None = None,
    ) -> None:
        """Add a value row; `amount` is net hundredths, or gross where `vat_rate` is given."""
        self._keep(evidence or {})
        self._rows.append(
            {
                "id": row_id,
                "row": "value",
                "date": day.isoformat(),
                "month": str(month),
                "entered_month": str(entered) if entered else "",
                "kind": kind,
                "description": description,
                "source": source,
                "read_date": (entered or month).settled_from().isoformat(),
                "order_key": order_key,
                "tie": tie,
                "quantity": str(quantity),
                "amount": cents_text(amount),
                "vat": "gross" if vat_rate else "",
                "vat_rate": vat_rate,
                "margin": margin,
                "share": share,
                "probability": probability,
                "rule": rule,
                "tier": tier,
                "evidence": "|".join(evidence or {}),
                "confirmed_by": confirmed_by,
                "confirmed_on": confirmed_on.isoformat() if confirmed_on else "",
                "reverses": reverses,
            }
        )

    def cost(
        self,
        month: Month,
        row_id: str,
        kind: str,
        description: str,
        amount: int,
        *,
        quantity: str = "",
        account: str = "",
        currency: str = "",
        rate: str = "",
        vat_rate: str = "",
        spread: str = "",
        receipt: bool = False,
        name: str = "",
    ) -> None:
        """Add a cost row; with `receipt` or a `name` a small file proves it."""
        file = name or (f"{kind}-{row_id}.txt" if receipt else "")
        if file:
            self._keep({file: _receipt(description, month, amount, currency)})
        self._rows.append(
            {
                "id": row_id,
                "row": "cost",
                "date": month.last_day.replace(day=28).isoformat(),
                "month": str(month),
                "kind": kind,
                "description": description,
                "read_date": month.settled_from().isoformat(),
                "quantity": quantity,
                "amount": cents_text(amount),
                "currency": currency,
                "rate": rate,
                "rate_date": month.last_day.replace(day=28).isoformat() if rate else "",
                "vat": "net" if vat_rate else "",
                "vat_rate": vat_rate,
                "spread_months": spread,
                "evidence": file,
                "account": account,
            }
        )

    def fee(self, month: Month, amount: int, description: str, name: str, currency: str = "", rate: str = "") -> None:
        """Add the freelancer's fee of a month with its invoice."""
        self.cost(month, f"C-{month}", "fee", description, amount, name=name, currency=currency, rate=rate)

    def total(self, month: Month, amount: int, description: str) -> None:
        """Add the client's own total net sales of a month."""
        self._rows.append(
            {
                "id": f"V-{month}",
                "row": "total",
                "date": month.last_day.isoformat(),
                "month": str(month),
                "description": description,
                "amount": cents_text(amount),
            }
        )

    def money(self) -> Money:
        """Return the sheet in the order of its days, with its files."""
        return Money(tuple(sorted(self._rows, key=lambda row: (row["date"], row["row"] == "total"))), self._evidence)

    def _keep(self, files: Mapping[str, bytes]) -> None:
        self._evidence.update(files)


def write_sheet(money: Money, folder: Path) -> Path:
    """Write a ledger sheet with its evidence beside it; return the sheet."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [str(name) for name in COLUMNS], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(money.rows)
    for name, content in money.evidence.items():
        (folder / name).write_bytes(content)
    sheet = folder / "ledger.csv"
    sheet.write_text(text.getvalue(), encoding="utf-8")
    return sheet


def system_export(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return what a shop or booking system exports: one line per transaction."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("date", "number", title, "net"))
    writer.writerows(rows)
    return text.getvalue().encode()


def mail(sender: str, day: date, subject: str, body: str, zone: str = "Europe/Rome") -> bytes:
    """Return a mail of the client as it is saved from the mail program."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = FREELANCER
    message["Date"] = format_datetime(datetime(day.year, day.month, day.day, 9, 12, tzinfo=ZoneInfo(zone)))
    message["Subject"] = subject
    message["Message-ID"] = f"<{day:%Y%m%d}.{abs(len(body)):04d}@example.it>"
    message.set_content(body)
    return message.as_bytes()


def _receipt(description: str, month: Month, amount: int, currency: str) -> bytes:
    return f"{description}\n{month}\n{cents_text(amount)} {currency or ''}".strip().encode() + b"\n"
