"""Rules that fields of several features share: texts, colours, addresses, languages, currencies, tax numbers.

Each takes what was typed and the name of its field, and returns it as it is kept; what cannot be kept raises
UserError with that field and the reason.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import ADDRESS_FORMS, LANGUAGES, _
from smmdesk.core.places import country_codes, currency_codes
from smmdesk.core.readings import EngagementBase

LONGEST_LINE = 200
LONGEST_TEXT = 10_000
LARGEST_AMOUNT = 100_000_000_000  # a thousand million in hundredths: beyond it somebody mistyped
_COLOR = re.compile(r"#[0-9a-f]{6}\Z")
_EMAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"'.]+(\.[^@\s<>\"'.]+)+\Z")
_SDI = re.compile(r"[A-Z0-9]{7}\Z")


def checked_line(typed: str, field: str, *, limit: int = LONGEST_LINE) -> str:
    """Return a text of one line: trimmed, spaces collapsed, invisible control characters gone."""
    kept = "".join(" " if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") else one for one in typed)
    line = " ".join(unicodedata.normalize("NFC", kept).split())
    if len(line) > limit:
        raise _too_long(len(line), limit, field)
    return line


def checked_name(typed: str, field: str = "name", *, limit: int = LONGEST_LINE) -> str:
    """Return a line that must not be empty."""
    line = checked_line(typed, field, limit=limit)
    if not line:
        raise UserError(_("A name is missing."), "", _("Write one, then save again."), field=field)
    return line


def checked_text(typed: str, field: str, *, limit: int = LONGEST_TEXT) -> str:
    """Return a text of several lines: trimmed, line ends made equal, invisible control characters gone."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in lines if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))
    text = kept.strip()
    if len(text) > limit:
        raise _too_long(len(text), limit, field)
    return text


def checked_link(typed: str, field: str = "link") -> str:
    """Return a web address; one without a scheme gets https. Empty stays empty."""
    link = checked_line(typed, field, limit=2_000)
    if not link:
        return ""
    scheme, divider, _rest = link.partition("://")
    if not divider:
        link = f"https://{link}"
        scheme = "https"
    host = link.partition("://")[2].partition("/")[0]
    if scheme.lower() not in ("http", "https") or " " in link or "." not in host:
        raise UserError(
            _("This is not a web address."),
            _("{typed} was not saved.").format(typed=typed.strip()[:80]),
            _("Copy it from the browser; it begins with https://."),
            field=field,
        )
    return link


def checked_email(typed: str, field: str = "email") -> str:
    """Return an e-mail address. Empty stays empty."""
    address = checked_line(typed, field, limit=254)
    if address and _EMAIL.match(address) is None:
        raise UserError(
            _("{typed} is not an e-mail address.").format(typed=address[:80]),
            "",
            _("It looks like name@example.com."),
            field=field,
        )
    return address


def checked_color(typed: str, field: str) -> str:
    """Return a colour as `#rrggbb` in small letters. Empty stays empty."""
    color = typed.strip().lower()
    if color and _COLOR.match(color) is None:
        raise UserError(
            _("{typed} is not a colour.").format(typed=_shown(typed)),
            "",
            _("Write # and six digits or letters a to f."),
            field=field,
        )
    return color


def checked_language(code: str, field: str = "language") -> str:
    """Return the code of an offered language."""
    short = code.strip().lower()
    if short not in LANGUAGES:
        raise _not_offered(code, LANGUAGES, field)
    return short


def checked_address_form(form: str, field: str = "address_form") -> str:
    """Return a form of address: voi, tu or Lei, however its letters were typed."""
    for offered in ADDRESS_FORMS:
        if form.strip().casefold() == offered.casefold():
            return offered
    raise _not_offered(form, ADDRESS_FORMS, field)


def checked_engagement_base(base: str, field: str = "engagement_base") -> str:
    """Return what interactions are divided by: reach, views or followers, however its letters were typed."""
    offered = tuple(one.value for one in EngagementBase)
    if base.strip().casefold() in offered:
        return base.strip().casefold()
    raise _not_offered(base, offered, field)


def checked_currency(code: str, field: str = "currency") -> str:
    """Return the ISO 4217 code of a currency that is in use somewhere today."""
    upper = code.strip().upper()
    if upper not in currency_codes():
        raise UserError(
            _("{typed} is not a currency in use.").format(typed=_shown(code)),
            "",
            _("Write its ISO code of three letters, such as EUR."),
            field=field,
        )
    return upper


def checked_timezone(name: str, field: str = "timezone") -> str:
    """Return the name of a time zone of the IANA list."""
    wanted = name.strip()
    try:
        if wanted:
            ZoneInfo(wanted)
            return wanted
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    known = {zone.casefold(): zone for zone in available_timezones()}
    if wanted.casefold() in known:
        return known[wanted.casefold()]
    near = difflib.get_close_matches(wanted.casefold(), known, 1, 0.7)
    hint = _("Did you mean {name}?").format(name=known[near[0]]) if near else _("An example is Europe/Rome.")
    raise UserError(_("{typed} is not a known time zone.").format(typed=_shown(name)), "", hint, field=field)


