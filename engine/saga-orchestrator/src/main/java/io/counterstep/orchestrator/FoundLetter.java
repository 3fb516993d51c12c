package io.counterstep.orchestrator;

import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.DeadLetter;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.Records;
import io.counterstep.messaging.UnreadableMessageException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record of a dead-letter topic, read. Whatever stands there, it can be stored: texts are cut to their bounds, and have no
 * character that PostgreSQL does not take.
 *
 * @param identity the same for the same record at the source, however often it was put aside
 * @param headers as they came, without those that say why
 */
record FoundLetter(
        String identity,
        String topic,
        String source,
        @Nullable String key,
        @Nullable String type,
        @Nullable String saga,
        String reason,
        @Nullable String stack,
        Instant diedAt,
        @Nullable Integer shortened,
        byte @Nullable [] recordKey,
        byte @Nullable [] value,
        List<Header> headers) {

    /** Of what names something; an index takes so much, and no name of ours is longer. */
    static final int MAX_NAME = 300;

    /** What says that it died later does not say when it died, and no column of PostgreSQL takes every year. */
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** @param now for a letter that does not say when it died */
    static FoundLetter of(ConsumerRecord<byte[], byte[]> letter, Records records, Addressees addressees, Instant now) {
        String topic = letter.topic().substring(0, letter.topic().length() - DeadLetter.TOPIC_SUFFIX.length());
        List<Header> headers = new ArrayList<>();
        ConsumerRecord<byte[], byte[]> died =
                new ConsumerRecord<>(topic, letter.partition(), letter.offset(), letter.key(), letter.value());
        for (Header it : letter.headers()) {
            if (!it.key().startsWith(DeadLetter.HEADER_PREFIX)) {
                headers.add(it);
                died.headers().add(it);
            }
        }
        IncomingMessage message = read(died, records);
        String source = cut(header(letter, DeadLetter.SOURCE), MAX_NAME);
        String key = firstOf(header(letter, Records.SUBJECT), text(letter.key()));
        return new FoundLetter(
                // without a source, somebody else put it there
                source == null
                        ? IncomingMessage.position(letter)
                        : source + "@" + cut(header(letter, DeadLetter.SOURCE_TIME), MAX_NAME),
                topic,
                source == null ? topic : source,
                cut(message == null ? key : kept(message.key()), MAX_NAME),
                cut(message == null ? header(letter, Records.TYPE) : kept(message.type()), MAX_NAME),
                saga(letter, message, addressees),
                String.valueOf(
                        cut(firstOf(header(letter, DeadLetter.REASON), "no reason given"), DeadLetter.MAX_REASON)),
                cut(header(letter, DeadLetter.STACK), DeadLetter.MAX_STACK),
                diedAt(letter, now),
                length(letter),
                letter.key(),
                letter.value(),
                headers);
    }

    private static @Nullable IncomingMessage read(ConsumerRecord<byte[], byte[]> died, Records records) {
        try {
            return records.read(died);
        } catch (UnreadableMessageException garbage) {
            return null; // that is why it is here
        }
    }

    /** A command's id names its saga, so does a reply's; a foreign reply is for the saga that its type and key name. */
    private static @Nullable String saga(
            ConsumerRecord<byte[], byte[]> letter, @Nullable IncomingMessage message, Addressees addressees) {
        for (String name : List.of(Records.IN_REPLY_TO, Records.ID)) {
            SagaId named = sagaOf(header(letter, name));
            if (named != null) {
                return named.toString();
            }
        }
        return message == null
                ? null
                : addressees.of(message).stream()
                        .map(SagaId::toString)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    private static @Nullable SagaId sagaOf(@Nullable String command) {
        try {
            return command == null ? null : CommandId.parse(command).saga();
        } catch (IllegalArgumentException foreign) {
            return null; // an id of somebody else's making
        }
    }

    private static Instant diedAt(ConsumerRecord<byte[], byte[]> letter, Instant now) {
        String time = header(letter, DeadLetter.TIME);
        try {
            Instant died = time == null ? now : Instant.parse(time);
            return died.isBefore(Instant.EPOCH) || died.isAfter(LATEST) ? now : died;
        } catch (DateTimeException unreadable) {
            return now;
        }
    }

    private static @Nullable Integer length(ConsumerRecord<byte[], byte[]> letter) {
        String length = header(letter, DeadLetter.SHORTENED);
        return length == null || !length.matches("\\d{1,9}") ? null : Integer.valueOf(length);
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    /** Null if it is no UTF-8, or has a character that no text column takes. */
    static @Nullable String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** What a body says may hold a character that no text column takes. */
    private static String kept(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static @Nullable String cut(@Nullable String text, int max) {
        if (text == null || text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }
}
