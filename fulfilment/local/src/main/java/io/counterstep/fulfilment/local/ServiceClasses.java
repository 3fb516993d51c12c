package io.counterstep.fulfilment.local;

/** Finds a service's application by name. */
final class ServiceClasses {

    private ServiceClasses() {}

    static Class<?> load(Service service, String mainClass) {
        try {
            return Class.forName(mainClass);
        } catch (ClassNotFoundException missing) {
            throw new LocalException(
                    "The %s service (%s) is not on the class path.".formatted(service, mainClass),
                    "Build it, or leave it out with --without %s.".formatted(service),
                    missing);
        }
    }
}
