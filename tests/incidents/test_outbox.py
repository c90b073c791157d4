"""The queue: a receiver that is down delays its messages and loses none."""

from dataclasses import replace
from datetime import time, timedelta

from support.watchtower import NOON, finding

from dagster_project.incidents.outbox import deliver
from dagster_project.incidents.policy import QuietHours


class Receiver:
    def __init__(self, *errors):
        self.errors, self.got = list(errors), []

    def __call__(self, urls, message):
        error = self.errors.pop(0) if self.errors else ""
        if not error:
            self.got.append(message.title)
        return error


def deliver_at(tower, hours, receiver):
    return deliver(tower.settings, now=NOON + timedelta(hours=hours), policy=tower.policy, send=receiver)


def test_a_message_is_sent_once(tower):
    tower.at(0, finding())
    receiver = Receiver()
    assert deliver_at(tower, 0, receiver).sent == 1
    assert deliver_at(tower, 1, receiver).sent == 0
    assert len(receiver.got) == 1


def test_a_receiver_that_is_down_is_tried_again_at_growing_pauses_and_gets_everything(tower):
    tower.at(0, finding("a"), finding("b"))
    receiver = Receiver("down", "down", "down")
    assert (deliver_at(tower, 0, receiver).sent, len(receiver.errors)) == (0, 2), "asked once a call"
    assert tower.queue("attempts, last_error")[0] == (1, "down")
    deliver_at(tower, 0.001, receiver)
    deliver_at(tower, 0.02, receiver)
    due = [moment for (moment,) in tower.queue("due_at")]
    assert due[0] == (NOON + timedelta(hours=0.02, seconds=60)).isoformat(), "30 s, then 60 s"
    last = deliver_at(tower, 2, receiver)
    assert (last.sent, last.waiting) == (2, 0)
    assert len(receiver.got) == 2


def test_a_receiver_that_stays_down_is_asked_every_hour(tower):
    tower.at(0, finding())
    for hour in range(1, 12):
        deliver_at(tower, hour, Receiver("down"))
    ((due, attempts),) = tower.queue("due_at, attempts")
    assert (due, attempts) == ((NOON + timedelta(hours=12)).isoformat(), 11)


def test_one_channel_that_is_down_does_not_hold_up_another(tower):
    tower.policy = replace(tower.policy, routes=(replace(tower.policy.routes[0], channels=("data", "chief")),))
    tower.at(0, finding())
    assert deliver_at(tower, 0, Receiver("down")).sent == 1


def test_messages_of_quiet_hours_wait_for_their_end(tower):
    tower.policy = replace(tower.policy, quiet_hours=QuietHours(time(11), time(14)))
    tower.at(0, finding(severity="warning"))
    assert deliver_at(tower, 1, Receiver()).waiting == 1
    assert deliver_at(tower, 2, Receiver()).sent == 1


def test_a_channel_that_was_taken_out_of_the_policy_keeps_its_messages(tower):
    tower.at(0, finding())
    tower.policy = replace(tower.policy, channels={})
    assert deliver_at(tower, 0, Receiver()).waiting == 1
    assert tower.queue("last_error") == [("channel data is not in the policy",)]
