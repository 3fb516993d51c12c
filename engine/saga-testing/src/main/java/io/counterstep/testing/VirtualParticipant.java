package io.counterstep.testing;

import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import io.counterstep.participant.Handlers;
import io.counterstep.participant.LedgerRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A participant with manners, for {@link SagaScenario#with} and {@link Simulation}: behind a ledger, as the real one is,
 * but silent, refusing, throwing, slow or fond of duplicates if it is told to be. Each of those methods returns another
 * participant with nothing in memory; they can be combined. Not thread-safe.
 *
 * <pre>{@code
 * SagaScenario.of(definition)
 *     .with(VirtualParticipant.of(PAYMENT).silentFor(2), VirtualParticipant.of(HOTEL).refusing())
 *     .when().started("4711", order).untilOver()
 *     .then().state(Status.CANCELED);
 * }</pre>
 */
public final class VirtualParticipant {

    /** As often as it takes. */
    private static final int ALWAYS = Integer.MAX_VALUE;

    private final Callee callee;
    private final Manners manners;
    private final ParticipantHarness harness;
    private int unheard;
    private int failuresLeft;

    /** @param refusal null for the type's sample; only looked at if it refuses */
    private record Manners(
            int silentFor,
            int throwing,
            boolean refusing,
            @Nullable Object refusal,
            Duration delay,
            int duplicates) {

        static final Manners GOOD = new Manners(0, 0, false, null, Duration.ZERO, 0);
    }

    private VirtualParticipant(
            Callee callee, Manners manners, ParticipantHarness.Rules rules, ParticipantHarness.Watcher watcher) {
        this.callee = callee;
        this.manners = manners;
        this.harness = new ParticipantHarness(mannered(), rules, watcher);
        this.unheard = manners.silentFor();
        this.failuresLeft = manners.throwing();
    }

    private VirtualParticipant(Callee callee, Manners manners) {
        this(callee, manners, LedgerRules::verdict, (command, tookEffect) -> {});
    }

    /** One that does what it is told, and answers with a made-up success or confirmation. */
    public static VirtualParticipant of(Participant participant) {
        return of(Callee.agreeing(participant.name(), Samples.NONE));
    }

    /** One that does what these handlers do. */
    public static VirtualParticipant of(Handlers handlers) {
        return of(Callee.of(handlers));
    }

    static VirtualParticipant of(Callee callee) {
        return new VirtualParticipant(callee, Manners.GOOD);
    }

    /** The same with nothing in memory, under those rules and that eye. */
    VirtualParticipant under(ParticipantHarness.Rules rules, ParticipantHarness.Watcher watcher) {
        return new VirtualParticipant(callee, manners, rules, watcher);
    }

    /** It hears nothing. */
    public VirtualParticipant silent() {
        return silentFor(ALWAYS);
    }

    /** It does not hear the first commands. */
    public VirtualParticipant silentFor(int commands) {
        return with(new Manners(
                commands, manners.throwing, manners.refusing, manners.refusal, manners.delay, manners.duplicates));
    }

    /** Its handlers throw. */
    public VirtualParticipant throwing() {
        return throwing(ALWAYS);
    }

    /** Its handlers throw the first times they are called. */
    public VirtualParticipant throwing(int times) {
        return with(new Manners(
                manners.silentFor, times, manners.refusing, manners.refusal, manners.delay, manners.duplicates));
    }

    /** It refuses every request, with a made-up refusal; compensations and endings are confirmed. */
    public VirtualParticipant refusing() {
        return with(new Manners(manners.silentFor, manners.throwing, true, null, manners.delay, manners.duplicates));
    }

    /** It refuses the requests that this reply refuses; everything else is done. */
    public <M> VirtualParticipant refusing(M refusal) {
        return with(new Manners(manners.silentFor, manners.throwing, true, refusal, manners.delay, manners.duplicates));
    }

    /** It answers so long after it heard. */
    public VirtualParticipant slow(Duration delay) {
        return with(new Manners(
                manners.silentFor, manners.throwing, manners.refusing, manners.refusal, delay, manners.duplicates));
    }

    /** It hears each command so many times more, and answers each time. */
    public VirtualParticipant duplicateHappy(int more) {
        return with(new Manners(
                manners.silentFor, manners.throwing, manners.refusing, manners.refusal, manners.delay, more));
    }

    private VirtualParticipant with(Manners other) {
        return new VirtualParticipant(callee, other);
    }

    public String name() {
        return callee.name();
    }

    boolean hears(OutgoingCommand command) {
        return command.command().participant().name().equals(name());
    }

    Duration delay() {
        return manners.delay();
    }

    /** Its answers to one command, each a record of its own. */
    List<Answer> answer(OutgoingCommand command) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i <= manners.duplicates(); i++) {
            if (unheard > 0) {
                unheard = unheard == ALWAYS ? ALWAYS : unheard - 1;
            } else {
                answers.add(harness.deliver(command));
            }
        }
        return answers;
    }

    private Callee mannered() {
        return new Callee() {
            @Override
            public String name() {
                return callee.name();
            }

            @Override
            public boolean handles(Command<?> command) {
                return callee.handles(command);
            }

            @Override
            public Object call(Command<?> command, Object payload) {
                if (failuresLeft > 0) {
                    failuresLeft = failuresLeft == ALWAYS ? ALWAYS : failuresLeft - 1;
                    throw new IllegalStateException(callee.name() + " fails");
                }
                Object refusal = refusal(command);
                return refusal == null ? callee.call(command, payload) : refusal;
            }
        };
    }

    private @Nullable Object refusal(Command<?> command) {
        if (!manners.refusing() || !(command instanceof Request<?, ?> request)) {
            return null;
        }
        MessageType<?> type = request.refusal();
        Object given = manners.refusal();
        if (given == null) {
            return Samples.NONE.of(type);
        }
        return type.payload().isInstance(given) ? given : null;
    }
}
