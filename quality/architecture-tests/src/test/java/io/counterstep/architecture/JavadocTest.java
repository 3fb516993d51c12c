package io.counterstep.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever uses the engine reads of each public type what it promises. */
class JavadocTest {

    private static final Path ENGINE = Path.of("..", "..", "engine");

    @Test
    void everyPublicTypeOfTheEngineHasJavadoc() throws IOException {
        List<Path> sources = sources(ENGINE);

        assertThat(sources).as("sources found in %s", ENGINE).hasSizeGreaterThan(100);
        assertThat(withoutJavadoc(sources)).isEmpty();
    }

    @Test
    void aPublicTypeWithoutJavadocIsFound(@TempDir Path folder) throws IOException {
        Path wrong = Files.writeString(folder.resolve("Wrong.java"), """
                /** Says something. */
                public class Wrong {
                    public record Silent() {}
                    /** Speaks. */
                    public record Spoken() {}
                    record NobodysBusiness() {}
                }
                """);

        assertThat(withoutJavadoc(List.of(wrong))).containsExactly("Wrong.java: Silent");
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(it -> it.toString().endsWith(".java"))
                    .filter(it -> it.toString()
                            .contains(Path.of("src", "main", "java").toString()))
                    .filter(it -> !it.endsWith("package-info.java"))
                    .toList();
        }
    }

    private static List<String> withoutJavadoc(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            DocTrees docs = DocTrees.instance(task);
            List<String> silent = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                new Types(docs, unit, silent).scan(unit, null);
            }
            return silent;
        }
    }

    /** Members of an interface are public without saying so. */
    private static final class Types extends TreePathScanner<@Nullable Void, @Nullable Void> {

        private final DocTrees docs;
        private final CompilationUnitTree unit;
        private final List<String> silent;

        private Types(DocTrees docs, CompilationUnitTree unit, List<String> silent) {
            this.docs = docs;
            this.unit = unit;
            this.silent = silent;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            if (!type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                return null;
            }
            if (docs.getDocComment(getCurrentPath()) == null) {
                silent.add(Path.of(unit.getSourceFile().getName()).getFileName() + ": " + type.getSimpleName());
            }
            return super.visitClass(type, nothing);
        }
    }
}
