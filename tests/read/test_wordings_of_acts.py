"""Plain wordings of each act, and of what only looks like one."""

import pytest

from walkback.read.acts import acts

TAKEN = """
retracted | I withdraw what I said about Mr Vance.
retracted | I fully and unreservedly retract the statement I made on 4 May.
retracted | The statement published on Monday has been withdrawn.
retracted | I'm retracting my earlier post.
retracted | My previous tweet has been deleted as it was misleading.
retracted | We are withdrawing our press release of yesterday.
retracted | I've removed the video I posted last week.
retracted | I have taken my post down.
retracted | I took down the post because it was wrong.
retracted | I take back everything I said about the mayor.
retracted | I now withdraw that allegation.
retracted | I hereby retract my apology.
retracted | I wish to retract my statement dated 2 June.
retracted | This statement has been retracted.
retracted | I no longer believe what I wrote last week.
retracted | Having seen the evidence, I withdraw my criticism of the hospital.
retracted apologised | I retract my comments and sincerely apologise to the Mayor.
retracted apologised | I withdraw the remark and I'm sorry.
retracted apologised | I have deleted the tweet and apologise for any offence caused.
apologised | I am sorry for what I said about nurses.
apologised | I sincerely apologise for my comments on Sunday.
apologised | I want to apologise to the people of Hartley for my post about the flood.
apologised | I'm truly sorry for the hurt my words have caused.
apologised | Please accept my apology for the tweet I sent last night.
apologised | I regret my choice of words.
apologised | My words were hurtful and I apologise for them.
apologised | I offer my sincere apologies to Councillor Reed.
apologised | I apologise unreservedly.
apologised | Yesterday I made a comment about the school that was wrong and for that I am sorry.
corrected | In my statement yesterday I said the bridge cost £4m. The correct figure is £14m.
corrected | Correction to my earlier tweet: the vote is on Thursday.
corrected | I made an error in my post about the budget. The deficit is 3%, not 13%.
corrected | I misspoke when I said 300 jobs.
corrected | An earlier version of this article misstated the date.
corrected | Update: this post has been corrected. The meeting is on 3 June.
corrected | I need to correct something I said yesterday.
corrected | My earlier statement that the clinic was closing is incorrect.
corrected | I gave the wrong figure in my speech; it should have been 40.
corrected | I incorrectly said the school had closed. It has not.
corrected | Typo in previous tweet: 2026 not 2025.
clarified | To clarify my remarks of Tuesday: I support the plan in principle.
clarified | I would like to clarify my statement on immigration.
clarified | My comments have been misinterpreted. I was speaking about the law, not the people.
clarified | What I meant was that the scheme needs reform.
clarified | When I said close, I meant for a week.
clarified | I did not mean to imply that all teachers are lazy.
clarified | Just to be clear, I was not suggesting the hospital would close.
reaffirmed | I stand by my statement.
reaffirmed | I stand by what I said.
reaffirmed | I stand by my remarks about the mayor.
reaffirmed | I said it then and I say it again now: the mayor lied.
reaffirmed | I reaffirm my statement of 2 May.
reaffirmed | I repeat what I said last week: the dam is unsafe.
reaffirmed | My position has not changed.
reaffirmed | We stand by our report and our figures.
reaffirmed | I make no apology and stand by every word.
"""

NOT_TAKEN = """
We apologise to nobody for our record.
The Prime Minister has apologised for the scandal and so should his deputy.
I call on the Secretary to correct the record at once.
My opponent deleted his tweet within minutes. I keep mine.
I am proud to have withdrawn from that rotten deal.
We have corrected the potholes on Mill Lane and removed the old posts by the gate.
Sorry for the long post, but this matters.
I told the BBC: I will not retract.
I withdraw my support for the motion.
The council withdrew its offer, and I stand by the workers.
We will correct any errors brought to our attention.
If you spot a mistake on this page, please tell us and we will correct it.
I am sorry that it has come to this.
I accept that mistakes were made by the previous council.
I'm sorry, Minister, but that figure is wrong.
Your figures are wrong, Minister, and you should withdraw them.
My figures were right and yours were wrong.
I can only apologise for the Home Secretary's behaviour.
I want an apology, and I want that article withdrawn.
The article about me has been withdrawn and the newspaper has apologised.
Their statement has been withdrawn, mine has not.
I have withdrawn my complaint against the newspaper.
I reiterate my call on the government to apologise.
I repeat my demand that he withdraw his remarks.
Deleting an item from a list while reading it is an error.
The statement was read out and then withdrawn by the clerk.
"""

BACK = {"retracted", "apologised", "corrected"}


@pytest.mark.parametrize("line", TAKEN.strip().splitlines())
def test_a_plain_wording_is_recognised(line):
    kinds, _, text = line.partition(" | ")
    assert {act.kind.value for act in acts(text)} == set(kinds.split())


@pytest.mark.parametrize("text", NOT_TAKEN.strip().splitlines())
def test_what_only_looks_like_it_takes_nothing_back(text):
    assert not {act.kind.value for act in acts(text)} & BACK
