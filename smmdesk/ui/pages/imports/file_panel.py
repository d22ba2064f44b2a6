"""One file of the batch: what it is, what it leaves open, what it will bring, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.domain.accounts import account_title, platform_title
from smmdesk.domain.imports.matching import account_key
from smmdesk.domain.imports.rows import ImportResult
from smmdesk.domain.mappings.queries import SeveralMappings
from smmdesk.importers.detection import LEDGER_FORMATS, ORDERS
from smmdesk.importers.rows import Question, QuestionCode
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.imports.batch import Batch, BatchFile, Step
from smmdesk.ui.pages.imports.parts import (
    MOST_REFUSED,
    Facts,
    OwnAccounts,
    days_table,
    ledger_table,
    parts_table,
    posts_table,
    refused_note,
    refused_table,
)
from smmdesk.ui.pages.imports.reading import FileAnswers, Look
from smmdesk.ui.pages.imports.words import (
    account_words,
    change_words,
    kind_words,
    order_row_words,
    period_words,
    row_words,
    state_of,
)
from smmdesk.ui.widgets.editor import Editor, Panel, lock
from smmdesk.ui.widgets.fields import Check, ChoiceField, DayField, TextField
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.status import StatusText
from smmdesk.ui.widgets.text import Button, Elided, Text

NEW_ACCOUNTS = "new accounts"
ADD_ACCOUNT = "add an account"
MOST_NAMED = 20
MOST_CREATED = 1  # of which the name fits into one line


def _unmapped_words(error: UserError | None) -> str:
    if isinstance(error, SeveralMappings):
        return error.title + " " + _("Choose one of them with “Map its columns …”.")
    return _(
        "SMM Desk does not know this table. Say once what its columns are: the next file with the same columns is then "
        "read without asking. Orders of a shop or booking engine can fill the ledger in the same way."
    )


def _of_accounts(look: Look | None) -> list[Question]:
    """Return the questions whose the file's numbers are: one, or one for each platform in it."""
    return [one for one in look.questions if one.code is QuestionCode.ACCOUNT] if look is not None else []


def _accounts(look: Look, question: Question) -> list[tuple[object, str]]:
    """Return the accounts that may answer a question, to choose from."""
    platforms = question.platforms or (look.platform,)
    return [(row.id, row.title) for row in look.accounts if not row.is_guest and row.platform in platforms]


def _to_own(look: Look | None, answers: FileAnswers) -> list[tuple[str, str, bool]]:
    """Return the new accounts of a file in which some may be another's: by `account_key`, in words, and the guess."""
    new = [one for one in look.plan.result.accounts if one.new] if look is not None else []
    if answers.own_accounts is None and not any(one.guest for one in new):
        return []
    return [
        (
            account_key(one.external_id, one.handle, one.name),
            account_title(one.platform, one.handle, one.name or one.external_id),
            not one.guest,
        )
        for one in new
    ]


