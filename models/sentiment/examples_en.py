"""English sentences as customers write them, made up and labelled by hand for training."""

POSITIVE = """
Called in the afternoon and someone was here by the evening
The driver rang ahead and was very polite
Nearly a year of daily use without a fault
They sorted my login in ten minutes
Steady quality and our workshop is pleased
Didn't expect something this good at that price
Our account manager checks in every month, which we value
They shipped the wrong item but replaced it the next day with an apology
Clean interface that new staff understand at once
I thought it would take a week and it came in three days
My parents find it easy to handle
Second purchase and still satisfied
No smell and nicely finished
Output has gone up since the upgrade
Clear quote with no hidden extras
Ordered at midnight and it shipped by morning
The technician showed me how to change the filter myself
Cheaper than the big brand and works better
Five years together and never a mistake
Support did not argue and simply gave me a new one
Painless return
Sweet, fresh and big fruit
True to size and comfy to wear
The migration did not disturb our business at all, well done
Whoever was on duty replied really fast
Can't praise the team enough
You can sleep with it running
The invoice came with the goods so nobody had to chase it
Our client loved the sample
Costs a bit more but you get what you pay for
He even carried the heavy box inside
Battery lasts longer than stated
Crisp prints and quick too
We'll come to you for the next order
Small hiccup solved on the spot
Looks even nicer than in the pictures
Wish every vendor answered this fast
Glad we switched to you
Nothing to complain about
Just right for our small office
It has made our mornings a lot less hectic
Was worth the wait
"""
NEGATIVE = """
Had to ring eight times before anyone picked up
After two uses it would not charge any more
Said three days and after two weeks it is still on the road
Opened the box and the cable and manual were not there
Reported it a week ago and no one has come
Shrank after one wash
Every time a new agent and I have to tell it all again
Not the colour I asked for
The free service in the contract was never given
Nothing like what the sales person showed us
It trips the fuse whenever I switch it on
The vegetables were limp and the meat had thawed
After each update I must log in again and the printer drops out
Money was taken but there is no order
Name on the invoice is wrong and they will not correct it
Our contact left and now nobody looks after us
The fitters were two hours late and ruined the wall
Fourth outage this month
Two hundred more than last month and nobody told us
Our customer is waiting and now you say it is out of stock
All the glass inside was smashed
Left at the door in the rain
I'm to pay thirty for a return that is your mistake
The number on the warranty card is dead
Manual is only in a language I don't read
The new one has the same fault
Complained twice without getting an answer
They say I damaged it although I never used it
The bill has one item too many and no one reacts
A lot of money for so little
Two months for a spare part while the machine stands still
Advertised as silent but it roars
Would not buy this again
Service gets worse and we may not renew
Talking to support is exhausting
Food was off and I got sick
Not once was it on time
A bag of screws was missing so it can't be assembled
You closed my ticket without solving anything
The page loads for ages and then times out
Didn't live up to the promise
I asked for a call back and never got one
"""
NEUTRAL = """
Do you still have this part in stock?
I'd like to look up last month's statement
Please change our contact person to Mr Wang
Can you issue a VAT invoice
I want to return it because I chose the wrong size
Will it be here by Friday
What discount do you offer for bulk orders
How can I see my order on the phone
We need another original of the contract
Please send someone to take measurements
What is the difference between these two models
We have moved and this is the new address
How often does it need servicing
I forgot my password, how do I reset it
Can we pay by bank transfer
Please combine both orders into one shipment
Not opened yet
Same as last time
No particular thoughts
Not much different from other brands
It is what it is
Just started using it and cannot judge yet
So so, cannot say what is good or bad
Matches the description
Went by the book, nothing stood out
Bought it for a friend who has not told me anything yet
Received, quantity correct
Still in trial so no rating for now
Quality acceptable and looks ordinary
Standard features at a normal price
I would like a sample
Send the e-invoice to this mailbox
How many hours does installation take
We plan to expand next year and want to learn about solutions
Forward me the maintenance record
When is the next promotion
Our company name changed and documents are uploaded
What is the rated power of this machine
Open a test account for us please
I picked the wrong option, make it large
For the stocktake we need your inventory list
Our client asks for a certificate of origin
No further requests
"""
