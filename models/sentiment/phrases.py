"""What stands around the words of the lexicon in composed training texts. No sentence of any customer is among them."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


ASPECTS_ZH = _words(
    "物流|快递|客服|质量|价格|包装|售后|安装|发票|退款|界面|产品|服务|交货|技术支持|配件|"
    "做工|材质|性能|送货|账单|系统|门店|回复|维修"
)

ADVERBS_ZH = _words("|很|非常|真的|特别|太|比较|一直|总是|实在")

GOOD_ENDS_ZH = _words("|会回购|推荐给同事|下次还来|谢谢|点赞|五星好评|合作愉快|继续合作")

BAD_ENDS_ZH = _words("|要求退货|我要投诉|再也不买了|请尽快处理|等了很久|差评|不会再合作|要求赔偿|一直没有解决")

NEUTRAL_ZH = _words(
    "请问{a}怎么查询|咨询一下{a}|想了解{a}|{a}什么时候可以安排|申请{a}|需要办理{a}|"
    "如何修改{a}信息|{a}一般|{a}还行|{a}普普通通|{a}没什么特别|{a}马马虎虎|"
    "{a}中规中矩|请提供{a}资料|预约{a}|变更{a}地址|使用方法咨询{a}|订单{a}查询|"
    "没有意见|暂时没感觉|和以前一样|没有特别的意见|说不上好坏|还可以|一般|凑合|能用|"
    "什么时候有{a}|{a}在哪里看|能否告知{a}进度|我想改{a}|怎么开{a}|{a}有哪些型号|"
    "麻烦发一下{a}资料"
)

ASPECTS_EN = _words(
    "delivery|support|quality|price|packaging|service|installation|invoice|refund|product|app|website|staff|"
    "billing|shipping"
)

GOOD_ENDS_EN = _words("|will buy again|highly recommended|thank you|love it|happy with it|five stars|keep it up")

BAD_ENDS_EN = _words(
    "|want my money back|never buying here|please fix|still waiting|very unhappy|one star|nobody answers"
)

NEUTRAL_EN = _words(
    "question about {a}|how do I change the {a}|when is the {a} available|please send the {a} details|"
    "the {a} is okay|the {a} is average|{a} was as usual|request for {a}|I would like to know more about {a}|"
    "nothing special about the {a}|no opinion on {a}|update my {a} address|how can I get the {a}|"
    "could you tell me the {a} status|when will the {a} come|where can I find the {a}|fine|"
    "neither good nor bad|it is okay|what is the {a} number"
)

ADVERBS_EN = _words("is |was ||really |very |so ")
NOT_ZH = _words("不|不太|并不|不够|没有那么|谈不上|一点也不")
NOT_EN = _words("not |is not |was not |never |isn't |not very |hardly ")