class FilePanel(QWidget):
    """The panel; it tells the batch what is answered."""

    def __init__(
        self,
        context: Context,
        batch: Batch,
        on_undo: Callable[[BatchFile], object],
        on_map: Callable[[BatchFile], object] = lambda _file: None,
    ) -> None:
        super().__init__()
        self.context = context
        self.batch = batch
        self.file: BatchFile | None = None
        self._look: Look | None = None
        self.heading = Elided("", "section", keeps_ends=True)
        self.state = StatusText()
        self.kind = Text("", "caption", "muted", wrap=True)
        head = QWidget()
        words = QVBoxLayout(head)
        words.setSpacing(theme.XS)
        line = QHBoxLayout()
        line.addWidget(self.heading, 1)
        line.addWidget(self.state)
        words.addLayout(line)
        words.addWidget(self.kind)

        self.problem = Notice("bad")
        self.warning = Notice("warn")
        self.unmapped = Notice("warn")
        self.form = Editor()
        self._build_form()
        self.facts = Facts()
        self.tables = (posts_table(), days_table(), parts_table(), ledger_table())
        self.refused = refused_table()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        self.known = Text("", "caption", "muted", wrap=True)
        self.ledger_button = Button(_("Show in the ledger"), lambda: context.go("ledger"), icon="ledger", kind="link")
        for widget in (
            self.problem,
            self.unmapped,
            self.known,
            self.form,
            self.facts,
            self.ledger_button,
            self.warning,
            *self.tables,
            self.refused,
        ):
            column.addWidget(widget)
        column.setAlignment(self.ledger_button, Qt.AlignmentFlag.AlignLeft)

        foot = QWidget()
        buttons = QHBoxLayout(foot)
        self.undo_button = Button(_("Undo this import"), lambda: self.file and on_undo(self.file), icon="undo")
        self.map_button = Button(_("Map its columns …"), lambda: self.file and on_map(self.file), icon="edit")
        lock(self.map_button, context)
        self.leave_button = Button(_("Leave this file out"), self._on_leave, icon="close")
        buttons.addWidget(self.map_button)
        buttons.addWidget(self.undo_button)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Panel(head, inside, foot))

    def _build_form(self) -> None:
        self._account, self._other_account = ChoiceField(), ChoiceField()
        self.form.add("account", _("Whose numbers are these?"), self._account)
        self.form.add("other_account", _("And those of the other platform?"), self._other_account)
        self._own = OwnAccounts()
        self.form.add_widget(self._own)
        self._new_platform, self._new_name = ChoiceField(), TextField()
        self.form.add("platform", _("Platform of the new account"), self._new_platform)
        self.form.add("handle", _("Handle or name of the new account"), self._new_name)
        self.add_account = Button(_("Add the account"), self._on_add_account, icon="add")
        self.form.add_widget(self.add_account)
        self.form.body.setAlignment(self.add_account, Qt.AlignmentFlag.AlignLeft)
        self._new_name.input.returnPressed.connect(self._on_add_account)
        self._everywhere = Check("")
        self._everywhere.setChecked(True)
        self.form.add_widget(self._everywhere)
        self._read_on = DayField()
        self.form.add("read_on", _("On which day was it exported?"), self._read_on)
        self._first, self._last = DayField(), DayField()
        self.form.add_row(("first_day", _("Its first day"), self._first), ("last_day", _("Its last day"), self._last))
        self._account.edited.connect(self._on_account)
        self._other_account.edited.connect(self._on_account)
        self._own.edited.connect(self._on_own)
        for field in (self._read_on, self._first, self._last):
            field.input.editingFinished.connect(self._on_day)

    # ------------------------------------------------------------------------------------------------- showing

    def tell_known(self, names: Iterable[str]) -> None:
        """Say beside what cannot be read what can be."""
        self.known.setText(_("What can be read: exports of {names}.").format(names=", ".join(names)))

    def show_file(self, file: BatchFile, title: str = "") -> None:
        """Show how a file stands, under the name by which the list tells it from others."""
        is_other = file is not self.file or file.look is not self._look
        self.file = file
        self.heading.setText(title or file.path.name)
        self.heading.setToolTip(theme.plain_tip(str(file.path)))
        status = state_of(file)
        self.state.show_status(status)
        look = file.look
        result = file.result if file.step in (Step.DONE, Step.UNDONE) else look.plan.result if look else None
        self.kind.setText(kind_words(look.title, result.language) if look and result else "")
        self.kind.setVisible(bool(self.kind.text()))
        at_field = file.error is not None and (file.error.field or "") in ("account", "read_on", "period")
        is_unmapped = file.can_be_mapped and file.look is None
        self.unmapped.tell(_unmapped_words(file.error) if is_unmapped else "")
        self.problem.tell(file.error.sentence() if file.error and not at_field and not is_unmapped else "")
        if is_other or look is None:
            self._look = look
            self._show_questions(file)
            self._show_result(look, result)
        elif file.step in (Step.DONE, Step.UNDONE):
            self._show_result(look, result)
        self._show_everywhere(file)
        is_open = file.step in (Step.LOOKED, Step.FAILED, Step.WAITING, Step.LOOKING)
        self.form.setEnabled(is_open)
        self.form.setVisible(bool(look and look.questions) and is_open)
        if at_field and file.error is not None:
            error = file.error
            name = "first_day" if error.field == "period" else error.field
            self.form.show_error(UserError(error.title, error.detail, error.hint, field=name))
        self.known.setVisible(file.step is Step.UNREADABLE and bool(self.known.text()) and not is_unmapped)
        self.map_button.setVisible(file.can_be_mapped)
        self.map_button.setText(_("Change its mapping …") if file.look is not None else _("Map its columns …"))
        self.map_button.setAccessibleName(self.map_button.text())
        self.undo_button.setVisible(file.import_id is not None)
        is_ledger = result is not None and result.format in LEDGER_FORMATS
        self.ledger_button.setVisible(is_ledger and file.step is Step.DONE)
        self.leave_button.setVisible(file.step not in (Step.QUEUED, Step.IMPORTING))
        done = file.step in (Step.DONE, Step.UNDONE)
        self.leave_button.setText(_("Take off the list") if done else _("Leave this file out"))

    def _show_questions(self, file: BatchFile) -> None:
        look = file.look
        asked = {question.code: question for question in reversed(look.questions)} if look is not None else {}
        answers = file.answers or (look.answers if look is not None else FileAnswers())
        whose = asked.get(QuestionCode.NEW_ACCOUNTS) or asked.get(QuestionCode.ACCOUNT)
        choices: list[tuple[object, str]] = []
        if look is not None and whose is not None:
            choices = _accounts(look, whose)
            if QuestionCode.NEW_ACCOUNTS in asked:
                new = [account_words(one) for one in look.plan.result.accounts if one.new]
                new = new or list(asked[QuestionCode.NEW_ACCOUNTS].choices)
                if len(new) > MOST_CREATED:
                    words = ngettext("Create {count} account", "Create {count} accounts", len(new))
                    choices.append((NEW_ACCOUNTS, words.format(count=len(new))))
                else:
                    choices.append((NEW_ACCOUNTS, _("Create: {names}").format(names=", ".join(new))))
            else:
                names = " / ".join(platform_title(one) for one in file.platforms)
                choices.append((ADD_ACCOUNT, _("A new account on {platform} …").format(platform=names)))
            if (answers.account_id is None and not answers.create_accounts) or file.is_guessed:
                choices.insert(0, (None, _("Choose an account …")))
        self._own.show_accounts(_to_own(look, answers) if QuestionCode.NEW_ACCOUNTS in asked else [])
        self._account.set_choices(choices)
        self.form.set_shown("account", whose is not None)
        self.form.set_hint("account", whose.reason if whose is not None else "")
        other = next(iter(_of_accounts(look)[1:]), None)
        others = _accounts(look, other) if look is not None and other is not None else []
        # Where there is none to choose from, the first thing is to add one.
        has_none = look is not None and not _accounts(look, whose) if whose is not None else False
        asks_new = whose is not None and whose.code is QuestionCode.ACCOUNT and has_none
        asks_other = other is not None and not others
        if others and answers.other_account_id is None:
            others.insert(0, (None, _("Choose an account …")))
        self._other_account.set_choices(others)
        self.form.set_shown("other_account", bool(others))
        self.form.set_hint("other_account", other.reason if other is not None else "")
        if asks_other and other is not None:
            self.form.set_hint("account", f"{whose.reason} {other.reason}" if whose is not None else other.reason)
        platforms = file.platforms
        if asks_other and not asks_new and other is not None:
            platforms = other.platforms
        self._new_platform.set_choices([(one, platform_title(one)) for one in platforms])
        self._show_new_account(asks_new or asks_other)
        read_on = asked.get(QuestionCode.READ_ON)
        self.form.set_shown("read_on", read_on is not None)
        self.form.set_hint("read_on", read_on.reason if read_on is not None else "")
        period = asked.get(QuestionCode.PERIOD)
        self.form.set_shown("first_day", period is not None)
        self.form.set_shown("last_day", period is not None)
        self.form.set_hint("first_day", period.reason if period is not None else "")
        self.form.set_values(
            {
                "account": self._chosen(file, answers, asks_new=asks_new),
                "other_account": answers.other_account_id,
                "platform": platforms[0] if platforms else "",
                "handle": look.plan.result.account_guess if look is not None else "",
                "read_on": answers.read_on,
                "first_day": answers.first_day,
                "last_day": answers.last_day,
            }
        )

    def _show_everywhere(self, file: BatchFile) -> None:
        """Offer one answer for all files that seem to be of the same account."""
        group = self.batch.group_of(file)
        words = ngettext(
            "The same for {count} file of this account", "The same for all {count} files of this account", len(group)
        )
        self._everywhere.setText(words.format(count=len(group)))
        names = "\n".join(one.path.name for one in group[:MOST_NAMED])
        self._everywhere.setToolTip(theme.plain_tip(names))
        self._everywhere.setVisible(bool(file.look and file.look.questions) and len(group) > 1)

    def _chosen(self, file: BatchFile, answers: FileAnswers, *, asks_new: bool) -> object:
        if asks_new:
            return ADD_ACCOUNT
        if answers.create_accounts:
            return NEW_ACCOUNTS
        return None if file.is_guessed else answers.account_id

    def _show_new_account(self, is_shown: bool) -> None:
        self.form.set_shown("platform", is_shown and self._new_platform.input.count() > 1)
        self.form.set_shown("handle", is_shown)
        self.add_account.setVisible(is_shown)

    def _show_result(self, look: Look | None, result: ImportResult | None) -> None:
        if result is None or look is None:
            self.facts.show_facts(())
            self.warning.tell("")
            for table in self.tables:
                table.show_rows(())
            self.refused.show_rows(())
            return
        is_read = bool(result.rows.data or result.rows.refused or result.error)
        is_done = self.file is not None and self.file.step in (Step.DONE, Step.UNDONE)
        brought = change_words(result.added, result.updated, result.unchanged)
        names = ", ".join(account_words(account) for account in result.accounts)
        reasons = " ".join(dict.fromkeys(one.reason for one in result.accounts if one.reason and not one.guest))
        self.facts.show_facts(
            [
                (_("Account"), names),
                (_("Found how"), reasons),
                (_("Period"), period_words(result.first_day, result.last_day) if is_read else ""),
                (_("Read on"), formats.day(result.read_on) if result.read_on is not None else ""),
                (_("Rows"), (order_row_words if result.format == ORDERS else row_words)(result.rows)),
                (_("Brought") if is_done else _("Brings"), brought if is_read else ""),
            ]
        )
        self.problem.tell(result.error or (self.file.error.sentence() if self.file and self.file.error else ""))
        self.warning.tell("\n".join(result.warnings))
        first = look.plan.first
        for table, rows in zip(self.tables, (first.posts, first.days, first.parts, first.ledger), strict=True):
            table.show_rows(rows, is_read=is_done)
        shown = result.refused[:MOST_REFUSED]
        self.refused.show_rows(shown, refused_note(shown, len(result.refused)))

    # ------------------------------------------------------------------------------------------------- answering

    def focus_question(self) -> None:
        """Put the focus where the file is answered: on its first field that asks, or on the mapping of its columns."""
        if self.file is not None and self.file.look is None and self.file.can_be_mapped:
            self.map_button.setFocus()
        else:
            self.form.focus_first()

    def take_answers(self, *, looks: bool = True, everywhere: bool = True) -> bool:
        """Hand what is typed to the batch, for the whole group where that is ticked and `everywhere` lets it.

        Returns False where a field cannot be read.
        """
        file = self.file
        if file is None or file.look is None or file.step not in (Step.LOOKED, Step.FAILED):
            return True
        answers = file.answers or file.look.answers
        codes = {question.code for question in file.look.questions}
        says_whose = False
        try:
            values = self.form.values()
        except UserError as failure:
            self.form.show_error(failure)
            return False
        if codes & {QuestionCode.ACCOUNT, QuestionCode.NEW_ACCOUNTS}:
            chosen = values["account"]
            is_new = chosen == NEW_ACCOUNTS
            says_whose = chosen not in (None, ADD_ACCOUNT)
            if says_whose:
                answers = replace(answers, account_id=None if is_new else chosen, create_accounts=is_new)
        if len(_of_accounts(file.look)) > 1:
            answers = replace(answers, other_account_id=values["other_account"])
        if QuestionCode.READ_ON in codes:
            answers = replace(answers, read_on=values["read_on"])
        if QuestionCode.PERIOD in codes:
            first, last = values["first_day"], values["last_day"]
            if first is not None and last is not None and last < first:
                self.form.show_error(UserError(_("The last day lies before the first."), field="last_day"))
                return False
            answers = replace(answers, first_day=first, last_day=last)
        everywhere = everywhere and self._everywhere.isVisible() and self._everywhere.isChecked()
        if answers != file.answers or (says_whose and not file.is_told):
            self.batch.answer(file, answers, looks=looks, everywhere=everywhere, says_whose=says_whose)
        return True

    def _on_account(self) -> None:
        is_adding = self._account.value() == ADD_ACCOUNT
        self._show_new_account(is_adding)
        if is_adding:
            self._new_name.input.setFocus()
        else:
            self.take_answers()

    def _on_own(self) -> None:
        file = self.file
        if file is None or file.look is None:
            return
        answers = replace(file.answers or file.look.answers, own_accounts=self._own.value())
        everywhere = self._everywhere.isVisible() and self._everywhere.isChecked()
        self.batch.answer(file, answers, everywhere=everywhere)

    def _on_day(self) -> None:
        # While an account is being typed the file is not looked at anew: what is typed would be gone.
        self.take_answers(looks=self.add_account.isHidden())

    def _on_add_account(self) -> None:
        """Keep the account that is typed; the files of this group are answered with it."""
        file = self.file
        if file is None or file.look is None:
            return

        def refused(error: UserError) -> None:
            self.form.show_error(UserError(error.title, error.detail, error.hint, field="handle"))

        self.batch.add_account(file, self._new_platform.value(), self._new_name.input.text(), refused)

    def _on_leave(self) -> None:
        if self.file is not None:
            self.batch.remove(self.file)
