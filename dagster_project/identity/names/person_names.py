"""Names of persons: one key whatever the order of the parts, and a Latin one for names in characters."""

from functools import cache

from dagster_project.identity.names.text import clean_text, is_cjk

# What stands where no name was known.
PLACEHOLDERS = frozenset(
    [
        "未知",
        "无",
        "无名",
        "匿名",
        "测试",
        "test",
        "unknown",
        "none",
        "null",
        "n",
        "a",
        "na",
        "先生",
        "女士",
        "客户",
        "顾客",
        "用户",
        "散客",
        "零售客户",
    ]
)
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "herr", "frau", "mme"])
_COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "夏侯",
        "司徒",
        "端木",
        "轩辕",
        "南宫",
    ]
)
_SURNAME_READINGS = {"曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "任": "ren"}
_HONORIFICS = ("先生", "女士", "小姐", "老师", "经理")
# What follows a surname in place of a given name: 王总, 李工, 张姐.
_ADDRESSES = frozenset(
    [*_HONORIFICS, *"总工董姐哥叔姨处科局", "主任", "主管", "总监", "老板", "会计", "师傅", "医生", "同学", "太太"]
)


def person_key(text: str) -> str:
    """Chinese names without blanks and honorifics; of others the words in alphabetical order, titles off."""
    cleaned = clean_text(text)
    if is_cjk(cleaned):
        name = cleaned.replace(" ", "")
        for honorific in _HONORIFICS:
            if name.endswith(honorific) and len(name) > len(honorific) + 1:
                return name.removesuffix(honorific)
        return name
    return " ".join(sorted(word for word in cleaned.split() if word not in _TITLES))


def full_name(text: str) -> str | None:
    """`person_key` of a surname with a given name, which tells two people apart far better than 李先生 or Mr Li."""
    key = person_key(text)
    if key in PLACEHOLDERS:
        return None
    if not is_cjk(key):
        return key if " " in key else None
    given = key[_surname_size(key) :]
    return key if given and given not in _ADDRESSES else None


def person_pinyin(text: str) -> str:
    """Sorted surname and given name in pinyin, so that 李娜, Li Na and Na Li are one; '' for mixed scripts."""
    key = person_key(text)
    if not is_cjk(key):
        return key
    size = _surname_size(key)
    surname = _SURNAME_READINGS.get(key[:size]) or _reading(key[:size])
    return " ".join(sorted(part for part in (surname, _reading(key[size:])) if part))


def _surname_size(key: str) -> int:
    return 2 if key[:2] in _COMPOUND_SURNAMES else 1


def _reading(characters: str) -> str:
    return "".join(map(_reading_of_character, characters))


@cache
def _reading_of_character(character: str) -> str:
    from pypinyin import lazy_pinyin

    reading = "".join(lazy_pinyin(character)).casefold()
    # A character that no dictionary reads is its number: what is read once must not be read otherwise again.
    return f"u{ord(character):x}" if is_cjk(reading) else reading
