"""What the trustees of a demo vote did: five made the key, and any three of them open with it."""

from collections.abc import Sequence
from secrets import token_bytes

from concejo.demo.content import Story
from concejo.demo.town import Town
from concejo.processes.core import PhaseKind
from voting.core.crypto import hpke
from voting.core.crypto.shamir import Share, join
from voting.core.protocol.openings import write_lines
from voting.counting.opening.core import open_all
from voting.counting.opening.services import read_board
from voting.duties.opening.core import OPENED, UNOPENED
from voting.duties.table.services import SEAL_KEY, get_kind
from voting.services import get_election
from voting.setup.seal_key.core import share_out

NEED, OF = 3, 5


class TrusteesStory:
    """The trustees of one process. Once they have opened its ballots, nobody keeps a share."""

    def __init__(self, town: Town, story: Story) -> None:
        self.town = town
        self.story = story
        self._shares: Sequence[Share] = ()

    @property
    def have_opened(self) -> bool:
        """Say whether opening the ballots is part of the story."""
        return self.story.phase is PhaseKind.FOLLOWING

    async def bring_key(self) -> None:
        """Make the key at the ceremony, and let the board bring its public part in."""
        drawn = token_bytes(hpke.KEY_BYTES * (NEED - 1))
        key, shares = share_out(token_bytes(hpke.KEY_BYTES), NEED, OF, drawn)
        process = self.town.processes[self.story.slug]
        await self.town.resolve(process, SEAL_KEY, {"seal_key": key.text.encode()})
        if self.have_opened:
            self._shares = shares
        else:
            self.town.keep_sheets(process, key, shares)

    async def open_ballots(self) -> None:
        """Open what counts with three of the shares, and let the board bring both files in."""
        process = self.town.processes[self.story.slug]
        election = await get_election(process)
        board = await read_board(election)
        sealed = {line.leaf: line.sealed for line in board.lines}
        opened, lost = open_all(
            election.protocol, board.counted.counting, sealed, join(self._shares[:NEED])
        )
        files = {OPENED: write_lines(opened), UNOPENED: write_lines(lost)}
        await self.town.resolve(process, get_kind("opened"), files)
        self._shares = ()
