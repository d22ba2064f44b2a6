"""The words of the monthly report: codes, states and values as the client reads them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.comparison import RATE_DIGITS, printed_points
from smmdesk.core.i18n import _, addressed, ngettext, pgettext
from smmdesk.core.money import round_half_up
from smmdesk.core.periods import Month
from smmdesk.core.readings import Number, State, Unit, figure_title
from smmdesk.core.work import TYPES
from smmdesk.documents import fonts
from smmdesk.documents.data import (
    ChangeKind,
    Comparison,
    DefinitionBreak,
    Exact,
    GoalStatus,
    History,
    MetricValue,
    NotCounted,
    Notice,
    Tier,
    Verdict,
)

DASH = "–"
NO_BREAK = formats.NO_BREAK_SPACE


def unbroken(text: str) -> str:
    """Return a written number or date that is not torn apart at a line's end."""
    return text.replace(" ", NO_BREAK)


def tier_word(tier: Tier) -> str:
    """Return how sure a value is."""
    if tier is Tier.CONFIRMED:
        return addressed("Confirmed by you")
    return _("Measured") if tier is Tier.MEASURED else _("Estimated")


def value_kind(kind: str) -> str:
    """Return what a value row is, in the plural."""
    words = {
        "sale": _("Sales"),
        "booking": _("Bookings"),
        "appointment": _("Appointments"),
        "lead": _("Enquiries"),
        "repeat": _("Repeat purchases"),
        "saving": _("Savings"),
    }
    return words.get(kind, _("Other value"))


def cost_kind(kind: str) -> str:
    """Return what a cost is."""
    words = {
        "fee": _("Fee"),
        "staff": addressed("Your team's time"),
        "ads": _("Ads"),
        "production": _("Production"),
        "tools": _("Tools"),
        "influencer": _("Influencers"),
        "stamp": _("Stamp duty"),
    }
    return words.get(kind, _("Other costs"))


def work_type(kind: str, name: str = "") -> str:
    """Return a type of promised work; `name` is the own name of the type "other"."""
    words = {
        "post": _("Posts"),
        "story": _("Stories"),
        "reel": _("Reels and videos"),
        "carousel": _("Carousels"),
        "live": _("Live streams"),
        "newsletter": _("Newsletters"),
        "article": _("Blog articles"),
        "seo": _("Search engine work"),
        "design": _("Graphic designs"),
        "campaign": _("Campaign set-ups"),
        "shoot": _("Photo and video shoots"),
        "audit": _("Audits"),
    }
    return words.get(kind) or name or _("Other work")


def work_piece(kind: str, name: str = "") -> str:
    """Return what a single piece of promised work is."""
    return _(TYPES[kind]) if kind in TYPES else name or _("Other work")


def post_format(kind: str) -> str:
    """Return the format of a published post; a word that we do not know as the platform wrote it."""
    words = {
        "post": pgettext("format of a post", "Post"),
        "photo": pgettext("format of a post", "Photo"),
        "image": pgettext("format of a post", "Image"),
        "video": pgettext("format of a post", "Video"),
        "reel": pgettext("format of a post", "Reel"),
        "story": pgettext("format of a post", "Story"),
        "carousel": pgettext("format of a post", "Carousel"),
        "album": pgettext("format of a post", "Album"),
        "link": pgettext("format of a post", "Link"),
        "text": pgettext("format of a post", "Text"),
        "event": pgettext("format of a post", "Event"),
        "live": pgettext("format of a post", "Live stream"),
        "short": pgettext("format of a post", "Short video"),
        "article": pgettext("format of a post", "Article"),
        "document": pgettext("format of a post", "Document"),
        "poll": pgettext("format of a post", "Poll"),
    }
    return words.get(kind.lower(), kind)


def verdict_word(verdict: Verdict) -> str:
    """Return what a comparison says, in a word."""
    return {
        Verdict.BETTER: _("better"),
        Verdict.WORSE: _("worse"),
        Verdict.STABLE: _("stable"),
        Verdict.NOT_COMPARABLE: _("not comparable"),
        Verdict.TOO_LITTLE_HISTORY: _("too little history"),
    }[verdict]


def has_verdict(comparison: Comparison) -> bool:
    """Tell whether a comparison is judged in a word: not where its change is told and is neither good nor bad."""
    return comparison.verdict is not Verdict.NOT_COMPARABLE or comparison.change is None


def verdict_text(value: MetricValue) -> str:
    """Return what a figure's comparison says, with its shape; empty where there is nothing to judge.

    A range of which the true number is not known is not judged. Window and paper say it alike.
    """
    comparison, broken = value.comparison, value.broken
    if value.bounds is not None or (value.value is None and broken is None):
        return ""
    if broken is not None and (comparison is None or comparison.verdict is Verdict.NOT_COMPARABLE):
        day = formats.short_month(Month.of(broken.on), year=True) if broken.only_month else formats.short_day(broken.on)
        return f"{VERDICT_SHAPE[Verdict.NOT_COMPARABLE]} " + _("counted anew since {day}").format(day=unbroken(day))
    if comparison is None or not has_verdict(comparison):
        return ""
    return f"{VERDICT_SHAPE[comparison.verdict]} {verdict_word(comparison.verdict)}"


