"""A client of the Whistle engine over ZeroMQ. The messages themselves are `whistle.v1`; `tools/clients/python/README.md` begins at the beginning."""

from whistle_client.acts import How, fresh_key
from whistle_client.async_client import AsyncClient
from whistle_client.client import Client
from whistle_client.conversations import Conversation, EntryPage, TicketPage
from whistle_client.errors import Malformed, NoAnswer, Refused, Unsound, WhistleError, WrongKeys
from whistle_client.feed import AsyncFeed, Feed
from whistle_client.login import Login
from whistle_client.note import SignedTree, VerifierKey, check_consistency, open_checkpoint
from whistle_client.receipt import ProvenReceipt, check_receipt, receipt_text

__all__ = [
    "AsyncClient",
    "AsyncFeed",
    "Client",
    "Conversation",
    "EntryPage",
    "Feed",
    "How",
    "Login",
    "Malformed",
    "NoAnswer",
    "ProvenReceipt",
    "Refused",
    "SignedTree",
    "TicketPage",
    "Unsound",
    "VerifierKey",
    "WhistleError",
    "WrongKeys",
    "check_consistency",
    "check_receipt",
    "fresh_key",
    "open_checkpoint",
    "receipt_text",
]
