package dev.kinescope.producer.x;

/** Asks X in one spelling, and once and for all in the other when X does not understand that. */
final class Spellings {
    private volatile Spelling spelling = Spelling.TWEET;

    /** A request in a spelling. */
    interface Question {
        Reply ask(Spelling spelling) throws InterruptedException;
    }

    /** What X says in the spelling that it understands. */
    Reply ask(Question question) throws InterruptedException {
        Reply reply = question.ask(spelling);
        if (reply instanceof Reply.Refused refused
                && refused.isNotUnderstood()
                && spelling == Spelling.TWEET) {
            spelling = Spelling.POST;
            Reply again = question.ask(spelling);
            // If it is not about the spelling, the first answer says what it is about.
            return again instanceof Reply.Refused ? refused : again;
        }
        return reply;
    }
}
