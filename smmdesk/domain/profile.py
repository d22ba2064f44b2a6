"""My profile: who I am on the paper that I hand over, and the identity of the workspace itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from uuid import uuid4

from peewee import ForeignKeyField, IntegerField, TextField

from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain import checks
from smmdesk.domain.files import StoredFile
from smmdesk.domain.logos import keep_logo, prepared
from smmdesk.store.database import OpenWorkspace, Table, transaction
from smmdesk.store.opening import create_workspace


class Workspace(Table):
    """The workspace's own identity (one row): `purpose` is `own` or `example`."""

    uuid = TextField()
    purpose = TextField(default="own")
    created_at = IntegerField()

    class Meta:
        table_name = "workspace"


class Profile(Table):
    """The freelancer's name, brand and tax data (one row)."""

    name = TextField(default="")
    trade_name = TextField(default="")
    language = TextField(default="")
    email = TextField(default="")
    phone = TextField(default="")
    website = TextField(default="")
    postal_address = TextField(default="")
    tax_regime = TextField(default="ordinary")
    vat_number = TextField(default="")
    fiscal_code = TextField(default="")
    sdi_code = TextField(default="")
    certified_email = TextField(default="")
    brand_color = TextField(default="")
    logo = ForeignKeyField(StoredFile, null=True, on_delete="SET NULL")

    class Meta:
        table_name = "profile"


TAX_REGIMES = ("ordinary", "flat_rate")

PURPOSE_OWN = "own"
PURPOSE_EXAMPLE = "example"


# ------------------------------------------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """What Settings say about me; `tax_regime` is ordinary or flat_rate, the rest means what it means in `Profile`."""

    name: str = ""
    trade_name: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    postal_address: str = ""
    tax_regime: str = "ordinary"
    vat_number: str = ""
    fiscal_code: str = ""
    sdi_code: str = ""
    certified_email: str = ""
    brand_color: str = ""


@dataclass(frozen=True, slots=True)
class WorkspaceIdentity:
    """Which workspace this is: its own id, `own` or `example`, and when it was made (UTC, Unix seconds)."""

    uuid: str
    purpose: str
    created_at: int

    @property
    def is_example(self) -> bool:
        return self.purpose == PURPOSE_EXAMPLE


# ------------------------------------------------------------------------------------------------------------ rules


def checked_profile(draft: ProfileDraft) -> ProfileDraft:
    """Return a draft as it is kept. Raises UserError, naming the field, for what cannot be kept."""
    if draft.tax_regime not in TAX_REGIMES:
        raise UserError(
            _("This tax regime is not known."),
            _("The choices are: {choices}.").format(choices=", ".join(TAX_REGIMES)),
            field="tax_regime",
        )
    return replace(
        draft,
        name=checks.checked_line(draft.name, "name"),
        trade_name=checks.checked_line(draft.trade_name, "trade_name"),
        language=checks.checked_language(draft.language) if draft.language.strip() else "",
        email=checks.checked_email(draft.email),
        phone=checks.checked_line(draft.phone, "phone", limit=60),
        website=checks.checked_link(draft.website, "website"),
        postal_address=checks.checked_line(draft.postal_address, "postal_address"),
        vat_number=checks.checked_italian_vat_number(draft.vat_number),
        fiscal_code=checks.checked_fiscal_code(draft.fiscal_code),
        sdi_code=checks.checked_sdi_code(draft.sdi_code),
        certified_email=checks.checked_email(draft.certified_email, "certified_email"),
        brand_color=checks.checked_color(draft.brand_color, "brand_color"),
    )


# ---------------------------------------------------------------------------------------------------------- queries


def profile() -> ProfileDraft:
    """Return my profile; empty where nothing was filled in yet."""
    row = Profile.get_or_none()
    if row is None:
        return ProfileDraft()
    return ProfileDraft(**{column.name: getattr(row, column.name) for column in fields(ProfileDraft)})


def profile_logo_id() -> int | None:
    """Return the id of the stored file that is my logo, None without one."""
    row = Profile.get_or_none()
    return None if row is None else row.logo_id


def workspace_identity() -> WorkspaceIdentity:
    """Return which workspace is open. Raises UserError when it does not say."""
    row = Workspace.get_or_none()
    if row is None:
        raise UserError(_("This workspace does not say what it is."), "", _("Open the newest backup beside it."))
    return WorkspaceIdentity(row.uuid, row.purpose, row.created_at)


# --------------------------------------------------------------------------------------------------------- commands


def new_workspace(path: Path, *, purpose: str = PURPOSE_OWN, program: str = "SMM Desk") -> OpenWorkspace:
    """Make an empty workspace with its identity and an empty profile, and leave it open for writing.

    Raises UserError where a file stands or none can be made.
    """
    opened = create_workspace(path, program)
    try:
        with transaction():
            Workspace.create(uuid=str(uuid4()), purpose=purpose, created_at=int(periods.now().timestamp()))
            Profile.create()
    except BaseException:
        opened.close()
        path.unlink(missing_ok=True)
        raise
    return opened


def update_profile(draft: ProfileDraft) -> None:
    """Replace my profile. Raises UserError, naming the field, for what cannot be kept."""
    kept = checked_profile(draft)
    with transaction():
        row = Profile.get_or_none() or Profile.create()
        Profile.update(**asdict(kept)).where(Profile.id == row.id).execute()


def set_profile_logo(content: bytes | None, name: str = "logo.png") -> None:
    """Replace my logo (PNG, JPEG or SVG), or take it away with None. Raises UserError for another file."""
    logo = None if content is None else prepared(content)
    with transaction():
        row = Profile.get_or_none() or Profile.create()
        row.logo_id = None if logo is None else keep_logo(logo, name)
        row.save()
