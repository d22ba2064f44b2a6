"""Every table of the workspace, parents first."""

from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client, Contact
from smmdesk.domain.contracts import Contract, Quota
from smmdesk.domain.deliverables import Deliverable
from smmdesk.domain.events import Event
from smmdesk.domain.files import FilePiece, StoredFile
from smmdesk.domain.imports.tables import Import, ImportAccount, ImportRefusal
from smmdesk.domain.ledger.tables import LedgerChange, LedgerEvidence, LedgerReading, LedgerRow
from smmdesk.domain.mappings.tables import Mapping
from smmdesk.domain.profile import Profile, Workspace
from smmdesk.domain.reports.tables import MonthKpi, MonthSheet
from smmdesk.domain.results.tables import (
    AccountReading,
    KeptMonth,
    MetricName,
    OwnMetric,
    Post,
    PostPicture,
    PostRead,
    PostReading,
    PostTag,
    PostWording,
    Segment,
    SegmentReading,
)

TABLES = (
    StoredFile,
    FilePiece,
    Workspace,
    Profile,
    Client,
    Contact,
    Contract,
    Quota,
    Account,
    Deliverable,
    Import,
    ImportRefusal,
    ImportAccount,
    MetricName,
    OwnMetric,
    Post,
    PostTag,
    PostPicture,
    PostWording,
    PostRead,
    PostReading,
    AccountReading,
    Segment,
    SegmentReading,
    KeptMonth,
    LedgerRow,
    LedgerEvidence,
    LedgerChange,
    LedgerReading,
    Mapping,
    Event,
    MonthSheet,
    MonthKpi,
)