VERDICT_SHAPE = {
    Verdict.BETTER: "●",
    Verdict.WORSE: "▲",
    Verdict.STABLE: "=",
    Verdict.NOT_COMPARABLE: "≠",
    Verdict.TOO_LITTLE_HISTORY: "◌",
}
STATUS_SHAPE = {
    GoalStatus.MET: "✓",
    GoalStatus.ON_TRACK: "●",
    GoalStatus.AT_RISK: "◐",
    GoalStatus.OFF_TRACK: "▲",
    GoalStatus.TOO_EARLY: "◌",
    GoalStatus.NO_DATA: DASH,
}


def status_text(status: GoalStatus | None, target: str) -> str:
    """Return where a KPI stands, with its target."""
    if status is None:
        return _("target {target}").format(target=target)
    text = {
        GoalStatus.MET: _("target {target} met"),
        GoalStatus.ON_TRACK: _("on track, target {target}"),
        GoalStatus.AT_RISK: _("at risk, target {target}"),
        GoalStatus.OFF_TRACK: _("off target {target}"),
        GoalStatus.TOO_EARLY: _("too early to tell, target {target}"),
        GoalStatus.NO_DATA: _("no data, target {target}"),
    }[status]
    return text.replace(" {target}", NO_BREAK + "{target}").format(target=target)


def missing_word(state: State) -> str:
    """Return why a figure is not there."""
    return {
        State.NOT_APPLICABLE: _("does not apply"),
        State.NOT_AVAILABLE: _("the platform gave no figure"),
        State.NOT_YET_COMPLETE: _("the month is not complete"),
        State.ESTIMATED: _("estimated"),
    }.get(state, _("not imported"))


def state_note(value: MetricValue) -> str:
    """Return what is to be said of a figure that is there but not plain; empty where nothing is."""
    if value.value is None and value.bounds is None:
        return ""
    if value.state is State.NOT_YET_COMPLETE:
        return _("not complete: some days have no value")
    return _("estimated by the platform") if value.state is State.ESTIMATED else ""


def line_title(line: MetricValue | History) -> str:
    """Return what a figure, or its past, is called."""
    return figure_title(line.metric, is_namesake=line.is_namesake)


def figure_notes(value: MetricValue, currency: str, *, average: bool = False) -> list[str]:
    """Return what belongs to a figure in small print: its state, its parts, and how it was compared.

    `average`: beside an engagement rate the mean of the posts' own rates too.
    """
    notes = [state_note(value), value.note]
    for part in value.parts:
        notes.append(
            _("{first} to {last}: {value}").format(
                first=formats.short_day(part.first_day),
                last=formats.short_day(part.last_day),
                value=value_text(part.value, value.metric.unit, currency),
            )
        )
    if average and value.average_post is not None:
        notes.append(_("average post {rate}").format(rate=value_text(value.average_post, value.metric.unit, currency)))
    if value.left_out:
        text = ngettext("{n} post left out, without a value", "{n} posts left out, without a value", value.left_out)
        notes.append(text.format(n=formats.number(value.left_out)))
    comparison = value.comparison
    if comparison is not None:
        notes += comparison_notes(comparison, value.metric.unit, currency)
    return [note for note in notes if note]


def note_text(notes: Iterable[str]) -> str:
    """Return notes as a sentence of its own: begun with a capital, parted by semicolons, ended with a full stop."""
    text = "; ".join(note.rstrip(".") for note in notes if note)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def month_beside(month: Month, present: Month) -> str:
    """Write a month that a present one is held against, briefly: with its year where that is another."""
    return formats.short_month(month, year=month.year != present.year)


def comparison_notes(comparison: Comparison, unit: Unit, currency: str) -> list[str]:
    """Return how two months were compared where that is not plain, or why they were not."""
    month = formats.month_name(comparison.month)
    notes = []
    if comparison.same_days_only is not None:
        notes.append(_("days 1 to {n} of both months").format(n=comparison.same_days_only))
    if comparison.weekdays_back is not None:
        notes.append(_("against the same weekdays, {n} days back").format(n=comparison.weekdays_back))
    if comparison.no_daily_figures and comparison.per_day is not None:
        now, before = (value_text(Fraction(average), unit, currency) for average in comparison.per_day)
        notes.append(
            _("no daily figures for {month}: {now} against {before} a day").format(month=month, now=now, before=before)
        )
    if comparison.short_history and comparison.value is not None:
        notes.append(_("no figure of a year ago, so against {month}").format(month=month))
    if comparison.hindrance == "currency":
        notes.append(_("{month} was in another currency").format(month=month))
    if comparison.hindrance == "denominator":
        notes.append(_("{month} counts other interactions or another denominator").format(month=month))
    return notes


def break_day(change: DefinitionBreak) -> str:
    """Return the day of a change of definition, or its month where only that is known."""
    return formats.month_name(Month.of(change.on)) if change.only_month else formats.day(change.on)


def break_note(change: DefinitionBreak) -> str:
    """Return a change of definition as a chart notes it."""
    if change.only_month:
        return _("definition changed in {month}").format(month=break_day(change))
    return _("definition changed on {day}").format(day=break_day(change))


