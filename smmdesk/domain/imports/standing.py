"""Which of several readings of one thing is current, as SQL: one rule for what is kept and for what is staged.

Of the finished imports the one read later wins, of one day the one that was imported later. What a file does not know
has its place before all that is known, so that it hides no older value; what a person typed as not available stands.
"""

from __future__ import annotations

from smmdesk.domain.imports.rows import TYPED

_BEFORE_ALL = 1_000_000_000  # more than there are imports


def places(where: str) -> str:
    """Return the statement that gives imports their places: id, read_on, `n`, and `unknown` for what they do not know.

    `where` narrows the imports, which are those of one client.
    """
    return f"""
        SELECT id, read_on, n, iif(format = '{TYPED}', n, n - {_BEFORE_ALL}) AS unknown FROM (
            SELECT id, read_on, format, row_number() OVER (ORDER BY read_on, id) AS n FROM import WHERE {where})
    """


def rank(place: str) -> str:
    """Return the rank of a reading `r` by the places that stand under a name: the highest is current."""
    return f"iif(r.state = 'not_available', {place}.unknown, {place}.n)"
