"""What a report says before its charts and beside them: warnings, what is assumed, what would change the result."""

WARNING = (
    "This is a simulation. {runs} Nobody in it is a real person. The mechanisms are hypotheses written as rules; "
    "{fitted}",
    "Read ranges before lines, and the list of what is assumed before either. Figures published by South Korea, North "
    "Korea or other parties to the conflict carry their source beside the number.",
)
COLLAPSE = (
    "{where} the rule collapses ({when}). What follows a collapse is not modelled: nothing that stands here for the "
    "months after it should be read as a statement about anything, neither a figure nor a chart."
)
REFERENCE = (
    "What strikes a newcomer, side by side; the model compares by incomes alone. Each figure is that of the year above "
    "it, or, with its own year in brackets, of the last year known before it, else of the first known after. The "
    "North's income in dollars is the South's divided by a ratio, part of which is assumed. Empty: no figure is known. "
    "The North's armed forces include paramilitary ones, forests are reported or modelled."
)
NOT_FITTED = (
    "they have not been fitted to the famine's death toll, and agreement with a published figure is no proof of them."
)
FITTED = (
    "each run has a calibrated draw of the free figures. Deaths of the famine, arrivals to 2011 and what leavers told "
    "are among what they were fitted to: agreement with those is no proof of anything."
)
ASSUMED = (
    "The 1990 population is made from the censuses: households, posts and class background inside a county are drawn, "
    "not known.",
    "Where a driver has gaps it is interpolated, and two agencies' harvest estimates differ by up to a factor of two; "
    "the run takes one weight between them.",
    "What farms hide, what transport loses and what leaks to markets was never measured: each is a figure and a range.",
    "The censuses were taken by a state that had reasons to shape them, and they show no northeastern famine.",
)
CHANGE = (
    "Which agency's harvests are right for 1995 to 2000, and how much was lost or hidden: on one account food just "
    "sufficed in 1997, on the other a seventh was missing.",
    "A larger opening stock delays the fall of the ration; a smaller one brings it forward.",
    "How unequally food is shared inside a province decides how many die at the same mean: worked out by hand, the "
    "range of that one parameter raises the total by more than half.",
    "Another seed gives other lives, and other years at the margin: run several and read the interval.",
)
