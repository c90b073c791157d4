"""One chunk of the demo company: people, what they do, what the systems export of it, and the truth."""

from dataclasses import dataclass

import pyarrow as pa

from dagster_project.demo.behaviour.accounts import draw_accounts
from dagster_project.demo.behaviour.catalogue import Catalogue, draw_catalogue
from dagster_project.demo.behaviour.complaints import draw_tickets
from dagster_project.demo.behaviour.identity import draw_identity
from dagster_project.demo.behaviour.orders import draw_orders
from dagster_project.demo.behaviour.population import chunk_sizes, draw_population, newcomers
from dagster_project.demo.behaviour.purchases import draw_purchases
from dagster_project.demo.behaviour.records import draw_record
from dagster_project.demo.behaviour.refunds import draw_refunds
from dagster_project.demo.extract import Extract
from dagster_project.demo.parameters import PARAMETERS, DemoParameters
from dagster_project.demo.systems import events, marketing, shop, surveys, tickets
from dagster_project.demo.systems.crm_accounts import accounts_extract
from dagster_project.demo.systems.crm_contacts import contacts_extract
from dagster_project.demo.systems.crm_interactions import interactions_extract
from dagster_project.demo.systems.crm_opportunities import opportunities_extract
from dagster_project.demo.systems.erp_customers import customers_extract
from dagster_project.demo.systems.erp_lines import lines_extract
from dagster_project.demo.systems.erp_orders import orders_extract
from dagster_project.demo.systems.erp_refunds import refunds_extract
from dagster_project.demo.systems.referrals import referrals_extract
from dagster_project.demo.systems.staff import owners_per_region
from dagster_project.demo.systems.ticket_events import ticket_events_extract
from dagster_project.demo.truth.dirt import Dirt
from dagster_project.demo.truth.tables import truth_tables
from dagster_project.demo.words.places import REGIONS


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
    returned = draw_refunds(orders, lines, settings, **at)
    accounts = draw_accounts(people, purchases, settings, **at)
    identity = draw_identity(people, settings.dirt, **at)
    records = {
        system: draw_record(people, identity, settings.dirt, system=system, **at)
        for system in ("crm", "crm duplicate", "erp", "ecommerce", "tickets")
    }
    users_since = shop.user_since(people, orders)
    annoyed = surveys.annoyed_orders(orders, service)
    both = (records["crm"], records["crm duplicate"])
    dirty = [
        accounts_extract(people, accounts, both, settings, owner_count=company.owner_count, **at),
        interactions_extract(people, accounts, purchases, settings, owner_count=company.owner_count, **at),
        orders_extract(people, orders, settings.dirt, **at),
        lines_extract(orders, lines, skus, settings.dirt, **at),
        refunds_extract(returned, orders, lines, skus),
        shop.orders_extract(people, orders, **at),
        tickets.tickets_extract(
            people, identity, records["tickets"], orders, lines, service, skus, settings.dirt, **at
        ),
    ]
    contacts, true_contacts = contacts_extract(people, identity, accounts, **at)
    answers, sendings, true_answers = surveys.survey_extracts(
        people, records["tickets"], orders, service, settings, annoyed, **at
    )
    extracts = [
        *(extract for extract, _ in dirty),
        contacts,
        opportunities_extract(people, accounts, purchases, owner_count=company.owner_count, **at),
        customers_extract(people, records["erp"], orders, **at),
        ticket_events_extract(service, **at),
        answers,
        sendings,
        shop.users_extract(people, records["ecommerce"], users_since, **at),
        shop.items_extract(orders, lines, skus),
        shop.reviews_extract(people, orders, lines, skus, annoyed, **at),
        events.events_extract(people, purchases, orders, lines, skus, users_since, settings, **at),
        marketing.touches_extract(people, records["crm"], accounts, purchases, settings, **at),
        referrals_extract(people, identity, accounts, purchases, settings, **at),
    ]
    found = [planted for _, rows in dirty for planted in rows]
    known = truth_tables(
        people, identity, records, accounts, purchases, orders, lines, returned, service, users_since, chunk=number
    )
    return Chunk(extracts, found, known | {"contacts": true_contacts, "survey_responses": true_answers})
