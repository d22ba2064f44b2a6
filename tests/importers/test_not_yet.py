"""Exports that are not read yet are called by their name, with one clear sentence and nothing kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from smmdesk.core.errors import UserError
from smmdesk.importers.detection import recognise

FILES = {
    "Search Console": "Top queries,Clicks,Impressions,CTR,Position\nhotel,3,85,3.53%,7.1\n",
    "Google Ads": 'Campaign report\n"March 27, 2026 - April 23, 2026"\n'
    "Campaign status,Campaign,Budget,Budget type,Impr.,CTR,Currency code,Cost,Clicks\n"
    "Enabled,Summer,15.00,Daily,29,3.45%,EUR,2.87,1\n",
    "Mailchimp": "Title,Subject,Audience,Send Date,Total Recipients,Unique Opens,Unique Id\n"
    'June,Hello,Guests,"Jun 01, 2023 09:46 pm",100,40,abc\n',
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_called_by_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(FILES[name], encoding="utf-8-sig")
    with pytest.raises(UserError) as refused:
        recognise(path)
    assert name.strip() in refused.value.sentence()
    assert "not" in refused.value.sentence()
