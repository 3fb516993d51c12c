package io.counterstep.archetype;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A new project is made and built by the commands that a user types, in folders below {@code target}. */
class ArchetypeTest {

    private static final Path TARGET = Path.of(setting("target"));
    private static final Path WORK = TARGET.resolve("work");
    private static final Path REPOSITORY = TARGET.resolve("repository");
    private static final Path TEMPORARY = TARGET.resolve("tmp");
    private static final Path PROJECT = WORK.resolve("my-saga");

    @BeforeAll
    static void startWithNothing() throws IOException {
        for (Path folder : List.of(WORK, TEMPORARY)) {
            Folders.delete(folder);
            Files.createDirectories(folder);
        }
        LocalRepository.create(REPOSITORY, Path.of(setting("maven.repository")), Path.of(setting("built")));
    }

    /** The project stays, with what Maven said about it. */
    @AfterAll
    static void removeLinksAndTemporaryFiles() throws IOException {
        Folders.delete(REPOSITORY);
        Folders.delete(TEMPORARY);
    }

    @Test
    void aNewProjectPassesItsOwnTestsAtOnce() throws Exception {
        Maven maven = new Maven(Path.of(setting("maven.home")), Path.of(setting("java.home")), REPOSITORY, TEMPORARY);

        maven.run(
                WORK,
                "org.apache.maven.plugins:maven-archetype-plugin:" + setting("archetype.plugin") + ":generate",
                "-DarchetypeGroupId=io.counterstep",
                "-DarchetypeArtifactId=counterstep-archetype",
                "-DarchetypeVersion=" + setting("version"),
                "-DarchetypeCatalog=local",
                "-DgroupId=com.acme",
                "-DartifactId=my-saga");

        assertThat(files()).contains(".gitignore", "README.md", "src/main/java/com/acme/BookTrip.java");
        assertThat(PROJECT.resolve("src/main/java/com/acme/BookTrip.java"))
                .content()
                .startsWith("package com.acme;");
        assertThat(PROJECT.resolve("src/main/resources/application.yaml"))
                .content()
                .contains("application.name: my-saga ", "${DATABASE_URL:jdbc:postgresql:");

        maven.run(PROJECT, "verify");

        assertThat(testsThatPassed()).containsExactly("BookTripSimulationTest", "BookTripTest", "TripApplicationTest");
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            return files.map(it -> PROJECT.relativize(it).toString()).toList();
        }
    }

    /** Surefire writes one of these for each class, and fails the build if a test in it fails. */
    private static List<String> testsThatPassed() throws IOException {
        try (Stream<Path> reports = Files.list(PROJECT.resolve("target/surefire-reports"))) {
            return reports.map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(".txt"))
                    .map(it -> it.replaceFirst("^com\\.acme\\.(\\w+)\\.txt$", "$1"))
                    .sorted()
                    .toList();
        }
    }

    /** What the module's pom.xml hands over. */
    private static String setting(String name) {
        String value = System.getProperty("test." + name);
        if (value == null) {
            throw new IllegalStateException(
                    "test." + name + " is not set: run this test by mvn verify -pl quality/archetype-test -am");
        }
        return value;
    }
}
