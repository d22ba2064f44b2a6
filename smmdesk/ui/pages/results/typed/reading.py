"""What the grid of typed numbers reads and writes, in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric
from smmdesk.domain.accounts import AccountRow, account_rows
from smmdesk.domain.imports.removal import undo_import
from smmdesk.domain.results.typed.queries import number_grid, typed_post_metrics
from smmdesk.domain.results.typed.rows import NumberGrid

WITHOUT_POSTS = frozenset(
    {"meta_ads", "google_ads", "linkedin_ads", "tiktok_ads", "ga4", "search_console", "bing_webmaster"}
)


@dataclass(frozen=True, slots=True)
class TypingData:
    """The client's own accounts, the chosen one's numbers, and the metrics that its posts can have."""

    accounts: tuple[AccountRow, ...]
    account: AccountRow
    grid: NumberGrid
    post_metrics: tuple[Metric, ...]
    post_kinds: tuple[tuple[str, str], ...]

    @property
    def has_posts(self) -> bool:
        """Tell whether the account's platform publishes anything."""
        return self.account.platform not in WITHOUT_POSTS


def read_typing(client_id: int, account_id: int | None, month: Month) -> TypingData | None:
    """Read the numbers of an account (the first one where none is named); None where the client has none."""
    from smmdesk.documents.monthly_report import words
    from smmdesk.domain.results.typed.posts import KINDS

    accounts = tuple(account_rows(client_id, guests=False))
    if not accounts:
        return None
    account = next((one for one in accounts if one.id == account_id), accounts[0])
    kinds = (("", _("Not said")), *((kind, words.post_format(kind)) for kind in KINDS))
    return TypingData(
        accounts, account, number_grid(account.id, month), tuple(typed_post_metrics(account.platform)), kinds
    )


def take_back(import_ids: Sequence[int]) -> None:
    """Undo what was typed, the latest first."""
    for import_id in sorted(import_ids, reverse=True):
        undo_import(import_id)
