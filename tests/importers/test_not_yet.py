"""Exports that are not read yet are called by their name, with one clear sentence and nothing kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from smmdesk.core.errors import UserError
from smmdesk.importers.detection import recognise

FILES = {
    "insights card": 'sep=,\n"Instagram follows"\n"Date","Primary"\n"2026-05-25T00:00:00","65"\n',
    "X ": "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares\n"
    '1,"Sat, Aug 15, 2026",Hello,https://x.example/1,9,1,2,0,0\n',
    "LinkedIn Campaign Manager": "Ad Performance Report (in UTC)\n"
    '"Report Start: September 21, 2026, 12:00 AM"\n"Report End: September 21, 2026, 11:59 PM"\n'
    '"Date Generated: September 23, 2026, 12:40 PM"\n\nStart Date (in UTC)\tAccount Name\tCurrency\tCampaign Name\t'
    "Total Spent\tImpressions\n9/21/2026\tBar\tEUR\tSummer\t9.36\t100\n",
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_called_by_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "export.csv"
    encoding = "utf-16" if "Campaign Manager" in name else "utf-8-sig"
    path.write_text(FILES[name], encoding=encoding)
    with pytest.raises(UserError) as refused:
        recognise(path)
    assert name.strip() in refused.value.sentence()
    assert "not" in refused.value.sentence()
