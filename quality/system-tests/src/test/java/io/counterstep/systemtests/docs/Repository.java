package io.counterstep.systemtests.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of this repository. */
public final class Repository {

    public static final Path ROOT = root();

    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".counterstep", "node_modules", ".idea");

    private Repository() {}

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("README.ko.md"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "no README.ko.md in or above " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    public static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Every Markdown file in the root and under docs/, relative to the root. */
    public static List<String> documents() {
        return files().stream()
                .filter(it -> it.endsWith(".md"))
                .filter(it -> !it.contains("/") || it.startsWith("docs/"))
                .toList();
    }

    /** Every file, relative to the root, with slashes. */
    static List<String> files() {
        List<String> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean skipped = !folder.equals(ROOT) && NOT_OURS.contains(String.valueOf(folder.getFileName()));
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(ROOT.relativize(file).toString().replace('\\', '/'));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the files in " + ROOT, e);
        }
        return files.stream().sorted().toList();
    }

    /** A document's lines inside its code blocks, or outside of them. */
    static Stream<String> lines(String document, boolean inCode) {
        List<String> chosen = new ArrayList<>();
        boolean code = false;
        for (String line : read(document).lines().toList()) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (code == inCode) {
                chosen.add(line);
            }
        }
        return chosen.stream();
    }
}
