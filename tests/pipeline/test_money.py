"""Money says what it is: tax beside what was paid."""


def test_the_tax_of_an_order_is_what_the_erp_told_and_unknown_where_nobody_did(published):
    found = published.execute("""
        select source_system, count(tax_amount) = count(*),
            count(case when tax_amount <> floor(gross_amount * 1300 / 113) / 100 then 1 end)
        from marts.fct_orders group by source_system order by source_system""").fetchall()
    assert found == [("ecommerce", False, 0), ("erp", True, 0)]
