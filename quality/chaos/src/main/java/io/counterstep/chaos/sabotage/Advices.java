package io.counterstep.chaos.sabotage;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.message.Action;
import io.counterstep.messaging.DeadLetter;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.participant.LedgerEntry;
import io.counterstep.participant.LedgerVerdict;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** What is copied into methods of the engine; so these methods use only what is public. */
final class Advices {

    private Advices() {}

    /** Does nothing instead; what is returned is zero. */
    static final class Skip {

        private Skip() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip() {
            return true;
        }
    }

    static final class AlwaysExecute {

        private AlwaysExecute() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip() {
            return true;
        }

        @Advice.OnMethodExit
        static void execute(@Advice.Return(readOnly = false) LedgerVerdict<?> verdict) {
            verdict = new LedgerVerdict.Execute<>();
        }
    }

    static final class SkipTombstone {

        private SkipTombstone() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean isTombstone(@Advice.Argument(1) LedgerEntry<?> entry) {
            return entry.request() == null && entry.compensation() != null;
        }
    }

    static final class ForgetToWait {

        private ForgetToWait() {}

        @Advice.OnMethodExit
        static void forget(@Advice.FieldValue(value = "waits", readOnly = false) Map<String, Outstanding> waits) {
            waits = new ForgetfulWaits(waits);
        }
    }

    static final class TakeForCompensated {

        private TakeForCompensated() {}

        @Advice.OnMethodExit
        static void said(
                @Advice.Argument(0) String step,
                @Advice.Argument(1) Action action,
                @Advice.FieldValue("outcomes") Map<String, Outcome> outcomes) {
            if (action == Action.COMPENSATE) {
                outcomes.put(step, Outcome.COMPENSATED);
            }
        }
    }

    static final class PublishLater {

        private PublishLater() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean later(
                @Advice.This Publisher publisher,
                @Advice.Argument(0) List<OutgoingMessage> messages,
                @Advice.Argument(1) List<DeadLetter> deadLetters) {
            return LatePublishing.takesOver(publisher, messages, deadLetters);
        }
    }
}
