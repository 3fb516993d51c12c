package io.counterstep.benchmarks.engine;

import io.counterstep.benchmarks.run.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A broker as a child process; it ends with this process, however that ends. */
final class BrokerProcess implements AutoCloseable {

    private final JavaProcess process;
    private final String bootstrapServers;

    private BrokerProcess(JavaProcess process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /** @throws IOException if it ends before it is ready */
    static BrokerProcess start(Path folder, Path log, int port, int controllerPort) throws IOException {
        JavaProcess process = JavaProcess.start(
                log,
                BrokerMain.class.getName(),
                List.of(folder.toString(), Integer.toString(port), Integer.toString(controllerPort)));
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.process().getInputStream(), StandardCharsets.UTF_8));
        if (!BrokerMain.READY.equals(said.readLine())) {
            process.close();
            throw new IOException("The broker did not start; its last words:\n" + process.lastWords());
        }
        return new BrokerProcess(process, "127.0.0.1:" + port);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    ProcessHandle handle() {
        return process.process().toHandle();
    }

    @Override
    public void close() {
        process.close();
    }
}
