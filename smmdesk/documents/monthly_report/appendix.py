"""The appendix: every row of the ledger, every source, what is missing, and what the figures mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed, ngettext
from smmdesk.core.readings import Metric
from smmdesk.documents import fonts, style
from smmdesk.documents.data import CostRow, EvidenceFile, LedgerState, Tier, ValueRow
from smmdesk.documents.images import read_logo
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.monthly_report.sums import spread_text
from smmdesk.documents.parts import Cell, Column, Framed, Gap, headed_table, section, sentence, subheading, user_text
from smmdesk.documents.style import BASELINE, BODY, MUTED, SMALL, WIDTH

HASH_SHOWN = 12  # first digits of a file's SHA-256


def appendix_section(paper: Paper) -> list[Flowable]:
    """Return the appendix; parts without an entry are left out."""
    story: list[Flowable] = []
    for tier in Tier:
        story += _values(paper, tier)
    story += _costs(paper)
    story += _not_counted(paper)
    story += _claims(paper)
    story += _notices(paper)
    story += _sources(paper)
    story += _gaps(paper)
    story += _definitions(paper)
    story += _glossary(paper)
    if not story:
        return []
    title = _("Appendix: every figure and where it comes from")
    return [*section(title, "appendix", paper.palette, style.PAGE_HEIGHT * 0.36), *story]


def _day(day: date | None) -> str:
    return words.unbroken(formats.short_day(day, year=True)) if day is not None else words.DASH


def _anchored(mark: str) -> Flowable:
    shown = fonts.safe(mark)
    return sentence(f'<a name="row-{shown}"/>{shown}', SMALL, fonts.SEMIBOLD)


# ------------------------------------------------------------------------------------------------------------ ledger


def _value_columns(paper: Paper) -> list[Column]:
    heads = [
        Column(_("Row"), 28),
        Column(_("Date"), 58),
        Column(_("What, and what proves it"), 0),
        Column(_("Quantity"), 44, True),
        Column(_("Sales, {currency}").format(currency=paper.currency), 56, True),
        Column(_("Margin, %"), 42, True),
        Column(_("Share, %"), 36, True),
        Column(addressed("For you, {currency}").format(currency=paper.currency), 62, True),
    ]
    heads[2] = Column(heads[2].title, WIDTH - sum(head.width for head in heads))
    return heads


def _values(paper: Paper, tier: Tier) -> list[Flowable]:
    rows = [row for row in paper.ledger.values if row.tier is tier]
    if not rows:
        return []
    body: list[list[Cell]] = [_value_line(paper, row, _anchored(row.mark)) for row in rows]
    counted = [row for row in rows if not row.late]
    unknown = paper.ledger.state is LedgerState.MARGIN_UNKNOWN
    figure = {
        Tier.MEASURED: paper.ledger.measured,
        Tier.CONFIRMED: paper.ledger.confirmed,
        Tier.ESTIMATED: paper.ledger.estimated,
    }[tier]
    total = words.DASH if unknown or figure.cents is None else paper.bare(figure.cents)
    net = paper.bare(sum(row.net for row in counted))
    title = _("Together, late values left out") if len(counted) < len(rows) else _("Together")
    body.append(["", "", title, "", net, "", "", total])
    titles = {
        Tier.MEASURED: _("Measured: recorded, tied to our work, proven by a file"),
        Tier.CONFIRMED: addressed("Confirmed: your own figures, by a named person"),
        Tier.ESTIMATED: _("Estimated: a count times an assumption, not part of the result"),
    }
    return headed_table(titles[tier], _value_columns(paper), body, paper.palette, totals=1)


def _value_line(paper: Paper, row: ValueRow, mark: Flowable) -> list[Cell]:
    share = row.share
    return [
        mark,
        _day(row.day),
        _with_details(row.description or words.value_kind(row.kind), _value_details(paper, row)),
        words.quantity_text(row.quantity),
        paper.bare(row.net),
        words.percent_text(row.margin) if row.margin is not None else _("unknown"),
        words.percent_text(share),
        paper.bare(row.amount) if row.amount is not None else words.DASH,
    ]


def _with_details(title: str, details: Sequence[str]) -> list[Flowable]:
    cell: list[Flowable] = [user_text(title, SMALL)]
    text = " · ".join(detail for detail in details if detail)
    if text:
        cell.append(user_text(text, SMALL, ink=MUTED))
    return cell


def _value_details(paper: Paper, row: ValueRow) -> list[str]:
    details = [words.value_kind(row.kind)]
    if row.claimed is not row.tier:
        text = _("claimed as {claimed}, counted as {tier}")
        details.append(text.format(claimed=_low(words.tier_word(row.claimed)), tier=_low(words.tier_word(row.tier))))
    if row.month is not None:
        details.append(_("late value of {month}").format(month=formats.month_name(row.month)))
    if row.reverses:
        details.append(_("takes back {row}").format(row=row.reverses))
    if row.probability != 100:
        details.append(_("probability {percent}").format(percent=formats.percent(row.probability)))
    if row.tie and row.tie != "none":
        details.append(_("tied by {tie}").format(tie=words.tie_word(row.tie)))
    if row.rule:
        details.append(_("rule: {rule}").format(rule=row.rule))
    details.append(_foreign(paper, row))
    if row.confirmed_by:
        if row.confirmed_on is not None:
            text = _("confirmed by {name} on {day}")
            details.append(text.format(name=row.confirmed_by, day=_day(row.confirmed_on)))
        else:
            details.append(_("confirmed by {name}, no date").format(name=row.confirmed_by))
    details += _evidence(row.evidence)
    details += _read(row.source, row.read_on)
    details.append(row.note)
    return details


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _foreign(paper: Paper, row: ValueRow | CostRow) -> str:
    if row.foreign is None or row.rate is None:
        return ""
    amount = formats.money(row.foreign, row.foreign_currency)
    rate = formats.number(row.rate)
    if row.rate_day is None:
        return _("{amount} at {rate}").format(amount=amount, rate=rate)
    return _("{amount} at {rate} of {day}").format(amount=amount, rate=rate, day=_day(row.rate_day))


def _evidence(files: Sequence[EvidenceFile]) -> list[str]:
    if not files:
        return [_("no file")]
    return [
        _("file {name} (SHA-256 {hash}…)").format(name=file.name, hash=file.sha256[:HASH_SHOWN])
        if file.sha256
        else _("file {name}").format(name=file.name)
        for file in files
    ]


def _read(source: str, read_on: date | None) -> list[str]:
    if source and read_on is not None:
        return [_("from {source}, read on {day}").format(source=source, day=_day(read_on))]
    if source:
        return [_("from {source}").format(source=source)]
    return [_("read on {day}").format(day=_day(read_on))] if read_on is not None else []


def _costs(paper: Paper) -> list[Flowable]:
    costs = paper.ledger.costs
    if not costs:
        return []
    heads = [
        Column(_("Row"), 28),
        Column(_("Date"), 58),
        Column(_("What, and what proves it"), 0),
        Column(_("Quantity"), 48, True),
        Column(_("Net, {currency}").format(currency=paper.currency), 66, True),
        Column(_("VAT kept, {currency}").format(currency=paper.currency), 66, True),
        Column(_("This month, {currency}").format(currency=paper.currency), 66, True),
    ]
    heads[2] = Column(heads[2].title, WIDTH - sum(head.width for head in heads))
    body: list[list[Cell]] = []
    for row in costs:
        details = [words.cost_kind(row.kind)]
        if row.spread_months > 1:
            details.append(spread_text(row))
        details.append(_foreign(paper, row))
        if row.origin == "contract":
            details.append(_("from the contract"))
        elif row.evidence or row.origin == "typed":
            details += _evidence(row.evidence)
        details += _read(row.source, row.read_on)
        details.append(row.note)
        body.append(
            [
                _anchored(row.mark),
                _day(row.day),
                _with_details(row.description or words.cost_kind(row.kind), details),
                words.quantity_text(row.quantity),
                paper.bare(row.net),
                paper.bare(row.vat_kept) if row.vat_kept else words.DASH,
                paper.bare(row.amount),
            ]
        )
    body.append(["", "", _("Together"), "", "", "", paper.bare(paper.ledger.invested.cents or 0)])
    return headed_table(addressed("What you invested, row by row"), heads, body, paper.palette, totals=1)


def _not_counted(paper: Paper) -> list[Flowable]:
    entries = paper.ledger.not_counted
    if not entries:
        return []
    heads = [
        Column(_("Date"), 56),
        Column(_("What, and what proves it"), 0),
        Column(_("Why it is not counted"), 140),
        Column(_("Sales, {currency}").format(currency=paper.currency), 62, True),
    ]
    heads[1] = Column(heads[1].title, WIDTH - sum(head.width for head in heads))
    body: list[list[Cell]] = [
        [
            _day(entry.row.day),
            _with_details(
                entry.row.description or words.value_kind(entry.row.kind),
                [entry.row.id, *_value_details(paper, entry.row)],
            ),
            user_text(words.not_counted_reason(entry), SMALL),
            paper.bare(entry.row.net),
        ]
        for entry in entries
    ]
    return headed_table(_("Rows not counted"), heads, body, paper.palette)


def _claims(paper: Paper) -> list[Flowable]:
    claims = paper.ledger.platform_claims
    if not claims:
        return []
    heads = [
        Column(_("Platform"), 100),
        Column(_("Source"), 0),
        Column(_("Read on"), 70),
        Column(_("Sales claimed"), 70, True),
        Column(_("Value claimed, {currency}").format(currency=paper.currency), 80, True),
    ]
    heads[1] = Column(heads[1].title, WIDTH - sum(head.width for head in heads))
    body: list[list[Cell]] = [
        [
            user_text(claim.platform, SMALL),
            user_text(claim.source or words.DASH, SMALL),
            _day(claim.read_on),
            words.quantity_text(claim.count),
            paper.bare(claim.value) if claim.value is not None else words.DASH,
        ]
        for claim in claims
    ]
    return headed_table(_("What the platforms claim (never added)"), heads, body, paper.palette)


# ------------------------------------------------------------------------------------------------------------- notes


def _notices(paper: Paper) -> list[Flowable]:
    notices = paper.report.notices
    if not notices:
        return []
    story = subheading(_("To be kept in mind"), paper.palette)
    for notice in notices:
        text = fonts.safe(words.notice_text(notice), lines=True)
        marks = paper.marks(notice.marks, limit=8)
        story.append(sentence(f"{text} {marks}".strip(), SMALL, after=3))
    return story


def _sources(paper: Paper) -> list[Flowable]:
    sources = paper.report.sources
    if not sources:
        return []
    heads = [
        Column(_("File"), 0),
        Column(_("What it is"), 128),
        Column(_("Period"), 104),
        Column(_("Rows"), 58, True),
        Column(_("Read on"), 60),
    ]
    heads[0] = Column(heads[0].title, WIDTH - sum(head.width for head in heads))
    body: list[list[Cell]] = []
    for source in sources:
        details = [_("SHA-256 {hash}…").format(hash=source.sha256[:HASH_SHOWN]) if source.sha256 else ""]
        if source.refused:
            text = ngettext("{n} row refused", "{n} rows refused", source.refused)
            details.append(text.format(n=formats.number(source.refused)))
        what: list[Flowable] = [user_text(_(source.format) if source.format else words.DASH, SMALL)]
        if source.account:
            what.append(user_text(source.account, SMALL, ink=MUTED))
        body.append(
            [
                _with_details(source.file, details),
                what,
                sentence(fonts.markup_of(_period(source.first_day, source.last_day)), SMALL),
                formats.number(source.rows),
                _day(source.read_on),
            ]
        )
    return headed_table(_("Sources"), heads, body, paper.palette)


def _period(first: date | None, last: date | None) -> str:
    if first is None or last is None or first == last:
        return _day(first or last)
    return f"{words.unbroken(formats.short_day(first, year=first.year != last.year))} – {_day(last)}"


def _gaps(paper: Paper) -> list[Flowable]:
    gaps = paper.report.gaps
    if not gaps:
        return []
    heads = [Column(_("What is missing"), 170), Column(_("Period"), 104), Column(_("Why"), WIDTH - 274)]
    body: list[list[Cell]] = []
    for gap in gaps:
        what: list[Flowable] = [user_text(_(gap.what), SMALL)]
        if gap.account:
            what.append(user_text(gap.account, SMALL, ink=MUTED))
        why = gap.reason or words.missing_word(gap.state)
        body.append(
            [what, sentence(fonts.markup_of(_period(gap.first_day, gap.last_day)), SMALL), user_text(why, SMALL)]
        )
    return headed_table(_("Missing data"), heads, body, paper.palette)


def _definitions(paper: Paper) -> list[Flowable]:
    """Return one sentence for each platform that changed what it counts."""
    texts: dict[str, None] = {}
    for account in paper.report.accounts:
        changes = [line.broken for line in (*account.metrics, *account.post_metrics) if line.broken is not None]
        changes += account.history.breaks if account.history is not None else ()
        for change in changes:
            text = _("{platform} changed what it counts on {day}: figures before and after are not comparable.")
            texts[text.format(platform=account.platform_name, day=formats.day(change.on))] = None
    if not texts:
        return []
    story = subheading(_("Changed definitions"), paper.palette)
    return story + [user_text(text, SMALL, after=2) for text in texts]


def metrics_used(paper: Paper) -> list[Metric]:
    """Return the metrics that the report prints, each once, in the order of their first place."""
    if paper.report.glossary:
        return list(dict.fromkeys(paper.report.glossary))
    found: dict[str, Metric] = {}
    for account in paper.report.accounts:
        for line in (*account.metrics, *account.post_metrics):
            found.setdefault(line.metric.key, line.metric)
        if account.history is not None:
            found.setdefault(account.history.metric.key, account.history.metric)
    for block in paper.report.content:
        found.setdefault(block.measure.key, block.measure)
        for post in (*block.best, *block.worst):
            for value in (post.value, *post.others):
                found.setdefault(value.metric.key, value.metric)
        for line in block.formats:
            for value in line.values:
                found.setdefault(value.metric.key, value.metric)
    return list(found.values())


def _glossary(paper: Paper) -> list[Flowable]:
    names = {account.platform: account.platform_name for account in paper.report.accounts}
    entries: dict[tuple[str, str], list[str]] = {}
    for metric in metrics_used(paper):
        if metric.meaning:
            platforms = entries.setdefault((_(metric.title), _(metric.meaning)), [])
            if metric.platform in names:
                platforms.append(names[metric.platform])
    lines = [
        (f"{title} ({', '.join(dict.fromkeys(platforms))})" if platforms else title, meaning)
        for (title, meaning), platforms in entries.items()
    ]
    if paper.ledger.state is not LedgerState.NO_DATA:
        zero = words.unbroken(formats.percent(0))
        text = _("Return on investment: (came back − invested) ÷ invested. {zero} means even.").format(zero=zero)
        lines.insert(0, (_("ROI"), text))
    if not lines:
        return []
    heads = [Column(_("Word"), 170), Column(_("What it means"), WIDTH - 170)]
    body: list[list[Cell]] = [[user_text(title, SMALL), user_text(meaning, SMALL)] for title, meaning in lines]
    return headed_table(_("What the words mean"), heads, body, paper.palette)


def contact_block(paper: Paper) -> list[Flowable]:
    """Return who made the report and how to reach them, in one frame."""
    mine = paper.report.freelancer
    lines = [line for line in (mine.name if mine.business else "", mine.postal, mine.tax_line) if line.strip()]
    reach = [line for line in (mine.email, mine.phone, mine.website) if line.strip()]
    title = mine.business or mine.name
    if not title.strip():
        return []
    content: list[Flowable] = [
        sentence(fonts.markup_of(addressed("Your contact")), SMALL, ink=MUTED),
        user_text(title, BODY, fonts.SEMIBOLD),
    ]
    content += [user_text(" · ".join(part), SMALL, ink=MUTED) for part in (lines, reach) if part]
    return [Gap(BASELINE), Framed(content, paper.palette, logo=read_logo(mine.logo))]
