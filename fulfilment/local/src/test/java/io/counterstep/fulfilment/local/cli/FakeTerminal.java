package io.counterstep.fulfilment.local.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A terminal, or none, whose time passes when it is waited for, and whose user hits Ctrl-C after so many pauses. Who sits at
 * one answers what the test says, then Ctrl-D.
 */
final class FakeTerminal implements Terminal {

    private final boolean real;
    private final int height;
    private final int pausesUntilCtrlC;
    private final Queue<String> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private int pauses;

    private FakeTerminal(boolean real, int height, int pausesUntilCtrlC) {
        this.real = real;
        this.height = height;
        this.pausesUntilCtrlC = pausesUntilCtrlC;
    }

    static FakeTerminal screen(int height, int pausesUntilCtrlC) {
        return new FakeTerminal(true, height, pausesUntilCtrlC);
    }

    static FakeTerminal pipe(int pausesUntilCtrlC) {
        return new FakeTerminal(false, ANY_HEIGHT, pausesUntilCtrlC);
    }

    FakeTerminal answering(String... all) {
        answers.addAll(List.of(all));
        return this;
    }

    /** The questions so far. */
    List<String> asked() {
        return asked;
    }

    @Override
    public boolean redraws() {
        return real;
    }

    @Override
    public boolean showsProgress() {
        return real;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public boolean isAttended() {
        return real;
    }

    @Override
    public @Nullable String ask(String question) {
        asked.add(question);
        return answers.poll();
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        if (pauses++ == pausesUntilCtrlC) {
            throw new InterruptedException("Ctrl-C");
        }
        now = now.plus(time);
    }
}
