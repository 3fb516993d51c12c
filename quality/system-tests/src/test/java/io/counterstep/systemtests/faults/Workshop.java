package io.counterstep.systemtests.faults;

import io.counterstep.participant.Handlers;
import io.counterstep.systemtests.faults.Trade.Done;
import io.counterstep.systemtests.faults.Trade.Reply;
import io.counterstep.systemtests.faults.Trade.Word;
import io.counterstep.systemtests.faults.Trade.Work;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** A participant as any team would write it: the dependency and one bean. Writes down each effect, once for each call. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Workshop {

    /** An item that the handler trips over, after it has written its effect. */
    static final String POISON = "poison";

    static final String TABLE = """
            create table if not exists effect (
                id       bigint generated always as identity primary key,
                order_id text not null,
                what     text not null
            )""";

    @Bean
    Handlers handlers(JdbcTemplate jdbc) {
        return Handlers.of(Trade.WORKSHOP)
                .on(Trade.MAKE, it -> work(jdbc, "make", it))
                .on(Trade.UNMAKE, it -> write(jdbc, "unmake", it.orderId()))
                .on(Trade.PAINT, it -> work(jdbc, "paint", it))
                .on(Trade.UNPAINT, it -> write(jdbc, "unpaint", it.orderId()))
                .build();
    }

    private static Reply work(JdbcTemplate jdbc, String what, Work command) {
        write(jdbc, what, command.orderId());
        if (command.item().equals(POISON)) {
            throw new IllegalStateException("the workshop trips over " + command.item());
        }
        return new Done(command.orderId());
    }

    static void write(JdbcTemplate jdbc, String what, String orderId) {
        jdbc.update("insert into effect (order_id, what) values (?, ?)", orderId, what);
    }

    /** The office's side: it takes note of the endings. */
    static Handlers office(JdbcTemplate jdbc) {
        return Handlers.of(Trade.OFFICE)
                .on(Trade.CLOSE, (Word it) -> write(jdbc, "close", it.orderId()))
                .on(Trade.DROP, (Word it) -> write(jdbc, "drop", it.orderId()))
                .build();
    }
}
