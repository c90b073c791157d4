"""A few customers whose fate is known by heart, delivered over two days."""

from collections.abc import Collection
from datetime import date

from support.tiny_lake import TinyLake

FIRST_DAY, LAST_DAY = date(2025, 12, 30), date(2025, 12, 31)
SWITCHBOARD = "02188886666"

HISTORY = {
    "crm.accounts": [
        {
            "account_id": "A1",
            "name": "星河科技",
            "customer_type": "business",
            "tax_id": "9131-0000",
            "phone": "138 1234 5678",
            "industry": "制造业-汽配",
            "province": "上海市",
            "owner_id": "E1",
            "registered_at": "2024-01-01 20:00:00",
            "updated_at": "2025-01-01 00:00:00",
        },
        {
            "account_id": "A2",
            "name": "李娜",
            "customer_type": "consumer",
            "email": "LiNa@example.com",
            "owner_id": "E1",
        },
        {"account_id": "A2-again", "name": "李娜", "customer_type": "consumer", "email": "lina@example.com"}
        | {"owner_id": "E2", "updated_at": "2025-12-01 00:00:00"},
        {"account_id": "A3", "name": "星河软件", "customer_type": "business", "parent_account_id": "A1"}
        | {"industry": "摸鱼", "province": "Atlantis"},
        *(
            {"account_id": f"B{n}", "name": f"公司{n}", "customer_type": "business", "phone": SWITCHBOARD}
            for n in range(6)
        ),
        # People type telephone numbers and addresses wherever there is room.
        {"account_id": "D1", "name": "远山（联系人王小二１３５－１１１１－４４４４）", "customer_type": "business"}
        | {"industry": "汽配 13511119999", "province": "上海13511112222", "city": "ｗａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ"}
        | {"district": "证件11010519491231002X"},
    ],
    "crm.owners": [
        {"owner_id": "E1", "name": "赵敏", "team": "East"},
        {"owner_id": "E2", "name": "周芷", "team": "East"},
    ],
    "crm.interactions": [
        {"interaction_id": "I1", "account_id": "A2-again", "kind": "call", "owner_id": "E2"}
        | {"occurred_at": "2025-12-20 02:00:00"},
    ],
    "crm.contacts": [{"contact_id": "C1", "account_id": "A1", "name": "王芳", "email": "wang@xinghe.cn"}],
    "erp.customers": [
        {"erp_customer_id": "K1", "name": "Xinghe", "phone": "+86 138-1234-5678"},
        {"erp_customer_id": "K2", "name": "Li Na", "email": " lina@EXAMPLE.com"},
        {"erp_customer_id": "K3", "name": "Nobody else", "phone": "0086 139 0000 1111"},
    ],
    "ecommerce.users": [
        {"user_id": "U1", "nickname": "星", "phone": "１３８１２３４５６７８", "registered_at": "2025-01-01 00:00:00"}
    ],
    "erp.products": [{"sku": "S1", "name": "灯", "category": "Lamps", "list_price": 50}],
    "erp.orders": [
        {"order_id": "O1", "erp_customer_id": "K1", "ordered_at": "2025-06-01 02:00:00", "status": "completed"}
        | {"currency": "CNY", "total_amount": 100, "updated_at": "2025-06-01 02:00:00"},
        {"order_id": "O2", "erp_customer_id": "K1", "ordered_at": "2025-12-29 02:00:00", "status": "paid"}
        | {"shop_order_id": "W1", "currency": "CNY", "total_amount": 60, "updated_at": "2025-12-29 02:00:00"},
        {"order_id": "O2-again", "erp_customer_id": "K1", "ordered_at": "2025-12-29 02:10:00", "status": "paid"}
        | {"shop_order_id": "W1", "currency": "CNY", "total_amount": 60, "updated_at": "2025-12-29 02:10:00"},
        {"order_id": "O3", "ordered_at": "2025-12-29 03:00:00", "status": "paid", "currency": "CNY", "total_amount": 7},
    ],
    "erp.order_lines": [
        {"order_id": "O1", "line_number": 1, "sku": "S1", "quantity": 2, "unit_price": 50},
        {"order_id": "missing", "line_number": 1, "sku": "S1", "quantity": 2, "unit_price": 50},
    ],
    "ecommerce.orders": [
        {"shop_order_id": "W1", "user_id": "U1", "placed_at": "2025-12-29 02:00:00", "status": "paid", "device": "app"}
        | {"currency": "CNY", "total_amount": 60},
        {
            "shop_order_id": "W2",
            "user_id": "U1",
            "placed_at": "2025-12-29 05:00:00",
            "status": "paid",
            "currency": "CNY",
            "total_amount": 40,
        },
    ],
    "tickets.tickets": [
        {"ticket_id": "T2", "requester_email": "lina@example.com", "requester_phone": "+86 137 5555 6666"}
        | {"kind": "question", "status": "open", "created_at": "2025-10-01 00:00:00"},
        {"ticket_id": "T1", "requester_email": "Wang@xinghe.cn", "kind": "complaint", "status": "open"}
        | {"created_at": "2025-12-01 00:00:00", "updated_at": "2025-12-01 00:00:00"},
    ],
}
LATER = {
    "crm.accounts": [
        {"account_id": "A1", "name": "星河科技", "customer_type": "business", "tax_id": "9131-0000", "owner_id": "E2"}
        | {"phone": "138 1234 5678", "industry": "制造业-汽配", "province": "上海市"}
        | {"registered_at": "2024-01-01 20:00:00", "updated_at": "2025-12-31 01:00:00"},
        {"account_id": "A2-again", "_is_deleted": True},
        # The industry that the completion queue had asked for.
        {"account_id": "B5", "name": "公司5", "customer_type": "business", "phone": SWITCHBOARD, "industry": "家具"},
    ],
    "erp.products": [{"sku": "S1", "name": "灯", "category": "Lamps", "list_price": 60}],
    "erp.orders": [
        {"order_id": "O1", "erp_customer_id": "K1", "ordered_at": "2025-06-01 02:00:00", "status": "completed"}
        | {"currency": "CNY", "total_amount": 999, "updated_at": "2025-05-31 02:00:00"},
        {"order_id": "O3", "ordered_at": "2025-12-29 03:00:00", "status": "paid", "currency": "CNY", "total_amount": 8}
        | {"erp_customer_id": "K3", "updated_at": "2025-12-31 03:00:00"},
    ],
    "erp.refunds": [{"refund_id": "R1", "order_id": "O2-again", "amount": 10, "refunded_at": "2025-12-31 01:00:00"}],
}


def deliver_story(lake: TinyLake, *, only: Collection[str] | None = None) -> None:
    """Deliver the history on the first day and what came later on the last; `only` these entities, by address."""
    for day, tables in ((FIRST_DAY, HISTORY), (LAST_DAY, LATER)):
        for address, rows in tables.items():
            if only is None or address in only:
                lake.deliver(address, day, rows)
    if only is None:
        lake.score("churn", LAST_DAY, [{"customer_id": "crm-A1", "churn_probability": 0.8, "model_version": "v1"}])
        lake.score("clv", LAST_DAY, [{"customer_id": "crm-A1", "clv_amount": 12.5, "model_version": "v1"}])
