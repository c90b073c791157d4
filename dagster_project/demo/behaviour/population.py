"""Who the customers are: one row per customer of a chunk, with every latent parameter that drives behaviour."""

from dataclasses import dataclass

import numpy as np

from dagster_project.demo.behaviour.catalogue import CATEGORIES
from dagster_project.demo.clock import HISTORY_DAYS, TOTAL_DAYS, operational_days
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.text import stream
from dagster_project.demo.words.industries import CANONICAL
from dagster_project.demo.words.places import PLACE_WEIGHTS, PLACES, PROVINCE_OF_PLACE

ONLINE, STORE, THIRD_PARTY, DIRECT = range(4)
CHANNELS = ("online", "store", "third_party", "direct")
CHUNK_CUSTOMERS = 20_000
# Weight of each channel as a customer's main one.
_CHANNEL_MIX = {False: (0.60, 0.25, 0.15, 0.0), True: (0.25, 0.03, 0.12, 0.60)}


@dataclass(frozen=True)
class Population:
    """Arrays of one length, one element per customer (buyers of the history, later buyers, then prospects)."""

    ids: np.ndarray
    is_business: np.ndarray
    is_latin: np.ndarray
    is_prospect: np.ndarray
    started: np.ndarray  # operational days of the first purchase (prospects: of the first contact)
    purchase_rate: np.ndarray
    dropout_probability: np.ndarray
    spend_rate: np.ndarray
    spend_shape: np.ndarray
    is_sensitive: np.ndarray
    complaint_weight: np.ndarray
    place: np.ndarray
    industry: np.ndarray
    main_channel: np.ndarray
    affinity: np.ndarray  # shape (customers, categories), rows sum to one
    feels_outage: np.ndarray
    feels_strike: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)


def chunk_sizes(customers: int) -> list[int]:
    """Customers of the history in each chunk."""
    full, rest = divmod(customers, CHUNK_CUSTOMERS)
    return [CHUNK_CUSTOMERS] * full + ([rest] if rest else [])


def _start_days(rng: np.random.Generator, size: int, first: float, last: float, growth: float) -> np.ndarray:
    """Calendar days with a density growing linearly by `growth` over the history."""
    slope = growth / HISTORY_DAYS
    total = (last + slope * last**2 / 2) - (first + slope * first**2 / 2)
    mass = first + slope * first**2 / 2 + rng.random(size) * total
    return (np.sqrt(1 + 2 * slope * mass) - 1) / slope


def newcomers(size: int, growth: float) -> int:
    """Customers won in the horizon if growth goes on as it did."""
    slope = growth / HISTORY_DAYS
    mass = [day + slope * day**2 / 2 for day in (HISTORY_DAYS, TOTAL_DAYS)]
    return round(size * (mass[1] - mass[0]) / mass[0])


def draw_population(parameters: DemoParameters, *, seed: int, chunk: int, size: int, first_id: int) -> Population:
    """Customers of one chunk; ids run from `first_id`."""
    rng = stream(seed, chunk, "population")
    later, prospects = newcomers(size, parameters.customer_growth), round(size * parameters.prospect_share)
    count = size + later + prospects
    warp = operational_days()
    days = np.concatenate(
        [
            _start_days(rng, size, 0, HISTORY_DAYS - 1, parameters.customer_growth),
            _start_days(rng, later, HISTORY_DAYS, TOTAL_DAYS - 1, parameters.customer_growth),
            _start_days(rng, prospects, 0, TOTAL_DAYS - 1, parameters.customer_growth),
        ]
    )
    is_prospect = np.arange(count) >= size + later
    is_business = rng.random(count) < np.where(is_prospect, 0.8, parameters.business_share)
    kinds = (parameters.consumer, parameters.business)
    of_type = {
        name: np.array([getattr(kind, name) for kind in kinds])[is_business.astype(int)] for name in vars(kinds[0])
    }
    dropout = rng.beta(of_type["a"], of_type["b"])
    # Rank within the chunk makes sensitivity follow drop-out without touching the Beta.
    rank = np.argsort(np.argsort(dropout)) / count
    place = rng.choice(len(PLACES), count, p=np.array(PLACE_WEIGHTS) / sum(PLACE_WEIGHTS))
    main_channel = np.where(
        is_business, rng.choice(4, count, p=_CHANNEL_MIX[True]), rng.choice(4, count, p=_CHANNEL_MIX[False])
    )
    struck = np.array([province == parameters.incident_province for province in PROVINCE_OF_PLACE])
    return Population(
        ids=np.arange(first_id, first_id + count, dtype=np.int64),
        is_business=is_business,
        is_latin=rng.random(count) < parameters.latin_share,
        is_prospect=is_prospect,
        started=np.interp(days, np.arange(TOTAL_DAYS + 1.0), warp),
        purchase_rate=rng.gamma(of_type["r"], 1 / of_type["alpha"]),
        dropout_probability=np.maximum(dropout, 1e-6),
        spend_rate=rng.gamma(of_type["spend_q"], 1 / of_type["spend_gamma"]),
        spend_shape=of_type["spend_p"],
        is_sensitive=rng.random(count) < parameters.sensitive_share * (0.5 + rank),
        complaint_weight=rng.gamma(0.5, 2.0, count),
        place=place,
        industry=rng.integers(len(CANONICAL), size=count),
        main_channel=main_channel,
        affinity=_affinities(rng, count, parameters.preferred_category_share),
        feels_outage=main_channel == ONLINE,
        feels_strike=struck[place] & (main_channel == ONLINE),
    )


def _affinities(rng: np.random.Generator, count: int, preferred_share: float) -> np.ndarray:
    """Each customer prefers one to three categories."""
    order = np.argsort(rng.random((count, len(CATEGORIES))), axis=1)
    preferred = np.where(order < rng.integers(1, 4, size=count)[:, None], 1.0, 0.0)
    preferred *= rng.gamma(2.0, 1.0, preferred.shape)
    preferred /= preferred.sum(axis=1, keepdims=True)
    return preferred_share * preferred + (1 - preferred_share) / len(CATEGORIES)
