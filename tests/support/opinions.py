"""Sentences for measuring the sentiment model, written after its phrases were fixed and never used to choose them."""

POSITIVE = """
老板人很实在，货也足秤
这批螺丝精度高，车间师傅都说好
下单到收货不到两天，效率真高
孩子特别爱玩这个积木
换货流程比想象中顺畅
客户经理跟进得很勤快
面料摸起来很舒服，颜色也正
已经是第五次下单了，没出过岔子
The chairs look lovely in our office
Smooth order and a very kind driver
Exactly what we needed, thanks a lot
My kids adore this toy
Their engineer solved it in ten minutes
""".strip().splitlines()
NEGATIVE = """
打印机三天两头卡纸，烦死了
客服一直踢皮球，谁都不负责
收到的奶粉快过期了
螺丝规格发错两回，耽误我们生产
发票催了一个月还没给
涨价也不提前通知，太让人寒心
沙发有一股刺鼻的味道
说好的赠品根本没有
The box arrived crushed and two parts were missing
Still no answer to my complaint
The app keeps crashing when I pay
You raised the price without telling us
I regret buying this machine
""".strip().splitlines()
NEUTRAL = """
请问可以对公转账吗
麻烦帮我查下单号
想了解批量采购的流程
公司名称变更，需要重新开票
中规中矩，跟别家差不多
周末可以安排送货吗
目前没有其他建议
Do you ship to Hong Kong
Please change the contact person of our account
I need the manual for model 20
About the same as last year
Which sizes are available
""".strip().splitlines()
OPINIONS = {"positive": POSITIVE, "negative": NEGATIVE, "neutral": NEUTRAL}
