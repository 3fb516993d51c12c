package io.counterstep.chaos.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Dead letters of one topic with one reason.
 *
 * @param reason with each number replaced by #, cut off
 * @param explained those that quote an injected record
 */
public record DeadLetters(String topic, String reason, long explained, long unexplained) {

    private static final int MAX_REASON = 90;

    /** So many kinds are told apart; the others count as one. */
    private static final int MAX_KINDS = 100;

    private static final String OTHER = "(other reasons)";

    static List<DeadLetters> in(Recording recording) {
        Map<String, DeadLetters> kinds = new TreeMap<>();
        for (TapeRecord letter : recording.deadLetters()) {
            String reason = reason(letter);
            String kind = letter.topic() + ' ' + reason;
            if (!kinds.containsKey(kind) && kinds.size() >= MAX_KINDS) {
                reason = OTHER;
                kind = letter.topic() + ' ' + reason;
            }
            boolean explained = letter.injected() || recording.quotesInjected(letter);
            DeadLetters one = new DeadLetters(letter.topic(), reason, explained ? 1 : 0, explained ? 0 : 1);
            kinds.merge(kind, one, DeadLetters::plus);
        }
        return new ArrayList<>(kinds.values());
    }

    private static String reason(TapeRecord record) {
        TapeRecord.Letter letter = record.letter();
        String reason = letter == null || letter.reason() == null ? "(none)" : letter.reason();
        String plain = reason.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "#").replaceAll("[0-9]+", "#");
        return plain.length() > MAX_REASON ? plain.substring(0, MAX_REASON) + "…" : plain;
    }

    private DeadLetters plus(DeadLetters other) {
        return new DeadLetters(topic, reason, explained + other.explained, unexplained + other.unexplained);
    }
}
