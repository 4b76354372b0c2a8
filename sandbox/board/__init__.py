"""One browser page on which everything outside is seen and moved: chats, phones, routers, time."""

from sandbox.board.server import Board, Lever
from sandbox.board.state import Phone

__all__ = ["Board", "Lever", "Phone"]
