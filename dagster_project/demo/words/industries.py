"""Free-text industries as salespeople type them: one canonical industry, many spellings."""

SPELLINGS: dict[str, tuple[str, ...]] = {
    "汽车零部件": ("汽车零部件", "汽配", "汽车配件制造", "auto parts", "制造业-汽车零部件"),
    "机械设备": ("机械设备", "机械制造", "装备制造", "machinery", "通用设备制造业"),
    "电子元件": ("电子元件", "电子制造", "电子元器件", "electronics", "计算机、通信和其他电子设备制造业"),
    "化工": ("化工", "化学制品", "精细化工", "chemicals"),
    "食品饮料": ("食品饮料", "食品加工", "饮料制造", "food & beverage", "农副食品加工业"),
    "纺织服装": ("纺织服装", "服装", "纺织业", "apparel", "textile"),
    "医药制造": ("医药制造", "制药", "生物医药", "pharma"),
    "家具": ("家具", "家具制造", "家居", "furniture"),
    "金属制品": ("金属制品", "五金", "五金加工", "metal products"),
    "建筑工程": ("建筑工程", "建筑", "房屋建筑业", "construction", "工程施工"),
    "房地产": ("房地产", "地产", "房地产开发", "real estate"),
    "软件": ("软件", "软件开发", "软件和信息技术服务业", "software", "服务业-软件", "SaaS"),
    "互联网": ("互联网", "互联网平台", "电商平台", "internet"),
    "电信": ("电信", "通信运营", "telecom"),
    "银行": ("银行", "银行业", "货币金融服务", "banking"),
    "保险": ("保险", "保险业", "insurance"),
    "批发": ("批发", "批发业", "贸易", "商贸", "wholesale", "进出口贸易"),
    "零售": ("零售", "零售业", "连锁超市", "retail", "百货"),
    "餐饮": ("餐饮", "餐饮业", "酒店餐饮", "restaurants"),
    "物流": ("物流", "货运", "快递", "仓储物流", "logistics", "道路运输业"),
    "教育": ("教育", "培训", "教育培训", "education"),
    "医疗": ("医疗", "医院", "卫生", "healthcare", "诊所"),
    "广告传媒": ("广告传媒", "广告", "文化传媒", "media", "advertising"),
    "咨询": ("咨询", "管理咨询", "商务服务业", "consulting"),
    "农业": ("农业", "种植业", "农林牧渔", "agriculture"),
}

CANONICAL = tuple(SPELLINGS)
ALL_SPELLINGS = tuple(spelling for spellings in SPELLINGS.values() for spelling in spellings)
FIRST_SPELLING = tuple(sum(len(SPELLINGS[name]) for name in CANONICAL[:i]) for i in range(len(CANONICAL)))
SPELLING_COUNT = tuple(len(SPELLINGS[name]) for name in CANONICAL)
# The word a company of that industry carries in its registered name.
# fmt: off
NAME_WORDS = (
    "汽配", "机械", "电子", "化工", "食品", "服饰", "医药", "家居", "五金",
    "建设", "置业", "软件", "网络", "通信", "金融", "保险", "商贸", "百货",
    "餐饮", "物流", "教育", "医疗", "传媒", "咨询", "农业",
)
# fmt: on
# fmt: off
LATIN_WORDS = (
    "Auto Parts", "Machinery", "Electronics", "Chemicals", "Foods", "Apparel", "Pharma", "Furniture", "Metal",
    "Construction", "Estates", "Software", "Networks", "Telecom", "Finance", "Insurance", "Trading", "Stores",
    "Dining", "Logistics", "Education", "Medical", "Media", "Consulting", "Farms",
)
# fmt: on
