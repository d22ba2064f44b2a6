"""The frozen dataclasses that a document is made of: values, never written-out numbers, and the users' own texts.

Whoever fills them gives values (hundredths, counts, dates, states, codes); the document writes them in the client's
language. Amounts are `int` hundredths of the client's currency unless a comment says otherwise; percentages are
numbers of percent (110.25 is 110.25 %) as exact numbers; a text is plain text of a user, a file or a platform, never
markup. Everything here can be pickled, so that a report can be drawn in another process.
"""

from smmdesk.core.comparison import ChangeKind, Verdict
from smmdesk.core.roi.words import LedgerState, Tier
from smmdesk.documents.data.figures import (
    Account,
    Comparison,
    Content,
    DefinitionBreak,
    Exact,
    FigurePart,
    FormatLine,
    History,
    HistoryPoint,
    MetricValue,
    Post,
)
from smmdesk.documents.data.ledger import (
    CostRow,
    EvidenceFile,
    Figure,
    Ledger,
    MarginBasis,
    Method,
    NotCounted,
    PlatformClaim,
    Restated,
    Running,
    Triple,
    ValueRow,
)
from smmdesk.documents.data.report import (
    Attachment,
    Client,
    Delivered,
    Freelancer,
    Gap,
    GoalStatus,
    Growth,
    Kpi,
    MonthlyReport,
    MonthSheet,
    Notice,
    Outcome,
    Quota,
    ReportState,
    Source,
)

__all__ = [
    "Account",
    "Attachment",
    "ChangeKind",
    "Client",
    "Comparison",
    "Content",
    "CostRow",
    "DefinitionBreak",
    "Delivered",
    "EvidenceFile",
    "Exact",
    "Figure",
    "FigurePart",
    "FormatLine",
    "Freelancer",
    "Gap",
    "GoalStatus",
    "Growth",
    "History",
    "HistoryPoint",
    "Kpi",
    "Ledger",
    "LedgerState",
    "MarginBasis",
    "Method",
    "MetricValue",
    "MonthSheet",
    "MonthlyReport",
    "NotCounted",
    "Notice",
    "Outcome",
    "PlatformClaim",
    "Post",
    "Quota",
    "ReportState",
    "Restated",
    "Running",
    "Source",
    "Tier",
    "Triple",
    "ValueRow",
    "Verdict",
]
