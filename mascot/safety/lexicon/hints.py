"""What is said in many a sad hour, and by people in danger: it counts in company only."""

from __future__ import annotations

from mascot.safety.lexicon import bag
from mascot.safety.signs import signs

HINTS = (
    *signs(
        "suicide",
        """
        (can not|could not) ~1 (do|take|handle|bear|stand) (this|it|life|things) anymore
        can not anymore
        i have nothing left
        (scars|cuts)
        (can not|could not) (take|cope|go on|hack)
        (pain|hurt|suffering) ~1 never (ends|stops)
        (cant|not) hack it
        (hopeless|hopelessness|no hope|no future|pointless|meaningless|unbearable)
        what is the point
        no point
        nothing (matters|left)
        (nobody) (cares|loves me|likes me|would care)
        (give|giving|given|gave) up $
        (hate|hates) (my|his|her) life
        can not stop thinking about (it|that)
        (look|looking|stare|staring|looks) at (it|them|the gun|the pills|the rope|the knife)
        keep thinking about (it|doing it)
        (calling|whispering) (me|to me|my name)
        not keep ~1 promise
        life (sucks|is hell|is unbearable|is shit|is pain|is torture)
        i do not care (anymore|what happens)
        need ~1 (this|it|everything) to stop
        end of (my|the) (rope|tether|road|line)
        (give|giving|gave) up on everything
        lost everything
        rock bottom
        (not see|can not see) ~2 (way|future|light|point|end to)
        (empty|numb|trapped|broken|exhausted|hollow)
        (breaking point|hanging by a thread|on the edge|falling apart)
        would ~1 get over it
        letting go
        not want ~1 help
        nobody (needs|wants|likes|understands|loves|listens to) me
        how (long|much longer) i can (last|take|do|hang on|hold on|keep)
        (no|not any) (point|purpose|meaning|reason)
        not (get|getting) any better
        (too|much) pain
        (no|not see|not see any|not see a|any other) ~1 way out
        (done|finished) with (everything|it all|people|this)
        """,
        family="despair",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        can not ~1 keep (fighting|trying|going|pretending|doing this|this up)
        too tired to (fight|go on|keep going|carry on|try)
        tired of (fighting|trying|pretending|hurting|everything)
        no reason to (wake|go on|carry|try anymore|keep|see|stay)
        (already|feel|am) dead (inside|and)
        """,
        family="exhausted",
        weight=2,
    ),
    *signs(
        "suicide",
        """
        (burden)
        happier with
        (hate|hates) {refl}
        deserve better
        (am|is|feel|feels|feeling) ~1 (worthless|useless|unwanted|unlovable)
        """,
        family="burden",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        (goodbye|farewell)
        (sorry|thanks|thank you|forgive me) for everything
        i am sorry
        i am sorry goodbye
        (saying|said|say) goodbye
        left ~2 (note|letter)
        goodbye (letter|letters|note|text)
        not (your|anyone) fault
        (not blame) ~1 (yourself|yourselves|each other)
        sorry $
        be (kind|good) to each other
        (forgive me|remember me)
        (take care of|look after) (each other|yourselves|one another|my kids|my cat|my dog|my mother)
        """,
        family="farewell",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        not be hearing from me (again|anymore)
        i ~1 not ~1 (intend|plan|planning|going|expect) ~2 (come|be coming) (home|back) $
        not hear from me (again|anymore)
        not (see|be seeing) me (again|anymore)
        i ~2 not be (around|here) (anymore|after|next|tomorrow|by)
        i ~2 not be around $
        (once|after|when) i am gone
        said (my|her|his) goodbyes
        love you all
        not (look for|miss|cry for|mourn|wait for|save|follow|resuscitate|cry over) me
        my time ~2 (come|up|over|done|coming|near)
        time for me to (go|leave)
        (last|final) (message|words|letter|post)
        forget (me|about me)
        """,
        family="leaving",
        weight=2,
    ),
    *signs(
        "suicide",
        """
        (giving|gave|given|give) ~3 (things|stuff|belongings|possessions|everything|jewellery|jewelry|tools|guitar|records|pets|cat|dog|games|collection) ~2 away
        (giving|gave|given|give) away ~3 (things|stuff|belongings|possessions|everything|jewellery|jewelry|tools|guitar|records|games|collection)
        found ~2 homes for
        (gave|giving|given|left) my (guitar|watch|books|records|rings|ring|jewellery|jewelry|tools|dog|cat|savings|car keys) to
        affairs in order
        who gets (what|my|everything)
        (signed|sorted|updated) ~3 (will|insurance|pension)
        """,
        family="giving",
        weight=2,
    ),
    *signs(
        "suicide",
        """
        not (need|be needing) (it|them|anything|any of it|it anymore|them anymore|anything anymore)
        (last|final) thing on (my|the) list
        not (matter|need) anymore
        where i am going
        (made|making) ~1 peace
        (okay|ok|fine|good|calm|peaceful) with (it|that|this|dying)
        i (chose|choose) it
        """,
        family="no_need",
        weight=2,
    ),
    *signs(
        "suicide",
        """
        (bottle of|sleeping) pills
        all my (pills|meds|tablets|medication)
        (has|have|got|with) ~1 (pills|gun|knife|rope|noose|razor)
        (gun|rope|noose|razor|pistol|shotgun|rifle) ~2 (in the|in my|next to|under)
        bought a (gun|rope|noose)
        (on|from|off|to|over|at) ~1 (bridge|ledge|roof|overpass|rooftop|cliffs|cliff|tracks|viaduct)
        train tracks
        with a knife
        looking down
        (look|looks|seem) like an accident
        catch the bus
        catching the bus
        razor blade
        life insurance
        """,
        family="means",
        weight=2,
    ),
    *signs(
        "suicide",
        """
        want ~3 (pain|hurting|hurt|suffering|noise|it all|everything) ~1 to (stop|end|be over|go away)
        (want|wanted) it all to (stop|end|be over)
        (want|wish) ~2 (disappear|vanish|not exist|be gone) $
        thinking about death
        if i died (tonight|tomorrow|today|$)
        (no|not any) reason to (stay|stick around|be here)
        want out $
        want out $
        waiting for ~4 (catch up|to end|to be over|to stop)
        thinking about the end
        be out of (your|their|her|his|everyone) hair
        (too late|nobody can) ~1 (save|help) me
        (want|wish|ready|going) ~4 (disappear|vanish) $
        decided to go $
        not see a way forward
        if i (died|was dead|was gone|stopped existing|disappeared|was not here|never existed|were gone)
        (almost|nearly) did it
        (deciding|decided) i am doing it
        """,
        family="escape",
        weight=2,
    ),
    *signs(
        "suicide",
        """
        (want|wanted) (it|this) to (stop|end|be over)
        (all|it|everything) ~2 be over (soon|$)
        """,
        family="ending",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        (worked|figured) ~1 out how
        (can not|not) ~3 about tomorrow
        today but
        this time tomorrow
        (made up|made|changed) ~1 (mind|decision)
        (decision|mind) is ~1 made
        (do|did|doing) it (tonight|tomorrow|this weekend|today|tonight)
        know (how|exactly how|when|where) i would ~1 (do it)
        (i|he|she|and) (have|has) a (plan|method)
        (planned|plan) ~1 (everything|it out|it all)
        (picked|chosen|set) a (date|day|time)
        """,
        family="plan",
        weight=2,
    ),
    *signs(
        "suicide",
        """
        (locked) (himself|herself|themselves) in
        lost the will
        talking about death
        keeps talking about death
        talks about death
        """,
        family="alarmed",
        weight=2,
    ),
    *signs(
        "suicide",
        """
        (turned|switched) ~2 phone off
        phone ~1 (off|dead|voicemail)
        not (answering|replying|picking up|responding|pick up|answer|reply|respond|text back) ($|his|her|their|me|my calls|my texts|the phone|to me|to my)
        (stopped|quit) (answering|replying|texting|responding)
        (not find|can not reach|can not get hold of) (him|her|them)
        will not come down
        (is|has gone|gone) missing
        """,
        family="silence",
        weight=2,
    ),
    *signs("suicide", "kys", family="slang", weight=1, soft=True),
)
NEEDED = 2
"""The weight at which hints become an alarm."""
LONELY = bag("exhausted leaving escape")
"""Families that need no second one, where the person speaks of nobody and nothing else."""
NEAR = 60
"""How many words apart they may stand."""
