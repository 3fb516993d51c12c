package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a process and those it started listen on, as Linux tells; nothing is told elsewhere. */
final class ListeningSockets {

    private static final String LISTENING = "0A";

    private ListeningSockets() {}

    /** Addresses that this process or a descendant listens on and that other machines could reach, in hexadecimal. */
    static List<String> offLoopback(long pid) throws IOException {
        Set<String> inodes = new HashSet<>(inodesOf(pid));
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        for (ProcessHandle child : process.descendants().toList()) {
            inodes.addAll(inodesOf(child.pid()));
        }
        List<String> found = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (!Files.exists(Path.of(table))) {
                continue;
            }
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[3].equals(LISTENING) && inodes.contains(fields[9]) && !isLoopback(fields[1])) {
                    found.add(fields[1]);
                }
            }
        }
        return found;
    }

    private static boolean isLoopback(String address) {
        // 127.0.0.1, ::ffff:127.0.0.1 and ::1, as the kernel prints them on a little-endian machine.
        return address.startsWith("0100007F:")
                || address.startsWith("0000000000000000FFFF00000100007F:")
                || address.startsWith("00000000000000000000000001000000:");
    }

    private static Set<String> inodesOf(long pid) throws IOException {
        Path descriptors = Path.of("/proc/" + pid + "/fd");
        Set<String> inodes = new HashSet<>();
        if (!Files.isDirectory(descriptors)) {
            return inodes;
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            for (Path descriptor : open.toList()) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.exists(descriptor, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:[")) {
                        inodes.add(target.substring("socket:[".length(), target.length() - 1));
                    }
                }
            }
        }
        return inodes;
    }
}
