"""Names of people and companies, keys (phone, e-mail, tax ID) that are unique by construction."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.text import choose, join, number, take
from dagster_project.demo.words.industries import LATIN_WORDS, NAME_WORDS
from dagster_project.demo.words.places import CITY_OF_PLACE

SURNAMES = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
)
GIVEN = tuple(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文辉力宇浩然子轩雨欣怡思佳琪嘉俊博雅诗晨曦梦瑶天泽海波云龙飞雪春燕"
)
CORE = tuple("华泰瑞鑫宏远达盛恒信诚安康嘉德鼎丰润金海天龙腾飞凯利兴隆和美佳优科创新智联博通汇中正源东方北南长青云星辰")
# fmt: off
LATIN_FIRST = (
    "James", "Mary", "John", "Anna", "Peter", "Laura", "David", "Sofia", "Daniel", "Emma", "Thomas", "Julia",
    "Martin", "Nina", "Oliver", "Clara", "Lucas", "Eva", "Marco", "Irene",
)
# fmt: on
# fmt: off
LATIN_LAST = (
    "Smith", "Müller", "Garcia", "Rossi", "Novak", "Johnson", "Brown", "Dubois", "Jansen", "Kowalski", "Silva",
    "Larsen", "Weber", "Martin", "Lopez", "Taylor", "Moreau", "Fischer",
)
# fmt: on
# fmt: off
LATIN_CORE = (
    "Meridian", "Northwind", "Bluestone", "Harbor", "Summit", "Evergreen", "Atlas", "Pioneer", "Lotus",
    "Orient", "Pacific", "Vector", "Quantum", "Crescent", "Falcon", "Aurora",
)
# fmt: on
SUFFIXES = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
LATIN_SUFFIXES = (" Co., Ltd.", " Ltd.", " Inc.", " GmbH")
MAIL_DOMAINS = ("163.com", "qq.com", "126.com", "sina.com", "gmail.com", "outlook.com")
# Ten prefixes per salt, so that numbers of different salts never meet.
# fmt: off
_MOBILE_PREFIXES = (
    "138", "139", "136", "150", "158", "186", "188", "177", "133", "199", "135", "137", "134", "151", "152",
    "157", "159", "182", "183", "187", "147", "178", "130", "131", "132", "155", "156", "185", "176", "166",
    "153", "173", "180", "181", "189", "191", "193", "195", "196", "198",
)
# fmt: on
_TAX_ALPHABET = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))
_PRIME = 99_999_989


def scrambled(ids: np.ndarray, salt: int) -> np.ndarray:
    """A bijection of 0..99,999,988, so that keys are unique and tell nothing of the customer number."""
    return (ids.astype(np.int64) * (7_919 + 104_729 * salt) + 15_485_863 * (salt + 1)) % _PRIME


def person_names(rng: np.random.Generator, size: int, is_latin: np.ndarray) -> pa.Array:
    """Chinese names of two or three characters, or Latin first and last names."""
    weights = 1 / (np.arange(len(SURNAMES)) + 4.0)
    surname = rng.choice(len(SURNAMES), size, p=weights / weights.sum())
    second = np.where(rng.random(size) < 0.7, rng.integers(len(GIVEN), size=size), len(GIVEN))
    chinese = join(
        take(SURNAMES, surname), take(GIVEN, rng.integers(len(GIVEN), size=size)), take((*GIVEN, ""), second)
    )
    latin = join(
        take(LATIN_FIRST, rng.integers(len(LATIN_FIRST), size=size)),
        " ",
        take(LATIN_LAST, rng.integers(len(LATIN_LAST), size=size)),
    )
    return choose(is_latin, latin, chinese)


def company_parts(
    rng: np.random.Generator, *, place: np.ndarray, industry: np.ndarray, is_latin: np.ndarray
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """City prefix, distinctive middle and legal suffix of company names; variants drop the first or the last."""
    size = len(place)
    core = rng.integers(len(CORE), size=(3, size))
    chinese = join(
        *(take(CORE, row) for row in core[:2]), take((*CORE, ""), np.where(core[2] % 3 == 0, core[2], len(CORE)))
    )
    latin = join(
        take(LATIN_CORE, rng.integers(len(LATIN_CORE), size=size)),
        " ",
        take(LATIN_LAST, rng.integers(len(LATIN_LAST), size=size)),
    )
    middle = choose(is_latin, join(latin, " ", take(LATIN_WORDS, industry)), join(chinese, take(NAME_WORDS, industry)))
    prefix = choose(is_latin, "", take(CITY_OF_PLACE, place))
    suffix = rng.choice(4, size, p=[0.7, 0.12, 0.12, 0.06])
    return prefix, middle, choose(is_latin, take(LATIN_SUFFIXES, suffix), take(SUFFIXES, suffix))


def mobiles(ids: np.ndarray, salt: int = 0) -> pa.Array:
    """Eleven-digit mobile numbers, unique per id and salt (0-3)."""
    return join(take(_MOBILE_PREFIXES, ids % 10 + 10 * salt), number(scrambled(ids, salt), 8))


def emails(ids: np.ndarray, is_business: np.ndarray, salt: int = 0) -> pa.Array:
    """Unique lower-case addresses; a company's person writes from the company's own domain."""
    key = number(scrambled(ids, 20 + salt), 8)
    private = join("u", key, "@", take(MAIL_DOMAINS, ids % len(MAIL_DOMAINS)))
    return choose(is_business, join("purchase@c", key, ".com.cn"), private)


def tax_ids(ids: np.ndarray, place: np.ndarray) -> pa.Array:
    """Unified social credit codes of 18 characters with the check character of GB 32100-2015."""
    body = np.zeros((len(ids), 17), dtype=np.int64)
    body[:, 0] = 9
    body[:, 1] = 1
    body[:, 2:8] = np.array([[int(c) for c in f"{110000 + 101 * p:06d}"] for p in range(200)])[place]
    rest = scrambled(ids, 40)
    for position in range(16, 7, -1):
        body[:, position] = rest % 10
        rest = rest // 10
    weights = np.array([pow(3, i, 31) for i in range(17)])
    check = (31 - (body * weights).sum(axis=1) % 31) % 31
    digits = np.concatenate([body, check[:, None]], axis=1)
    return pa.array(np.ascontiguousarray(_TAX_ALPHABET[digits]).view("<U18").ravel())


def landlines(group: np.ndarray) -> pa.Array:
    """Switchboard numbers, one per group; a negative group gives null."""
    return pc.if_else(
        pa.array(group >= 0), join("021-6", number(np.maximum(group, 0) * 7 + 1000001, 7)), pa.scalar(None, pa.string())
    )
