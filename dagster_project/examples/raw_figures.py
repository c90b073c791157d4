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
    lines = retail_lines(landing)
    sold, cancelled = sold_lines(lines), cancelled_lines(lines)
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


def retail_lines(landing: Path) -> pd.DataFrame:
    """invoice, code, quantity, at, price, customer and amount of every line of the files that were placed."""
    names = {"Invoice": "invoice", "InvoiceNo": "invoice", "Price": "price", "UnitPrice": "price", "InvoiceDate": "at"}
    names |= {"Customer ID": "customer", "CustomerID": "customer", "StockCode": "code", "Quantity": "quantity"}
    files = [path for path in sorted(landing.iterdir()) if path.suffix in READERS]
    lines = pd.concat([READERS[path.suffix](path) for path in files]).rename(columns=names)
    lines = lines.astype({"invoice": str, "code": str})
    lines["amount"] = (lines["quantity"] * lines["price"]).round(4)
    return lines[~lines["code"].str.upper().str.startswith("TEST")]


def sold_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Neither cancelled, nor bad debt, nor a correction of the stock."""
    is_stock = (lines["price"] == 0) & lines["customer"].isna()
    return lines[~lines["invoice"].str.startswith(("C", "A")) & ~is_stock]


def cancelled_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Cancellations that give money back."""
    return lines[lines["invoice"].str.startswith("C") & (lines["quantity"] < 0)]


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
