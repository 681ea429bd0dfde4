"""What was past and is there again; an attempt just survived; what is denied and means it all the same."""

from __future__ import annotations

from mascot.safety.signs import Sign, signs

RELAPSE: tuple[Sign, ...] = (
    # an attempt, and another one meant
    *signs(
        "suicide",
        """
        (try|trying|tried|attempt|attempting) ~1 (it|this|that) ~1 (again|properly|right|better|for real) & (tonight|tomorrow|soon|hospital|pills|last night|woke|sick|this time|next time|weekend|failed|survived|belt|rope|psych|discharged|i have decided)
        (going|gonna|will|want|about|plan|planning|still want|ready|itching) ~1 (to) ~1 try again & (hospital|tonight|pills|last night|woke|sick|attempt|accident|meds|failed|survived|overdose|psych|icu|died|die)
        (first|last|previous|other) (attempt|overdose|try|suicide attempt) & (this time|next time|this one|next one|another one|again|tonight|not enough|cleverer|plan|decided|the last)
        (next|this|second|third) (time|one|attempt) ~4 (not fail|not wake|not mess|properly|succeed|for good|higher|stronger|no mistakes|not survive|not miss|not be found|nobody will|will not stop|finish)
        (nobody|no person|not anyone|not anybody) ~3 (find|save|stop|cut|catch|rescue|pull|talk) me ~3 (this time|now|anymore|tonight|again|down|$)
        (third|second|fourth) time ~2 (charm|lucky|luckier)
        (did not|not) (work|kill me|take|finish me|do it) ~2 (last time|the first time|before) & (this time|again|tonight|next|more|stronger)
        (survived|lived through) (it|that|one|two|mine|them|this) ~1 (twice|once|three times|two times|before) & (time|charm|again|this|next|not|sure)
        (woke up|woken|came round) & (cheated|gutted|angry i|sorry i|furious|annoyed|not dead|should have worked|to try again|going to try)
        (rope|belt|branch|cord|ligature|knot|gun|noose) ~1 (broke|snapped|jammed|gave way|slipped|gave|misfired) & (still here|still want|again|next time|stronger|try|here again|cleaned|me down|pulled|neck|sitting here|alive|tonight)
        (cut|took|got|pulled|talked|dragged) me (down|off|out|back) ~4 (this time|again|bridge|ledge|roof|canal|river|rope|tracks|sea|lake|water|rail|railing|platform|edge)
        (glad|wish|wishing|sorry|wished) ~3 (not|never) ~1 (found|saved|revived|pumped|stopped|rescued|resuscitated|brought) me ~1 ($|back|in time|down)
        (wish|wished|should have) ~3 (worked|succeeded|gone through|let me die|left me|let me go) & (attempt|overdose|hospital|pills|last time|icu|last year|april|spring|stomach|ambulance)
        (should have|should of|shoulda) ~1 (died|dead|drowned|jumped|bled out) ~3 (last|then|when i|that night|that day|years ago|instead|in the)
        (anniversary) ~4 (first|last|my) ~1 (try|attempt|overdose|go)
        (attempt|attempted|overdose|overdosed) & (thoughts are back|thoughts have come|thoughts are coming|come straight back|same thoughts|another way|still want|not over for me|discharged|signed me off|sent me home|again tonight|stopped taking|saving them|same bottle|opening them)
        """,
        sure=True,
        past=True,
    ),
    # the old wish is there again
    *signs(
        "suicide",
        """
        (thoughts|urges|urge|ideation|voice|voices|darkness|itch) ~2 (back|returned|returning|came back|come back|coming back|louder|loud|screaming|roaring|stronger|worse|crept back|creeping back|never left) & (die|dying|death|dead|suicidal|suicide|attempt|hospital|self harm|clean|cutting|meds|relapse|tablets|rope|bridge|alive|end|kill|psych|therapist|survived|years)
        (it is|it has|that is) ~1 (back|come back|returned|coming back) ~3 (same|worse|stronger|louder|tonight|with) & (voice|voices|plan|idea|hour|thought|thoughts|feeling|hospital|attempt|tried|wish|want)
        (it is|and it is|it has) (back|come back) ($|same|again)
        same ~1 (plan|rope|bridge|roof|ledge|pills|tablets|bottle|drawer|knife|blade|method|voice|cliff|platform|noose|lay by|layby|razor) ~4 ($|again|as|still|every|i had|back|and|now)
        (same|that) ~1 (window|spot|place|roof|edge|bridge|cliff|ledge|platform|railing) ~5 (as before|as last time|every night|again|as then|i stood|years ago|where i tried|as nine|as when) & (standing|stood|stand|sitting|sat|back|looking|tonight|now|walking|drove)
        (still|have|has|got|kept|hid|hidden|found) ~1 (everything|what|all|things|stuff|pills|tablets|rope) ~1 i (bought|saved|stashed|hid|collected|need|needed) & (hidden|loft|still|drawer|discharged|shed|car|safe|cupboard|under|need|tonight|boot)
        (counted|counting|tipped|laid|lined|took|taken|got|getting|fished) ~1 (them|it|the pills|the tablets|the rope) ~2 (out again|out on|out|up again|back out|again) & (pills|tablets|overdose|desk|bed|table|last night|tonight|plan|rope|attempt|die)
        (thought|believed|hoped|figured|swore) ~3 (behind me|past this|past it|past that|beaten it|beat it|over this|over it|done with this|cured|better|free of it) & (roof|bridge|window|overdose|pills|attempt|cut|blade|standing|suicidal|counted|die|hospital|rope|ledge|train)
        (way|road|back) ~1 (to|in|at) (where|how) (i was|it was) (before|when|last) ~2 (attempt|hospital|i tried|overdose|tried)
        (not|can not) ~1 promise ~2 (tonight|stay|to stay|tomorrow|this time|be here|i will be|to be here|about tonight|about tomorrow)
        (never|ever) wanted (to die|to end it|it) more than
        (lower|worse|darker|sadder) ~1 than ~3 (when i tried|before my attempt|last time i tried|when i overdosed|before the attempt|the night i)
        (last time i felt) & (hospital|ventilator|icu|attempt|tried|pills|overdose|bridge|nearly died|ended)
        """,
        sure=True,
    ),
    # self-harm again
    *signs(
        "self_harm",
        """
        (years|year|months|month|weeks|days|streak) ~1 (clean|free|self harm free) & (gone|threw|thrown|broke|broken|slipped|relapse|relapsed|last night|wasted|ruined|down the drain|failed|cut|cutting|sh|blade|not anymore|keep going) & (sh|self harm|cut|cutting|blade|relapse|arms|thighs|keep going|go further|last night|want|not stop|worse)
        (sh|self harm|cutting|sh streak) ~2 (relapse|relapsed|streak|broke|again|worse)
        (relapsed|relapse) & (arms|thighs|wrists|legs|blade|deep|deeper|bleeding|blood|further|cutting|cut|sh|stitches|bandages|scars|not drink)
        (since) ~1 i ~1 (cut|self harmed|self harm|burned myself|hurt myself) & (again|last night|blade|tonight|back|want|found|thinking|do more)
        not (self harm|cut|hurt myself|cut myself) since ~9 (last night|tonight|again|yesterday|now)
        (scars) ~7 (white|faded|healed|old) ~7 (now they are not|new ones|fresh|open|not anymore)
        (open|opening|reopen|reopening|pull|pulling|pick|picking|rip|ripping) ~1 (them|it|the stitches|my stitches|the cut|the wound|the wounds) ~1 (back|up|open|again|out) & (stitches|cut|cuts|wrist|arm|scars|wound)
        (hide|hiding|hid|hidden) ~2 (cut|cuts|burns) & (sleeves|my|every|i|attention)
        (hold|held|holding|press|pressed|put|putting) ~1 my (hand|hands|arm|arms|palm|wrist) ~2 (on|over|against|in|to) ~1 (stove|hob|iron|flame|oven|candle|radiator|boiling|lighter|grill)
        (go|going|went|gone|cut|cutting|push) ~1 (further|deeper|further down|too deep|to deep) & (blade|cut|cutting|cuts|arm|arms|blood|thighs|wrist|sh|relapse|razor|brother saw|stop)
        (cut|cuts|one) ~4 (not close|will not close|gaping|not stop bleeding|would not close) & (cut|beans|blade|thigh|thighs|arm|stop|deep)
        used to (self harm|cut|hurt myself|burn myself) & (tonight|again|back|guess what|blade|left me|last night|starting)
        """,
        sure=True,
    ),
    # denied, and meant all the same
    *signs(
        "suicide",
        """
        not ~1 (a|my) (cry for help|cry for attention|joke|drill|threat|phase) & (i|my|me|tonight|goodbye|done|going)
        (this|it|that) is not ~1 (suicide note|a note|goodbye note|a goodbye|attention) ~9 $
        (not|never) (say|call|describe|class|consider) ~4 (attempt|suicide attempt|suicidal) & (drove|eyes shut|pills|count|tomorrow|not care|how many|but|bridge|road|died)
        not ~1 (suicide attempt|attempt) ~2 (i|just|but) & (count|taking|care|how many|eyes shut|tablets|pills|hoped|hope)
        (told|tell|said to) ~2 (doctor|nurse|gp|therapist|counsellor|counselor|psychiatrist|crisis team|her|him|them|social worker|mother|father|everyone) ~9 (no thoughts|no plans|no plan|not suicidal|no to all|i was safe|i am safe|i was fine|not thinking)
        (lied|lying|lie|lies) ~3 (doctor|nurse|gp|therapist|counsellor|counselor|psychiatrist|crisis team|crisis line|assessment|questionnaire|social worker|safety plan)
        (not|no) ~1 (sad|scared|afraid|upset|depressed|angry) ~1 anymore ~6 (not staying|decision|decided|arranged|ready|calm|go|going|end|set)
        (finished|done|through) with (living|life|being alive|existing|breathing|being here|being)
        not ~2 (today|tonight|this week|yet|until|till|this month) ~9 (tomorrow is free|i said this week|then i will|after that|not till) & (promised|promise|going to|doing|do it|blade|pills|safe)
        not ~2 trust (my hands|myself alone|myself tonight|myself to be|myself with|my own hands|myself not)
        not ~2 (safe) ~2 (with them|with it|on my own|alone|with myself|from myself|tonight|by myself|by myself|left alone|around blades|around pills)
        (not|can not) keep (myself) safe
        i would never do it ~3 (at home|here|in the house|where|in front)
        (while|when|before|after|until|till) i (do it|go through with it|end it|am doing it) & (stay|tell|alone|company|with me|someone|on my own|call|find|read|please|tonight)
        (just|only) ~1 (want|wanted) ~2 (company|a friendly voice|someone to talk to|not to be alone|someone here|someone there|someone with me) ~6 (before i go|while i|until it|at the end|when it|till it)
        (call|send|ring|calling|sending|ringing) ~1 (anyone|anybody|police|ambulance|guards|999|911|help) ~6 (too late|not help|not matter|by the time|goodbye|no point|arranged)
        (no plan|not a plan|not have a plan) ~3 (just|but|unless) & (bridge|pills|wall|car|cliff|cliffs|rope|seatbelt|train|river|edge|lean|tablets|blade|knife|roof)
        (can not) do (alive|life|living|being alive) ~1 (anymore|$|now)
        reply ~3 (from tomorrow|after tonight|after tomorrow|or ever|ever again)
        (cleaning|clearing|tidying|sorting|putting) ~2 (life|things|everything|affairs|house) ~3 (so nobody|so no person|so they|so he|so she) ~2 (has to|have to|not have to|will not have to) ~2 (after|when|$)
        (put|putting|got|getting) everything in order & (not be here|gone|sunday|prefer|not suicidal|go|leave|suicidal)
        i did not (jump|do it|go through with it|pull the trigger|swallow) & (again|tomorrow|dark|going back|tonight|promise|stood|not promise|another)
        promise me ~1 (not|you will not) tell & (do it|tonight|this week|pills|die|blade)
        """,
        sure=True,
    ),
    # in company: what was, what is back, what was a lie
    *signs(
        "suicide",
        """
        (woke up|woken up|came round) in (hospital|resus|icu|intensive care|er|a e|casualty|psych|an ambulance)
        pumped (my|his|her) stomach
        (discharged|signed off|released|sent home|let out|out of) ~4 (crisis team|psych|psych ward|hospital|section|ward|after attempt)
        (my|since the|after the|first) (overdose|suicide attempt|first try)
        i (attempted|overdosed)
        since i tried
        (cut me down|pulled me out|talked me down|found me in time|found me and)
        (ended up|was) on a ventilator
        on suicide watch
        in remission from
        i am ~1 survivor
        i tried ~1 (in|at|when i was|on) ~2 (year|april|may|spring|school|thursday|friday|monday|tuesday|wednesday|saturday|sunday|uni|college)
        """,
        family="survived",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        (thoughts|feeling|feelings|voice|voices|urges) (is|are|have|has) ~1 (back|come back|coming back|returned|louder|screaming|loud)
        (same) (plan|feeling|thoughts|voice|place|tablets|pills|bottle|window|thing|idea|spot|bridge|roof|rope)
        (not over|never over) for me
        not fight ~1 anymore
        (felt|feel|feeling) cheated
        (back|been back) to look at
        found another way
        already thinking about ~1 next time
        i want to do more
        never stopped calling
        """,
        family="returning",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        (was all lies|were all lies|all of it was lies|it was a lie|it was lies|was not the truth|it was not true)
        """,
        family="confess",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        not (call|ring|send|calling|sending|ringing) (anyone|anybody|police|guards|an ambulance|999|911)
        (no|not any) (plan|plans)
        not (going to do anything stupid|going to do anything silly)
        this is not a (goodbye|note|joke|cry for help)
        """,
        family="denial",
        weight=1,
    ),
)
