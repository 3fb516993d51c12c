package io.counterstep.core.decide;

import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Participants as they should be, behind a network that repeats, reorders and loses. */
final class World {

    /** What the saga said and no participant has read yet, and what they answered and the saga has not read yet. */
    final List<OutgoingCommand> commands = new ArrayList<>();

    final List<Input> replies = new ArrayList<>();

    /** The steps that have an effect now. */
    final Set<String> effects = new HashSet<>();

    private final Random random;
    private final Map<String, Input> answers = new HashMap<>();
    private final Set<String> tombstones = new HashSet<>();
    private int records;

    World(Random random) {
        this.random = random;
    }

    String record() {
        records++;
        return "world-0@" + records;
    }

    void hears(Decision decision) {
        commands.addAll(
                switch (decision) {
                    case Decision.Moved moved -> moved.commands();
                    case Decision.Repeated repeated -> repeated.commands();
                    case Decision.Ignored ignored -> List.of();
                });
    }

    /** One participant reads its command, which may come again. */
    void handles() {
        OutgoingCommand command = drawn(commands);
        if (random.nextInt(6) == 0) {
            replies.add(new Input.Failure(command.id(), "no connection", record()));
        } else {
            handle(command);
        }
    }

    void handle(OutgoingCommand command) {
        boolean undo = command.id().action() == Action.COMPENSATE;
        String step = command.id().step();
        if (undo) {
            tombstones.add(step);
            effects.remove(step);
        } else if (tombstones.contains(step)) {
            return;
        }
        replies.add(answers.computeIfAbsent(command.id().toString(), it -> answer(command)));
    }

    private Input answer(OutgoingCommand command) {
        String record = record();
        return switch (command.command()) {
            case Instruction<?> instruction ->
                reply(instruction.confirmedBy().name(), new Purchase.Undone(TestSaga.KEY), command, record);
            case Request<?, ?> request -> {
                if (random.nextInt(5) == 0) {
                    yield reply(request.refusal().name(), new Purchase.Refused("no"), command, record);
                }
                effects.add(command.id().step());
                yield reply(request.success().name(), TestSaga.done(), command, record);
            }
        };
    }

    /** Some participants do not say what they answer. */
    private Input reply(String type, Object payload, OutgoingCommand command, String record) {
        return new Input.Reply(type, Body.of(payload), random.nextInt(4) == 0 ? null : command.id(), record);
    }

    /** One of them, which is gone then, or is still there. */
    <T> T drawn(List<T> list) {
        int which = random.nextInt(list.size());
        return random.nextInt(4) == 0 ? list.get(which) : list.remove(which);
    }
}
