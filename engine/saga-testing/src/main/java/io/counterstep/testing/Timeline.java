package io.counterstep.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A violation's path, made as small as it gets, printed for people and as a test. */
final class Timeline {

    private final World<?> world;
    private final Replay replay;
    private final Violation violation;

    Timeline(World<?> world, Possibilities possibilities, Search.Failed failed) {
        this.world = world;
        this.replay = new Replay(world, possibilities, failed.start);
        this.violation = failed.violation;
    }

    String print(List<Happening> path) {
        List<String> names = shrunk(replay.names(path));
        Optional<Replay.Outcome> outcome = replay.strictly(names);
        List<String> lines = outcome.map(Replay.Outcome::lines).orElse(names);
        Violation shown = outcome.map(Replay.Outcome::violation).orElse(violation);
        StringBuilder text = new StringBuilder("saga " + world.definition.name() + " violates "
                + (shown == null ? violation : shown).getMessage() + "\n");
        for (int i = 0; i < lines.size(); i++) {
            text.append("%3d. %s%n".formatted(i + 1, lines.get(i)));
        }
        return text.append(test(names)).toString();
    }

    private static String test(List<String> names) {
        return """
                As a test, with the same definition, samples and sabotage:
                    @Test
                    void theSagaKeepsItsGuarantees() {
                        FaultExplorer.of(definition).replay(
                %s);
                    }""".formatted(
                names.stream().map(it -> "                \"" + it + "\"").collect(Collectors.joining(",\n")));
    }

    /** Without any step, and with any fault turned into a delivery, for which the same guarantee is violated still. */
    private List<String> shrunk(List<String> names) {
        List<String> smallest = names;
        for (Optional<List<String>> smaller = smaller(smallest); smaller.isPresent(); smaller = smaller(smallest)) {
            smallest = smaller.get();
        }
        return smallest;
    }

    private Optional<List<String>> smaller(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            List<String> without = new ArrayList<>(names);
            without.remove(i);
            if (violates(without)) {
                return Optional.of(without);
            }
        }
        for (int i = 0; i < names.size(); i++) {
            String delivered = asDelivery(names.get(i));
            if (!delivered.equals(names.get(i))) {
                List<String> without = new ArrayList<>(names);
                without.set(i, delivered);
                if (violates(without)) {
                    return Optional.of(without);
                }
            }
        }
        return Optional.empty();
    }

    private static String asDelivery(String name) {
        int at = name.indexOf(" at ");
        return at < 0 ? name : "deliver " + name.substring(at + " at ".length());
    }

    private boolean violates(List<String> names) {
        Violation found = replay.strictly(names).map(Replay.Outcome::violation).orElse(null);
        return found != null && found.guarantee().equals(violation.guarantee());
    }
}
