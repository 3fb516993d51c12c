package io.counterstep.fulfilment.local;

import java.util.List;
import java.util.OptionalLong;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service as one Spring context among others in this JVM. */
final class ServiceInThisJvm implements RunningService {

    private final ConfigurableApplicationContext context;

    private ServiceInThisJvm(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Returns when the service answers HTTP. */
    static ServiceInThisJvm start(Service service, String mainClass, List<String> arguments) {
        return new ServiceInThisJvm(new SpringApplicationBuilder(ServiceClasses.load(service, mainClass))
                // The launcher ends the parts in order; hooks of their own would end them all at once.
                .registerShutdownHook(false)
                .run(arguments.toArray(String[]::new)));
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public void awaitReady() {
        // run() has returned: it is.
    }

    @Override
    public void close() {
        context.close();
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException(
                "A service inside this JVM cannot be killed alone; start the system with separate processes");
    }
}
