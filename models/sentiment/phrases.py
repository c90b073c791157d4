"""Phrases that training texts are composed of. No sentence of any customer is among them."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


ASPECTS_ZH = _words(
    "物流|快递|客服|质量|价格|包装|售后|安装|发票|退款|界面|产品|服务|交货|技术支持|配件|"
    "做工|材质|性能|送货|账单|系统|门店|回复|维修"
)

GOOD_ZH = _words(
    "热情|周到|清楚|顺手|准时|精致|牢固|漂亮|舒适|耐用|方便|简单|省事|有保障|很赞|贴切|认真|"
    "负责|温和|友好|强大|流畅|准确|干净|新鲜|物美价廉|一流|完美|高兴|愉快|感谢|惊喜|信赖|"
    "一次成功|解决得快|棒|赞|值|好|满意|不错|给力|专业|耐心|及时|靠谱|划算|公道|完好|顺利|"
    "喜欢|优秀|到位|快|迅速|高效|贴心|实惠|好用|省心|放心|稳定|细心|超出预期|无可挑剔|"
    "值得推荐|没有问题|一点不麻烦|不贵"
)

BAD_ZH = _words(
    "冷漠|推诿|破|烂|脏|旧|卡顿|报错|崩溃|死机|生气|愤怒|无语|受骗|亏|假|不值|不新鲜|不准|"
    "不清楚|不耐烦|不负责|不稳定|不还|不给换|不退款|不回复|不处理|联系不上|打不通|下不了单|"
    "用几天就坏|少了一件|收不到|超时|超期|延误|离谱|过分|乱收费|多收钱|垃圾|差|慢|失望|糟糕|"
    "敷衍|拖延|破损|坏|恶劣|贵|难用|不满意|不好|不专业|不及时|不靠谱|混乱|出错|漏发|发错|"
    "迟到|不合格|没人管|不理人|无人接听|没解决|麻烦|不符|骗人|出现故障|异常|失败|打不开|不能用|"
    "粗糙|气人|后悔"
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

GOOD_EN = _words(
    "delightful|wonderful|fantastic|pleasant|pleased with|delighted with|super|good|nice|solid|best we know|"
    "impressive|quick and friendly|accurate|clean|well made|well packed|comfortable|first class|early|"
    "spotless|a pleasure|easy|great|excellent|very good|fast|helpful|friendly|reliable|fair|perfect|smooth|"
    "professional|satisfying|easy to use|worth it|better than expected|on time|not bad at all|amazing|cheap|"
    "quick"
)

BAD_EN = _words(
    "bad|worst we know|horrible|unfriendly|dirty|fragile|faulty|defective|overpriced|too expensive|too slow|"
    "delayed|dead after a day|broke at once|crashing|charged twice|refused|not answered|nobody cares|"
    "frustrating|a disaster|a nightmare|full of errors|incomplete|terrible|awful|very bad|slow|rude|"
    "unreliable|expensive|broken|late|poor|disappointing|confusing|useless|not good|not helpful|not working|"
    "unacceptable|damaged|wrong|a waste of money|missing|ignored"
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
