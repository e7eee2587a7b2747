"""Many clients of the web at once: each request is answered, each stream is told all that its asker may see, in order and once. Never how
fast; that is bench/web_load/run.py."""

import asyncio
import unittest

from client_case import ClientCase
from web_load import WebLoad

CLIENTS, STREAMS, SECONDS = 50, 100, 5
ANSWERED = {200, 201, 403, 404, 409, 422, 429}  # what is somebody else's act, or comes second, is answered too


class WebUnderLoad(ClientCase):
    def setUp(self):
        super().setUp()
        self.start_plain("--log-level", "warn", "--reporter-open", "0", "--http", "http://127.0.0.1:*")

    def test_every_stream_is_told_everything_in_order_while_many_ask(self):
        result = asyncio.run(WebLoad(self.engine, SECONDS, CLIENTS, STREAMS).run())
        self.assertEqual(result.broken, [])
        self.assertEqual({key: count for key, count in result.statuses.items() if key[1] not in ANSWERED}, {})
        self.assertEqual(result.wrong_streams, [])
        self.assertEqual(result.compared, STREAMS)
        self.assertGreater(result.events, 0)
        self.assertGreater(result.statuses["whistle", 201], 0)
        self.assertEqual(self.engine.stop(), 0)


if __name__ == "__main__":
    unittest.main()
