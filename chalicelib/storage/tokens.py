"""API tokens in DynamoDB, by their digests."""

from __future__ import annotations

from chalicelib.storage import keys
from chalicelib.storage.failures import guarded
from chalicelib.storage.ports import Holder
from chalicelib.storage.tables import TokenItem


class Tokens:
    """`ports.Tokens` on the table `desk`."""

    def __init__(self, tokens: type[TokenItem]) -> None:
        self._tokens = tokens

    def put(self, digest: str, holder: Holder) -> None:
        """One PutItem."""
        item = self._tokens(
            keys.token(digest),
            keys.TOKEN,
            holder=holder.id,
            email=holder.email,
            community=holder.community,
            role=holder.role,
        )
        guarded(item.save)

    def find(self, digest: str) -> Holder | None:
        """One GetItem; a token made within the last second may not be known yet."""
        item = self._tokens.one(keys.token(digest), keys.TOKEN, consistent=False)
        if item is None:
            return None
        return Holder(id=item.holder, email=item.email, community=item.community, role=item.role)
