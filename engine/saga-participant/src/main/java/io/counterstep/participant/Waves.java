package io.counterstep.participant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a batch into waves of commands of one type for different sagas, so that each wave can be handled as one: the order
 * of the commands of one step is kept, that of strangers need not be.
 */
final class Waves {

    private Waves() {}

    static List<List<IncomingCommand<?>>> of(List<IncomingCommand<?>> commands) {
        Map<LedgerKey, Integer> seen = new HashMap<>();
        List<Map<String, List<IncomingCommand<?>>>> waves = new ArrayList<>();
        for (IncomingCommand<?> command : commands) {
            int wave = seen.merge(command.key(), 1, Integer::sum) - 1;
            if (wave == waves.size()) {
                waves.add(new java.util.LinkedHashMap<>());
            }
            waves.get(wave)
                    .computeIfAbsent(command.message().type(), type -> new ArrayList<>())
                    .add(command);
        }
        return waves.stream().flatMap(it -> it.values().stream()).toList();
    }
}
