package io.counterstep.fulfilment.order;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes order ids. Thread-safe if its source of randomness is. */
@FunctionalInterface
public interface OrderIds {

    /** A new id that sorts after all ids of earlier milliseconds. */
    UUID at(Instant now);

    /** Ids of UUID version 7 (RFC 9562): 48 bits of time in milliseconds, then 74 random bits. */
    static OrderIds timeOrdered(RandomGenerator random) {
        return now -> {
            long version = 0x7000L | (random.nextLong() & 0x0FFFL);
            long variant = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
            return new UUID(now.toEpochMilli() << 16 | version, variant);
        };
    }

    /** Reads an id in its canonical form; empty if the text is none, so that no order can have it. */
    static Optional<UUID> parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text.toLowerCase(Locale.ROOT)) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
