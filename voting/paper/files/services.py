"""Put the ballots of a public file into an urn, as accepted sheets.

See “paper” in voting/README.md.
"""

from collections.abc import Sequence

from voting.paper.models import Sheet, Urn


async def add_sheets(election_id: int, urn_name: str, style: str, plains: Sequence[str]) -> None:
    """Add sheets of one style to an urn, which is made with the first; part of a transaction."""
    urn, _is_new = await Urn.get_or_create({"sheets": 0}, election_id=election_id, name=urn_name)
    before = urn.sheets or 0
    await Sheet.bulk_create(
        Sheet(urn_id=urn.id, number=number, style=style, plain=plain)
        for number, plain in enumerate(plains, before + 1)
    )
    urn.sheets = before + len(plains)
    await urn.save(update_fields=["sheets"])
