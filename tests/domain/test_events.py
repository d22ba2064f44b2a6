"""Events: kept with their days, found by what they touch, deleted with Undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from smmdesk.core.errors import UserError
from smmdesk.domain.events import (
    EventDraft,
    EventKind,
    add_event,
    delete_event,
    event_row,
    event_rows,
    restore_event,
    update_event,
)

FAIR = EventDraft("press", "  Local  television ", date(2026, 6, 10), date(2026, 6, 12))
JUNE = (date(2026, 6, 1), date(2026, 6, 30))


def test_an_event_is_kept_and_changed(a_client):
    client = a_client()
    event_id = add_event(client.id, FAIR)
    row = event_row(event_id)
    assert (row.kind, row.title, row.account_id) == (EventKind.PRESS, "Local television", None)
    update_event(event_id, replace(FAIR, title="Television", last_day=date(2026, 6, 10)))
    assert event_row(event_id).last_day == date(2026, 6, 10)


def test_events_are_found_by_the_days_they_touch(a_client, an_account):
    client = a_client()
    own, other = an_account(client), an_account(client)
    whole = add_event(client.id, FAIR)
    of_own = add_event(client.id, replace(FAIR, account_id=own.id, first_day=date(2026, 5, 20)))
    add_event(client.id, replace(FAIR, first_day=date(2026, 7, 1), last_day=date(2026, 7, 1)))
    add_event(a_client().id, FAIR)
    assert [row.id for row in event_rows(client.id, *JUNE)] == [of_own, whole]
    assert [row.id for row in event_rows(client.id, *JUNE, own.id)] == [of_own, whole]
    assert [row.id for row in event_rows(client.id, *JUNE, other.id)] == [whole]
    assert event_rows(client.id, date(2026, 6, 13), date(2026, 6, 30)) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"title": " "}, "title"),
        ({"last_day": date(2026, 6, 9)}, "last_day"),
        ({"account_id": 999}, "account_id"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(a_client, change, field):
    with pytest.raises(UserError) as refused:
        add_event(a_client().id, replace(FAIR, **change))
    assert refused.value.field == field


def test_another_clients_account_is_refused(a_client, an_account):
    with pytest.raises(UserError) as refused:
        add_event(a_client().id, replace(FAIR, account_id=an_account().id))
    assert refused.value.field == "account_id"


def test_a_deleted_event_comes_back(a_client):
    client = a_client()
    event_id = add_event(client.id, FAIR)
    before = event_row(event_id)
    removed = delete_event(event_id)
    assert event_rows(client.id, *JUNE) == []
    restore_event(removed)
    assert event_row(event_id) == before


def test_an_event_that_is_gone_says_so(workspace):
    with pytest.raises(UserError, match="no longer"):
        event_row(1)
