"""The word classes that the signs are made of."""

from __future__ import annotations

from mascot.safety.lexicon import bag

PEOPLE = bag(
    "friend mother father brother sister son daughter husband wife partner boyfriend girlfriend "
    "ex fiance fiancee child kid kids boy girl baby roommate flatmate housemate cousin uncle "
    "aunt auntie nephew niece grandma grandpa grandmother grandfather nan nana gran grandad "
    "granddad neighbour neighbor colleague coworker boss teacher student pupil classmate mate "
    "buddy pal lad stepfather stepmother stepbrother stepsister stepson stepdaughter twin "
    "parents family teen teenager guy woman man lady crush client tenant lodger carer teammate "
    "bandmate godson sibling employee intern"
)

_COUNTS = bag(
    "ten twelve fifteen sixteen twenty thirty forty fifty sixty seventy eighty hundred dozen dozens"
) | {str(count) for count in range(8, 201)}

CLASSES: dict[str, str] = {
    # who
    "person": "|".join(sorted(PEOPLE)),
    "they": "he|she|they|someone|who|{person}",
    "who": "i|{they}",
    "me": "me|him|her|them|us",
    "my": "my|his|her|their|our",
    "refl": "myself|himself|herself|themselves|themself|ourselves",
    "refl_any": "{refl}|yourself|oneself|urself",
    "is": "am|is|are|was|were|be|been|being",
    "was": "was|were|am|is",
    "have": "have|has|had|got|having|with|holding|bought|buy|buying|found|grabbed",
    # wishing, intending, thinking
    "wish": "want|wants|wanting|wish|wishes|wished|need|needs|ready|deserve|deserves|"
    "deserved|prefer|rather|sooner|would sooner|hoping|longing|waiting|supposed|prepared|would like|would love|"
    "begging|willing|choose|meant|trying|tried|going somewhere|planning|plan|decided",
    "aim": "want|wants|wanted|wanting|going|need|ready|planning|plan|plans|about|trying|tried|"
    "tempted|decided|wait|itching|dying|excited|threatening|threatens|threatened|promised|prepared|urge|urges|intend|"
    "would like|have|time|wish|rather|willing|might|will|would|could|should|may|gotta|let me|how",
    "think": "think about|think of|thinking about|thinking of|thinks about|thinks of|"
    "thought about|thought of|thoughts of|thoughts about|thought is|thoughts are|considering|"
    "considered|consider|contemplating|contemplate|contemplated|fantasise about|fantasize about|"
    "fantasising about|fantasizing about|fantasies about|fantasies of|dream of|dream about|"
    "dreaming of|dreaming about|imagine|imagining|picture|picturing|talks about|talking about|"
    "talk about|talked about|joking about|jokes about|idea of|obsessed with|obsessing over|"
    "obsessing about|researching|looking up|looking into|googling|planning|plan|feel like|"
    "feeling like|feels like|felt like|close to|verge of|consumed by|craving|threatening|"
    "mind goes to|not afraid of|not scared of|keen on|thinking abt|threatens",
    # dying and ways to say it
    "die": "die|be dead|not exist|stop existing|cease to exist|stop living|not be alive|"
    "not wake up|never wake up|unalive|self delete|ctb|kms|not be here anymore|"
    "not live anymore|sleep forever|disappear forever|vanish forever|leave this world|"
    "leave this earth|leave this life|leave this planet|leave the world|leave this body|close my eyes forever|drop dead|kick it forever|end up dead|cease existing",
    "dying": "dying|suicide|being dead|not existing|not being alive|not being here|"
    "not being around|not waking up|ending it|ending it all|ending things|ending everything|"
    "stopping existing|unaliving|unalive|overdosing|jumping off|jumping|self deletion|"
    "self delete|disappearing forever|checking out permanently|being gone forever|my own death|"
    "my death|leaving this world|leaving this life|leaving this earth|driving off a bridge|jumping in front of|stepping in front of|what dying",
    "kill": "kill|killing|kills|murder|murdering|unalive|unaliving|off|offing|end|ending|hang|"
    "hanging|drown|drowning|shoot|shooting|poison|poisoning|gas|suffocate|strangle|strangling|"
    "stab|stabbing|delete|deleting|yeet|yeeting|top|topping|neck|necking|rope|roping|"
    "do away with|get rid of|execute|finish|jump",
    "hurt": "bruising|bruised|burnt|burned|slashed|slash|slashing|stabbing|biting|pinching|hurt|harm|hurting|harming|cut|cutting|cuts|burn|burning|injure|injuring|starve|"
    "starving|punish|punishing|punching|mutilate|mutilating|carving|slapping|scratching|"
    "choke|choking|punch|hurts|harms",
    "gone": "dead|gone|not here|not around|not alive|not in it|not in the picture|"
    "no longer here|never born|not born|out of the picture|out of the way|not there",
    "absent": "i am gone|i was gone|i were gone|i am dead|i was dead|i were dead|i die|"
    "i died|i am not here|i was not here|i were not here|i am not around|i was not around|"
    "i were not around|i am out of the picture|i was out of the picture|i am no longer|"
    "i was no longer|i not exist|i did not exist|i do not exist|i never existed|"
    "i disappeared|i disappear|me gone|me dead|me out of|i was never born|i go for good|"
    "i am out of the way|i was out of the way|i stopped existing|i were never born|i end it|"
    "did not have me|not have me|not have to look after me|not have to care for me|i was out of it|i were out of it|i was not in it|i were not in it|i am not in it|i was not alive|i were not alive|i am not alive|i am six feet under|i am finally gone|"
    "i vanished|i left this world|i am in the ground|i was never here",
    "relieved": "better off|better|happier|easier|relieved|relief|fine|ok|okay|free|best|cope|"
    "come looking|come looking for me|glad|celebrate|get over|move on|forget|improve|improved|peace|manage|looked after|"
    "taken care of|provided for|lighter|simpler|safer|richer|good",
    # things
    "pills": "pills|pill|tablets|meds|medication|medications|medicine|tylenol|paracetamol|"
    "ibuprofen|aspirin|advil|xanax|antidepressants|painkillers|benadryl|valium|codeine|"
    "sleeping pills|insulin|acetaminophen|opioids|oxycodone|drugs|capsules|antihistamines|"
    "zopiclone|ambien|sedatives|benzos|morphine|prozac|sertraline",
    "many": "|".join(sorted(_COUNTS)),
    "gun": "gun|pistol|shotgun|rifle|handgun|revolver|firearm|knife|machete|razor|blade|noose|"
    "rope|pills|tablets|meds|bullet|bullets|weapon",
    "height": "bridge|roof|rooftop|building|cliff|balcony|window|overpass|garage|tower|ledge|"
    "skyscraper|railing|viaduct|multistorey|flyover|carpark|parking",
    "traffic": "train|trains|bus|car|cars|truck|lorry|traffic|tube|metro|subway|tram|van|tracks",
    "wall": "wall|tree|pole|barrier|oncoming|river|sea|ocean|lake|traffic|bridge|cliff|truck|"
    "train|bus|canal|lorry|ditch|divider",
    "body": "wrists|wrist|thighs|thigh|arms|forearm|forearms|skin|legs|stomach|veins|throat|"
    "hips|ankles",
    "child": "baby|babies|child|children|kid|kids|son|daughter|newborn|toddler|infant|stepson|"
    "stepdaughter",
    # harm to somebody
    "intimate": "he|she|husband|wife|boyfriend|girlfriend|partner|ex|father|mother|stepfather|"
    "stepmother|brother|sister|uncle|aunt|son|fiance|parents|roommate|pimp|grandfather|"
    "cousin|landlord|coach|teacher|they|neighbour|neighbor|man|guy|who",
    "beat": "beats|beating|hits|hitting|punches|punching|punched|kicks|kicking|chokes|choking|"
    "choked|strangles|strangled|strangling|abuses|abusing|slaps|slapping|slapped|"
    "beat|hit|stabbed|stabbing|molests|molesting|suffocating",
    "kin": "mother|sister|brother|wife|kids|kid|children|daughter|son|baby|girlfriend|boyfriend|"
    "child|husband|father|grandmother|stepson|stepdaughter",
    "victim": "me|us|her|him|them|kids|the kids|{my} {kin}|{my} little {kin}|a {kin}",
    "assault": "raped|raping|rapes|molested|molests|trafficked|sexually assaulted|"
    "sexually abused|sexually abuses|sexually abusing",
    "target": "him|her|them|people|everyone|someone|boss|ex|wife|husband|father|mother|brother|"
    "sister|neighbour|neighbor|roommate|coworkers|classmates|family|girlfriend|boyfriend|"
    "teacher|teachers|students|kids|stepfather|everybody|strangers",
    # what somebody else said or wrote
    "told": "said|says|saying|sed|told|tells|telling|texted|texts|texting|messaged|messages|"
    "posted|posts|posting|wrote|writes|written|emailed|typed|sent|sends|tweeted|whispered|"
    "whispers|asked|asks|announced|confessed|admitted|mentioned|replied|rang|phoned|called|"
    "snapped|swore|swears|mumbled|muttered|commented|repeats|repeating|reads|promised|reckons|"
    "insists|thinks|kept saying|sobbing|screamed|shouted|joked|jokes|joking",
    "heard": "message|text|note|letter|email|voicemail|status|story|caption|post|bio|dm|diary|"
    "journal|essay|words|notebook|comment|memo|msg|drawing|update|radio|line|chat",
    "count": "one|two|three|four|five|six|seven|eight|nine|ten|twelve|1|2|3|4|5|6|7|8|9|10|12|14",
    "age": "twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|"
    "twenty one|twenty two|twenty three|twenty five|thirty|forty|fifty|"
    + "|".join(map(str, range(12, 60))),
    "slay": "kill|killing|shoot|shooting|stab|stabbing|murder|murdering|strangle|poison|hurt|"
    "hurting|attack|attacking|bomb|burn|smother|smothering|strangling|poisoning",
    "season": "christmas|easter|new year|the new year|next year|spring|summer|autumn|winter|"
    "next spring|next summer|next winter|my birthday|her birthday|his birthday|the holidays|"
    "graduation|prom|the wedding|her wedding|june|july|september|january",
    # what people part with before they go
    "keepsake": "guitar|piano|violin|bike|medals|medal|watch|ring|rings|jewellery|jewelry|hoodie|"
    "jacket|coat|sketchbooks|books|records|vinyl|collection|inventory|skins|stuff|things|"
    "belongings|tools|camera|telescope|plants|plot|hives|bees|cat|cats|dog|dogs|rabbit|gecko|"
    "parrot|pets|fish|savings|money|medals|trophies|necklace|headphones|console|laptop|"
    "blanket|recipes|recipe|photos|car|tickets|everything",
    # whom one is in danger from, with what, and what they do
    "he": "he|she|they|it|{person}|parents|in laws|dealer|dealers|gang|men|man",
    "foe": "{intimate}|men|lads|boys|guys|people|gang|dealer|dealers|in laws|carer|stalker|stranger|"
    "madam|pimp|flatmate|housemate|mate|gunman|burglar|ex husband|ex boyfriend|ex wife|son in law",
    "weapon": "knife|gun|pistol|rifle|shotgun|blade|machete|bat|bats|hammer|axe|crowbar|lighter|petrol|"
    "acid|weapon|razor|screwdriver|sword|cleaver|boiling water|another pan",
    "slaying": "kill|kills|killing|drown|drowns|hang|hangs|hurt|hurts|burn|burns|shoot|shoots|stab|stabs|"
    "shank|strangle|strangles|poison|poisons|murder|murders|behead|smother|finish|bury|break|cut|slit|"
    "destroy|choke|throw acid on|set fire to|end",
    "harming": "drown|drowns|hurt|hurts|burn|burns|shoot|shoots|stab|stabs|shank|poison|behead|"
    "cut|slit|throw acid on|set fire to",
    "when_he": "when he|when she|when they|tonight|and he has|and she has|if i|he has a key|after his|"
    "once he|as soon as|before",
}

SELF_WORDS = bag("i me my mine myself we us our ourselves")
OTHER_WORDS = PEOPLE | bag("he she they someone him her them himself herself themselves themself")
THINGS = bag(
    "it phone battery laptop computer pc car plant plants app server servers engine process "
    "internet wifi feature printer router script job thread code program container daemon bot "
    "machine tomato tomatoes flower cactus hair tooth trend meme project company bill show party "
    "fish hamster cat dog bird fly spider mosquito weeds weed character characters protagonist "
    "hero heroine villain npc sim sims actor nobody people patients clients users everyone "
    "anyone samurai soldiers soldier bomber martyr zombie zombies battery branch you your youre "
    "that this soul clone character's laptop's singer band narrator romeo juliet hamlet"
)
"""Subjects of whom a wish to die tells nothing, or nothing about somebody near."""