def exact_of(value: Number | Fraction) -> Fraction:
    """Return a value exactly."""
    return Fraction(value)


def value_text(value: Number | Fraction | None, unit: Unit, currency: str) -> str:
    """Write a value in its unit; a dash where there is none."""
    if value is None:
        return DASH
    exact = exact_of(value)
    if unit is Unit.MONEY:
        return formats.money(round_half_up(exact * 100), currency, cents_shown=exact.denominator != 1)
    if unit is Unit.SHARE:
        return formats.percent(exact * 100, RATE_DIGITS if exact * 1000 % 10 else 0)
    if unit is Unit.HOURS:
        return formats.number(exact, 0 if exact.denominator == 1 else 1) + NO_BREAK + pgettext("unit of time", "h")
    if unit is Unit.SECONDS:
        return duration(exact)
    if exact.denominator == 1:
        return formats.number(int(exact))
    return formats.number(exact, 1 if abs(exact) >= 100 else 2)


def duration(seconds: Fraction) -> str:
    """Write a length of time: seconds, minutes or hours, whichever reads best."""
    if seconds < 60:
        return formats.number(seconds, 0 if seconds.denominator == 1 else 1) + NO_BREAK + pgettext("unit of time", "s")
    if seconds < 7200:
        return formats.number(seconds / 60, 1 if seconds < 600 else 0) + NO_BREAK + pgettext("unit of time", "min")
    return formats.number(seconds / 3600, 1 if seconds < 36_000 else 0) + NO_BREAK + pgettext("unit of time", "h")


def metric_value_text(value: MetricValue, currency: str) -> str:
    """Write an account's or a post's figure; bounds as "1,200 to 3,400"."""
    if value.bounds is not None:
        low, high = value.bounds
        return _("{low} to {high}").format(low=formats.number(low), high=formats.number(high))
    return value_text(value.value, value.metric.unit, currency)


def change_text(comparison: Comparison, unit: Unit, currency: str, *, daily: bool = False) -> str:
    """Write the change of a comparison in its kind; empty where none may be said.

    `daily`: a title says already that percentages are of the daily averages.
    """
    if comparison.kind is ChangeKind.NEW:
        return pgettext("comparison", "new")
    change = comparison.change
    if change is None:
        return ""
    if comparison.kind is ChangeKind.PERCENT or (daily and comparison.kind is ChangeKind.PER_DAY):
        return formats.percent(change, 1, sign=True)
    if comparison.kind is ChangeKind.PER_DAY:
        return _("{percent} a day").format(percent=formats.percent(change, 1, sign=True))
    if comparison.kind is ChangeKind.POINTS:
        printed = printed_points(comparison.value or 0, change)
        points = formats.number(printed, RATE_DIGITS, sign=True)
        return ngettext("{n} point", "{n} points", 1 if abs(printed) == 1 else 2).format(n=points)
    plus = "+" if change > 0 else ""
    return plus + value_text(Fraction(change), unit, currency)


def percent_text(value: Exact) -> str:
    """Write a margin or share with as many decimals as it has, at most two; without the sign."""
    exact = Fraction(value)
    digits = 0 if exact.denominator == 1 else 1 if (exact * 10).denominator == 1 else 2
    return formats.number(exact, digits)


def quantity_text(value: Exact) -> str:
    """Write a quantity as counted."""
    exact = Fraction(value)
    return formats.number(int(exact)) if exact.denominator == 1 else formats.number(Decimal(str(float(exact))), 2)


def not_counted_reason(entry: NotCounted) -> str:
    """Return why a row is not counted."""
    texts = {
        "duplicate": _("same order as {row}, counted there"),
        "saving_of_same_order": _("the saved commission of the same order, {row}, is counted instead"),
        "reverses_not_counted": _("takes back {row}, which is not counted"),
    }
    return texts.get(entry.reason, _("not counted, see {row}")).format(row=entry.of)


def notice_text(notice: Notice) -> str:
    """Return a warning of the ledger in a sentence."""
    texts = {
        "no_cost": _("No costs are recorded, so no return can be computed."),
        "mostly_estimated": _("More than half of the full value is estimated."),
        "no_total_row": addressed(
            "Your total sales of the month are not recorded, so the sum could not be checked against them."
        ),
        "screenshot_only": _("Measured by a screenshot alone; an export would be stronger proof."),
        "over_reversed": _("More was taken back than had been sold."),
    }
    return texts.get(notice.code) or notice.text


def tie_word(tie: str) -> str:
    """Return how an order is tied to our work."""
    words = {
        "link": pgettext("tie", "link"),
        "code": pgettext("tie", "code"),
        "number": pgettext("tie", "phone number"),
    }
    return words.get(tie, tie)


def listed(words: list[str], last: str) -> str:
    """Join words as a sentence does; `last` is the word before the last one ("and", "or")."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + f" {last} " + words[-1]


def glyph(shape: str, name: str = fonts.REGULAR) -> str:
    """Return a status shape as markup in the font that has it."""
    return fonts.markup_of(shape, name)
