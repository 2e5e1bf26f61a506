"""How many boards are under way at once: what their lists lead to waits in memory until it is asked for."""

import asyncio
from collections import Counter

FROM_ONE_HOST = 4
"""Enough to keep a host's two connections busy; a board of thousands of postings waits with all of them."""
IN_ALL = 64


class Gate:
    """Lets boards in while there is room, in the order in which they come."""

    def __init__(self) -> None:
        self.under_way: Counter[str] = Counter()
        self.left = asyncio.Event()

    async def enter(self, host: str) -> None:
        """Wait until a board of this host may begin."""
        while self.under_way[host] >= FROM_ONE_HOST or self.under_way.total() >= IN_ALL:
            self.left.clear()
            await self.left.wait()
        self.under_way[host] += 1

    def leave(self, host: str) -> None:
        """Make room again once a board has ended."""
        self.under_way[host] -= 1
        self.left.set()
