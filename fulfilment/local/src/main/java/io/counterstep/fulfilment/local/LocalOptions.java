package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the local system is to run. Immutable; each {@code with…} returns a changed copy.
 *
 * @param data the folder that keeps data, logs and {@code running.json}
 * @param programs where PostgreSQL's programs get unpacked
 * @param ports the port of every part
 * @param services those to start; one left out can be started elsewhere, in any language
 * @param separate one process per service instead of all in this JVM
 * @param heapMegabytes the most heap of each such process, {@value #LEAST_HEAP_MEGABYTES} or more
 * @param demo whether the demo customers, stock and carriers are there (the services' profile {@code demo})
 * @param deleteData whether the folder is deleted at the end
 * @param mainClasses the class to start a service with, where it is not the service's own
 * @param arguments further arguments per service, such as {@code --counterstep.topics.partitions=1}; they win
 */
public record LocalOptions(
        Path data,
        Path programs,
        Ports ports,
        Set<Service> services,
        boolean separate,
        int heapMegabytes,
        boolean demo,
        boolean deleteData,
        Map<Service, String> mainClasses,
        Map<Service, List<String>> arguments) {

    /** What a flood does not fill. */
    public static final int DEFAULT_HEAP_MEGABYTES = 512;

    /** With less a service does not even start. */
    public static final int LEAST_HEAP_MEGABYTES = 64;

    /** @throws LocalException if the heap is too small */
    public LocalOptions {
        if (heapMegabytes < LEAST_HEAP_MEGABYTES) {
            throw new LocalException(
                    "A heap of %d MB is too small for a service.".formatted(heapMegabytes),
                    "Give it %d MB or more with '--heap MB'; the default is %d."
                            .formatted(LEAST_HEAP_MEGABYTES, DEFAULT_HEAP_MEGABYTES));
        }
        data = data.toAbsolutePath().normalize();
        services = Set.copyOf(services);
        mainClasses = Map.copyOf(mainClasses);
        arguments = Map.copyOf(arguments);
    }

    /** All services in this JVM with demo data on the documented ports; what is stored there stays. */
    public static LocalOptions in(Path data) {
        return new LocalOptions(
                data,
                data.resolve("programs"),
                Ports.offsetBy(0),
                EnumSet.allOf(Service.class),
                false,
                DEFAULT_HEAP_MEGABYTES,
                true,
                false,
                Map.of(),
                Map.of());
    }

    /** All services in this JVM with demo data on free ports, in a temporary folder that is deleted at the end. */
    public static LocalOptions temporary() {
        try {
            return temporaryIn(Files.createTempDirectory("counterstep-"));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot create a temporary folder", failed);
        }
    }

    /** As {@link #temporary()}, in that folder. */
    public static LocalOptions temporaryIn(Path folder) {
        return in(folder).withPrograms(sharedPrograms()).withPorts(Ports.free()).withDeleteData(true);
    }

    /** A folder for PostgreSQL's programs that all test runs of this user share, so that they unpack once. */
    public static Path sharedPrograms() {
        return Path.of(System.getProperty("java.io.tmpdir"), "counterstep-programs-" + System.getProperty("user.name"));
    }

    public LocalOptions withPrograms(Path changed) {
        return new LocalOptions(
                data, changed, ports, services, separate, heapMegabytes, demo, deleteData, mainClasses, arguments);
    }

    public LocalOptions withPorts(Ports changed) {
        return new LocalOptions(
                data, programs, changed, services, separate, heapMegabytes, demo, deleteData, mainClasses, arguments);
    }

    /** Only these services; none is allowed too, for Kafka and PostgreSQL alone. */
    public LocalOptions withServices(Set<Service> changed) {
        return new LocalOptions(
                data, programs, ports, changed, separate, heapMegabytes, demo, deleteData, mainClasses, arguments);
    }

    public LocalOptions withSeparate(boolean changed) {
        return new LocalOptions(
                data, programs, ports, services, changed, heapMegabytes, demo, deleteData, mainClasses, arguments);
    }

    public LocalOptions withHeapMegabytes(int changed) {
        return new LocalOptions(
                data, programs, ports, services, separate, changed, demo, deleteData, mainClasses, arguments);
    }

    public LocalOptions withDemo(boolean changed) {
        return new LocalOptions(
                data, programs, ports, services, separate, heapMegabytes, changed, deleteData, mainClasses, arguments);
    }

    public LocalOptions withDeleteData(boolean changed) {
        return new LocalOptions(
                data, programs, ports, services, separate, heapMegabytes, demo, changed, mainClasses, arguments);
    }

    /** Another Spring Boot application in a service's place. */
    public LocalOptions withMainClass(Service service, String changed) {
        Map<Service, String> all = new HashMap<>(mainClasses);
        all.put(service, changed);
        return new LocalOptions(
                data, programs, ports, services, separate, heapMegabytes, demo, deleteData, all, arguments);
    }

    /** Arguments for one service, after those that it gets anyway and those given before. */
    public LocalOptions withArguments(Service service, String... more) {
        Map<Service, List<String>> all = new EnumMap<>(Service.class);
        all.putAll(arguments);
        List<String> joined = new java.util.ArrayList<>(argumentsOf(service));
        joined.addAll(List.of(more));
        all.put(service, List.copyOf(joined));
        return new LocalOptions(
                data, programs, ports, services, separate, heapMegabytes, demo, deleteData, mainClasses, all);
    }

    String mainClassOf(Service service) {
        return mainClasses.getOrDefault(service, service.mainClass());
    }

    List<String> argumentsOf(Service service) {
        return arguments.getOrDefault(service, List.of());
    }
}
