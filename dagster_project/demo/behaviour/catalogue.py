"""Two hundred articles in eight categories, with planted pairs that are bought together."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dagster_project.demo.clock import NEVER
from dagster_project.demo.extract import Extract
from dagster_project.demo.text import cents, join, number, stream, take

CATEGORIES = ("家用电器", "母婴用品", "玩具", "食品生鲜", "办公设备", "工业耗材", "家居用品", "个护美妆")
SUBCATEGORIES = ("基础款", "标准款", "升级款", "专业款", "旗舰款")
PER_CATEGORY = 25
# Planted pairs: (category, position) and the mate that follows it into the basket.
PAIRS = (
    ((1, 5), (2, 5)),
    ((1, 9), (2, 10)),
    ((4, 8), (5, 8)),
    ((4, 13), (5, 12)),
    ((0, 12), (6, 12)),
    ((3, 4), (7, 4)),
)


@dataclass(frozen=True)
class Catalogue:
    """Articles, `category * PER_CATEGORY + position`, positions by rising list price."""

    list_cents: np.ndarray
    cost_cents: np.ndarray
    mate: np.ndarray  # article bought along with this one, -1 for none

    @property
    def skus(self) -> pa.Array:
        return number(np.arange(len(self.list_cents)) + 100001, 6, "SKU")


def draw_catalogue(seed: int) -> Catalogue:
    """The articles of a seed; list prices spread from about 15 to 3,000 CNY in each category."""
    rng = stream(seed, 0, "catalogue")
    steps = np.linspace(np.log(15), np.log(3000), PER_CATEGORY)
    prices = np.exp(steps + rng.normal(0, 0.04, (len(CATEGORIES), PER_CATEGORY)))
    list_cents = np.maximum(np.round(np.sort(prices, axis=1)).astype(np.int64) * 100 - 10, 990).ravel()
    mate = np.full(len(list_cents), -1)
    for (category, position), (mate_category, mate_position) in PAIRS:
        mate[category * PER_CATEGORY + position] = mate_category * PER_CATEGORY + mate_position
    return Catalogue(list_cents, np.round(list_cents * rng.uniform(0.5, 0.75, len(list_cents))).astype(np.int64), mate)


def products_extract(catalogue: Catalogue) -> Extract:
    """The ERP's article master as delivered."""
    index = np.arange(len(catalogue.list_cents))
    category, position = index // PER_CATEGORY, index % PER_CATEGORY
    table = pa.table(
        {
            "ArticleNo": catalogue.skus,
            "Description": join(
                take(CATEGORIES, category), " ", take(SUBCATEGORIES, position // 5), " ", number(position + 1, 2)
            ),
            "Group": take(CATEGORIES, category),
            "SubGroup": take(SUBCATEGORIES, position // 5),
            "Cost": cents(catalogue.cost_cents),
            "ListPrice": cents(catalogue.list_cents),
            "Launched": take(["2022/03/01", "2022/09/15", "2023/02/10", "2023/06/01"], index % 4),
            "Changed": take(["2023/12/31 08:00"], index * 0),
        }
    )
    return Extract("erp", "products", table, np.zeros(len(index), np.int64), np.full(len(index), NEVER))
