package io.counterstep.fulfilment.local.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The terminal that the process was started on. */
final class ThisTerminal implements Terminal {

    // Said by the launcher: Java knows of a terminal only if input and output are both on it.
    private static final String OUT_IS_TERMINAL = "counterstep.terminal.out";
    private static final String ERR_IS_TERMINAL = "counterstep.terminal.err";

    @Override
    public boolean redraws() {
        return Boolean.getBoolean(OUT_IS_TERMINAL);
    }

    @Override
    public boolean showsProgress() {
        return Boolean.getBoolean(ERR_IS_TERMINAL);
    }

    /** Asked each time, as windows change their size. */
    @Override
    public int height() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int lines = Integer.parseInt(size.substring(0, Math.max(0, size.indexOf(' '))));
            return lines > 0 ? lines : ANY_HEIGHT;
        } catch (IOException | NumberFormatException unknown) {
            return ANY_HEIGHT;
        }
    }

    @Override
    public boolean isAttended() {
        return System.console() != null;
    }

    @Override
    public @Nullable String ask(String question) {
        Console console = System.console();
        return console == null ? null : console.readLine("%s", question);
    }

    @Override
    public Instant now() {
        return Clock.systemUTC().instant();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }
}
