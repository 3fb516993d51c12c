package io.counterstep.chaos.sabotage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SabotageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LEDGER | AnswerAgain | Execute",
                "TOMBSTONE | put | skipped",
                "CONFIRMATION | said, waited for | said, not waited for",
                "PUBLISH_FIRST | at once | later",
                "CHECKS | looked | tick 0"
            })
    void eachGuardIsThereUntilItIsTakenOut(String guard, String before, String after) throws Exception {
        assertThat(isolated(guard, false)).isEqualTo(before);
        assertThat(isolated(guard, true)).isEqualTo(after);
    }

    @Test
    void classesInUseCannotBeSabotaged() throws ClassNotFoundException {
        Class.forName("io.counterstep.orchestrator.Checks");
        assertThatThrownBy(() -> Sabotage.remove(Set.of(Guard.CHECKS)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("io.counterstep.orchestrator.Checks");
    }

    /** In class loaders of its own, where no class of the engine is in use yet. */
    private static Object isolated(String guard, boolean takenOut) throws ReflectiveOperationException, IOException {
        List<URL> urls = new ArrayList<>();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            if (takenOut) {
                Object there = loader.loadClass(Guard.class.getName())
                        .getMethod("valueOf", String.class)
                        .invoke(null, guard);
                loader.loadClass(Sabotage.class.getName())
                        .getMethod("remove", Set.class)
                        .invoke(null, Set.of(there));
            }
            return loader.loadClass(Probes.class.getName())
                    .getMethod("probe", String.class)
                    .invoke(null, guard);
        }
    }
}
