"""Keep the key to which ballots are sealed, and find it again when the vote locks.

See “setup” in voting/README.md.
"""

from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.db import execute, fetch, transaction
from voting.setup.seal_key.core import SealKey, parse_seal_key


async def find_seal_key(process_id: int) -> SealKey | None:
    """Give the key to which the ballots of a process are sealed; None before there is one."""
    rows = await fetch("SELECT text FROM seal_key WHERE process_id = ?", process_id)
    return parse_seal_key(rows[0].text("text").encode()) if rows else None


async def keep_seal_key(process_id: int, key: SealKey, actor: Actor) -> None:
    """Keep a key in the place of the one before; whoever asks sees to it that no vote has opened.

    For callers that hold the process (`hold_process`), so that no vote locks meanwhile.
    """
    async with transaction():
        await execute(
            "INSERT INTO seal_key (process_id, text) VALUES (?, ?)"
            " ON CONFLICT (process_id) DO UPDATE SET text = excluded.text",
            process_id,
            key.text,
        )
        await audit.record(
            actor,
            "election.seal_key_kept",
            f"process:{process_id}",
            seal_pk=key.seal_pk,
            trustees=[key.k, key.n],
        )
