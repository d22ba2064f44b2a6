"""The form that names a new metric: its title, its unit, what may be added up, and what is better."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from smmdesk.core.i18n import _
from smmdesk.core.readings import Additivity, Direction, Metric, Unit
from smmdesk.domain.results.own_metrics import CLASS_WORDS, DIRECTION_WORDS, UNIT_WORDS, add_own_metric
from smmdesk.ui.context import Context
from smmdesk.ui.widgets.editor import NEW, Editor
from smmdesk.ui.widgets.fields import ChoiceField, TextField


class MetricForm(Editor):
    """Names a metric of an account's platform; `kept` gets it."""

    def __init__(self, context: Context, kept: Callable[[Metric], object]) -> None:
        super().__init__(_("Add the metric"))
        self._context = context
        self._kept = kept
        self._platform = ""
        self.add("title", _("Name"), TextField(_("As the platform calls it")), is_needed=True)
        self.add("unit", _("Its numbers are"), ChoiceField([(unit, _(words)) for unit, words in UNIT_WORDS.items()]))
        self.add(
            "additivity",
            _("What kind of number is it?"),
            ChoiceField([(one, _(words)) for one, words in CLASS_WORDS.items()]),
            hint=_("It decides what is ever added up; it cannot be changed later."),
        )
        self.add(
            "direction",
            _("What is better?"),
            ChoiceField([(one, _(words)) for one, words in DIRECTION_WORDS.items()]),
        )
        self.add(
            "of_posts",
            _("It is a number of"),
            ChoiceField([(False, _("the whole account")), (True, _("each post"))]),
        )
        self.add("meaning", _("What it says, in a sentence (for the report’s glossary)"), TextField(longest=200))
        self.add_buttons()
        self.saved.connect(self._on_saved)

    def begin(self, platform: str, *, of_posts: bool = False) -> None:
        """Begin a new metric of a platform."""
        self._platform = platform
        self.key = NEW
        self.set_values(
            {
                "title": "",
                "unit": Unit.COUNT,
                "additivity": Additivity.FLOW,
                "direction": Direction.UP_IS_GOOD,
                "of_posts": of_posts,
                "meaning": "",
            }
        )

    def _on_saved(self) -> None:
        values = self.values()
        command = partial(
            add_own_metric,
            self._platform,
            values["title"],
            of_posts=values["of_posts"],
            unit=values["unit"],
            additivity=values["additivity"],
            direction=values["direction"],
            meaning=values["meaning"],
        )
        self.send(self._context, command, self._kept)
