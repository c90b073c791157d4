"""One chunk of the demo company: people, what they do, what the systems export of it, and the truth."""

from dataclasses import dataclass

import pyarrow as pa

from dagster_project.demo import crm, erp, events, marketing, refunds, sales, shop, surveys, tickets, truth
from dagster_project.demo.catalogue import Catalogue, draw_catalogue
from dagster_project.demo.complaints import draw_tickets
from dagster_project.demo.dirt import Dirt
from dagster_project.demo.extract import Extract
from dagster_project.demo.orders import draw_orders
from dagster_project.demo.parameters import PARAMETERS, DemoParameters
from dagster_project.demo.places import REGIONS
from dagster_project.demo.population import chunk_sizes, draw_population, newcomers
from dagster_project.demo.purchases import draw_purchases
from dagster_project.demo.records import draw_identity, draw_record
from dagster_project.demo.staff import owners_per_region


@dataclass(frozen=True)
class Company:
    """What a demo company is made from; equal companies give equal bytes."""

    customers: int
    seed: int
    parameters: DemoParameters = PARAMETERS

    @property
    def owner_count(self) -> int:
        return owners_per_region(self.customers) * len(REGIONS)

    @property
    def catalogue(self) -> Catalogue:
        return draw_catalogue(self.seed)

    @property
    def chunks(self) -> list[tuple[int, int, int]]:
        """(number, buyers of the history, first customer id) of each chunk."""
        found, first = [], 1
        for number, size in enumerate(chunk_sizes(self.customers)):
            found.append((number, size, first))
            first += (
                size + newcomers(size, self.parameters.customer_growth) + round(size * self.parameters.prospect_share)
            )
        return found


@dataclass(frozen=True)
class Chunk:
    """Everything that one chunk delivers within the horizon, and its truth."""

    extracts: list[Extract]
    dirt: list[Dirt]
    truth: dict[str, pa.Table]


def simulate(company: Company, *, number: int, size: int, first_id: int) -> Chunk:
    """Draws a chunk from the seed alone; it does not depend on how many days are delivered."""
    settings, at = company.parameters, {"seed": company.seed, "chunk": number}
    catalogue = company.catalogue
    skus = catalogue.skus
    people = draw_population(settings, **at, size=size, first_id=first_id)
    purchases = draw_purchases(people, settings, **at)
    orders, lines = draw_orders(people, purchases, catalogue, settings, **at)
    service = draw_tickets(people, orders, settings, **at)
    returned = refunds.draw_refunds(orders, lines, settings, **at)
    accounts = crm.draw_accounts(people, purchases, settings, **at)
    identity = draw_identity(people, settings.dirt, **at)
    records = {
        system: draw_record(people, identity, settings.dirt, system=system, **at)
        for system in ("crm", "crm duplicate", "erp", "ecommerce", "tickets")
    }
    users_since = shop.user_since(people, orders)
    annoyed = surveys.annoyed_orders(orders, service)
    both = (records["crm"], records["crm duplicate"])
    dirty = [
        crm.accounts_extract(people, accounts, both, settings, owner_count=company.owner_count, **at),
        sales.interactions_extract(people, accounts, purchases, settings.dirt, owner_count=company.owner_count, **at),
        erp.orders_extract(people, orders, settings.dirt, **at),
        erp.lines_extract(orders, lines, skus, settings.dirt, **at),
        refunds.refunds_extract(returned, orders, lines, skus),
        shop.orders_extract(people, orders, **at),
        tickets.tickets_extract(
            people, identity, records["tickets"], orders, lines, service, skus, settings.dirt, **at
        ),
    ]
    extracts = [
        *(extract for extract, _ in dirty),
        crm.contacts_extract(people, identity, accounts, **at),
        sales.opportunities_extract(people, accounts, purchases, owner_count=company.owner_count, **at),
        erp.customers_extract(people, records["erp"], orders, **at),
        tickets.events_extract(service, **at),
        surveys.responses_extract(people, records["tickets"], orders, service, settings, annoyed, **at),
        shop.users_extract(people, records["ecommerce"], users_since, **at),
        shop.items_extract(orders, lines, skus),
        shop.reviews_extract(people, orders, lines, skus, annoyed, **at),
        events.events_extract(people, purchases, orders, lines, skus, users_since, settings, **at),
        marketing.touches_extract(people, records["crm"], accounts, purchases, settings, **at),
        marketing.referrals_extract(people, identity, accounts, purchases, settings, **at),
    ]
    found = [planted for _, rows in dirty for planted in rows]
    known = truth.truth_tables(
        people, identity, records, accounts, purchases, orders, lines, returned, service, users_since, chunk=number
    )
    return Chunk(extracts, found, known)
