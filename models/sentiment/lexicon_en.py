"""English words with a feeling: general vocabulary of service, goods and delivery, written by hand.

Words of STRONG_* weigh two, the others one. NEGATORS turn a word that follows within twenty characters.
"""


def words(text: str) -> tuple[str, ...]:
    """The words of a list, in its order."""
    return tuple(text.split("|"))


STRONG_GOOD = words(
    "excellent|outstanding|amazing|awesome|fantastic|superb|brilliant|wonderful|exceptional|perfect|perfectly|"
    "flawless|flawlessly|best|love|loved|loves|adore|adores|delighted|thrilled|blown away|exceeded|exceeds|"
    "beyond expectations|highly recommend|highly recommended|five stars|5 stars|top notch|first class|"
    "world class|life saver|lifesaver|couldn't be happier|could not be happier|couldn't be better|can't fault|"
    "cannot fault|can't recommend enough|thank you|thanks|grateful|impressed|impressive|great job|well done|"
    "kudos|hats off|a joy|a pleasure|spot on|second to none"
)
GOOD = words(
    "good|great|nice|lovely|fine work|happy|happier|pleased|glad|satisfied|satisfying|satisfactory|enjoy|enjoyed|"
    "enjoyable|pleasant|pleasantly|comfortable|cosy|comfy|soft|smooth|smoothly|seamless|seamlessly|easy|easier|"
    "easily|effortless|simple|intuitive|straightforward|clear|clearly explained|convenient|handy|helpful|helped|"
    "helps|useful|kind|kindly helped|friendly|polite|courteous|patient|attentive|caring|thoughtful|warm|"
    "welcoming|professional|knowledgeable|competent|expert advice|honest|fair|transparent|trust|trustworthy|"
    "trusted|reliable|reliably|dependable|consistent|responsive|prompt|promptly|quick|quickly|quicker|fast|"
    "faster|swift|speedy|rapid|instant|instantly|immediately|in no time|within minutes|within the hour|same day|"
    "next day|on time|in time|ahead of schedule|early|earlier|sooner|efficient|efficiently|accurate|precise|"
    "correctly|solid|sturdy|robust|strong|durable|long lasting|well made|well built|well packed|well packaged|"
    "carefully packed|intact|undamaged|stable|quiet|silent|clean|tidy|spotless|fresh|tasty|delicious|beautiful|"
    "gorgeous|elegant|stylish|sleek|pretty|attractive|sharp|crisp|bright|lightweight|compact|versatile|powerful|"
    "effective|works|works well|works great|works perfectly|working well|worked|works as described|as described|"
    "as promised|kept your promise|kept your word|keep it up|affordable|cheap price|bargain|good value|"
    "value for money|worth|worth it|worthwhile|reasonable|fair price|saved|saves|save time|time saver|improved|"
    "improvement|improves|better|better than|upgrade|benefit|recommend|recommended|recommending|buy again|"
    "order again|ordering again|bought again|come back|coming back|loyal|stick with|repeat customer|will be back|"
    "solved|resolved|fixed|sorted|sorted out|repaired|rescued|went out of their way|extra mile|above and beyond|"
    "appreciate|appreciated|appreciative|compliment|compliments|praise|win|winner|gem|favourite|favorite|super|"
    "cool|fab|ideal|exactly what|just what|hassle free|trouble free|without a hitch|without any problem|"
    "without any issue|no problem|no problems|no issue|no issues|no complaint|no complaints|no trouble|"
    "not a single problem|not a single issue|never failed|never let|never lets|not bad|won over|won me over|"
    "a delight|delightful|charming|satisfies|confident|peace of mind|relieved|called back|followed up|"
    "kept us informed|kept me informed|proactive|generous|free replacement|refunded promptly|like new|"
    "good as new|pays for itself|money well spent|hard to beat|unbeatable|five star|keeps its promise|"
    "holds up well|lasts|lasts long|fits|fits perfectly|looks great|painless|without a fault|"
    "get what you pay for|praise enough|feels premium"
)
STRONG_BAD = words(
    "terrible|horrible|awful|appalling|atrocious|dreadful|disgusting|disgraceful|disgrace|abysmal|shocking|"
    "outrageous|unacceptable|inexcusable|ridiculous|pathetic|joke|worst|nightmare|disaster|catastrophe|fiasco|"
    "scam|fraud|rip off|ripoff|ripped off|cheated|lied|lies|liar|liars|thieves|stolen|garbage|rubbish|trash|junk|"
    "crap|useless|worthless|waste of money|waste of time|hate|hated|furious|angry|fuming|livid|outraged|fed up|"
    "sick of|sick and tired|disappointed|disappointing|disappointment|frustrated|frustrating|frustration|"
    "infuriating|unbelievable|never again|never buy|never buying|never order|never use|avoid|stay away|"
    "steer clear|do not buy|don't buy|one star|1 star|zero stars|money back|compensation|lawyer|legal action|"
    "complaint|complain|complained|regret|unprofessional|incompetent|insulting|insult|hung up on|shame on|"
    "ashamed|last straw|treated like"
)
BAD = words(
    "bad|badly|poor|poorly|worse|inferior|mediocre|subpar|lousy|cheaply made|flimsy|fragile|faulty|defective|"
    "defect|defects|broken|broke|breaks|break down|broke down|breaks down|breaking|damaged|damage|cracked|crack|"
    "cracks|crushed|dented|dent|scratched|scratches|scratch|bent|torn|tear|ripped|stained|stains|dirty|filthy|"
    "mouldy|moldy|mould|mold|rust|rusty|rusted|wet|soaked|leak|leaks|leaking|leaked|spilled|expired|stale|rotten|"
    "spoiled|smell|smells|smelly|stinks|reeks|stench|burnt|burning|overheats|overheating|smoke|sparks|loud|noisy|"
    "noise|rattles|squeaks|vibrates|wobbly|loose|stuck|jammed|jams|slow|slowly|sluggish|laggy|lag|lags|freezes|"
    "freezing|frozen|hangs|crash|crashes|crashed|crashing|bug|bugs|buggy|glitch|glitches|glitchy|error|errors|"
    "fails|failed|failing|failure|fail|malfunction|malfunctioning|dead|died|stopped|stops|stopped working|"
    "doesn't work|does not work|not working|won't start|won't open|won't load|won't turn on|won't charge|"
    "cannot log in|can't log in|unable|impossible|unusable|unreadable|unreliable|inconsistent|unstable|wrong|"
    "incorrect|incorrectly|inaccurate|mistake|mistakes|mixed up|mix up|mismatch|missing|lacking|lacks|lack of|"
    "incomplete|short of|lost|disappeared|vanished|gone|empty|late|later than promised|delay|delays|delayed|"
    "overdue|still waiting|still not|still no|still hasn't|still haven't|still isn't|waiting for|waited|waiting|"
    "wait|weeks|for weeks|for days|over a month|ages|forever|again and again|over and over|repeatedly|every time|"
    "keeps|kept asking|third time|no answer|no reply|no response|not answered|nobody|no one|nobody answers|"
    "nobody cares|unanswered|ignored|ignores|ignore|ignoring|unresponsive|unhelpful|rude|impolite|unfriendly|"
    "arrogant|dismissive|careless|negligent|lazy|clueless|confusing|confused|confusion|misleading|misled|"
    "deceptive|false|fake|counterfeit|refurbished|not as described|not as advertised|not the same|overpriced|"
    "expensive|too expensive|costly|overcharged|overcharge|charged twice|double charged|hidden fee|hidden fees|"
    "hidden costs|extra charge|price hike|raised the price|refused|refuses|refuse|denied|denies|rejected|"
    "declined|cancelled without|canceled without|blame|blamed|blaming|excuse|excuses|pass the buck|passed around|"
    "back and forth|passed from|unhappy|unsatisfied|dissatisfied|dissatisfying|upset|upsetting|annoyed|annoying|"
    "irritating|irritated|tired of|sad|worried|worry|concerned|stress|stressful|painful|pain|headache|hassle|"
    "trouble|troubles|problem|problems|issue|issues|struggle|struggling|struggled|difficult|complicated|clunky|"
    "awkward|inconvenient|inconvenience|cumbersome|tedious|cold|unsafe|dangerous|hazard|injured|hurt|allergic|"
    "rash|lost money|lost data|data loss|downtime|halted|stopped our|holds up|held up|hold up our|costs us|"
    "cost us|cost a fortune|losing|decline|declined quality|going downhill|downhill|deteriorated|worsened|"
    "lower quality|cheap plastic|feels cheap|looks cheap|thin|too small|too big|doesn't fit|does not fit|"
    "don't fit|exhausting|thawed|limp|roars|fault|faults|not there|outage|outages|smashed|ruined|times out|"
    "drops out|uncomfortable|ugly|dull|boring|bland|tasteless|sour|bitter|overcooked|unfair|unjust|dishonest|"
    "broken promise|broken promises|promised|was promised|were promised|supposed to|claims|chase|chasing|had to|"
    "have to chase|switch supplier|switched away|switch to|going elsewhere|elsewhere|leaving|cancel my contract|"
    "terminate|return it|returning it|sent it back|send it back|refund me|demand|please fix|fix this|unresolved|"
    "not resolved|not solved|not fixed|unpaid|hasn't arrived|has not arrived|haven't received|have not received|"
    "not received|never arrived|never came|never received|not delivered|undelivered|shrank|faded|peeling|worn|"
    "second hand|engaged|busy line|no explanation|without explanation|without notice|twice|only lasted|"
    "lasted only|fell apart|falls apart|falling apart|came off|comes off|snapped|stopped responding|not good|"
    "not great|not happy|not nearly|could be better|leaves much to be desired|let down|letdown|lets down|"
    "not worth|too slow|too late|too loud|too complicated|overcomplicated|unclear|out of order|out of stock|"
    "sold out|backordered|off the hook|unreachable|cannot reach|can't reach"
)
HEDGES = words(
    "ok|okay|average|so so|so-so|fine|acceptable|adequate|alright|all right|decent|moderate|standard|ordinary|"
    "usual|as usual|nothing special|neither|neutral|no opinion|not sure|no strong|middle of|in between|"
    "comparable|similar|about the same|much the same|the same as|as expected|what you would expect|does the job|"
    "does its job|haven't tried|have not tried|not tried|not used|too early|so far|will see|wait and see|"
    "mixed feelings|half and half|nothing to compare|no comment|no comments|could go either way"
)
QUESTIONS = words(
    "?|how|what|when|where|which|who|why is there|is there|are there|do you|does this|does the|does it|can you|"
    "could you|can i|can we|could i|could we|may i|would you|is it|is the|are you|are the|do i|do we|should i|"
    "will you|question|questions|wondering|want to know|would like to know|like to know|enquiry|inquiry|asking"
)
REQUESTS = words(
    "please|request|requesting|need to|we need|i need|would like|i'd like|we'd like|i want to|we want to|plan to|"
    "planning|looking for|interested in|update|change|change the|changed|arrange|book|schedule|reissue|resend|"
    "send|send me|send us|provide|attach|attached|add|register|registered|renew|renewal|confirm|deliver to|"
    "ship to|ship|transfer|set up|move|moved|forward|quote|quotation|catalogue|catalog|manual|certificate"
)
NEGATORS = words(
    "not|no|never|n't|cannot|without|hardly|barely|nothing|none|nor|neither|isn't|wasn't|aren't|weren't|don't|"
    "doesn't|didn't|won't|wouldn't|can't|couldn't|hasn't|haven't|hadn't|shouldn't|ain't|far from|lack|lacks|"
    "fails to|failed to|anything but|stop|stopped|free of"
)
BOOSTERS = words(
    "very|really|so|extremely|super|absolutely|totally|completely|highly|incredibly|too|truly|such|most|quite|"
    "especially"
)
TURNS = words("but|however|although|though|yet|except|unfortunately|sadly")
