package io.counterstep.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;

/** Where each part lives below a root package, so that a rule applies alike to the real code and to the wrong code. */
record Layers(String root) {

    static final Layers REAL = new Layers("io.counterstep");
    static final Layers WRONG = new Layers("io.counterstep.architecture.wrong");

    /** The services that only take part; the orchestrator is the one that runs sagas. */
    private static final List<String> PARTICIPATING = List.of("order", "payment", "inventory", "shipping");

    static JavaClasses realClasses() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(REAL.root);
    }

    static JavaClasses wrongClasses() {
        return new ClassFileImporter().importPackages(WRONG.root);
    }

    String core() {
        return root + ".core..";
    }

    String messaging() {
        return root + ".messaging..";
    }

    String orchestrator() {
        return root + ".orchestrator..";
    }

    String participant() {
        return root + ".participant..";
    }

    String starter() {
        return root + ".spring..";
    }

    String contracts() {
        return service("contracts");
    }

    String local() {
        return service("local");
    }

    String console() {
        return root + ".fulfilment.orchestrator.console..";
    }

    String service(String name) {
        return root + ".fulfilment." + name + "..";
    }

    String[] participatingServices() {
        return PARTICIPATING.stream().map(this::service).toArray(String[]::new);
    }

    List<String> services() {
        return Stream.concat(PARTICIPATING.stream(), Stream.of("orchestrator")).toList();
    }

    /** A service's neighbours. */
    String[] servicesBut(String name) {
        return services().stream()
                .filter(it -> !it.equals(name))
                .map(this::service)
                .toArray(String[]::new);
    }

    /** Who may know Spring Boot. */
    String[] springBootUsers() {
        return Stream.concat(Stream.of(starter(), local()), services().stream().map(this::service))
                .toArray(String[]::new);
    }

    /** All of the engine but its starter. */
    String[] springlessEngine() {
        return new String[] {core(), messaging(), orchestrator(), participant(), root + ".testing.."};
    }
}
