"""Provinces and cities of the six macro-regions, with their share of customers."""

# province: (macro-region, share, cities)
PROVINCES: dict[str, tuple[str, float, tuple[str, ...]]] = {
    "上海": ("East", 9.0, ("上海",)),
    "江苏": ("East", 9.0, ("南京", "苏州", "无锡", "常州")),
    "浙江": ("East", 8.0, ("杭州", "宁波", "温州", "绍兴")),
    "山东": ("East", 5.5, ("济南", "青岛", "烟台", "潍坊")),
    "福建": ("East", 3.5, ("福州", "厦门", "泉州")),
    "安徽": ("East", 2.5, ("合肥", "芜湖")),
    "江西": ("East", 1.5, ("南昌", "赣州")),
    "北京": ("North", 8.0, ("北京",)),
    "天津": ("North", 3.0, ("天津",)),
    "河北": ("North", 3.0, ("石家庄", "唐山", "保定")),
    "山西": ("North", 1.5, ("太原", "大同")),
    "内蒙古": ("North", 1.0, ("呼和浩特", "包头")),
    "广东": ("South", 13.0, ("广州", "深圳", "东莞", "佛山")),
    "湖北": ("South", 3.0, ("武汉", "宜昌")),
    "湖南": ("South", 2.5, ("长沙", "株洲")),
    "河南": ("South", 3.0, ("郑州", "洛阳")),
    "广西": ("South", 1.2, ("南宁", "柳州")),
    "海南": ("South", 0.8, ("海口", "三亚")),
    "四川": ("Southwest", 5.0, ("成都", "绵阳")),
    "重庆": ("Southwest", 3.0, ("重庆",)),
    "云南": ("Southwest", 1.3, ("昆明", "大理")),
    "贵州": ("Southwest", 1.0, ("贵阳", "遵义")),
    "西藏": ("Southwest", 0.1, ("拉萨",)),
    "陕西": ("Northwest", 2.5, ("西安", "宝鸡")),
    "甘肃": ("Northwest", 0.7, ("兰州", "天水")),
    "新疆": ("Northwest", 0.8, ("乌鲁木齐", "喀什")),
    "宁夏": ("Northwest", 0.3, ("银川",)),
    "青海": ("Northwest", 0.2, ("西宁",)),
    "辽宁": ("Northeast", 3.0, ("沈阳", "大连", "鞍山")),
    "黑龙江": ("Northeast", 1.5, ("哈尔滨", "大庆")),
    "吉林": ("Northeast", 1.2, ("长春", "延边")),
}

REGIONS = ("East", "North", "South", "Southwest", "Northwest", "Northeast")
PLACES = tuple((region, province, city) for province, (region, _, cities) in PROVINCES.items() for city in cities)
PLACE_WEIGHTS = tuple(share / len(cities) for _, share, cities in PROVINCES.values() for _ in cities)
REGION_OF_PLACE = tuple(REGIONS.index(region) for region, _, _ in PLACES)
PROVINCE_OF_PLACE = tuple(province for _, province, _ in PLACES)
CITY_OF_PLACE = tuple(city for _, _, city in PLACES)
DISTRICTS = ("中心区", "高新区", "城东区", "城西区", "开发区", "滨江区")
STREETS = ("人民路", "解放路", "中山路", "建设大道", "科技路", "文化街", "长江路", "和平街")
