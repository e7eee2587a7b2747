"""When it is asked again: the policy, under a time that the test says."""

import unittest

import library_case  # noqa: F401  the library's path
from whistle.v1 import service_pb2
from whistle_client import NoAnswer, Refused
from whistle_client.retry import ASKED_MAX, PAUSE_FIRST, PAUSE_MAX, TRY_FIRST, Attempts

ENDPOINT = "tcp://engine:7710"


def refused(code: int, retry_after_ms: int | None = None) -> service_pb2.Reply:
    reply = service_pb2.Reply(refusal=service_pb2.Refusal(code=code))
    if retry_after_ms is not None:
        reply.refusal.arguments.add(name="retry_after_ms", value=str(retry_after_ms))
    return reply


def busy(retry_after_ms: int | None = None) -> service_pb2.Reply:
    return refused(service_pb2.REFUSAL_CODE_BUSY, retry_after_ms)


class Policy(unittest.TestCase):
    def attempts(self, deadline: float = 1_000.0, chance: float = 0.0, key: str = "k-1") -> Attempts:
        return Attempts(service_pb2.Request(key=key), ENDPOINT, deadline, lambda: chance)

    def test_an_answer_ends_it(self):
        self.assertIsNone(self.attempts().answered(service_pb2.Reply(accepted=service_pb2.Accepted()), 0))

    def test_a_refusal_that_stays_is_raised(self):
        with self.assertRaises(Refused):
            self.attempts().answered(refused(service_pb2.REFUSAL_CODE_WRONG_STATE), 0)

    def test_no_pause_is_shorter_than_the_engine_asked_for(self):
        for code in (service_pb2.REFUSAL_CODE_BUSY, service_pb2.REFUSAL_CODE_STOPPING, service_pb2.REFUSAL_CODE_RATE_EXCEEDED):
            for chance in (0.0, 0.999):
                pause = self.attempts(chance=chance).answered(refused(code, 3_000), 0)
                self.assertGreaterEqual(pause, 3.0)
                self.assertLessEqual(pause, 4.5)

    def test_what_the_engine_asks_for_has_a_limit(self):
        self.assertEqual(self.attempts().answered(busy(100_000_000), 0), ASKED_MAX)

    def test_pauses_grow_to_a_limit(self):
        attempts = self.attempts()
        pauses = [attempts.answered(busy(), 0) for _ in range(8)]
        self.assertEqual(pauses[:3], [PAUSE_FIRST, 2 * PAUSE_FIRST, 4 * PAUSE_FIRST])
        self.assertEqual(pauses[-1], PAUSE_MAX)

    def test_tries_grow_and_end_with_the_time(self):
        attempts = self.attempts(deadline=20.0)
        self.assertEqual(attempts.patience(0), TRY_FIRST)
        self.assertEqual(attempts.patience(5), 2 * TRY_FIRST)
        self.assertEqual(attempts.patience(16), 4.0)
        self.assertEqual(attempts.patience(21), 0.0)

    def test_busy_past_the_deadline_is_told_as_it_is(self):
        with self.assertRaises(Refused):
            self.attempts(deadline=2.0).answered(busy(3_000), 0)

    def test_busy_past_the_deadline_after_a_lost_try_is_no_refusal(self):
        attempts = self.attempts(deadline=2.0)
        attempts.lost("no reply", 1.0)
        with self.assertRaises(NoAnswer) as silence:
            attempts.answered(busy(3_000), 1.5)
        self.assertEqual(silence.exception.key, "k-1")

    def test_no_pause_outlasts_the_deadline(self):
        attempts = self.attempts(deadline=10.0)
        self.assertAlmostEqual(attempts.lost("no reply", 9.95), 0.05)
        with self.assertRaises(NoAnswer):
            attempts.lost("no reply", 10.0)

    def test_a_question_has_no_key_to_repeat(self):
        with self.assertRaises(NoAnswer) as silence:
            self.attempts(deadline=0, key="").lost("no reply", 0)
        self.assertIsNone(silence.exception.key)


if __name__ == "__main__":
    unittest.main()
