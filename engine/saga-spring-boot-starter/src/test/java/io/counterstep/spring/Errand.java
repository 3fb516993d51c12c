package io.counterstep.spring;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import io.counterstep.participant.Handlers;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The smallest saga and its participant, as a service would declare them. */
final class Errand {

    record Note() {}

    private static final Participant RUNNER = new Participant("runner", "runner-commands", "runner-events");
    private static final Request<Note, Note> RUN = RUNNER.request(type("RUN"), type("RAN"), type("NOT_RUN"));

    private Errand() {}

    private static MessageType<Note> type(String name) {
        return MessageType.of(name, Note.class);
    }

    static SagaDefinition<Note> definition(int version) {
        var undo = RUNNER.instruction(type("UNDO"), type("UNDONE"), it -> it);
        var end = RUNNER.instruction(type("END"), type("ENDED"), it -> it);
        return Saga.named("errand", Version.version(version))
                .startedBy(RUNNER.event(type("ASKED")))
                .step("run")
                .invoke(RUN, it -> new Note())
                .compensate(undo, it -> new Note())
                .completeWith(end, it -> new Note())
                .cancelWith(end, it -> new Note());
    }

    @Configuration(proxyBeanMethods = false)
    static class Orchestrating {
        @Bean
        SagaDefinition<Note> errand() {
            return definition(1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TheSameAgain {
        @Bean
        SagaDefinition<Note> errandAgain() {
            return definition(1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Participating {
        @Bean
        Handlers runner() {
            return Handlers.of(RUNNER).on(RUN, it -> it).build();
        }
    }

    /** Makes beans but starts none, so that a context needs no broker. */
    @Configuration(proxyBeanMethods = false)
    static class Standing {
        @Bean
        LifecycleProcessor lifecycleProcessor() {
            return new LifecycleProcessor() {
                @Override
                public void onRefresh() {}

                @Override
                public void onClose() {}

                @Override
                public void start() {}

                @Override
                public void stop() {}

                @Override
                public boolean isRunning() {
                    return false;
                }
            };
        }
    }
}
