package io.counterstep.fulfilment.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of commands against services that answer what it says. */
abstract class OnFakeServices {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path data;

    @SuppressWarnings("NullAway.Init")
    FakeServices services;

    @BeforeEach
    void startServices() throws IOException {
        services = new FakeServices();
        services.runningIn(data);
    }

    @AfterEach
    void stopServices() {
        services.close();
    }

    /** Runs that command against them. */
    final Cli run(String command, String... args) {
        return runOn(FakeTerminal.pipe(0), command, args);
    }

    final Cli runOn(Terminal terminal, String command, String... args) {
        List<String> all = new ArrayList<>(List.of(command, "--data", data.toString()));
        all.addAll(List.of(args));
        return Cli.runOn(terminal, all.toArray(String[]::new));
    }
}
