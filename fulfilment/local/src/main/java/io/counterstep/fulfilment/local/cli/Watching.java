package io.counterstep.fulfilment.local.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again, until what is looked at is over, nobody reads any more, or Ctrl-C. A service that stops
 * answering is asked again: who watches a system wants to see it come back.
 */
final class Watching {

    private static final int SERVER_ERRORS = 500;

    private final Terminal terminal;
    private final Duration every;
    private final Frames frames;
    private final PrintWriter out;
    private final PrintWriter err;
    private boolean first = true;

    Watching(Terminal terminal, Duration every, Frames frames, PrintWriter out, PrintWriter err) {
        this.terminal = terminal;
        this.every = every;
        this.frames = frames;
        this.out = out;
        this.err = err;
    }

    /**
     * @return what the command ends with
     * @throws Unreachable if nothing answers at the first look, when nothing can be shown yet
     */
    int run(Supplier<View> looks) {
        View view = looks.get();
        show(view, null);
        String trouble = null;
        while (!view.over()) {
            try {
                terminal.pause(every);
            } catch (InterruptedException stopped) {
                return ExitCode.INTERRUPTED;
            }
            String before = trouble;
            try {
                view = looks.get();
                trouble = null;
            } catch (Unreachable silent) {
                trouble = silent.found() + "; still trying";
            } catch (ApiProblem problem) {
                if (problem.status() < SERVER_ERRORS) {
                    throw problem;
                }
                trouble = problem.getMessage() + "; still trying";
            }
            tell(trouble, before);
            if (!show(view, trouble)) {
                return ExitCode.OK;
            }
        }
        return view.exitCode();
    }

    /** Where a frame has no room for it: once each time that it begins. */
    private void tell(@Nullable String trouble, @Nullable String before) {
        if (trouble != null && before == null && (frames.json() || !frames.redraws())) {
            err.println(trouble);
        }
    }

    /** @return whether anybody reads it */
    private boolean show(View view, @Nullable String trouble) {
        int height = frames.redraws() ? terminal.height() : Terminal.ANY_HEIGHT;
        out.print(frames.next(view, first, terminal.now(), every, trouble, height));
        first = false;
        return !out.checkError();
    }
}
