"""What the page can write for spreadsheets: each choice of the menu, read and written in a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.core.readings import Metric
from smmdesk.domain.results.account_table import account_table, engagement_row
from smmdesk.domain.results.exports import Sheet, days_sheet, months_sheet, posts_sheet, save_sheet
from smmdesk.domain.results.months import HISTORY_MONTHS
from smmdesk.domain.results.post_list import PostChoice, post_order
from smmdesk.domain.results.queries import post_metrics_of
from smmdesk.importers.registry import METRICS
from smmdesk.ui.context import Context
from smmdesk.ui.pages.results.reading import Scope

KINDS = "CSV (*.csv);;Excel (*.xlsx)"


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """One table that can be written: its words, the name of its file, and what reads it."""

    words: str
    name: str
    read: Callable[[], Sheet]


def choices(
    scope: Scope, chosen: PostChoice, order: tuple[str, bool], shown: Sequence[Metric], *, has_posts: bool
) -> list[ExportChoice]:
    """Return what can be written of an account; posts as they are filtered, sorted and shown now."""
    account, month = scope.account, scope.month
    stem = formats.slug(f"{scope.client.name} {account.title}")
    month_words = formats.month_name(month)
    made = [
        ExportChoice(_("13 months of every figure"), f"{stem}-13-{month}", partial(_months, scope, HISTORY_MONTHS)),
        ExportChoice(_("Figures of {month}").format(month=month_words), f"{stem}-{month}", partial(_months, scope, 1)),
    ]
    if has_posts:
        made += [
            ExportChoice(
                _("Posts of the list, the columns shown"),
                f"{stem}-posts-{month}",
                partial(_posts, account.id, chosen, order, tuple(shown)),
            ),
            ExportChoice(
                _("Posts of the list, every figure"),
                f"{stem}-posts-all-{month}",
                partial(_posts, account.id, chosen, order, None),
            ),
        ]
    first: date = month.plus(1 - HISTORY_MONTHS).first_day
    made.append(
        ExportChoice(
            _("Days of the account, 13 months"),
            f"{stem}-days-{month}",
            partial(days_sheet, account.id, first, month.last_day, scope.client.currency),
        )
    )
    return made


def ask_and_write(context: Context, parent: QWidget, choice: ExportChoice) -> None:
    """Ask where a table goes, write it there in a worker, and say so."""
    chosen, kind = QFileDialog.getSaveFileName(parent, choice.words, f"{choice.name}.csv", KINDS)
    if not chosen:
        return
    path = Path(chosen)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        path = path.with_name(path.name + (".xlsx" if "xlsx" in kind else ".csv"))
    context.tasks.read(
        lambda: save_sheet(choice.read(), path),
        lambda written: context.notify.say(_("{name} is written.").format(name=written.name)),
        label=_("Writing {name}").format(name=path.name),
        owner=parent,
    )


def _months(scope: Scope, months: int) -> Sheet:
    table = account_table(scope.account.id, scope.client.id, scope.month, months)
    rate = engagement_row(
        scope.account.id, scope.account.row.platform, scope.client.engagement_base, scope.month, months
    )
    if rate is not None:
        table = table.with_row(rate)
    return months_sheet(table, scope.client.currency)


def _posts(account_id: int, chosen: PostChoice, order: tuple[str, bool], shown: tuple[Metric, ...] | None) -> Sheet:
    ids = post_order(account_id, chosen, order[0], descending=order[1]).ids
    metrics = shown if shown is not None else tuple(METRICS[key] for key in post_metrics_of(account_id))
    return posts_sheet(account_id, ids, metrics)
