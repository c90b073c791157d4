"""The ticket system's exports: JSON lines with UTC times; tickets, their events, and survey answers."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.baskets import Lines
from dagster_project.demo.behaviour.complaints import CHANNELS, KINDS, Tickets
from dagster_project.demo.behaviour.identity import Identity
from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.records import Record
from dagster_project.demo.clock import LAST_HISTORY_DAY, MINUTES, NEVER
from dagster_project.demo.extract import Extract, versions
from dagster_project.demo.parameters import DirtRates
from dagster_project.demo.systems.keys import iso_utc, order_numbers, ticket_ids, ticket_numbers
from dagster_project.demo.text import choose, join, number, stream, take
from dagster_project.demo.truth.dirt import QUARANTINE, UNLINKED, Dirt, spoiled
from dagster_project.demo.words import names

CATEGORIES = (
    ("质量", "物流", "售后", "服务态度"),
    ("使用咨询", "订单查询", "发票", "价格"),
    ("换货", "开票", "安装", "改地址"),
    ("系统故障", "支付失败", "登录异常", "缺货"),
)
SUBJECTS = {"complaint": "投诉：", "question": "咨询：", "request": "申请：", "incident": "故障："}
TEAMS = ("一线客服", "售后组", "物流组", "技术支持")


def tickets_extract(
    people: Population,
    identity: Identity,
    record: Record,
    orders: Orders,
    lines: Lines,
    tickets: Tickets,
    skus: pa.Array,
    dirt: DirtRates,
    *,
    seed: int,
    chunk: int,
) -> tuple[Extract, list[Dirt]]:
    """Tickets, one row a version: as opened, and as resolved. Some name nobody we know, some are broken."""
    rng = stream(seed, chunk, "ticket rows")
    size = len(tickets)
    stranger = rng.random(size) < dirt.unknown_requester
    broken = np.where(rng.random(size) < dirt.broken_ticket, rng.integers(1, 3, size=size), 0)
    topic, team, agent = rng.integers(4, size=size), rng.integers(4, size=size), rng.integers(1, 25, size=size)
    named, hurried = rng.random(size) < 0.6, rng.random(size) < 0.15
    sent = versions(
        tickets.created // MINUTES,
        np.where(tickets.resolved < NEVER, tickets.resolved // MINUTES, NEVER),
        rng.random(size) < 0.02,
    )
    row, second = sent.row, sent.is_second
    who, kind = orders.customer[tickets.order[row]], tickets.kind[row]
    strange = people.ids[who]
    picked = pa.array(who)
    numbers = ticket_numbers(ticket_ids(tickets, chunk)[row])
    subject = join(
        take([SUBJECTS[name] for name in KINDS], kind),
        take([word for words in CATEGORIES for word in words], kind * 4 + topic[row]),
    )
    answered = np.where(second | (tickets.resolved[row] >= NEVER), tickets.first_response[row], NEVER)
    resolved = np.where(second, tickets.resolved[row], NEVER)
    # The system's own clock counts ten of the day's hours, weekends too; of what it only plans it has no figure.
    to_solve = np.where(resolved < NEVER, (resolved - tickets.created[row]) * 4 // 10, -1)
    was_answered = answered // MINUTES <= np.maximum(sent.day, LAST_HISTORY_DAY)
    to_answer = np.where(was_answered, (answered - tickets.created[row]) * 4 // 10, -1)
    company = choose(people.is_business[who] & ~stranger[row], identity.name.take(picked), None)
    order_no = choose(
        named[row] & ~orders.is_shop_only[tickets.order[row]] & ~stranger[row],
        order_numbers(orders.true_id[tickets.order[row]]),
        None,
    )
    created = iso_utc(tickets.created[row], 7)
    table = pa.table(
        {
            "id": numbers,
            "requester": choose(stranger[row], "未知", record.name.take(picked)),
            "email": choose(stranger[row], join("someone", number(strange), "@example.org"), record.email.take(picked)),
            "phone": choose(stranger[row], names.mobiles(strange, 3), record.phone.take(picked)),
            "company": company,
            "order_no": order_no,
            "sku": choose(
                hurried[row], None, skus.take(pa.array(lines.article[np.searchsorted(lines.order, tickets.order[row])]))
            ),
            "type": spoiled(take(KINDS, kind), broken[row] == 2, "praise"),
            "category": take([word for words in CATEGORIES for word in words], kind * 4 + topic[row]),
            "channel": take(CHANNELS, tickets.channel[row]),
            "priority": take(["low", "normal", "high"], np.where(kind == 0, 2, np.where(kind == 3, 1, 0))),
            "subject": subject,
            "team": take(TEAMS, team[row]),
            "agent": number(agent[row], 3, "AG"),
            "created_at": spoiled(created, broken[row] == 1, ("2025-02-30T08:00:00Z", "2099-12-31T23:59:59Z")),
            "first_response_at": iso_utc(answered, 11),
            "solved_at": iso_utc(resolved, 23),
            "status": take(
                ["open", "pending", "solved"], np.where(second, 2, (tickets.resolved[row] >= NEVER).astype(np.int64))
            ),
            "score": number(
                np.where((second | (tickets.resolved[row] >= NEVER)) & (tickets.score[row] > 0), tickets.score[row], -1)
            ),
            "reopened": number(tickets.reopened[row] * second),
            "self_service": take(["false", "true"], (tickets.is_self_service[row] & second).astype(np.int64)),
            "business_minutes_to_answer": number(to_answer),
            "business_minutes_to_solve": number(to_solve),
            "updated_at": iso_utc(np.where(second, tickets.resolved[row], tickets.created[row]), 23),
        }
    )

    def planted(name: str, expected: str, chosen: np.ndarray) -> Dirt:
        return Dirt(
            name, "tickets", "tickets", "tickets/tickets", expected, numbers.filter(pa.array(chosen)), sent.day[chosen]
        )

    return Extract("tickets", "tickets", table, sent.day), [
        planted("impossible_date", QUARANTINE, broken[row] == 1),
        planted("unknown_value", QUARANTINE, broken[row] == 2),
        planted("unknown_requester", UNLINKED, stranger[row]),
    ]
