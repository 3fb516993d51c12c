package io.counterstep.fulfilment.local.cli;

import java.time.Duration;
import java.time.Instant;

/** A terminal, or none, whose time passes when it is waited for, and whose user hits Ctrl-C after so many pauses. */
final class FakeTerminal implements Terminal {

    private final boolean real;
    private final int height;
    private final int pausesUntilCtrlC;
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
