package io.counterstep.chaos.cluster;

import io.counterstep.chaos.sabotage.Guard;
import io.counterstep.chaos.sabotage.Sabotage;
import io.counterstep.fulfilment.local.Service;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;

/** The main class of a service's instance: the service as it is, but with a clock that can go wrong, and without some guards. */
final class ServiceUnderTest {

    /** Stands for the empty set of guards. */
    static final String NONE = "none";

    private static final int OWN_ARGUMENTS = 3;

    private ServiceUnderTest() {}

    /** @param arguments the service, the file with the clock's offset, the guards to do without, and what to pass on */
    public static void main(String[] arguments) throws ClassNotFoundException {
        Lifeline.haltWithStarter();
        try {
            Sabotage.remove(guards(arguments[2]));
        } catch (IllegalStateException impossible) {
            impossible.printStackTrace(System.err);
            Runtime.getRuntime().halt(JvmNode.HOPELESS);
        }
        OffsetClock clock = OffsetClock.following(Path.of(arguments[1]));
        SpringApplication application = new SpringApplication(
                Class.forName(Service.valueOf(arguments[0]).mainClass()));
        application.addInitializers(context -> ((GenericApplicationContext) context)
                .registerBean("wrongClock", InstantSource.class, () -> clock, ServiceUnderTest::preferred));
        application.run(Arrays.copyOfRange(arguments, OWN_ARGUMENTS, arguments.length));
    }

    /** Order-service has a clock of its own, beside which the engine's default steps back. */
    private static void preferred(BeanDefinition clock) {
        clock.setPrimary(true);
    }

    private static Set<Guard> guards(String names) {
        Set<Guard> guards = EnumSet.noneOf(Guard.class);
        if (!names.equals(NONE)) {
            Arrays.stream(names.split(",", -1)).map(Guard::valueOf).forEach(guards::add);
        }
        return guards;
    }
}