def checked_country(code: str, field: str = "country") -> str:
    """Return the ISO code of a country. Empty stays empty."""
    upper = code.strip().upper()
    if not upper:
        return ""
    if upper not in country_codes():
        raise UserError(
            _("{typed} is not a known country.").format(typed=_shown(code)),
            "",
            _("Write its code of two letters, such as IT."),
            field=field,
        )
    return upper


def checked_percentage(value: Decimal | int, field: str) -> Decimal:
    """Return a percentage from 0 to 100."""
    exact = Decimal(value)
    if not exact.is_finite() or not 0 <= exact <= 100:
        raise UserError(
            _("{typed} is not between 0 and 100.").format(typed=_shown(str(value))),
            "",
            _("Write 55 for 55 percent."),
            field=field,
        )
    return exact


def checked_amount(cents: int, field: str) -> int:
    """Return an amount of 0 or more hundredths."""
    if cents < 0:
        raise UserError(_("This amount cannot be negative."), field=field)
    if cents > LARGEST_AMOUNT:
        raise UserError(_("This amount is too large."), "", _("Check the number."), field=field)
    return cents


def checked_count(count: int, field: str, *, largest: int = 10_000) -> int:
    """Return a whole number from 0 on."""
    if not 0 <= count <= largest:
        raise UserError(
            _("This number is out of range."),
            _("It lies between 0 and {largest}.").format(largest=largest),
            field=field,
        )
    return count


def checked_day(day: date, field: str) -> date:
    """Return a day between 1990 and 2100: beyond them somebody mistyped the year."""
    if not 1990 <= day.year <= 2100:
        raise UserError(
            _("The date {day} cannot be right.").format(day=day.isoformat()), "", _("Check the year."), field=field
        )
    return day


# ------------------------------------------------------------------------------------------------------ tax numbers


def checked_italian_vat_number(typed: str, field: str = "vat_number") -> str:
    """Return a partita IVA: 11 digits with their check digit; a leading IT is dropped. Empty stays empty."""
    if not typed.strip():
        return ""
    from stdnum.exceptions import ValidationError
    from stdnum.it import iva

    try:
        return iva.validate(_plain(typed))
    except ValidationError as failure:
        raise UserError(
            _("This is not a valid partita IVA."),
            _("It has 11 digits and its last one checks the others."),
            _("Compare it with the document, digit by digit."),
            field=field,
        ) from failure


def checked_fiscal_code(typed: str, field: str = "fiscal_code") -> str:
    """Return a codice fiscale: a person's 16 characters (with omocodia) or a company's 11 digits. Empty stays empty."""
    if not typed.strip():
        return ""
    from stdnum.exceptions import ValidationError
    from stdnum.it import codicefiscale

    try:
        return codicefiscale.validate(_plain(typed))
    except ValidationError as failure:
        raise UserError(
            _("This is not a valid codice fiscale."),
            _("It has 16 letters and digits (11 digits for a company), and its last one checks the others."),
            _("Compare it with the document, letter by letter."),
            field=field,
        ) from failure


def checked_sdi_code(typed: str, field: str = "sdi_code") -> str:
    """Return the 7 characters under which electronic invoices arrive. Empty stays empty."""
    code = _plain(typed)
    if code and _SDI.match(code) is None:
        raise UserError(
            _("{typed} is not a valid SDI code.").format(typed=_shown(typed)),
            "",
            _("It has 7 letters or digits."),
            field=field,
        )
    return code


def checked_eu_vat_id(typed: str, field: str = "eu_vat_id") -> str:
    """Return a VAT number of the European Union with its country's letters and check digits. Empty stays empty."""
    if not typed.strip():
        return ""
    from stdnum.eu import vat
    from stdnum.exceptions import ValidationError

    try:
        return vat.validate(_plain(typed))
    except ValidationError as failure:
        raise UserError(
            _("This is not a valid EU VAT number."),
            _("It begins with the country's two letters, and its digits check one another."),
            _("An example is DE136695976."),
            field=field,
        ) from failure


def _plain(typed: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", typed).upper() if one.isalnum())


def _shown(typed: str) -> str:
    """Return the beginning of what was typed, for a sentence about it."""
    return " ".join(typed.split())[:40] or "–"


def _too_long(count: int, limit: int, field: str) -> UserError:
    return UserError(
        _("This text is too long."),
        _("It has {count} characters; {limit} fit.").format(count=count, limit=limit),
        field=field,
    )


def _not_offered(typed: str, offered: tuple[str, ...], field: str) -> UserError:
    return UserError(
        _("{typed} is not offered here.").format(typed=_shown(typed)),
        _("The choices are: {choices}.").format(choices=", ".join(offered)),
        field=field,
    )
