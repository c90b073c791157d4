"""What the raw files of an example amount to, counted without the mapping, the contracts or the lake."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd

CENT = "decimal(18, 2)"


def complete_journey(landing: Path) -> dict[str, int | Decimal]:
    """Baskets, lines, sales and households of transactions.parquet; articles of products.parquet."""
    connection = duckdb.connect()
    baskets, lines, sales, households = connection.execute(
        f"""select count(distinct basket_id), count(*), sum(cast(sales_value as {CENT})), count(distinct household_id)
        from read_parquet(?)""",
        [str(landing / "transactions.parquet")],
    ).fetchone()
    articles = connection.execute(
        "select count(*) from read_parquet(?)", [str(landing / "products.parquet")]
    ).fetchone()[0]
    return {
        "orders": baskets,
        "order lines": lines,
        "sales of the orders": sales,
        "sales of the lines": sales,
        "customers who ordered": households,
        "products": articles,
    }


def online_retail(landing: Path) -> dict[str, int | Decimal]:
    """Sales, lines without a customer and cancellations of every file that was placed, either edition."""
    names = {"Invoice": "invoice", "InvoiceNo": "invoice", "Price": "price", "UnitPrice": "price"}
    names |= {"Customer ID": "customer", "CustomerID": "customer", "StockCode": "code", "Quantity": "quantity"}
    files = [path for path in sorted(landing.iterdir()) if path.suffix in READERS]
    raw = pd.concat([READERS[path.suffix](path) for path in files]).rename(columns=names)
    raw = raw.astype({"invoice": str, "code": str})
    raw["amount"] = (raw["quantity"] * raw["price"]).round(4)
    is_test = raw["code"].str.upper().str.startswith("TEST")
    is_stock = (raw["price"] == 0) & raw["customer"].isna()
    cancelled = raw[raw["invoice"].str.startswith("C") & ~is_test & (raw["quantity"] < 0)]
    sold = raw[~raw["invoice"].str.startswith(("C", "A")) & ~is_test & ~is_stock]
    return {
        "orders": sold["invoice"].nunique(),
        "order lines": len(sold),
        "sales of the orders": _total(sold["amount"]),
        "sales of the lines": _total(sold["amount"]),
        "lines without a customer": int(sold["customer"].isna().sum()),
        "customers who ordered": sold["customer"].nunique(),
        "refunds": len(cancelled),
        "refunded": -_total(cancelled["amount"]),
    }


def _sheets(path: Path) -> pd.DataFrame:
    """Every sheet, without the invoices that a later sheet repeats."""
    sheets = list(pd.read_excel(path, sheet_name=None, engine="calamine").values())
    invoice = sheets[0].columns[0]
    whole = sheets.pop()
    for sheet in reversed(sheets):
        whole = pd.concat([sheet[~sheet[invoice].astype(str).isin(set(whole[invoice].astype(str)))], whole])
    return whole


def _total(amounts: pd.Series) -> Decimal:
    return Decimal(round(amounts.sum() * 10_000)) / 10_000


READERS = {".xlsx": _sheets, ".csv": pd.read_csv, ".parquet": pd.read_parquet}
