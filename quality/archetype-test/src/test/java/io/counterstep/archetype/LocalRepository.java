package io.counterstep.archetype;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local Maven repository that is the user's own, but for Counterstep itself: that is what this build has just made. So
 * nothing is downloaded twice, and nothing of this build is left in the user's repository.
 *
 * <p>It consists of links, because Maven before 3.9 cannot chain local repositories.
 */
final class LocalRepository {

    private static final Path GROUP = Path.of("io");
    private static final Path COUNTERSTEP = GROUP.resolve("counterstep");

    private LocalRepository() {}

    /**
     * @param folder where to make it; what is there is deleted
     * @param users the user's repository, which may get what a new project needs beyond this build
     * @param built Counterstep as this build has made it, in a repository's layout
     */
    static void create(Path folder, Path users, Path built) throws IOException {
        if (!Files.isDirectory(built.resolve(COUNTERSTEP))) {
            throw new IllegalStateException("cannot find what was built in " + built.resolve(COUNTERSTEP)
                    + ": run mvn verify, which copies it there before this test");
        }
        Folders.delete(folder);
        Files.createDirectories(folder.resolve(GROUP));
        linkAll(users, folder);
        linkAll(users.resolve(GROUP), folder.resolve(GROUP));
        Files.createSymbolicLink(folder.resolve(COUNTERSTEP), built.resolve(COUNTERSTEP));
    }

    private static void linkAll(Path from, Path to) throws IOException {
        for (Path entry : list(from)) {
            Path link = to.resolve(entry.getFileName());
            boolean ours = link.endsWith(COUNTERSTEP) || link.endsWith(GROUP);
            if (!ours) {
                Files.createSymbolicLink(link, entry);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }
}
