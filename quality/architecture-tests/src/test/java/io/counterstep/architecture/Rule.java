package io.counterstep.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.counterstep.architecture.Conditions.call;
import static io.counterstep.architecture.Conditions.drawLots;
import static io.counterstep.architecture.Conditions.liveInANullMarkedPackage;
import static io.counterstep.architecture.Conditions.readAClock;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One architecture rule: how it reads, and the class among the wrong ones that it must report.
 *
 * @param offender the end of its qualified name
 */
record Rule(String name, String offender, Function<Layers, ArchRule> in) {

    private static final String[] JDK = {"java..", "javax.sql..", "org.jspecify.."};

    static final List<Rule> ARROWS = List.of(
            new Rule(
                    "saga-core knows no one",
                    "KnowsALogger",
                    it -> only(it.core(), "java..", "org.jspecify..", it.core())),
            new Rule(
                    "saga-messaging knows saga-core, Kafka, JDBC and JSON",
                    "messaging.KnowsSpringBoot",
                    it -> only(
                            it.messaging(),
                            with(
                                    JDK,
                                    it.core(),
                                    it.messaging(),
                                    "org.slf4j..",
                                    "org.apache.kafka..",
                                    "org.springframework.kafka..",
                                    "org.springframework.dao..",
                                    "org.springframework.jdbc..",
                                    "org.springframework.transaction..",
                                    "org.springframework.util..",
                                    "tools.jackson..",
                                    "com.fasterxml.jackson.annotation.."))),
            new Rule(
                    "saga-participant does not know saga-orchestrator",
                    "KnowsTheOrchestrator",
                    it -> never(it.participant(), it.orchestrator())),
            new Rule(
                    "saga-orchestrator does not know saga-participant",
                    "KnowsTheParticipant",
                    it -> never(it.orchestrator(), it.participant())),
            new Rule(
                    "only the starter and the services know Spring Boot",
                    "messaging.KnowsSpringBoot",
                    it -> noClasses()
                            .that(resideOutsideOfPackages(it.springBootUsers()))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("org.springframework.boot..")),
            new Rule(
                    "contracts know only saga-core",
                    "KnowTheMessaging",
                    it -> only(it.contracts(), with(JDK, it.core(), it.contracts()))),
            new Rule("a service knows no other service", "KnowsTheOrders", Rule::servicesApart),
            new Rule(
                    "only the orchestrator service uses saga-orchestrator",
                    "Orchestrates",
                    it -> noClasses()
                            .that()
                            .resideInAnyPackage(with(it.participatingServices(), it.contracts(), it.local()))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(it.orchestrator())),
            new Rule(
                    "a service sees the engine's face only: definitions, messages, Handlers and Outbox",
                    "LooksBehindTheFace",
                    it -> noClasses()
                            .that()
                            .resideInAnyPackage(with(it.participatingServices(), it.service("orchestrator")))
                            .should()
                            .dependOnClassesThat(behindTheFace(it))),
            new Rule(
                    "the console uses the public HTTP API alone",
                    "console.KnowsTheEngine",
                    it -> never(it.console(), with(it.springlessEngine(), it.starter(), it.contracts()))),
            new Rule(
                    "nothing outside local knows local",
                    "KnowsLocal",
                    it -> noClasses()
                            .that(resideOutsideOfPackages(it.local()))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(it.local())),
            new Rule(
                    "packages are free of cycles",
                    "KnowsTheOrchestrator",
                    it -> slices().matching(it.root() + ".(**)").should().beFreeOfCycles()));

    static final List<Rule> HOUSE = List.of(
            new Rule("every package is null-marked", "Sleeps", it -> classes().should(liveInANullMarkedPackage())),
            new Rule(
                    "no java.util.Date",
                    "IsOfYesterday",
                    it -> noClasses()
                            .should()
                            .dependOnClassesThat()
                            .haveNameMatching("java\\.util\\.(Date|Calendar|GregorianCalendar)")),
            new Rule(
                    "only the command line sleeps",
                    "Sleeps",
                    it -> noClasses().that(resideOutsideOfPackages(it.local())).should(call(Thread.class, "sleep"))),
            new Rule(
                    "only the command line prints",
                    "Prints",
                    it -> noClasses()
                            .that(resideOutsideOfPackages(it.local()))
                            .should()
                            .accessField(System.class, "out")
                            .orShould()
                            .accessField(System.class, "err")),
            new Rule(
                    "no field injection",
                    "IsInjected",
                    it -> noFields()
                            .should()
                            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                            .orShould()
                            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                            .orShould()
                            .beAnnotatedWith("jakarta.inject.Inject")
                            .orShould()
                            .beAnnotatedWith("jakarta.annotation.Resource")),
            new Rule(
                    "the core reads no clock",
                    "AsksTheClock",
                    it -> noClasses().that().resideInAPackage(it.core()).should(readAClock())),
            new Rule(
                    "the core draws no random number",
                    "DrawsLots",
                    it -> noClasses().that().resideInAPackage(it.core()).should(drawLots())),
            new Rule(
                    "the core does no I/O and logs nothing",
                    "ReadsAFile",
                    it -> never(
                            it.core(),
                            "java.io..",
                            "java.nio..",
                            "java.net..",
                            "java.sql..",
                            "java.util.logging..",
                            "org.slf4j..")),
            new Rule(
                    "engine types carry no Spring annotations, except in the starter",
                    "IsAComponent",
                    it -> noClasses()
                            .that()
                            .resideInAnyPackage(it.springlessEngine())
                            .should()
                            .dependOnClassesThat(resideInAPackage("org.springframework..")
                                    .and(describe("are annotations", JavaClass::isAnnotation)))),
            new Rule(
                    "no ORM",
                    "IsMapped",
                    it -> noClasses()
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(
                                    "jakarta.persistence..", "javax.persistence..", "org.springframework.data..")));

    @Override
    public String toString() {
        return name;
    }

    private static ArchRule only(String layer, String... known) {
        return classes().that().resideInAPackage(layer).should().onlyDependOnClassesThat(resideInAnyPackage(known));
    }

    private static ArchRule never(String layer, String... unknown) {
        return noClasses()
                .that()
                .resideInAPackage(layer)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(unknown);
    }

    private static ArchRule servicesApart(Layers layers) {
        return CompositeArchRule.of(layers.services().stream()
                .map(it -> never(layers.service(it), layers.servicesBut(it)).allowEmptyShould(true))
                .toList());
    }

    private static DescribedPredicate<JavaClass> behindTheFace(Layers layers) {
        Set<String> face = Set.of("Handlers", "Handlers$Builder", "Outbox");
        var participant = resideInAPackage(layers.participant())
                .and(describe("are not of its face", it -> !face.contains(simpleBinaryName(it))));
        return resideInAnyPackage(layers.messaging(), layers.starter()).or(participant);
    }

    private static String simpleBinaryName(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1);
    }

    private static String[] with(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
