package io.counterstep.fulfilment.local;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a part threw while starting into what the person at the terminal can do. */
final class StartFailure {

    private static final Logger LOG = LoggerFactory.getLogger(StartFailure.class);

    private StartFailure() {}

    static RuntimeException explain(RuntimeException failed, LocalOptions options) {
        if (failed instanceof LocalException) {
            return failed;
        }
        LOG.error("The start failed", failed);
        Throwable root = root(failed);
        String log = "The whole story is in " + options.data().resolve("logs") + ".";
        if (isAbout(failed, "org.flywaydb")) {
            return new LocalException(
                    "The databases in %s do not fit this version: %s".formatted(options.data(), firstLine(root)),
                    "'./counterstep reset' deletes them; '--data DIR' leaves them and starts elsewhere. " + log,
                    failed);
        }
        if (isAbout(failed, "org.apache.kafka") && root.toString().contains("version")) {
            return new LocalException(
                    "Kafka's data in %s does not fit this version: %s".formatted(options.data(), firstLine(root)),
                    "'./counterstep reset' deletes it; '--data DIR' leaves it and starts elsewhere. " + log,
                    failed);
        }
        return new LocalException("The start failed: " + firstLine(root), log, failed);
    }

    private static boolean isAbout(Throwable failed, String packageName) {
        for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().startsWith(packageName)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable root(Throwable failed) {
        Throwable root = failed;
        for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }

    private static String firstLine(Throwable failed) {
        return failed.toString().lines().findFirst().orElse("");
    }
}
