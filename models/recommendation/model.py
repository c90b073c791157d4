"""Item-item association with popularity as the back-off."""

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

ASSOCIATION, POPULARITY, UNAVAILABLE = "association", "popularity", "unavailable"
CELLS_AT_ONCE = 20_000_000


class ItemAssociation(BaseEstimator):
    """Cosine of the customers of two products, shrunken for small overlaps (Sarwar et al. 2001; Bell and Koren 2007).

    A product's score for a customer is the sum of its association with all he bought. Popularity breaks ties, and ranks
    alone where nothing is associated. What he has bought is never recommended.

    Args:
        neighbours: strongest associations kept per product.
        shrinkage: common customers at which an association counts half.
        use_association: False ranks everybody by popularity, which is the baseline.
        minimum_customers: customers below which nothing is recommended.
        maximum_products: of a wider range only the products with the most customers are recommended, and reasoned from.

    Learned: skus_ (sorted), popularity_ (share of customers), association_ (sparse, products x products).
    """

    def __init__(
        self,
        neighbours: int = 40,
        shrinkage: float = 10.0,
        use_association: bool = True,
        minimum_customers: int = 20,
        maximum_products: int = 20_000,
    ):
        self.neighbours = neighbours
        self.shrinkage = shrinkage
        self.use_association = use_association
        self.minimum_customers = minimum_customers
        self.maximum_products = maximum_products

    def fit(self, bought: pd.DataFrame) -> "ItemAssociation":
        """Fit on customer_id and sku, one row per pair."""
        customers = bought["customer_id"].nunique()
        self.method_ = UNAVAILABLE if customers < self.minimum_customers else POPULARITY
        self.reason_ = (
            f"{customers} customers, {self.minimum_customers} are needed" if self.method_ == UNAVAILABLE else None
        )
        customers_of = bought.drop_duplicates(["customer_id", "sku"]).groupby("sku").size().sort_index()
        kept = customers_of.sort_values(ascending=False, kind="stable").index[: self.maximum_products]
        self.skus_ = np.array(sorted(kept), dtype=object)
        _, matrix = self._matrix(bought)
        counts = np.asarray(matrix.sum(axis=0)).ravel()
        self.popularity_ = counts / max(customers, 1)
        if self.use_association and self.method_ != UNAVAILABLE:
            self.method_ = ASSOCIATION
            self.association_ = self._associated(matrix, counts)
        return self

    def recommend(self, bought: pd.DataFrame, *, count: int) -> pd.DataFrame:
        """customer_id, position from 1, sku, score, because_of_sku, method; at most `count` rows per customer."""
        check_is_fitted(self, "method_")
        if self.method_ == UNAVAILABLE or bought.empty:
            return pd.DataFrame(columns=["customer_id", "position", "sku", "score", "because_of_sku", "method"])
        customers, matrix = self._matrix(bought)
        step = max(1, CELLS_AT_ONCE // max(len(self.skus_), 1))
        starts = range(0, len(customers), step)
        return pd.concat(
            [self._best(customers[s : s + step], matrix[s : s + step], count) for s in starts], ignore_index=True
        )

    def _matrix(self, bought: pd.DataFrame) -> tuple[np.ndarray, sparse.csr_matrix]:
        codes, customers = pd.factorize(bought["customer_id"], sort=True)
        is_known = bought["sku"].isin(set(self.skus_)).to_numpy()
        bought, codes = bought[is_known], codes[is_known]
        columns = np.searchsorted(self.skus_.astype(str), bought["sku"].to_numpy(dtype=str))
        ones = np.ones(len(bought), dtype=np.float32)
        matrix = sparse.csr_matrix((ones, (codes, columns)), shape=(len(customers), len(self.skus_)))
        matrix.data[:] = 1
        return np.asarray(customers, dtype=object), matrix

    def _associated(self, matrix: sparse.csr_matrix, counts: np.ndarray) -> sparse.csr_matrix:
        """The strongest associations of every product, some products at a time: all pairs at once would fill memory."""
        by_product = matrix.T.tocsr()
        step = max(1, CELLS_AT_ONCE // max(len(counts), 1))
        blocks = [
            self._strongest((by_product[start : start + step] @ matrix).tocoo(), start, counts)
            for start in range(0, len(counts), step)
        ]
        return sparse.vstack(blocks, format="csr") if blocks else sparse.csr_matrix((0, 0))

    def _strongest(self, common: sparse.coo_matrix, start: int, counts: np.ndarray) -> sparse.csr_matrix:
        """Of the common customers of the products from `start` on with all products: cosines, the best few a row."""
        other = common.row + start != common.col
        row, column, together = common.row[other], common.col[other], common.data[other]
        value = together / np.sqrt(counts[row + start] * counts[column]) * together / (together + self.shrinkage)
        order = np.lexsort((column, -value, row))
        row, column, value = row[order], column[order], value[order]
        kept = np.arange(len(row)) - np.searchsorted(row, row) < self.neighbours
        return sparse.csr_matrix((value[kept], (row[kept], column[kept])), shape=common.shape)

    def _best(self, customers: np.ndarray, matrix: sparse.csr_matrix, count: int) -> pd.DataFrame:
        has_association = self.method_ == ASSOCIATION
        associated = (matrix @ self.association_).toarray() if has_association else np.zeros(matrix.shape)
        # Far below any association: it decides only between products that are equally associated, or not at all.
        ranked = associated + 1e-9 * self.popularity_
        ranked[matrix.nonzero()] = -1
        top = np.argsort(-ranked, axis=1, kind="stable")[:, :count]
        rows = np.repeat(np.arange(len(customers)), top.shape[1])
        columns = top.ravel()
        score = associated[rows, columns]
        listed = pd.DataFrame(
            {
                "customer_id": customers[rows],
                "position": np.tile(np.arange(1, top.shape[1] + 1), len(customers)),
                "sku": self.skus_[columns],
                "score": np.where(score > 0, score, self.popularity_[columns]),
                "because_of_sku": self._because(matrix, rows, columns, score),
                "method": np.where(score > 0, ASSOCIATION, POPULARITY),
            }
        )
        return listed[ranked[rows, columns] >= 0]

    def _because(
        self, matrix: sparse.csr_matrix, rows: np.ndarray, columns: np.ndarray, score: np.ndarray
    ) -> np.ndarray:
        """The product of the customer's own that speaks most for each recommended one; None of popular ones."""
        reason = np.full(len(rows), None, dtype=object)
        known = np.flatnonzero(score > 0)
        if len(known):
            speaks = matrix[rows[known]].multiply(self.association_.T.tocsr()[columns[known]]).tocsr()
            reason[known] = self.skus_[np.asarray(speaks.argmax(axis=1)).ravel()]
        return reason
