package io.counterstep.systemtests.faults;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.participant.Handlers;
import io.counterstep.systemtests.faults.Trade.Done;
import io.counterstep.systemtests.faults.Trade.Ordered;
import io.counterstep.systemtests.faults.Trade.Refused;
import io.counterstep.systemtests.faults.Trade.Reply;
import io.counterstep.systemtests.faults.Trade.Word;
import io.counterstep.systemtests.faults.Trade.Work;
import java.time.Duration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** The trade again, with a second participant, and a second version that renames both steps and adds a third. */
final class Atelier {

    /** Longer than any test here takes. */
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    static final Participant PAINTER = new Participant("painter", "painter-commands", "painter-events");
    static final Request<Work, Reply> COAT = request("COAT", "COATED", "COAT_REFUSED");
    static final Instruction<Word> STRIP = instruction("STRIP", "STRIPPED");
    static final Request<Work, Reply> PACK = request("PACK", "PACKED", "PACK_REFUSED");
    static final Instruction<Word> UNPACK = instruction("UNPACK", "UNPACKED");

    private Atelier() {}

    private static Request<Work, Reply> request(String type, String success, String refusal) {
        return PAINTER.request(
                MessageType.of(type, Work.class),
                MessageType.of(success, Done.class),
                MessageType.of(refusal, Refused.class));
    }

    private static Instruction<Word> instruction(String type, String confirmedBy) {
        return PAINTER.instruction(
                MessageType.of(type, Word.class),
                MessageType.of(confirmedBy, Word.class),
                it -> new Word(it.orderId()));
    }

    static SagaDefinition<Ordered> first() {
        return Saga.named(Trade.NAME, Version.version(1))
                .startedBy(Trade.ORDERED)
                .step("make")
                .invoke(Trade.MAKE, it -> new Work(it.key(), it.start().item()))
                .compensate(Trade.UNMAKE, it -> new Word(it.key()))
                .deadline(DEADLINE)
                .step("paint")
                .invoke(COAT, it -> new Work(it.key(), it.start().item()))
                .compensate(STRIP, it -> new Word(it.key()))
                .deadline(DEADLINE)
                .completeWith(Trade.CLOSE, it -> new Word(it.key()))
                .cancelWith(Trade.DROP, it -> new Word(it.key()));
    }

    static SagaDefinition<Ordered> second() {
        return Saga.named(Trade.NAME, Version.version(2))
                .startedBy(Trade.ORDERED)
                .step("build")
                .invoke(Trade.MAKE, it -> new Work(it.key(), it.start().item()))
                .compensate(Trade.UNMAKE, it -> new Word(it.key()))
                .deadline(DEADLINE)
                .step("coat")
                .invoke(COAT, it -> new Work(it.key(), it.start().item()))
                .compensate(STRIP, it -> new Word(it.key()))
                .deadline(DEADLINE)
                .step("pack")
                .invoke(PACK, it -> new Work(it.key(), it.start().item()))
                .compensate(UNPACK, it -> new Word(it.key()))
                .deadline(DEADLINE)
                .completeWith(Trade.CLOSE, it -> new Word(it.key()))
                .cancelWith(Trade.DROP, it -> new Word(it.key()));
    }

    static SagaMigration renaming() {
        return SagaMigration.from(Trade.NAME, 1)
                .to(second())
                .step("make", "build")
                .step("paint", "coat")
                .because("dana", "we pack now");
    }

    /** The office as it was. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class First {

        @Bean
        SagaDefinition<Ordered> first() {
            return Atelier.first();
        }

        @Bean
        Handlers office(JdbcTemplate jdbc) {
            return Workshop.office(jdbc);
        }
    }

    /** The office with the new version alone, and no word on the old one's sagas. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OnlySecond {

        @Bean
        SagaDefinition<Ordered> second() {
            return Atelier.second();
        }
    }

    /** The office with both versions. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Both extends First {

        @Bean
        SagaDefinition<Ordered> second() {
            return Atelier.second();
        }
    }

    /** The office with the new version, to which the old one's sagas go over. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Migrating {

        @Bean
        SagaDefinition<Ordered> second() {
            return Atelier.second();
        }

        @Bean
        SagaMigration renaming() {
            return Atelier.renaming();
        }

        @Bean
        Handlers office(JdbcTemplate jdbc) {
            return Workshop.office(jdbc);
        }
    }

    /** The painter, who also packs. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Painter {

        @Bean
        Handlers handlers(JdbcTemplate jdbc) {
            return Handlers.of(PAINTER)
                    .on(COAT, it -> work(jdbc, "coat", it))
                    .on(STRIP, it -> Workshop.write(jdbc, "strip", it.orderId()))
                    .on(PACK, it -> work(jdbc, "pack", it))
                    .on(UNPACK, it -> Workshop.write(jdbc, "unpack", it.orderId()))
                    .build();
        }

        private static Reply work(JdbcTemplate jdbc, String what, Work command) {
            Workshop.write(jdbc, what, command.orderId());
            return new Done(command.orderId());
        }
    }
}
