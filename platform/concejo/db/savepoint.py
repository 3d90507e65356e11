"""A transaction inside a transaction, which a cancelled request cannot leave half-open."""

from types import TracebackType

from tortoise.backends.base.client import NestedTransactionContext, TransactionalDBClient

from concejo.db.cancel import finish


class Savepoint(NestedTransactionContext):
    """Take a savepoint, and release or roll back to it at the end, whatever happens between."""

    async def __aenter__(self) -> TransactionalDBClient:
        await finish(self.client.savepoint(), undo=self.client.savepoint_rollback)
        return self.client

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        if not self.client._finalized:
            end = self.client.savepoint_rollback if exc_type else self.client.release_savepoint
            await finish(end())
