"""The words for the values of a post: a zero is 0, what is missing a dash with its reason."""

from __future__ import annotations

from smmdesk.core import formats
from smmdesk.core.i18n import _, pgettext
from smmdesk.core.readings import Metric, State
from smmdesk.domain.results.rows import CurrentValue
from smmdesk.ui.pages.results.months_reading import ESTIMATED_MARK, NOT_COMPLETE


def value_words(current: CurrentValue | None, metric: Metric, currency: str) -> str:
    """Write a value as a table shows it."""
    from smmdesk.documents.monthly_report import words

    if current is None or current.value is None:
        does_not_apply = current is not None and current.state is State.NOT_APPLICABLE
        return pgettext("figure that does not apply", "n/a") if does_not_apply else words.DASH
    text = words.value_text(current.value, metric.unit, currency)
    if current.state is State.ESTIMATED:
        return f"{ESTIMATED_MARK} {text}"
    return f"{NOT_COMPLETE} {text}" if current.state is State.NOT_YET_COMPLETE else text


def value_told(current: CurrentValue | None, metric: Metric, currency: str) -> str:
    """Say a value in a sentence: its number, its state, and when it was read."""
    title = _(metric.title)
    if current is None:
        return _("{metric}: not read for this post.").format(metric=title)
    parts = [f"{title}: {state_words(current, metric, currency)}"]
    if current.read_on is not None:
        parts.append(_("read on {day}").format(day=formats.day(current.read_on)))
    return ", ".join(parts) + "."


def state_words(current: CurrentValue, metric: Metric, currency: str) -> str:
    """Return a value, or why there is none."""
    from smmdesk.documents.monthly_report import words

    if current.value is None:
        return words.missing_word(current.state)
    text = words.value_text(current.value, metric.unit, currency)
    if current.state is State.ESTIMATED:
        return _("{value} (estimated)").format(value=text)
    return _("{value} (not complete yet)").format(value=text) if current.state is State.NOT_YET_COMPLETE else text
