package io.counterstep.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened one after another, to be closed in reverse; not thread-safe. */
public final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Remembers it; returns it. */
    public <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    /** Closes every part, also those after one that fails. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception failed) {
                LOG.warn("Closing {} failed; the other parts are closed all the same", part, failed);
            }
        }
    }
}
